"""Each layer on true sentences and on the same ones spoilt, within a language and across languages."""

from __future__ import annotations

import pytest

from rag.answer.checks import Sentence, malformed, objection
from rag.text.language import detect
from rag.types import Evidence, Language, Span
from tests.answer.seeds import document


def cited(quote: str, *, context: str = "", speaker: str = "", published: str | None = None) -> Evidence:
    return Evidence(
        1, document(quote, published=published), Span(0, len(quote)), quote, detect(quote), 1.0, context, speaker
    )


def said_against(sentence: str, quote: str, language: Language | None = None, **more: str) -> str | None:
    return objection(
        Sentence(sentence, language or detect(sentence)), [cited(quote, **more)], ["Scholz", "Kaliningrad"]
    )


BRIDGE = "Macron said on 12 July that 11 bridges near Strasbourg would be closed."
BRIDGE_ZH = "马克龙7月12日表示，斯特拉斯堡附近的十一座桥将关闭。"
BRIDGE_DE = "Macron sagte am 12. Juli, elf Brücken bei Straßburg würden geschlossen."


@pytest.mark.parametrize("quote", [BRIDGE, BRIDGE_ZH, BRIDGE_DE])
@pytest.mark.parametrize(
    "sentence",
    [
        "Macron said that 11 bridges would be closed.",
        "On 12 July Macron announced the closing of eleven bridges near Strasbourg.",
        "Macron sagte am 12. Juli, dass elf Brücken geschlossen würden.",
        "马克龙说，11座桥将关闭。",
        "馬克龍7月12日表示，十一座橋將關閉。",
        "Near Strasbourg, bridges will be closed.",
    ],
)
def test_true_sentences_pass_in_every_pair_of_languages(sentence: str, quote: str) -> None:
    assert said_against(sentence, quote, speaker="马克龙" if quote == BRIDGE_ZH else "Macron") is None


@pytest.mark.parametrize("quote", [BRIDGE, BRIDGE_ZH, BRIDGE_DE])
@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Macron said that 12 bridges would be closed.", "number 12"),
        ("Macron sagte, dass zwölf Brücken geschlossen würden.", "number zwölf"),
        ("马克龙说，12座桥将关闭。", "number 12"),
        ("On 13 July Macron announced the closing of bridges.", "date 13 July"),
        ("Am 12. August kündigte Macron die Schließung an.", "date 12. August"),
        ("馬克龍7月13日表示，十一座橋將關閉。", "date 7月13日"),
        ("Scholz said that 11 bridges would be closed.", "Scholz"),
        ("Scholz sagte, dass elf Brücken geschlossen würden.", "Scholz"),
        ("拉夫罗夫说，11座桥将关闭。", "拉夫罗夫"),
        ("Macron said that 11 bridges would not be closed.", "denies"),
        ("Macron sagte, dass elf Brücken nicht geschlossen würden.", "denies"),
        ("马克龙说，11座桥不会关闭。", "denies"),
        ("Macron said that 11 bridges near Kaliningrad would be closed.", "Kaliningrad"),
    ],
)
def test_spoilt_sentences_fail_and_it_is_said_why(sentence: str, said: str, quote: str) -> None:
    told = said_against(sentence, quote, speaker="马克龙" if quote == BRIDGE_ZH else "Macron")
    assert told is not None
    assert said in told


def test_a_sentence_that_cites_nothing() -> None:
    assert objection(Sentence("He came.", "en"), []) == "it cites none of the excerpts"


# Quotations


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("他说“会谈非常成功”。", "他说,“会谈非常成功”。", False),
        ("他說「會談非常成功」。", "他说,“会谈非常成功”。", False),
        ("他说“会谈特别成功”。", "他说,“会谈非常成功”。", True),
        ("He said “the talks went very well”.", "He said that the talks went very well.", False),
        ("He said “the talks went rather well”.", "He said that the talks went very well.", True),
        ("He said “the talks went very well”.", "他说,“会谈非常成功”。", False),  # a translation: meaning judges it
        ("Er sagte: „Die Gespräche liefen sehr gut.“", "„Die Gespräche liefen sehr gut“, sagte er.", False),
        ("Er sagte: „Die Gespräche liefen sehr schlecht.“", "„Die Gespräche liefen sehr gut“, sagte er.", True),
    ],
)
def test_words_in_quotation_marks_are_verbatim(sentence: str, quote: str, fails: bool) -> None:
    told = said_against(sentence, quote, detect(sentence))
    assert (told is not None and "quotation marks" in told) is fails


# Dates


@pytest.mark.parametrize(
    ("sentence", "quote", "published", "fails"),
    [
        ("They met on 12 July 2025.", "They met on 12 July.", "2025-07-13", False),
        ("They met on 12 July 2024.", "They met on 12 July.", "2025-07-13", True),
        ("They met on 12 July 2025.", "They met on 12 July.", "--07-13", True),
        ("They met on 12 July.", "12日双方会面。", "--07-13", False),
        ("They met on 12 August.", "12日双方会面。", "--07-13", True),
        ("They met on 18 October 2023.", "双方周三会面。", "2023-10-19", False),
        ("They met on 17 October 2023.", "双方周三会面。", "2023-10-19", True),
        ("They met on Wednesday.", "双方周三会面。", None, False),
        ("They met on Thursday.", "双方周三会面。", None, True),
        ("They met on 13 July.", "They met in Wonsan.", "--07-13", True),  # the page's date is not the event's
        ("They met in 2018.", "他们2018年5月下旬会面。", None, False),
        ("They met in 2019.", "他们2018年5月下旬会面。", None, True),
    ],
)
def test_dates_are_stated_or_follow_from_the_dateline(
    sentence: str, quote: str, published: str | None, fails: bool
) -> None:
    told = objection(Sentence(sentence, "en"), [cited(quote, published=published)])
    assert (told is not None and "date" in told) is fails


# Numbers


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("It lasted three hours.", "会谈持续了3个小时。", False),
        ("It lasted three hours.", "会谈持续了3分钟。", True),
        ("It cost 1,200 euros.", "Es kostete 1.200 Euro.", False),
        ("It cost 1.2 euros.", "Es kostete 1.200 Euro.", True),
        ("One bridge was closed.", "The bridge was closed.", False),
        ("Sie zahlten 2,5 Millionen Euro.", "They paid 2.5 million euros.", False),
        ("他们付了二百五十万欧元。", "They paid 2.5 million euros.", False),
        ("他们付了二百六十万欧元。", "They paid 2.5 million euros.", True),
    ],
)
def test_numbers_agree_across_languages(sentence: str, quote: str, fails: bool) -> None:
    told = said_against(sentence, quote)
    assert (told is not None and "number" in told) is fails


# Negation


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("He has no interest in it.", "答:我们对此没有特别的兴趣。", False),
        ("He has an interest in it.", "我们对此没有特别的兴趣。", True),
        ("It was proposed by the leader.", "这是领导人提议的，我们没有理由拒绝。", False),
        ("They support it unconditionally.", "他们无条件支持。", False),
        ("It is not only long but wide.", "It is long and wide.", False),
        ("Er kam am Montag nicht.", "He did not come on Monday.", False),
        ("Er kam am Montag.", "He did not come on Monday.", True),
        ("It is impossible not to see it.", "It is not possible to overlook it.", False),
        ("他从未来过。", "Er ist nie gekommen.", False),
        ("他曾经来过。", "Er ist nie gekommen.", True),
    ],
)
def test_denials_stay_denials(sentence: str, quote: str, fails: bool) -> None:
    told = said_against(sentence, quote)
    assert (told is not None and ("denies" in told)) is fails


# Speakers


@pytest.mark.parametrize(
    ("sentence", "speaker", "fails"),
    [
        ("Macron said the talks went well.", "马克龙", False),
        ("Macron said the talks went well.", "法国总统马克龙", False),
        ("Scholz said the talks with Macron went well.", "马克龙", True),
        ("马克龙说会谈成功。", "Macron", False),
        ("The talks went well.", "马克龙", False),
    ],
)
def test_nobody_says_what_another_said(sentence: str, speaker: str, fails: bool) -> None:
    quote = "他说，同舒尔茨的会谈非常成功。" if speaker != "Macron" else "He said the talks with Scholz went well."
    told = said_against(sentence, quote, speaker=speaker)
    assert (told is not None and ("speaks" in told or "mention" in told)) is fails


def test_who_is_not_named_as_speaking_may_still_be_mentioned() -> None:
    assert said_against("Macron said the talks failed.", "Macron's view is that the talks failed.") is None


# Language


@pytest.mark.parametrize(
    ("sentence", "language", "fails"),
    [
        ("The talks went very well for all of them.", "en", False),
        ("The talks 非常成功 for all of them.", "en", True),
        ("Lawrow sagte, „会谈非常成功“.", "de", False),
        ("Lawrow sagte, „the 会谈 were very successful 成功“.", "de", True),
        ("Lawrow said that the talks were a great success for them.", "de", True),
        ("会谈（talks）非常成功。", "zh-Hans", False),
        ("会谈 was very successful 对 both sides 来说。", "zh-Hans", True),
        ("The talks were a success.", "zh-Hant", True),
        ("会谈非常成功。", "zh-Hant", False),  # the script is converted, not refused
    ],
)
def test_broken_language(sentence: str, language: Language, fails: bool) -> None:
    told = malformed(Sentence(sentence, language))
    assert (told is not None and "written in" in told) is fails


@pytest.mark.parametrize("sentence", ["11", "ZEBRA-7.", "13. Juli", "会谈。", "Kim Jong"])
def test_a_bare_word_is_no_answer(sentence: str) -> None:
    told = malformed(Sentence(sentence, "en"))
    assert told == "it is not a full sentence"
