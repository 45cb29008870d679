"""Function words: the closed classes (articles, pronouns, prepositions, auxiliaries, question words).

They tell a language in the shortest question, they begin sentences, and they say nothing about a document's subject.
"""

from __future__ import annotations


def words(table: str) -> frozenset[str]:
    """The words of a table written as running text."""
    return frozenset(table.split())


ENGLISH = words(
    """a about after all also although am among an and any are as at be because been before being between both but by
    can could did do does doing done during each for from had has have having he her here hers him his how i if in into
    is it its itself just may me might more most much must my no nor not of off on once only or other our out over own
    s shall she should since so some such t than that the their them then there these they this those through to too
    under until up upon us very was we were what when where whether which while who whom whose why will with within
    without would yes you your"""
)

GERMAN = words(
    """aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus außer bei beim bevor
    bin bis bist bzw da dabei dadurch dafür dagegen daher damit danach dann daran darauf daraus darf darin darum darüber
    das dass dazu dein deine dem den denen denn der deren des deshalb dessen die dies diese diesem diesen dieser dieses
    doch dort du durch dürfen ein eine einem einen einer eines er es etwa etwas euch für gab gegen gibt hat hatte hatten
    hätte habe haben hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem
    jeden jeder jedes jedoch jene kann kein keine keinem keinen keiner können könnte konnte konnten man mehr mein meine
    mich mir mit muss müssen musste nach nachdem nicht nichts noch nun nur ob obwohl oder ohne sagt sagte schon sehr
    sein seine seinem seinen seiner seines seit sich sie sind so sobald soll sollen sollte sowie sowohl trotz über um
    und uns unser unsere unserem unseren unserer unter vom von vor wann war waren warum was wegen weil welche welchem
    welchen welcher welches wem wen wenn wer werde werden wessen weshalb wie wieder wieso wieviel will wir wird wo
    wobei wodurch wofür woher wohin womit wonach woran worauf woraus worüber worum wovon wovor wozu wollen wollte worden
    wurde wurden würde während zu zum zur zwar zwischen"""
)

CHINESE = words(
    """的 了 吗 呢 什么 是什么 为什么 为何 怎么 怎样 如何 哪 哪个 哪些 哪里 哪一 谁 是谁 几 多少 何时 何地 是否
    我们 你们 他们 她们 它们 这个 那个 一个 以及 可以"""
)
"""In Simplified. Particles, question words and pronouns; prepositions are left out, for they also make up words."""

SHARED = words(
    """a alle also als am an are as at bin da dem den der des die dies do du ein er es for had has have he her hier him
    i im in ins is it ja man me mein might more most my no nor of off on or os over own per s she so t than to too um
    under up us war was we were wie will with wo"""
)
"""Words that are also frequent in another language written in Latin letters (da, es, fr, it, nl, no, pl, pt, sv, or
English and German between themselves), so one of them alone proves little."""

INTERROGATIVE_START = words(
    """what who whom whose which when where why how is are was were do does did has have had can could will would should
    shall may wer wen wem wessen was welche welcher welches welchen welchem wann wo woher wohin warum weshalb wieso wie
    wieviel womit wofür wodurch worüber woran worauf wovon worum hat haben hatte hatten ist sind war waren wird werden
    wurde wurden kann können darf soll gibt gab"""
)
"""First words of a question in English or German: question words and inverted auxiliaries."""
