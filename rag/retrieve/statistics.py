"""What is usual in each language of an index: its mean vectors, and how scores are spread over its passages.

A score says something only beside those of its own language, so it is standardised there. The mean and the deviation of
a question's scores come from a fixed sample of the language's passages, scored like any other: exact for a language of
up to `SAMPLE` passages, and for every form of score. Nothing is embedded again when statistics change.

A language of few passages leans on the others, and an index of few passages on the parallel text: each level counts as
`PRIOR` passages of the next (shrinkage; Efron and Morris 1975). Without the level between, four passages on the
question's subject would stand out beside thirty in another language only because they are four.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from rag.embed.base import Vectors
from rag.embed.languages import EmbedderMeans, LanguageMeans, relevance, unit
from rag.index.records import ChunkVectors
from rag.text.language import primary
from rag.types import Language

SAMPLE = 256
PRIOR = 16

Figure = TypeVar("Figure", float, NDArray[Any])


class Sampled(Protocol):
    """What is needed of an index."""

    @property
    def generation(self) -> int: ...  # noqa: D102

    def languages(self) -> dict[Language, int]: ...  # noqa: D102

    def sample(self, language: Language, n: int) -> ChunkVectors: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Scores:
    """The relevance of chunks, shape (n,), and the cosines of their sentences, (m,); chunk i's begin at `starts[i]`."""

    relevance: NDArray[np.float32]
    sentences: NDArray[np.float32]
    starts: NDArray[np.intp]


Weights: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Of the passages of a sample, and of their sentences."""


@dataclass(frozen=True, slots=True)
class LanguageStatistics:
    """One language of an index, of so many chunks; the vectors of the `sample` are centred and of length 1.

    `weights` are what each of its passages counts, shape (n,), and each of its sentences, (m,).
    """

    means: LanguageMeans
    chunks: int
    sample: ChunkVectors
    weights: Weights

    @property
    def is_complete(self) -> bool:
        """Whether the sample is the whole language."""
        return len(self.sample.ids) == self.chunks

    def sampled(self, question: Vectors) -> Scores:
        """How the chunks of the sample stand to a centred question, shape (d,)."""
        return _scores(self.sample.passages @ question, self.sample.sentences @ question, self.sample.starts)

    def scores(self, vectors: ChunkVectors, question: Vectors) -> Scores:
        """How chunks of this language, with their raw vectors, stand to a centred question, shape (d,)."""
        passages = _cosines(vectors.passages, self.means.passage, question)
        return _scores(passages, _cosines(vectors.sentences, self.means.sentence, question), vectors.starts)


@dataclass(frozen=True, slots=True)
class Standard:
    """Mean and deviation of what a question usually scores in a language, shrunk."""

    mean: float
    deviation: float

    def z(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores in deviations above the mean."""
        standardised: NDArray[np.float32] = (scores - self.mean) / self.deviation
        return standardised


@dataclass(frozen=True, slots=True)
class Usual:
    """What a question scores in a language: over the sample, and by which standard passages and sentences count."""

    sample: Scores
    passages: Standard
    sentences: Standard


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The statistics of one generation of an index: every language it has chunks of."""

    languages: Mapping[Language, LanguageStatistics]
    means: EmbedderMeans

    def usual(self, questions: Mapping[Language, Vectors]) -> dict[Language, Usual]:
        """What is usual for a question in each language; `questions` has its centred vector for each."""
        samples = {language: of.sampled(questions[language]) for language, of in self.languages.items()}
        weights = {language: of.weights for language, of in self.languages.items()}
        relevances = {language: (sample.relevance, weights[language][0]) for language, sample in samples.items()}
        cosines = {language: (sample.sentences, weights[language][1]) for language, sample in samples.items()}
        passages = _standards(relevances, Standard(self.means.centre, self.means.spread))
        # A relevance is the sum of two cosines of one text, so that one cosine is spread about half as wide; its mean
        # is 0, for the vectors are centred.
        sentences = _standards(cosines, Standard(0.0, self.means.spread / 2))
        return {language: Usual(samples[language], passages[language], sentences[language]) for language in samples}

    def chunks(self, language: Language) -> int:
        """How many chunks a language has, in all its scripts."""
        return sum(of.chunks for other, of in self.languages.items() if primary(other) == primary(language))

    def question_mean(self, language: Language) -> Vectors:
        """What to take from a question in a language.

        Of a language that the parallel text does not have, the index's passages tell how far it lies from the others.
        """
        if language in self.means.languages:
            return self.means.languages[language].question
        generic = self.means.generic
        here = self.languages.get(language)
        return generic.question + (here.means.passage - generic.passage if here else 0)


class Statistics:
    """The statistics of an index, taken anew when it has changed. Any thread may ask."""

    def __init__(self, index: Sampled, means: EmbedderMeans) -> None:
        self._index = index
        self._means = means
        self._lock = Lock()
        self._generation: int | None = None
        self._snapshot = Snapshot({}, means)

    def now(self) -> Snapshot:
        """The index as it is."""
        with self._lock:
            generation = self._index.generation
            if generation != self._generation:
                counts = self._index.languages()
                samples = {language: self._index.sample(language, SAMPLE) for language in counts}
                self._snapshot = snapshot(counts, samples, self._means)
                self._generation = generation
            return self._snapshot


def snapshot(
    counts: Mapping[Language, int], samples: Mapping[Language, ChunkVectors], prior: EmbedderMeans
) -> Snapshot:
    """The statistics of an index with so many chunks of each language, of which these are samples."""
    base = {language: prior.languages.get(language, prior.generic) for language in counts}
    weights = {language: _weights(sample) for language, sample in samples.items()}
    shifts = {
        language: _shift(sample, weights[language], base[language])
        for language, sample in samples.items()
        if sample.ids
    }
    # What an index is about moves all its languages alike; it shows where the prior is the language's own.
    common = [language for language in shifts if language in prior.languages]
    sizes = {language: _size(of_passages) for language, (of_passages, _) in weights.items()}
    every = sum(sizes[language] for language in common)
    shared = np.zeros((2, len(prior.generic.passage)), np.float32)
    for language in common:
        shared += sizes[language] * shifts[language] / (every + PRIOR)
    languages = {}
    for language, count in counts.items():
        passage, sentence = _shrunk(sizes[language], shifts.get(language, shared), shared)
        of = base[language]
        means = LanguageMeans(of.question, of.passage + passage, of.sentence + sentence)
        languages[language] = LanguageStatistics(means, count, _centred(samples[language], means), weights[language])
    return Snapshot(languages, prior)


def _shift(sample: ChunkVectors, weights: Weights, base: LanguageMeans) -> Vectors:
    """How far the means of passages and of sentences lie from `base`, shape (2, d)."""
    passage = np.average(sample.passages, axis=0, weights=weights[0])
    sentence = np.average(sample.sentences, axis=0, weights=weights[1])
    shift: Vectors = np.stack([passage - base.passage, sentence - base.sentence]).astype(np.float32)
    return shift


def _weights(sample: ChunkVectors) -> Weights:
    """What each passage of a sample counts, and so its sentences: all of one document as the root of their number.

    Else a long document on one thing would be what is usual, in which everything else stands out.
    """
    lengths = Counter(sample.documents)
    passages = np.array([1 / math.sqrt(lengths[document]) for document in sample.documents])
    return passages, np.repeat(passages, np.diff([*sample.starts, len(sample.sentences)]))


def _size(weights: NDArray[np.float64]) -> float:
    """How many equal observations weighted ones are worth (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if len(weights) else 0.0


def _standards(
    usual: Mapping[Language, tuple[NDArray[np.float32], NDArray[np.float64]]], prior: Standard
) -> dict[Language, Standard]:
    """Mean and deviation of each language's weighted scores, leaning on all languages' and these on the prior."""
    own = {language: _moments(scores, weights) for language, (scores, weights) in usual.items()}
    every = sum(count for count, _, _ in own.values())
    mean = _shrunk(every, sum(n * of for n, of, _ in own.values()) / max(1, every), prior.mean)
    variance = _shrunk(every, sum(n * of for n, _, of in own.values()) / max(1, every), prior.deviation**2)
    return {
        language: Standard(_shrunk(count, own_mean, mean), _shrunk(count, own_variance, variance) ** 0.5)
        for language, (count, own_mean, own_variance) in own.items()
    }


def _moments(scores: NDArray[np.float32], weights: NDArray[np.float64]) -> tuple[float, float, float]:
    """How many they are worth, their mean and their variance; both are 0 of none."""
    if not len(scores):
        return 0.0, 0.0, 0.0
    mean = np.average(scores, weights=weights)
    return _size(weights), float(mean), float(np.average((scores - mean) ** 2, weights=weights))


def _shrunk(count: float, own: Figure, prior: Figure) -> Figure:
    """What `count` passages say, leaning on what else is known."""
    weight = count / (count + PRIOR)
    return weight * own + (1 - weight) * prior


def _centred(vectors: ChunkVectors, means: LanguageMeans) -> ChunkVectors:
    """Vectors of a language without what the language does to them, of length 1."""
    passages, sentences = unit(vectors.passages - means.passage), unit(vectors.sentences - means.sentence)
    return ChunkVectors(vectors.ids, vectors.documents, passages, sentences, vectors.starts)


def _cosines(vectors: Vectors, mean: Vectors, question: Vectors) -> NDArray[np.float32]:
    """The cosines, shape (n,), of vectors (n, d) less their mean with a unit vector; 0 of one that is the mean."""
    centred = vectors - mean
    lengths = np.sqrt(np.einsum("nd,nd->n", centred, centred))
    cosines: NDArray[np.float32] = centred @ question / np.maximum(lengths, 1e-6)
    return cosines


def _scores(passages: NDArray[np.float32], sentences: NDArray[np.float32], starts: NDArray[np.intp]) -> Scores:
    """The scores of chunks, from the cosines of their passages, shape (n,), and of their sentences, (m,)."""
    found = relevance(passages, sentences, starts) if len(passages) else passages
    return Scores(found, sentences, starts)
