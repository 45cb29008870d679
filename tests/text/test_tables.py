from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.tables import head_of, is_head, is_row
from rag.types import Span

MARKDOWN = "Fares\n\n| To | Price |\n| :--- | ---: |\n| Bonn | 9 € |\n| Köln | 12 € |\n\nAll fares are one way."
TABS = "Zug\n\nZiel\tAbfahrt\nBonn\t9:30\nKöln\t10:15"


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "row", "head"),
    [
        (MARKDOWN, "| Bonn | 9 € |", "| To | Price |"),
        (MARKDOWN, "| Köln | 12 € |", "| To | Price |"),
        (MARKDOWN, "| To | Price |", ""),
        (MARKDOWN, "All fares are one way.", ""),
        (TABS, "Köln\t10:15", "Ziel\tAbfahrt"),
        (TABS, "Ziel\tAbfahrt", ""),
        (TABS, "Zug", ""),
    ],
)
def test_the_head_of_a_row(text: str, row: str, head: str) -> None:
    assert head_of(text, at(text, row)) == head


def test_only_what_stands_above_a_rule_is_a_head() -> None:
    assert is_head(MARKDOWN, at(MARKDOWN, "| To | Price |"))
    assert not is_head(MARKDOWN, at(MARKDOWN, "| Bonn | 9 € |"))
    assert not is_head(TABS, at(TABS, "Ziel\tAbfahrt"))


@pytest.mark.parametrize("line", ["", "| |", "|---|---|", "| Bonn |", "Bonn\t", "a | b", "\tBonn"])
def test_no_row(line: str) -> None:
    assert not is_row(line)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("unit", ["word ", "a|", "|a", " ", "a\t"])
def test_a_long_line_takes_linear_time(unit: str) -> None:
    assert is_row(unit * 200_000) is (unit in ("|a", "a\t"))


@given(st.text(alphabet="ab|\t\n -", max_size=60), st.integers(0, 59))
def test_a_head_is_a_row_above(text: str, start: int) -> None:
    start = min(start, len(text))
    head = head_of(text, Span(start, start))
    assert not head or (is_row(head) and head in text[:start])
