"""Given names of persons, as German, English and their news have them.

A capitalised word before another, where a German sentence opens, may be an adjective or an adverb; none of these is,
nor the beginning of a well-known place's name (Victoria, Charlotte).
"""

from __future__ import annotations

from rag.text.function_words import words

GIVEN_NAMES = words(
    """aaron abdul abdullah achim adam adele adnan adrian agnes agnieszka ahmad ahmed ahmet alan albert alberto
    albrecht alejandro aleksandra alessandro alex alexander alexandra alexei alexej alfons alfred ali alice
    alicia alina alison amanda amelie amina amir amy ana anastasia andrea andreas andreea andrej andrew andrey
    andrzej andré angela angelika angelina anita anja anke ann anna anne annegret anneliese annette annika
    anthony antje anton antonia antonio antony antónio armin arne arnold arthur artur astrid axel ayşe barack
    barbara bart beat beata beate beatrice beatrix ben benedikt benjamin benno bernadette bernd bernhard bert
    bettina bianca bill birgit bjarne björn bob bodo boris brian brigitte bruce bruno burkhard camilla carina
    carl carla carlos carmen carol carola caroline carsten catherine chris christa christel christian christiane
    christina christine christof christoph christopher claire clara claudia claus clemens connor constantin
    cordula corinna cornelia daniel daniela danielle david deborah denise dennis detlef diana diego dieter
    dietmar dietrich dirk dmitri dmitrij dmitry dominik donald dora doris dorothea dorothee dylan eberhard
    eckhard edgar edith eduard edward egon ekaterina elena eleonore elfriede elias elisabeth elizabeth elke ella
    ellen elon elsa emanuel emil emilia emily emine emma emmanuel enrico eric erica erich erik erika ernst erwin
    esther eugen eva evelyn ewald fabian fatima fatma felix ferdinand finn florian francesca francesco francis
    francisco franco franz françois frauke fred freddie frederik fredrik frida frieda friederike friedhelm
    friedrich fritz gabi gabriel gabriela gabriele gareth gary geoffrey georg george georgios gerald gerd gerda
    gerhard gerhardt gerlinde gertrud gesine gina giorgio giovanni gisela giulia giuseppe gottfried graham greg
    gregor greta gretchen guido gunnar gunter gustav günter günther hanna hannah hannelore hannes hans harald
    harry hartmut hasan hassan hedwig heidi heike heiko heiner heinrich heinz helen helena helene helga helge
    hella hellmut helmut hendrik henri henriette henrik henry herbert hermann herta hilda hildegard holger horst
    howard hubert hugo hussein ian ibrahim ida igor ilona ilse inga ingeborg ingo ingrid irene irina iris irma
    isaac isabel isabell isabella isabelle ivan iwan jack jacob jacqueline jacques jakob james jamie jan jana
    jane janet janina janine jasmin jason jean jeff jeffrey jelena jennifer jenny jens jeremy jerry jessica jill
    jim jimmy joachim joan joanna joao jochen joe joel johan johann johanna johannes john jonas jonathan jorge
    jose josef josefine joseph josh joshua josé joão juan judith julia julian juliane julie julien julius justin
    jutta jörg jörn jürgen kai karen karim karin karina karl karla karolina karoline karsten katarina kate
    katharina katherine kathleen kathrin kathy katja katrin kay keith kelly ken kenneth kerstin kevin khaled
    kilian kim kirsten klara klaus klemens konrad konstantin kristian kristin kristina kurt kyle lara larry lars
    laura lauren laurent lea lena lenny leo leon leonard leonhard leonie leopold leslie liam lidia lili lilly
    linda lisa liz lorenz lothar louis louisa louise luc luca lucas lucia lucy ludger ludwig luigi luis luisa
    luise luiz lukas luke lutz lydia lynn magda magdalena maik maike malte manfred manuel manuela marc marcel
    marco marcus maren margaret margarete margot margret margrit maria mariam marianne marie mario marion marius
    markus marlene marlies marta martha martin martina mary mateusz mathias mathilde matteo matthew matthias
    matthieu maurice max maxim maximilian megan mehmet meike melanie melissa michael michail michel michelle
    miguel mike mikhail mila mina mira miriam mohamed mohammad mohammed monika moritz muhammad murat mustafa
    nadine nadja nancy narendra natalia natalie natascha nathalie nathan neil nicholas nick nicola nicolas nicole
    niels nigel nikita niklas nikolai nikolaj nikolaus nils nina noah nora norbert norman olaf ole oleg olga
    oliver olivia olivier omar oscar oskar osman otmar otto pablo pamela paolo pascal patricia patrick patrizia
    paul paula pauline pavel pawel pedro peter petra philip philipp philippe phillip pia pierre piotr rachel
    rafael ragnar rahel rainer ralf ralph ramona raphael raymond rebecca regina regine reinhard reinhold renate
    rené ricarda ricardo richard rita robert roberto robin rodrigo roger roland rolf ronald ronja rosemarie rosi
    roswitha rudi rudolf rupert ruth ryan rüdiger sabine sabrina sally sam samantha samira samuel sandra sara
    sarah sascha scott sean sebastian selma serena serge sergei sergej sergey sergio sharon sibylle siegfried
    siegmund sigmar sigrid silke silvia simon simona simone sofie sonja sophia sophie stefan stefanie steffen
    steffi stella stephan stephanie stephen steve steven stuart sue susan susanna susanne suzanne sven svenja
    sybille sylvia tamara tanja tatiana tatjana ted teresa tessa thea theo theodor theresa theresia thilo thomas
    thorsten tilman tim timo timothy tina tobias tom tomas toni tony torben torsten tristan udo ulf uli ulla
    ulrich ulrike ursula uschi ute uwe valentin valentina valerie vanessa vera verena veronica veronika viktor
    vincent vinzenz vivian vladimir volker volodymyr waldemar walter walther waltraud wanda wendy werner wiebke
    wilfried wilhelm willi william willy winfried winston wladimir wolfgang wolfram xaver yannick yasmin yusuf
    yvonne zoe özlem"""
)
"""Folded to small letters only."""
