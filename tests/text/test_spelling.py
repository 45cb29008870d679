"""Words that German does not have."""

from __future__ import annotations

import pytest

from rag.text.spelling import made_up_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die großen Karfirmae und Produktionstelungen schließen.", ["Karfirmae", "Produktionstelungen"]),
        ("Die Hypothese statesst, dass die Ungleichheit zunimmt.", ["statesst"]),
        ("Die Weltbank hat ihre Wachstumsprognosen zurückgezogen, um Zeit zu gewinnen.", []),
        ("Er versuchte, gegen die Flut anzukämpfen und sie aufrechtzuerhalten.", []),
        ("Die Sicherheitsratssitzung begann mit zweitägiger Verspätung.", []),
        ("Sergej Lawrow traf Pjotr Grzybowski.", []),  # names
        ("Er sagte „Karfirmae“ und ging.", []),  # quoted
        ("", []),
    ],
)
def test_made_up_words(text: str, found: list[str]) -> None:
    assert list(made_up_words(text, [])) == found


def test_a_word_that_is_given_is_none() -> None:
    assert list(made_up_words("Der Chloroplastx fehlt.", ["the Chloroplastx is lost"])) == []
    assert list(made_up_words("Der Chloroplastx fehlt.", ["Chloroplast"])) == ["Chloroplastx"]
