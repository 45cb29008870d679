from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.fold import fold
from rag.text.function_words import ENGLISH, GERMAN
from rag.text.terms import terms


def texts(text: str, language: str) -> set[str]:
    return {term.text for term in terms(text, language)}


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
    assert texts(one, language) == texts(other, language) != set()


@pytest.mark.parametrize(
    ("compound", "part"), [("Außenminister", "Minister"), ("Ministerpräsident", "Minister"), ("Haustür", "Haus")]
)
def test_german_compounds_share_a_term_with_their_parts(compound: str, part: str) -> None:
    assert texts(compound, "de") & texts(part, "de")
    assert not texts(compound, "de") & texts("Botschaft", "de")


def test_chinese_pairs_do_not_bridge_function_words_or_scripts() -> None:
    assert texts("摩哆群堵塞RFID通道", "zh-Hans") == {"摩哆", "哆群", "群堵", "堵塞", "rfid", "通道"}
    assert texts("他们说了什么", "zh-Hans") == {"说"}


@pytest.mark.parametrize(("function_words", "language"), [(ENGLISH, "en"), (GERMAN, "de")])
def test_function_words_give_nothing(function_words: frozenset[str], language: str) -> None:
    assert terms(" ".join(function_words).upper(), language) == []


def test_an_open_language_gets_both_stems_and_keeps_function_words() -> None:
    assert {"the", "war"} <= texts("The war", "und")
    assert texts("nations", "en") | texts("nationen", "de") - {"<nati", ">tion"} <= texts("nations nationen", "und")


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
