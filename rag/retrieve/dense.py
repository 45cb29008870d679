"""The dense arm: nearest passages and sentences of a language, scored alike and standardised within the language.

Chroma holds raw vectors, a collection a language and level. Within one language a mean only shifts the question, so
candidates are found with the centred question; their exact scores come from the catalog's vectors. A language that the
sample has whole is scored whole, in memory.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.embed.base import Vectors
from rag.index import Index
from rag.index.records import LEVELS
from rag.retrieve.statistics import LanguageStatistics, Usual
from rag.types import Language


@dataclass(frozen=True, slots=True)
class Near:
    """The standardised scores of a chunk and of each of its sentences, shape (s,); `likeness` is the best cosine."""

    score: float
    sentences: NDArray[np.float32]
    likeness: float


def search(
    index: Index,
    question: Vectors,
    language: Language,
    statistics: LanguageStatistics,
    also: Collection[str],
    k: int,
    usual: Usual,
) -> dict[str, Near]:
    """The chunks with one of the k nearest passages or sentences, and those in `also`.

    `question` (d,) is centred. At most 2 k chunks, beside `also`.
    """
    if statistics.is_complete:
        ids, scores = statistics.sample.ids, usual.sample
        best = set(np.argsort(-scores.relevance, kind="stable")[: 2 * k].tolist())
        rows = [row for row, id_ in enumerate(ids) if row in best or id_ in also]
    else:
        near = {found.chunk_id for level in LEVELS for found in index.nearest(question, language, k, level)}
        chunks = statistics.centred(index.vectors(sorted(near.union(also))))
        ids, scores = chunks.ids, chunks.scores(question)
        rows = list(range(len(ids)))
    passages, sentences = usual.passages.z(scores.relevance), usual.sentences.z(scores.sentences)
    bounds = [*scores.starts.tolist(), len(sentences)]
    spans = {row: slice(bounds[row], bounds[row + 1]) for row in rows}
    return {
        ids[row]: Near(float(passages[row]), sentences[span], float(scores.sentences[span].max()))
        for row, span in spans.items()
    }
