from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.cite import cite, is_proven, mark, problem, proven, split_at_marks, split_marks
from rag.types import Evidence, Span
from tests.answer.seeds import document

TEXT = "First line.\n他说,“好”。\nLast line."
SPAN = Span(12, 19)


def evidence(span: Span = SPAN, quote: str | None = None, text: str = TEXT) -> Evidence:
    return Evidence(1, document(text), span, span.of(text) if quote is None else quote, "zh-Hans", 1.0)


@pytest.mark.parametrize(
    ("text", "bare", "numbers"),
    [
        ("He came [1].", "He came.", (1,)),
        ("He came.[2]", "He came.", (2,)),
        ("He came [1][2].", "He came.", (1, 2)),
        ("He came [1, 2].", "He came.", (1, 2)),
        ("He came [1; 3] and left [2].", "He came and left.", (1, 3, 2)),
        ("He came [1-3].", "He came.", (1, 2, 3)),
        ("他来了【1】。", "他来了。", (1,)),
        ("他来了［１，２］。", "他来了。", (1, 2)),
        ("他来了[１]。", "他来了。", (1,)),
        ("He came [١].", "He came.", (1,)),
        ("He came [1][1].", "He came.", (1,)),
        ("Er kam [1 und 2].", "Er kam.", (1, 2)),
        ("No marks [sic] here [a].", "No marks [sic] here [a].", ()),
        ("He came [1-99999].", "He came.", (1,)),
        ("", "", ()),
    ],
)
def test_marks_in_every_writing(text: str, bare: str, numbers: tuple[int, ...]) -> None:
    assert split_marks(text) == (bare, numbers)


@pytest.mark.parametrize(
    ("text", "numbers", "marked"),
    [
        ("He came.", (1,), "He came [1]."),
        ("He came", (1, 2), "He came [1][2]"),
        ("他来了。", (3,), "他来了[3]。"),
        ("He said “no”.", (1,), "He said “no” [1]."),
        ("Really?!", (1,), "Really [1]?!"),
        ("He came.", (), "He came."),
    ],
)
def test_marks_go_before_the_final_punctuation(text: str, numbers: tuple[int, ...], marked: str) -> None:
    assert mark(text, numbers) == marked


@given(
    st.text(st.characters(exclude_characters="[]【】［］〔〕"), max_size=40),
    st.lists(st.integers(1, 99), unique=True, max_size=4),
)
def test_what_is_marked_can_be_read_again(text: str, numbers: list[int]) -> None:
    assert split_marks(mark(text.strip(), numbers))[1] == tuple(numbers)


def test_a_citation_carries_its_proof() -> None:
    citation = cite(evidence(), 4)
    assert (citation.id, citation.quote) == (4, "他说,“好”。")
    assert TEXT[citation.start : citation.end] == citation.quote
    assert is_proven(citation, TEXT)
    assert not is_proven(citation, None)


@pytest.mark.parametrize(
    ("span", "quote", "reason"),
    [
        (SPAN, "他说,“坏”。", "quote_mismatch"),
        (Span(11, 18), "他说,“好”。", "quote_mismatch"),
        (Span(12, 999), "他说,“好”。", "offset_out_of_range"),
        (Span(5, 5), "", "offset_out_of_range"),
    ],
)
def test_what_does_not_stand_there_is_told(span: Span, quote: str, reason: str) -> None:
    assert problem(cite(evidence(span, quote), 1), TEXT) == reason


def test_another_version_of_the_document_is_told_first() -> None:
    assert problem(cite(evidence(), 1), TEXT + " ") == "text_changed"


def test_evidence_that_no_longer_stands_is_left_out_and_the_rest_renumbered() -> None:
    gone = Evidence(1, document("x", "gone.txt"), Span(0, 1), "x", "en", 2.0)
    changed = Evidence(2, document("old", "changed.txt"), Span(0, 3), "old", "en", 1.5)
    texts = {"a.txt": TEXT, "changed.txt": "new"}
    assert [(one.id, one.quote) for one in proven([gone, changed, evidence()], texts.get)] == [(1, "他说,“好”。")]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("He came [1]; she left [2].", [("He came", (1,)), ("; she left.", (2,))]),
        ("他来了[1][2]，她走了【3】。", [("他来了", (1, 2)), ("，她走了。", (3,))]),
        ("He came [1].", [("He came.", (1,))]),
        ("He came [1]. [2]", [("He came.", (1, 2))]),
        ("He came.", [("He came.", ())]),
    ],
)
def test_a_stretch_belongs_to_the_marks_that_end_it(text: str, pieces: list[tuple[str, tuple[int, ...]]]) -> None:
    assert split_at_marks(text) == pieces


def test_a_bracket_that_never_ends_is_read_in_a_moment() -> None:
    for unit in ("1", "1 ", "1,", "1 , "):
        hostile = f"[{unit * 5000} a"
        began = time.process_time()
        assert split_marks(hostile)[1] == ()
        assert time.process_time() - began < 1
