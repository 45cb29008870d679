"""The dense arm: a language's passages scored by themselves and their best sentence, standardised within the language.

Chroma holds raw vectors of passages, a collection a language. Within one language a mean only shifts the question, so
candidates are found with the centred question; their exact scores, sentences included, come from the catalog's
vectors. A language that the sample has whole is scored whole, in memory.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.embed.base import Vectors
from rag.index import Index
from rag.retrieve.statistics import LanguageStatistics, Usual
from rag.types import Language

_WIDER = 2
"""How many more candidates there are than places asked for: the nearest passages are not all of those whose sentences
are near. So wide, the first ten are those that scoring every passage gives (docs/retrieval.md)."""


@dataclass(frozen=True, slots=True)
class Near:
    """The standardised scores of a chunk and of each of its sentences, shape (s,); `likeness` is the best cosine."""

    score: float
    sentences: NDArray[np.float32]
    likeness: float


def candidates(
    index: Index, question: Vectors, language: Language, statistics: LanguageStatistics, usual: Usual, k: int
) -> frozenset[str]:
    """The chunks of a language to score for its k best places; `question` (d,) is centred."""
    if statistics.is_complete:
        best = np.argsort(-usual.sample.relevance, kind="stable")[: _WIDER * k]
        return frozenset(statistics.sample.ids[row] for row in best)
    return frozenset(found.chunk_id for found in index.nearest(question, language, _WIDER * k))


def score(
    index: Index, question: Vectors, statistics: LanguageStatistics, usual: Usual, chunks: Collection[str]
) -> dict[str, Near]:
    """How each of the chunks, of one language, stands to a centred question, shape (d,)."""
    if statistics.is_complete:
        ids, scores = statistics.sample.ids, usual.sample
        rows = [row for row, id_ in enumerate(ids) if id_ in chunks]
    else:
        centred = statistics.centred(index.vectors(sorted(chunks)))
        ids, scores = centred.ids, centred.scores(question)
        rows = list(range(len(ids)))
    passages, sentences = usual.passages.z(scores.relevance), usual.sentences.z(scores.sentences)
    likeness = np.maximum.reduceat(scores.sentences, scores.starts) if ids else scores.sentences
    bounds = [*scores.starts.tolist(), len(sentences)]
    return {
        ids[row]: Near(float(passages[row]), sentences[bounds[row] : bounds[row + 1]], float(likeness[row]))
        for row in rows
    }
