from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.lexical import chance, search, weight

from .world import ConceptEmbedder, MemoryIndex


def test_chance_is_what_independent_terms_would_give() -> None:
    shares, weights = np.array([0.3, 0.05, 0.01]), np.array([0.8, 2.9, 4.6])
    mean, deviation = chance(zip(shares, weights, strict=True))
    drawn = (np.random.default_rng(0).random((200_000, 3)) < shares) @ weights
    assert mean == pytest.approx(drawn.mean(), rel=0.02)
    assert deviation == pytest.approx(math.sqrt(drawn.var() + 1), rel=0.02)


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_rarer_weighs_more_and_common_nothing(count: int, chunks: int) -> None:
    count = min(count, chunks)
    assert weight(count, chunks) >= weight(min(count + 1, chunks), chunks) >= 0
    assert (weight(count, chunks) > 0) == (2 * count < chunks)


@pytest.fixture
def index() -> MemoryIndex:
    index = MemoryIndex(ConceptEmbedder())
    index.add(
        "Ships sail to Rotterdam.", "Ships sail to Hamburg.", "Trains run to Berlin.", "Birds fly south in autumn."
    )
    return index


def test_the_rare_word_decides(index: MemoryIndex) -> None:
    scores = search(index, {"hamburg", "ship"}, "en", 4, 10)
    assert index.stored[max(scores, key=lambda id_: scores[id_])].text == "Ships sail to Hamburg."
    assert all(score >= 0 for score in scores.values())


@pytest.mark.parametrize("terms", [set(), {"zeppelin"}, {"ship"}], ids=["none", "unknown", "in half of all"])
def test_terms_that_tell_nothing_bring_nothing(index: MemoryIndex, terms: set[str]) -> None:
    assert search(index, terms, "en", 4, 10) == {}


def test_an_index_that_grew_since_its_chunks_were_counted(index: MemoryIndex) -> None:
    """Words are looked up while documents are added: two chunks have the word, where one chunk was counted."""
    assert search(index, {"ship"}, "en", 1, 10) == {}
