"""Terms are atoms, each language is scored by its own statistics, and scores are those of the textbook."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.index import Index, lexical, lexicon
from rag.index.lexical import Postings
from tests.index.made import make

Opened = Callable[..., Index]
ODD = [
    "@07-12",
    "@07-13",
    "#KP",
    "#kp",
    "~lflf",
    "库尔",
    "尔斯",
    "außenminist",
    "aussenminist",
    "AND",
    "NEAR(",
    "*",
    "^x",
]
ODD += [
    '"',
    "''",
    "a b",
    "a\u3000b",
    "col:x",
    "-x",
    "\x00",
    "é",
    "e\u0301",
    "ＫＰ",
    "١",
    "𠮷",
    "İ",
    "ß",
    "\ue040",
    "x" * 500,
]


def fill(index: Index, chunks: Sequence[Sequence[str]], language: str = "en", name: str = "doc") -> None:
    made = make(name, [f"Chunk {n}." for n in range(len(chunks))], language)
    replace(made, terms=[list(terms) for terms in chunks]).put(index)


def textbook(chunks: Sequence[Sequence[str]], query: Sequence[str]) -> dict[int, float]:
    """Okapi BM25, k1 = 1.2, b = .75, written as in the book."""
    average = sum(map(len, chunks)) / len(chunks)
    scores = {}
    for n, chunk in enumerate(chunks):
        counts, score = Counter(chunk), 0.0
        for term in set(query):
            n_t = sum(term in other for other in chunks)
            idf = math.log(1 + (len(chunks) - n_t + 0.5) / (n_t + 0.5))
            score += idf * counts[term] * 2.2 / (counts[term] + 1.2 * (0.25 + 0.75 * len(chunk) / average))
        if score:
            scores[n] = score
    return scores


def test_odd_terms_are_found_alone(opened: Opened) -> None:
    index = opened()
    fill(index, [[term] for term in ODD])
    for n, term in enumerate(ODD):
        assert [id_ for id_, _ in index.match([term], 99)] == [f"doc-{n}"], term
    assert index.document_frequency(ODD) == dict.fromkeys(ODD, 1)
    assert index.match(["KP", "07", "12", "aussen", "b", "库"], 99) == []


def test_scores_are_the_textbooks(opened: Opened) -> None:
    index = opened()
    chunks = [["cat", "dog", "cat"], ["dog"], ["bird", "dog", "fish", "ant"], ["cat"] * 9, ["fish"]]
    fill(index, chunks)
    expected = textbook(chunks, ["cat", "fish", "dog", "nothing"])
    found = {int(id_.split("-")[1]): score for id_, score in index.match(["cat", "fish", "dog", "nothing", "cat"], 9)}
    assert found == pytest.approx(expected)


def test_each_language_has_its_own_statistics(opened: Opened) -> None:
    index = opened()
    fill(index, [["x"], ["y"], ["z"]], "en", "a")
    alone = index.match(["x"], 9)
    fill(index, [["x", "x"]] * 50, "de", "b")
    assert index.match(["x"], 9, "en") == alone
    assert len(index.match(["x"], 99, "de")) == 50
    assert len(index.match(["x"], 99)) == 51
    assert index.document_frequency(["x"]) == {"x": 51}
    assert index.document_frequency(["x"], "en") == {"x": 1}
    assert index.match(["x"], 9, "fr") == []


def test_scripts_of_a_language_share_their_statistics(opened: Opened) -> None:
    """A single page in the other script is scored as if it stood among the many."""
    chunks = [["x", "y"], *[["x"]] * 30, ["y", "z"]]
    index = opened()
    fill(index, chunks[:-1], "zh-Hans", "many")
    fill(index, chunks[-1:], "zh-Hant", "one")
    for terms in (["x", "y"], ["y", "z"], ["x", "z"]):
        found = sorted(score for _, score in index.match(terms, 99))
        assert found == pytest.approx(sorted(textbook(chunks, terms).values()))
    assert index.document_frequency(["x", "y", "z"], "zh-Hant") == {"x": 31, "y": 2, "z": 1}


def test_best_first_and_ties_by_id(opened: Opened) -> None:
    index = opened()
    fill(index, [["a"], ["a", "b"], ["a"], ["a"], ["b"]])
    found = index.match(["a"], 2)
    assert [id_ for id_, _ in found] == ["doc-0", "doc-2"]
    assert index.match(["a"], 9)[-1][0] == "doc-1"
    assert index.match(["a"], 0) == index.match([], 5) == index.match([""], 5) == []


def test_what_was_read_is_kept_no_longer_than_it_is_true(opened: Opened) -> None:
    index, other = opened(), opened()
    fill(index, [["a"], ["b"]])
    assert len(index.match(["a"], 9)) == 1
    fill(other, [["a"], ["a"]], name="more")
    assert len(index.match(["a"], 9)) == 3
    other.remove(["doc"])
    assert {id_ for id_, _ in index.match(["a"], 9)} == {"more-0", "more-1"}
    assert index.document_frequency(["a", "b"]) == {"a": 2, "b": 0}


def test_a_long_question_reads_the_rarest_terms(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    index = opened()
    fill(index, [["common", f"rare{n}"] for n in range(20)])
    monkeypatch.setattr(lexicon, "_BUDGET", 10)
    found = index.match([*(f"rare{n}" for n in range(9)), "common"], 99)
    assert len(found) == 9
    assert len(index.match(["common"], 99)) == 20
    assert len(index.match([f"t{n}" for n in range(5000)] + ["rare1"], 99)) == 1


def test_affordable_takes_the_rarest_and_always_one() -> None:
    assert lexical.affordable({"a": 5, "b": 1, "c": 3}, 4) == ["b", "c"]
    assert lexical.affordable({"a": 5}, 4) == ["a"]
    assert lexical.affordable({}, 4) == []


@given(st.text(), st.text())
def test_distinct_terms_stay_distinct(one: str, other: str) -> None:
    moved = {chr(0xE000 + code) for code in range(128)}  # what no text uses
    if not moved & set(one + other):
        assert (lexical.atom(one) == lexical.atom(other)) == (one == other)
        assert lexical.atom(one).isascii() <= lexical.atom(one).isalnum() or not one


@given(st.lists(st.lists(st.sampled_from("abcdef"), min_size=1), min_size=1), st.sets(st.sampled_from("abcdefg")))
def test_bm25_agrees_with_the_textbook(chunks: list[list[str]], query: set[str]) -> None:
    lengths = np.array([len(chunk) for chunk in chunks])
    found = [
        Postings.of(
            [seq for seq, chunk in enumerate(chunks) for term in chunk if term == wanted], lengths, lengths.mean()
        )
        for wanted in query
        if any(wanted in chunk for chunk in chunks)
    ]
    postings = [(one, len(one.seqs)) for one in found]
    seqs, scores = lexical.bm25(postings, len(chunks), len(chunks))
    assert dict(zip(seqs.tolist(), scores.tolist(), strict=True)) == pytest.approx(textbook(chunks, list(query)))
