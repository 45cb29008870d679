"""Sums that were added to and taken from give the moments that numpy gives of what is left."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.index import Index
from rag.index.sums import Sums
from tests.index.made import make


@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.integers(0, 40))
def test_what_was_taken_leaves_no_trace(seed: int, kept: int, taken: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((kept + taken, 5)).astype(np.float32)
    moments = (Sums.of(vectors) - Sums.of(vectors[kept:])).moments()
    assert moments.count == kept
    if kept:
        np.testing.assert_allclose(moments.mean, vectors[:kept].astype(float).mean(axis=0), atol=1e-12)
        np.testing.assert_allclose(moments.covariance, np.cov(vectors[:kept].astype(float).T, bias=True), atol=1e-12)
    else:
        assert not moments.mean.any()
        assert not moments.covariance.any()


def test_moments_after_many_changes(opened: Callable[..., Index]) -> None:
    index = opened()
    rng = random.Random(3)
    kept = {}
    for _ in range(12):
        with index.writing():
            for _ in range(6):
                name = f"doc{rng.randrange(10)}"
                if rng.random() < 0.3:
                    index.remove([name])
                    kept.pop(name, None)
                else:
                    paragraphs = [f"Text {rng.random()}. Und {n}." for n in range(rng.randrange(3))]
                    kept[name] = make(name, paragraphs, rng.choice(["de", "en"]))
                    kept[name].put(index)
                assert_moments(index, kept)  # before what is stored is brought up to date
        assert_moments(index, kept)


def assert_moments(index: Index, kept: dict) -> None:
    for language in ("de", "en"):
        mine = [made for made in kept.values() if made.document.languages == (language,)]
        for level in ("passage", "sentence"):
            rows = [made.passages if level == "passage" else made.sentences for made in mine]
            vectors = np.concatenate([np.zeros((0, 16)), *rows])
            moments = index.moments(language, level)
            assert moments.count == len(vectors)
            if len(vectors):
                np.testing.assert_allclose(moments.mean, vectors.mean(axis=0), atol=1e-9)
                np.testing.assert_allclose(moments.covariance, np.cov(vectors.T, bias=True), atol=1e-9)
