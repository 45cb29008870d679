from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.fuse import DENSE_OWN, LEXICAL_OTHER, LEXICAL_OWN, STAND_BACK, Candidate, fuse

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


def test_all_but_the_best_of_the_own_language_stand_back() -> None:
    own = [Candidate(f"own {place}", "en", True, 6.0 - place / 10, 0.0) for place in range(3)]
    other = Candidate("other", "zh-Hans", False, DENSE_OWN * 6.0 - 0.1, 0.0)
    assert [one.chunk for one, _ in fuse([*own, other])] == ["own 0", "other", "own 1", "own 2"]


def test_the_best_of_the_own_language_is_free_also_behind_others() -> None:
    own = [Candidate(f"own {place}", "en", True, 4.0 - place / 10, 0.0) for place in range(2)]
    others = [Candidate(f"other {place}", "de", False, DENSE_OWN * 4 + 1 - 2 * place, 0.0) for place in range(2)]
    assert [one.chunk for one, _ in fuse([*own, *others])] == ["other 0", "own 0", "other 1", "own 1"]


def test_standing_back_has_an_end() -> None:
    own = [Candidate(f"own {place}", "en", True, 6.0, 0.0) for place in range(2)]
    other = Candidate("other", "de", False, DENSE_OWN * 6.0 - STAND_BACK - 0.1, 0.0)
    assert [one.chunk for one, _ in fuse([*own, other])][-1] == "other"


def test_a_name_counts_across_languages() -> None:
    named, other = Candidate("b", "de", False, 5.0, 6.0), Candidate("a", "de", False, 5.0, 0.0)
    assert fuse([other, named])[0] == (named, 5.0 + LEXICAL_OTHER * 6)


def test_words_decide_between_equals() -> None:
    matched = Candidate("b", "en", True, 5.0, 8.0)
    assert fuse([Candidate("a", "en", True, 5.0, 0.0), matched])[0] == (matched, DENSE_OWN * 5 + LEXICAL_OWN * 8)


def test_nothing() -> None:
    assert fuse([]) == []
