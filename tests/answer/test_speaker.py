"""Who is speaking. Sentences are made up, in the ways of writing that news in three languages uses; then the seeds."""

from __future__ import annotations

import pytest

from rag.answer.speaker import is_head, speakers
from rag.text.language import detect
from rag.text.sentences import split_sentences
from rag.types import Language
from tests.answer.seeds import IN_GERMAN, NEWS_OF_JULY, seed_text


def read(text: str, language: Language | None = None) -> list[tuple[str, str | None]]:
    """Each sentence with its speaker."""
    sentences = split_sentences(text)
    found = speakers(text, sentences, language or detect(text))
    return [(s.of(text), who.of(text) if who else None) for s, who in zip(sentences, found, strict=True)]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        # English
        ("Macron said the talks had failed.", "Macron"),
        ("“The talks have failed,” said Macron on Monday.", "Macron"),
        ('"The talks have failed," Macron told reporters.', "Macron"),
        ("The talks, Macron insisted, had not failed.", "Macron"),
        ("Peskov, the Kremlin spokesman, said there was no proof.", "Peskov"),
        ("Macron, who met Scholz on Friday, said the talks had failed.", "Macron"),
        ("After a meeting with Scholz in Berlin, Macron said the talks had failed.", "Macron"),
        ("According to the foreign ministry, Macron told Scholz that the talks had failed.", "Macron"),
        ("Macron was told by Scholz that the talks had failed.", None),
        ("The talks in Berlin failed.", None),
        # German
        ("Scholz sagte, die Gespräche seien gescheitert.", "Scholz"),
        ("„Die Gespräche sind gescheitert“, sagte Scholz am Montag.", "Scholz"),
        ("Am Montag erklärte Olaf Scholz in Berlin, die Gespräche seien gescheitert.", "Olaf Scholz"),
        ("Nach dem Treffen mit Macron betonte Scholz, man werde weiter verhandeln.", "Scholz"),
        ("Bei dem Treffen wurden die Vereinbarungen von Paris bestätigt.", None),
        # Simplified and Traditional Chinese
        ("马克龙说：“会谈失败了。”", "马克龙"),
        ("马克龙周一在柏林会见舒尔茨后表示，会谈失败了。", "马克龙"),
        ("法国总统马克龙对舒尔茨说，会谈失败了。", "法国总统马克龙"),
        ("克里姆林宫发言人佩斯科夫指出，没有证据。", "克里姆林宫发言人佩斯科夫"),
        ("据路透社报道，马克龙在与舒尔茨会谈时强调：“会谈没有失败。”", "马克龙"),
        ("德国外交部表示，马克龙将访问柏林。", "德国外交部"),
        ("馬克宏對蕭茲說:「會談失敗了。」", "馬克宏"),
        ("當記者提問會談是否失敗時,馬克宏回答說:「沒有。」", "馬克宏"),
        ("马克龙被问及“会谈失败了吗？”，马克龙回答说：“没有”。", "马克龙"),
        ("会谈在柏林失败了。", None),
        ("这本小说的说法据说不准确。", None),
    ],
)
def test_the_subject_of_a_verb_of_saying(sentence: str, speaker: str | None) -> None:
    assert read(sentence) == [(sentence, speaker)]


def test_a_verb_inside_a_quotation_is_the_quoted_ones_business() -> None:
    assert read("Macron said: “Scholz said no and Biden said yes.”")[0][1] == "Macron"
    assert read("马克龙说：“舒尔茨说不，拜登说好。”")[0][1] == "马克龙"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Macron arrived in Berlin. He said the talks had failed.", "Macron"),
        ("Scholz empfing Macron in Berlin. Er sagte, die Gespräche seien gescheitert.", "Scholz"),
        ("马克龙转达了问候。他说，会谈失败了。", "马克龙"),
        ("馬克龍舉起酒杯,為友誼乾杯。他說:「會談成功了。」", "馬克龍"),
        ("Macron said the talks had failed. “They will go on,” he added. “For weeks.”", "Macron"),
    ],
)
def test_pronouns_and_bare_quotations_go_back_to_the_one_named(text: str, last: str) -> None:
    assert read(text)[-1][1] == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        # He is not she: the one whom nothing rules out, or nobody.
        (
            "Coxswain Ewan McAllister retired in May. He was succeeded by Shona Reid. “I was seasick,” she admitted.",
            "Shona Reid",
        ),
        ("Die Sprecherin Anna Berg traf Peter Kuhn. Er sagte, das Dach halte.", "Peter Kuhn"),
        ("Königin Silvia empfing Macron. Er sagte, das Dach halte.", None),
        ("李娜女士接替了王强。他说，会谈失败了。", None),
        # Titles tell who goes on.
        ("Mrs Mary Tate met the architect, Simon Blunt. “The roof will last,” she said.", "Mary Tate"),
        ("Die Sprecherin Anna Berg traf Peter Kuhn. Sie sagte, das Dach halte.", "Anna Berg"),
        ("李娜女士接替了王强。她说，会谈失败了。", "李娜"),
        # Either may be meant.
        ("Councillor Mary Tate met the architect, Simon Blunt. “The roof will last,” he said.", None),
        ("Mary Tate opened the hall. It was designed by Simon Blunt. He said it would last.", None),
        ("王强五月退休，由李娜接任。她说，会谈失败了。", None),
        ("Mary Tate opened the hall. The architect praised it. He said it would last.", None),
        ("„Das Theater kostet 7,2 Millionen Euro“, erklärte die Kämmerin. Sie sagte, das sei viel.", None),
        # The subject goes on: others are told of in passing, or he speaks already.
        ("拉夫罗夫转达了俄总统普京对金正恩的问候。他说,“友谊长存”。", "拉夫罗夫"),
        ("Olaf Scholz sagte, Emmanuel Macron habe gelogen. Er fügte hinzu, das sei klar.", "Olaf Scholz"),
        ("Macron visited New York. He said it was cold.", "Macron"),
        ("Macron arrived in Berlin.\n\nHe said the talks had failed.", "Macron"),
        ("Dennis Obuya, who succeeded Mary Tate, disagreed. He said the roof would last.", "Dennis Obuya"),
        # No person, and more than one.
        ("1952年，方令仪赴东京。\n\n求学\n\n他在国立学校任教。他常说：“桥是给人造的。”", None),
        ("她曾对学生说：“桥是给不认识的人造的。”", None),
        ("馬克龍抵達柏林。他們說，會談失敗了。", None),
        ("Scholz kam an. Das sagten sie am Montag.", None),
        ("大女兒志玲回來了。我跟她說：「妳要想清楚。」", None),
    ],
)
def test_a_pronoun_means_one_who_may_be_meant_and_nobody_where_two_may(text: str, last: str | None) -> None:
    assert read(text)[-1][1] == last


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        (
            "“We could not let them drive,” said Ingrid Falk. “The crack grew. It is deep.\n\n“I know.\n\n“But "
            "I must.”\n\nThe bridge is old.",
            ["Ingrid Falk"] * 5 + [None],
        ),
        (
            "Scholz sagte: „Die Gespräche sind gescheitert. Das ist schade.\n\n„Wir reden weiter.“\n\n„Nie wieder.“",
            ["Scholz", "Scholz", "Scholz", None],
        ),
        ("張清輝說：「我十四歲當學徒。\n\n「師傅只教一次。\n「機器沒有耳朵。」\n\n「好」", ["張清輝"] * 3 + [None]),
        ("读者吴小燕说：“座位太少了。\n\n“周末根本找不到位子。”", ["读者吴小燕"] * 2),
        # Closed: the next quotation is anyone's.
        ("Macron said: “The talks have failed.”\n\n“They will go on.”", ["Macron", None]),
        # Not opened again: a forgotten mark.
        ("Macron said: “The talks have failed.\n\nThe weather was fine.", ["Macron", None]),
        ("Macron said: “The talks have failed.\n\n„Alles gut.“", ["Macron", None]),
    ],
)
def test_a_quotation_goes_on_in_the_next_paragraph_that_opens_it_again(text: str, said_by: list[str | None]) -> None:
    assert [who for _, who in read(text) if _] == said_by


@pytest.mark.parametrize(
    ("text", "language", "speaker"),
    [
        # No speech.
        ("Darin waren drei Partituren mit meinen Eintragungen.", "de", None),
        ('Members asked for a camera, which the chair rejected: "We are gardeners."', "en", None),
        ("Tate asked for a camera.", "en", None),
        ("Damage that was not reported in time is borne by the tenants.", "en", None),
        ("Einen Bericht, wonach Nordwind Schadensersatz fordere, wies eine Sprecherin zurück.", "de", None),
        # Nobody in particular.
        ("Residents said the road was too loud.", "en", None),
        # Labels of things.
        ("Entschuldigt: Frau Klein", "de", None),
        ("Anwesend: Anna Berg, Peter Kuhn", "de", None),
        ("Apologies: D. Carrasco", "en", None),
        ("Warranty: 24 months", "en", None),
        # Rows of tables.
        ("| Joan Whitaker | write to the council |", "en", None),
        ("| 王强 | 表示同意 |", "zh-Hans", None),
        # But these speak.
        ("Whitaker asked whether the camera would help.", "en", "Whitaker"),
        ("Woods said he would play, and Tiger Woods keeps his word.", "en", "Woods"),
        ("Scholz und Macron meinen, dass es regnet.", "de", "Macron"),
        ("Frau Weber: Das Dach ist alt.", "de", "Frau Weber"),
        ("Anna Weber leitet das Amt.\nWeber: Das Dach ist alt.", "de", "Weber"),
        ("Lawrow: Die Gespräche gehen weiter.", "de", "Lawrow"),
        ("GrumpyBob: They should have closed it in 2019.", "en", "GrumpyBob"),
    ],
)
def test_nouns_labels_and_rows_do_not_speak(text: str, language: Language, speaker: str | None) -> None:
    assert read(text, language)[-1][1] == speaker


def test_who_is_named_within_a_quotation_does_not_say_it() -> None:
    assert read("„Das Theater kostet uns 7,2 Millionen Euro im Jahr“, erklärte die Kämmerin.")[0][1] is None


def test_a_name_before_a_colon_speaks_to_the_end_of_its_line() -> None:
    text = "Macron: The talks have failed. They were too short.\nScholz: They will go on.\nThe weather was fine."
    assert [who for _, who in read(text, "en")] == ["Macron", "Macron", "Scholz", None]


def test_answers_belong_to_the_one_named_in_the_lead_in() -> None:
    text = (
        "马克龙在会谈结束后回答了记者的提问，主要包括：\n——会谈失败了吗？\n答：没有。我们会继续会谈。\n"
        "——您会访问柏林吗？\n答：会的，下个月就去。\n会谈持续了三个小时。"
    )
    assert [who for _, who in read(text)] == ["马克龙", None, "马克龙", "马克龙", None, "马克龙", None]


def test_an_answer_without_a_lead_in_has_no_speaker() -> None:
    assert [who for _, who in read("——会谈失败了吗？\n答：没有。")] == [None, None]


_LABELLED = {
    "en": "\nQ: Why?\nA: It had to be.",
    "de": "\nFrage: Warum?\nAntwort: Es war so.",
    "zh": "\n問：為什麼？\n答：因為喜歡。",
}
_UNLABELLED = {
    "en": "\nWhy clay?\nIt is honest.\nAnd glass?\nNever.",
    "de": "\nWarum?\nEs war so.\nUnd jetzt?\nEs bleibt so.",
}


@pytest.mark.parametrize(
    ("lead", "questions", "interviewee"),
    [
        ("專訪茶農林淑芬：「茶樹比人誠實」\n林淑芬六十二歲。", _LABELLED["zh"], "林淑芬"),
        ("对话王强\n王强种茶。", _LABELLED["zh"], "王强"),
        ("记者李明采访了茶农王强。", _LABELLED["zh"], None),
        ("Interview mit Hanna Lindqvist\nVon Karsten Behrens", _LABELLED["de"], "Hanna Lindqvist"),
        ("Im Gespräch: Hanna Lindqvist", _LABELLED["de"], "Hanna Lindqvist"),
        ("Interview mit Hanna Lindqvist und Peter Kuhn", _LABELLED["de"], None),
        ("Tom Hale interviewed Jane Doe.", _LABELLED["en"], "Jane Doe"),
        ("Macron gave an interview to a newspaper.", _LABELLED["en"], "Macron"),
        # Hers or the interviewer's: who is asked tells.
        ("Interview: Jane Doe", _LABELLED["en"], None),
        ("Jane Doe makes pots.\nInterview: Tom Hale\nQ: Ms Doe, where?\nA: Here.", _LABELLED["en"], "Jane Doe"),
        # Without labels.
        ("We spoke to the potter Jane Doe about clay.", _UNLABELLED["en"], "Jane Doe"),
        ("Interview mit Hanna Lindqvist", _UNLABELLED["de"], "Hanna Lindqvist"),
        ("Hanna Lindqvist dirigiert.\nEin Gespräch.\nFrau Lindqvist, wo?\nHier.", _UNLABELLED["de"], "Hanna Lindqvist"),
        ("Jane Doe makes pots.", _UNLABELLED["en"], None),
        ("Interview with Jane Doe\nWho is she?\nA potter.", "\nThe shop is open.", None),
    ],
)
def test_answers_belong_to_the_one_interviewed(lead: str, questions: str, interviewee: str | None) -> None:
    assert read(lead + questions)[-1][1] == interviewee


def test_whom_an_answer_quotes_does_not_give_the_rest_of_it() -> None:
    text = (
        "Interview mit Hanna Lindqvist\nFrage: Und?\nAntwort: Ja. „Nein“, sagte Jorma Pihlaja immer. Ich finde das gut."
    )
    assert [who for _, who in read(text)][-3:] == ["Hanna Lindqvist", "Jorma Pihlaja", "Hanna Lindqvist"]


@pytest.mark.parametrize(
    ("phrase", "name", "same"),
    [
        ("俄罗斯外长拉夫罗夫", "Lavrov", True),
        ("俄羅斯外交部長拉夫羅夫", "拉夫罗夫", True),
        ("Sergei Lawrow", "拉夫羅夫", True),
        ("金正恩委员长", "Kim Jong Un", True),
        ("Kim Jong Un", "金正恩", True),
        ("俄罗斯外交部", "俄罗斯", False),
        ("普京的发言人佩斯科夫", "普京", False),
        ("拉夫罗夫", "Macron", False),
        ("Kim Jong Un", "Lavrov", False),
    ],
)
def test_a_phrase_means_the_name_it_ends_with(phrase: str, name: str, same: bool) -> None:
    assert is_head(phrase, name, detect(phrase)) is same


def said_in(name: str) -> dict[str, str | None]:
    return {sentence.strip(): who for sentence, who in read(seed_text(name))}


def test_the_seeds() -> None:
    july = said_in(NEWS_OF_JULY)
    assert july["他说,“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州”。"] == "拉夫罗夫"
    assert july["——朝鲜士兵对俄收复库尔斯克州作出贡献,会否参与其他地区作战?"] is None
    assert july["答:我们对此没有特别的兴趣。"] == "拉夫罗夫"
    assert [who for sentence, who in july.items() if sentence.startswith("金正恩说")] == ["金正恩"]
    german = said_in(IN_GERMAN)
    assert {who for sentence, who in german.items() if sentence.startswith("Kim Jong Un sagte")} == {"Kim Jong Un"}
    assert {who for sentence, who in german.items() if sentence.startswith("Sergei Lawrow drückte")} == {
        "Sergei Lawrow"
    }
