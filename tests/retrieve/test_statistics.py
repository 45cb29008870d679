from __future__ import annotations

import numpy as np
import pytest

from rag.embed.languages import EmbedderMeans, LanguageMeans, unit
from rag.index.records import ChunkVectors
from rag.retrieve.statistics import PRIOR, Snapshot, Statistics, snapshot

from .world import DIMENSION, ConceptEmbedder, MemoryIndex, means

RANDOM = np.random.default_rng(7)


def vectors(count: int, corner: np.ndarray | float = 0.0, sentences: int = 3) -> ChunkVectors:
    def some(rows: int) -> np.ndarray:
        return unit((RANDOM.standard_normal((rows, DIMENSION)) / DIMENSION**0.5 + corner).astype(np.float32))

    starts = sentences * np.arange(count)
    ids = [f"c{place}" for place in range(count)]
    return ChunkVectors(ids, ids, some(count), some(sentences * count), starts)


def prior(centre: float = 0.0, spread: float = 0.15) -> EmbedderMeans:
    zero = np.zeros(DIMENSION, np.float32)
    return EmbedderMeans({"en": LanguageMeans(zero, zero, zero)}, centre, spread)


def question() -> np.ndarray:
    return unit(RANDOM.standard_normal(DIMENSION).astype(np.float32))


def one_language(sample: ChunkVectors, known: EmbedderMeans, language: str = "en") -> Snapshot:
    return snapshot({language: len(sample.ids)}, {language: sample}, known)


def test_many_passages_standardise_themselves() -> None:
    now = one_language(vectors(250), prior(centre=0.5, spread=9.0))
    usual = now.usual({"en": question()})["en"]
    own, standard = usual.sample.relevance, usual.passages
    # Two levels of 16 beside 250: of the wrong centre and spread there is (16 / 266) squared left.
    left = (PRIOR / (250 + PRIOR)) ** 2
    assert standard.mean == pytest.approx((1 - left) * own.mean() + left * 0.5, abs=1e-5)
    assert standard.deviation**2 == pytest.approx((1 - left) * own.var() + left * 81, rel=1e-3)
    assert standard.z(own) == pytest.approx((own - standard.mean) / standard.deviation, rel=1e-4)


def test_no_passage_leaves_the_prior() -> None:
    now = one_language(vectors(0), prior(centre=0.1, spread=0.2))
    usual = now.usual({"en": question()})["en"]
    assert usual.passages.z(np.array([0.1, 0.3], np.float32)) == pytest.approx([0, 1], abs=1e-6)


def test_one_passage_is_not_its_own_measure() -> None:
    """A lone passage about the question must stand out, though it is all there is to compare with."""
    only = vectors(1)
    usual = one_language(only, prior()).usual({"en": unit(only.passages[0])})["en"]
    assert usual.passages.z(usual.sample.relevance)[0] > 2


def test_three_passages_hardly_move_the_mean() -> None:
    corner = 0.5 * question()
    few = one_language(vectors(3, corner), prior()).languages["en"].means
    many = one_language(vectors(200, corner), prior()).languages["en"].means
    assert np.linalg.norm(few.passage) < 0.5 * np.linalg.norm(many.passage)


def test_a_language_without_a_mean_is_learnt_from_its_passages() -> None:
    many = vectors(200, 2 * question())
    means_ = one_language(many, prior(), "fr").languages["fr"].means
    true = many.passages.mean(axis=0)
    assert np.linalg.norm(means_.passage - true) < 0.1 * np.linalg.norm(true)


def test_a_few_passages_lean_on_the_other_languages() -> None:
    """An index about one subject: its four German passages are no more to the point than its two hundred English."""
    zero = np.zeros(DIMENSION, np.float32)
    known = EmbedderMeans({tag: LanguageMeans(zero, zero, zero) for tag in ("en", "de")}, 0.0, 0.15)
    subject = question()
    samples = {"en": vectors(200, subject), "de": vectors(4, subject)}
    counts = {language: len(sample.ids) for language, sample in samples.items()}
    asked = unit(subject)
    together = snapshot(counts, samples, known)
    alone = snapshot({"de": 4}, {"de": samples["de"]}, known)

    def mean_z(now: Snapshot, language: str) -> float:
        usual = now.usual(dict.fromkeys(now.languages, asked))[language]
        return float(usual.passages.z(usual.sample.relevance).mean())

    assert mean_z(together, "de") < 0.5 * mean_z(alone, "de")
    assert abs(mean_z(together, "en")) < 0.1


def test_a_long_document_is_not_all_that_is_usual() -> None:
    """Two hundred passages of one text about one thing: what is on other things does not stand out for that alone."""
    subject = 3 * question()
    long, others = vectors(200, subject), vectors(20)
    both = ChunkVectors(
        [*(f"l{place}" for place in range(200)), *others.ids],
        [*["long"] * 200, *others.documents],
        np.concatenate([long.passages, others.passages]),
        np.concatenate([long.sentences, others.sentences]),
        3 * np.arange(220),
    )
    apart = ChunkVectors(both.ids, both.ids, both.passages, both.sentences, both.starts)

    def z_of_the_others(sample: ChunkVectors) -> float:
        usual = one_language(sample, prior()).usual({"en": unit(-subject)})["en"]
        return float(usual.passages.z(usual.sample.relevance)[200:].mean())

    assert z_of_the_others(both) < 0.6 * z_of_the_others(apart)


def test_identical_passages_have_finite_scores() -> None:
    one = vectors(1)
    ids, starts = [f"c{place}" for place in range(200)], 3 * np.arange(200)
    same = ChunkVectors(ids, ids, one.passages.repeat(200, axis=0), np.tile(one.sentences, (200, 1)), starts)
    usual = one_language(same, prior()).usual({"en": question()})["en"]
    assert np.isfinite(usual.passages.z(usual.sample.relevance)).all()


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
    towards = np.mean([passage for passage, _ in index.raw.values()], axis=0) - known.generic.passage
    assert moved @ towards / np.linalg.norm(moved) / np.linalg.norm(towards) > 0.99
