from __future__ import annotations

import numpy as np
import pytest

from rag.embed.languages import EmbedderMeans, LanguageMeans, unit
from rag.index.records import ChunkVectors
from rag.retrieve.statistics import PRIOR, Statistics, language_statistics

from .world import DIMENSION, ConceptEmbedder, MemoryIndex, means

RANDOM = np.random.default_rng(7)


def vectors(count: int, corner: np.ndarray | float = 0.0, sentences: int = 3) -> dict[str, ChunkVectors]:
    def some(rows: int) -> np.ndarray:
        return unit((RANDOM.standard_normal((rows, DIMENSION)) / DIMENSION**0.5 + corner).astype(np.float32))

    return {f"c{place}": ChunkVectors(some(1)[0], some(sentences)) for place in range(count)}


def prior(centre: float = 0.0, spread: float = 0.15) -> EmbedderMeans:
    zero = np.zeros(DIMENSION, np.float32)
    return EmbedderMeans({"en": LanguageMeans(zero, zero, zero)}, centre, spread)


def question() -> np.ndarray:
    return unit(RANDOM.standard_normal(DIMENSION).astype(np.float32))


def test_many_passages_standardise_themselves() -> None:
    sample = vectors(250)
    statistics = language_statistics("en", 250, sample, prior(centre=0.5, spread=9.0))
    asked = question()
    own = statistics.centred(sample).scores(asked)
    z = statistics.standardise(own, statistics.sample.scores(asked))
    assert np.corrcoef(z, own)[0, 1] == pytest.approx(1, abs=1e-4)
    # The prior counts as 16 of 266 passages: its wrong spread of 9 is what is left of it.
    weight = 250 / (250 + PRIOR)
    assert z.std() == pytest.approx(own.std() / np.sqrt(weight * own.var() + (1 - weight) * 81), rel=1e-3)


def test_no_passage_leaves_the_prior() -> None:
    statistics = language_statistics("en", 0, {}, prior(centre=0.1, spread=0.2))
    nothing = statistics.sample.scores(question())
    assert statistics.standardise(np.array([0.1, 0.3], np.float32), nothing) == pytest.approx([0, 1], abs=1e-6)


def test_one_passage_is_not_its_own_measure() -> None:
    """A lone passage about the question must stand out, though it is all there is to compare with."""
    only = vectors(1)
    statistics = language_statistics("en", 1, only, prior())
    score = statistics.sample.scores(unit(only["c0"].passage))
    assert statistics.standardise(score, score)[0] > 3


def test_three_passages_hardly_move_the_mean() -> None:
    corner = 0.5 * question()
    statistics = language_statistics("en", 3, vectors(3, corner), prior())
    full = language_statistics("en", 200, vectors(200, corner), prior())
    assert np.linalg.norm(statistics.means.passage) < 0.3 * np.linalg.norm(full.means.passage)


def test_a_language_without_a_mean_is_learnt_from_its_passages() -> None:
    corner = 2 * question()
    many = vectors(200, corner)
    statistics = language_statistics("fr", 200, many, prior())
    true = np.mean([one.passage for one in many.values()], axis=0)
    assert np.linalg.norm(statistics.means.passage - true) < 0.1 * np.linalg.norm(true)


def test_identical_passages_have_finite_scores() -> None:
    (one,) = vectors(1).values()
    statistics = language_statistics("en", 200, {f"c{place}": one for place in range(200)}, prior())
    scores = statistics.sample.scores(question())
    assert np.isfinite(statistics.standardise(scores, scores)).all()


def test_statistics_follow_the_index() -> None:
    index = MemoryIndex(ConceptEmbedder())
    statistics = Statistics(index, means(index.embedder))
    assert statistics.now().languages == {}
    index.add("The river rose after the flood.")
    first = statistics.now()
    assert first.languages["en"].chunks == 1
    assert statistics.now() is first
    index.add("Der Fluss stieg nach der Überschwemmung an.")
    assert set(statistics.now().languages) == {"en", "de"}


def test_the_question_mean_of_an_unknown_language_is_moved_by_its_passages() -> None:
    index = MemoryIndex(ConceptEmbedder())
    known = means(index.embedder)
    statistics = Statistics(index, known)
    assert statistics.now().question_mean("fr") == pytest.approx(known.generic.question)
    texts = [f"Le fleuve numéro {number} est en crue depuis hier." for number in range(120)]
    index.add(*texts, language="fr")
    moved = statistics.now().question_mean("fr") - known.generic.question
    towards = np.mean([index.raw[id_].passage for id_ in index.raw], axis=0) - known.generic.passage
    assert moved @ towards / np.linalg.norm(moved) / np.linalg.norm(towards) > 0.99
