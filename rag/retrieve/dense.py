"""The dense arm: a language's passages scored by themselves and their best sentence, standardised within the language.

Chroma holds raw vectors of passages, a collection a language. Within one language a mean only shifts the question, so
candidates are found with the centred question; their exact scores, sentences included, come from the catalog's
vectors. A language that the sample has whole is scored whole, in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.embed.base import Vectors
from rag.index import Index
from rag.retrieve.statistics import LanguageStatistics, Scores, Usual
from rag.types import Language

_WIDER = 1.5
"""How many more candidates there are than places asked for: the nearest passages are not all of those whose sentences
are near. So wide, .999 of the first ten are those that scoring every passage gives (docs/retrieval.md)."""


@dataclass(frozen=True, slots=True)
class Near:
    """How chunks of one language stand to a question: of each its standardised score and its likeness, shape (n,).

    The standardised scores of the sentences of chunk i are rows `bounds[i]` to `bounds[i + 1]` of `sentences`; its
    likeness is the best of their cosines.
    """

    ids: Sequence[str]
    scores: NDArray[np.float32]
    sentences: NDArray[np.float32]
    bounds: Sequence[int]
    likeness: NDArray[np.float32]

    def sentences_of(self, row: int) -> tuple[float, ...]:
        """The scores of the sentences of a chunk."""
        found: list[float] = self.sentences[self.bounds[row] : self.bounds[row + 1]].tolist()
        return tuple(found)


def nearest(index: Index, question: Vectors, language: Language, k: int) -> frozenset[str]:
    """The chunks of a language to score for its k best places; `question` (d,) is centred."""
    return frozenset(found.chunk_id for found in index.nearest(question, language, round(_WIDER * k)))


def score(
    index: Index, question: Vectors, statistics: LanguageStatistics, usual: Usual, chunks: Collection[str]
) -> Near:
    """How the chunks, all of one language, stand to a centred question, shape (d,)."""
    vectors = index.vectors(sorted(chunks))
    return _near(vectors.ids, statistics.scores(vectors, question), usual)


def score_all(statistics: LanguageStatistics, usual: Usual) -> Near:
    """The same of every chunk of a language that the sample has whole."""
    return _near(statistics.sample.ids, usual.sample, usual)


def _near(ids: Sequence[str], scores: Scores, usual: Usual) -> Near:
    bounds = [*scores.starts.tolist(), len(scores.sentences)]
    likeness = np.maximum.reduceat(scores.sentences, scores.starts) if ids else scores.sentences
    passages, sentences = usual.passages.z(scores.relevance), usual.sentences.z(scores.sentences)
    return Near(ids, passages, sentences, bounds, likeness)
