from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.fold import fold
from rag.text.function_words import ENGLISH, GERMAN
from rag.text.terms import terms


def texts(text: str, language: str) -> set[str]:
    return {term.text for term in terms(text, language)}


def own(text: str, language: str) -> set[str]:
    """What only a text of the same language has."""
    return {term.text for term in terms(text, language) if term.kind in ("word", "gram", "part")}


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Außenminister", "AUSSENMINISTERS", "de"),
        ("Müller", "Mueller", "de"),
        ("Müller", "Muller", "de"),
        ("comrades", "Comrade", "en"),
        ("Lavrov's", "Lavrov’s", "en"),
        ("拉夫羅夫", "拉夫罗夫", "zh-Hans"),
        ("ＲＦＩＤ", "rfid", "zh-Hans"),
    ],
)
def test_spellings_and_inflections_share_every_term(one: str, other: str, language: str) -> None:
    assert own(one, language) == own(other, language) != set()


@pytest.mark.parametrize(
    ("compound", "part"), [("Außenminister", "Minister"), ("Ministerpräsident", "Minister"), ("Haustür", "Haus")]
)
def test_german_compounds_share_a_term_with_their_parts(compound: str, part: str) -> None:
    assert own(compound, "de") & own(part, "de")
    assert not own(compound, "de") & own("Botschaft", "de")


def test_chinese_pairs_do_not_bridge_function_words_or_scripts() -> None:
    assert own("摩哆群堵塞RFID通道", "zh-Hans") == {"摩哆", "哆群", "群堵", "堵塞", "rfid", "通道"}
    assert own("他们说了什么", "zh-Hans") == {"说"}


@pytest.mark.parametrize(("function_words", "language"), [(ENGLISH, "en"), (GERMAN, "de")])
def test_function_words_give_nothing(function_words: frozenset[str], language: str) -> None:
    assert [term for word in function_words for term in terms(word.upper(), language)] == []


def test_an_open_language_gets_both_stems_and_keeps_function_words() -> None:
    assert {"the", "war"} <= own("The war", "und")
    assert own("nations", "en") | own("nationen", "de") - {"<nati", ">tion"} <= own("nations nationen", "und")


@given(st.text(max_size=60), st.sampled_from(["en", "de", "zh-Hans", "zh-Hant", "und", "fr"]))
def test_terms_are_atoms_that_know_their_place(text: str, language: str) -> None:
    found = terms(text, language)
    assert found == sorted(found, key=lambda term: (term.span, term.kind))
    for term in found:
        assert term.text
        assert not any(character.isspace() or character in '"' for character in term.text)
        assert 0 <= term.span.start < term.span.end <= len(text)
        if term.kind == "gram":
            assert term.text in fold(term.span.of(text)).text


@pytest.mark.parametrize(
    ("texts_of_one_meaning", "shared"),
    [
        (
            {"en": "on July 12, 2024", "de": "am 12. Juli 2024", "zh-Hans": "2024年7月12日"},
            {"@2024-07-12", "@07-12", "@2024"},
        ),
        ({"en": "July 12", "de": "der 12. Juli", "zh-Hant": "7月12日"}, {"@07-12"}),
        ({"en": "eleven questions", "de": "elf Fragen", "zh-Hans": "11个问题"}, {"=11"}),
        ({"en": "three hours", "de": "dreistündig", "zh-Hans": "三个多小时"}, {"=3", "=3hour"}),
        ({"en": "the 2nd summit", "de": "der zweite Gipfel", "zh-Hans": "第二次峰会"}, {"=2th"}),
        ({"en": "Lavrov", "de": "Lawrows", "zh-Hans": "拉夫罗夫", "zh-Hant": "拉夫羅夫"}, {"~lflf"}),
        ({"en": "lavrov in kursk", "de": "Lawrow zu Kursk", "zh-Hans": "库尔斯克和拉夫罗夫"}, {"~lflf", "~klsk"}),
        ({"en": "North Korea", "de": "Nordkorea", "zh-Hans": "朝鲜", "zh-Hant": "北韓"}, {"#kp"}),
        ({"en": "on Wednesday", "de": "am Mittwoch", "zh-Hant": "週三"}, {"@w3"}),
    ],
)
def test_languages_share_numbers_dates_names_and_places(texts_of_one_meaning: dict[str, str], shared: set[str]) -> None:
    for language, text in texts_of_one_meaning.items():
        assert shared <= texts(text, language)


def test_what_may_be_no_number_is_no_term() -> None:
    assert not any(term.kind == "number" for term in terms("一个人一起说", "zh-Hans"))
    assert not any(term.kind == "number" for term in terms("ein Mann", "de"))


def test_a_term_quotes_what_gave_it() -> None:
    text = "Am 12. Juli sagte Lawrow in Großbritannien fünf Stunden lang nichts."
    quoted = {term.text: term.span.of(text) for term in terms(text, "de")}
    assert quoted["@07-12"] == "12. Juli"
    assert quoted["~lflf"] == "Lawrow"
    assert quoted["#gb"] == "Großbritannien"
    assert quoted["=5hour"] == "fünf Stunden"
