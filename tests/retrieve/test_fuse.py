from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.fuse import DENSE_OWN, LEXICAL, Candidate, fuse

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        chunk=st.uuids().map(str),
        language=st.sampled_from(["en", "de", "zh-Hans"]),
        own=st.booleans(),
        dense=st.floats(-3, 9),
        lexical=st.floats(0, 20),
    ),
    max_size=20,
    unique_by=lambda candidate: candidate.chunk,
)


@given(CANDIDATES)
def test_everything_is_ranked_once_by_a_score_that_falls(candidates: list[Candidate]) -> None:
    ranked = fuse(candidates)
    assert sorted(one.chunk for one, _ in ranked) == sorted(one.chunk for one in candidates)
    scores = [score for _, score in ranked]
    assert scores == sorted(scores, reverse=True)


@given(CANDIDATES)
def test_the_order_of_candidates_does_not_matter(candidates: list[Candidate]) -> None:
    assert fuse(candidates) == fuse(reversed(candidates))


def own(name: str, dense: float, lexical: float = 0.0) -> Candidate:
    return Candidate(name, "en", True, dense, lexical)


def other(name: str, dense: float, lexical: float = 0.0) -> Candidate:
    return Candidate(name, "zh-Hans", False, dense, lexical)


def order(*candidates: Candidate) -> list[str]:
    return [one.chunk for one, _ in fuse(candidates)]


def test_what_is_far_behind_the_best_of_its_own_language_gives_way() -> None:
    """Both score 3 in their language, but in the question's own something else scores 6."""
    assert order(own("best", 6 / DENSE_OWN), own("similar", 3 / DENSE_OWN), other("elsewhere", 2)) == [
        "best",
        "elsewhere",
        "similar",
    ]


def test_what_is_close_to_the_best_of_its_own_language_stays() -> None:
    """Several passages may be to the point; they are not driven out by another language's next best."""
    several = [own(f"own {place}", (6 - place / 4) / DENSE_OWN) for place in range(3)]
    assert order(*several, other("elsewhere", 4.5)) == ["own 0", "own 1", "own 2", "elsewhere"]


def test_the_best_of_the_own_language_is_free_also_behind_others() -> None:
    (first, _), (second, score), *_ = fuse([own("own", 4 / DENSE_OWN), other("a", 5), other("b", 3)])
    assert (first.chunk, second.chunk) == ("a", "own")
    assert score == pytest.approx(4)


def test_other_languages_do_not_give_way_to_each_other() -> None:
    french = Candidate("fr", "fr", False, 2.0, 0.0)
    assert [score for _, score in fuse([other("zh", 6), french])] == [6, 2]


def test_the_order_within_a_language_is_that_of_the_scores() -> None:
    assert order(own("a", 1), own("b", 3), own("c", -2)) == ["b", "a", "c"]


def test_a_name_counts_across_languages() -> None:
    assert order(other("a", 5), other("b", 5, 6)) == ["b", "a"]


def test_words_decide_between_equals() -> None:
    matched = own("b", 5, 8)
    assert fuse([own("a", 5), matched])[0] == (matched, DENSE_OWN * 5 + LEXICAL * 8)


def test_nothing() -> None:
    assert fuse([]) == []
