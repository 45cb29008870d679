"""What is usual in each language of an index: its mean vectors, and how scores are spread over its passages.

A score says something only beside those of its own language, so it is standardised there. The mean and the deviation of
a question's scores come from a fixed sample of the language's passages, scored like any other: exact for a language of
up to `SAMPLE` passages, and for every form of score. A language of few passages leans on what the parallel text shows
(shrinkage: the parallel text counts as `PRIOR` passages). Nothing is embedded again when statistics change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.embed.base import Vectors
from rag.embed.languages import EmbedderMeans, LanguageMeans, relevance, unit
from rag.index.records import ChunkVectors
from rag.types import Language

SAMPLE = 256
PRIOR = 16


class Sampled(Protocol):
    """What is needed of an index."""

    @property
    def generation(self) -> int: ...  # noqa: D102

    def languages(self) -> dict[Language, int]: ...  # noqa: D102

    def sample(self, language: Language, n: int) -> dict[str, ChunkVectors]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Centred:
    """Chunks with their passages (n, d) and sentences (m, d), centred and of length 1.

    The sentences of chunk i begin at `starts[i]`.
    """

    ids: Sequence[str]
    passages: Vectors
    sentences: Vectors
    starts: NDArray[np.intp]

    def scores(self, question: Vectors) -> NDArray[np.float32]:
        """The relevance of each chunk to a centred question, shape (n,)."""
        if not self.ids:
            return np.zeros(0, np.float32)
        return relevance(question, self.passages, self.sentences, self.starts)


@dataclass(frozen=True, slots=True)
class LanguageStatistics:
    """One language of an index, of so many chunks. `centre` and `spread` stand in for the sample while it is small."""

    means: LanguageMeans
    chunks: int
    sample: Centred
    centre: float
    spread: float

    @property
    def is_complete(self) -> bool:
        """Whether the sample is the whole language."""
        return len(self.sample.ids) == self.chunks

    def centred(self, chunks: Mapping[str, ChunkVectors]) -> Centred:
        """Vectors of this language's chunks without what the language does to them."""
        return _centred(chunks, self.means)

    def standardise(self, scores: NDArray[np.float32], usual: NDArray[np.float32]) -> NDArray[np.float32]:
        """A question's scores in deviations above its mean over the language; `usual` are those of the sample."""
        weight = len(usual) / (len(usual) + PRIOR)
        mean, variance = (usual.mean(), usual.var()) if len(usual) else (0.0, 0.0)
        mean = weight * mean + (1 - weight) * self.centre
        variance = weight * variance + (1 - weight) * self.spread**2
        standardised: NDArray[np.float32] = (scores - mean) / np.sqrt(variance)
        return standardised


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The statistics of one generation of an index: every language it has chunks of."""

    languages: Mapping[Language, LanguageStatistics]
    means: EmbedderMeans

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
                languages = {
                    language: language_statistics(language, chunks, self._index.sample(language, SAMPLE), self._means)
                    for language, chunks in self._index.languages().items()
                }
                self._snapshot = Snapshot(languages, self._means)
                self._generation = generation
            return self._snapshot


def language_statistics(
    language: Language, chunks: int, sample: Mapping[str, ChunkVectors], prior: EmbedderMeans
) -> LanguageStatistics:
    """Statistics of a language with so many chunks, of which these are a sample."""
    means = prior.languages.get(language, prior.generic)
    if sample:
        weight = len(sample) / (len(sample) + PRIOR)
        passage = np.mean([vectors.passage for vectors in sample.values()], axis=0)
        sentence = np.concatenate([vectors.sentences for vectors in sample.values()]).mean(axis=0)
        means = LanguageMeans(
            means.question,
            means.passage + weight * (passage - means.passage),
            means.sentence + weight * (sentence - means.sentence),
        )
    return LanguageStatistics(means, chunks, _centred(sample, means), prior.centre, prior.spread)


def _centred(chunks: Mapping[str, ChunkVectors], means: LanguageMeans) -> Centred:
    if not chunks:
        nothing = np.zeros((0, len(means.passage)), np.float32)
        return Centred((), nothing, nothing, np.zeros(0, np.intp))
    passages = np.stack([vectors.passage for vectors in chunks.values()])
    sentences = np.concatenate([vectors.sentences for vectors in chunks.values()])
    counts = [len(vectors.sentences) for vectors in chunks.values()]
    starts = np.cumsum([0, *counts[:-1]])
    return Centred(tuple(chunks), unit(passages - means.passage), unit(sentences - means.sentence), starts)
