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

from rag.embed.base import Embedder, Vectors
from rag.embed.languages import EmbedderMeans, LanguageMeans, means_of, relevance, unit
from rag.index import Index
from rag.index.records import ChunkVectors
from rag.types import Language

SAMPLE = 256
PRIOR = 16
_MANIFEST_KEY = "language_means"


class Sampled(Protocol):
    """What is needed of an index."""

    @property
    def generation(self) -> int: ...  # noqa: D102

    def languages(self) -> dict[Language, int]: ...  # noqa: D102

    def sample(self, language: Language, n: int) -> dict[str, ChunkVectors]: ...  # noqa: D102


def means_for(index: Index, embedder: Embedder) -> EmbedderMeans:
    """The embedder's means as the manifest has them, else shipped or estimated."""
    recorded = index.manifest.get(_MANIFEST_KEY)
    if recorded and recorded["digest"] == embedder.digest:
        return EmbedderMeans.from_json(recorded)
    return means_of(embedder)


def record_means(index: Index, embedder: Embedder) -> None:
    """Put the embedder's means into the manifest unless they are there, so that they are estimated once an index."""
    recorded = index.manifest.get(_MANIFEST_KEY)
    if not recorded or recorded["digest"] != embedder.digest:
        index.set_manifest(_MANIFEST_KEY, {"digest": embedder.digest, **means_of(embedder).to_json()})


@dataclass(frozen=True, slots=True)
class Centred:
    """Passages (n, d) and their sentences (m, d), centred and of length 1; those of passage i begin at `starts[i]`."""

    passages: Vectors
    sentences: Vectors
    starts: NDArray[np.intp]

    def scores(self, question: Vectors) -> NDArray[np.float32]:
        """The relevance of each passage to a centred question, shape (n,)."""
        return relevance(question, self.passages, self.sentences, self.starts)


@dataclass(frozen=True, slots=True)
class LanguageStatistics:
    """One language of an index. `centre` and `spread` stand in for the sample while it is small."""

    means: LanguageMeans
    chunks: int
    sample: Centred | None
    centre: float
    spread: float

    def centred(self, chunks: Sequence[ChunkVectors]) -> Centred:
        """Vectors of this language's chunks (at least one) without what the language does to them."""
        return _centred(chunks, self.means)

    def standardise(self, question: Vectors, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores in standard deviations above this question's mean over the language."""
        usual = self.sample.scores(question) if self.sample else np.zeros(0, np.float32)
        weight = len(usual) / (len(usual) + PRIOR)
        mean = weight * (usual.mean() if len(usual) else 0.0) + (1 - weight) * self.centre
        variance = weight * (usual.var() if len(usual) else 0.0) + (1 - weight) * self.spread**2
        standardised: NDArray[np.float32] = (scores - mean) / np.sqrt(variance)
        return standardised


class Statistics:
    """The statistics of an index, taken anew when it has changed. Any thread may ask."""

    def __init__(self, index: Sampled, means: EmbedderMeans) -> None:
        self._index = index
        self._means = means
        self._lock = Lock()
        self._generation: int | None = None
        self._languages: dict[Language, LanguageStatistics] = {}

    def languages(self) -> Mapping[Language, LanguageStatistics]:
        """Every language that the index has chunks of."""
        with self._lock:
            generation = self._index.generation
            if generation != self._generation:
                self._languages = {
                    language: language_statistics(
                        language, chunks, list(self._index.sample(language, SAMPLE).values()), self._means
                    )
                    for language, chunks in self._index.languages().items()
                }
                self._generation = generation
            return self._languages

    def question_mean(self, language: Language) -> Vectors:
        """What to take from a question in a language.

        Of a language that the parallel text does not have, the index's passages tell how far it lies from the others.
        """
        if language in self._means.languages:
            return self._means.languages[language].question
        generic = self._means.generic
        here = self.languages().get(language)
        return generic.question + (here.means.passage - generic.passage if here else 0)


def language_statistics(
    language: Language, chunks: int, sample: Sequence[ChunkVectors], prior: EmbedderMeans
) -> LanguageStatistics:
    """Statistics of a language with so many chunks, of which these are a sample."""
    known = prior.languages.get(language, prior.generic)
    means = known
    if sample:
        weight = len(sample) / (len(sample) + PRIOR)
        passage = np.mean([vectors.passage for vectors in sample], axis=0)
        sentence = np.concatenate([vectors.sentences for vectors in sample]).mean(axis=0)
        means = LanguageMeans(
            known.question,
            known.passage + weight * (passage - known.passage),
            known.sentence + weight * (sentence - known.sentence),
        )
    return LanguageStatistics(means, chunks, _centred(sample, means) if sample else None, prior.centre, prior.spread)


def _centred(chunks: Sequence[ChunkVectors], means: LanguageMeans) -> Centred:
    passages = np.stack([vectors.passage for vectors in chunks])
    sentences = np.concatenate([vectors.sentences for vectors in chunks])
    counts = [len(vectors.sentences) for vectors in chunks]
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
    return Centred(unit(passages - means.passage), unit(sentences - means.sentence), starts)
