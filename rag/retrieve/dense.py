"""The dense arm: nearest passages and sentences of a language, scored alike and standardised within the language.

Chroma holds raw vectors, a collection a language and level. Within one language a mean only shifts the question, so
candidates are found with the centred question; their exact scores come from the catalog's vectors. A language that the
sample has whole is scored whole, in memory.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rag.embed.base import Vectors
from rag.index import Index
from rag.index.records import LEVELS
from rag.retrieve.statistics import LanguageStatistics, Standard
from rag.types import Language


def search(
    index: Index,
    question: Vectors,
    language: Language,
    statistics: LanguageStatistics,
    also: Iterable[str],
    k: int,
    standard: Standard,
) -> dict[str, float]:
    """Standardised scores of the chunks with one of the k nearest passages or sentences, and of those in `also`.

    `question` (d,) is centred. At most 2 k chunks, beside `also`.
    """
    if statistics.is_complete:
        best = set(np.argsort(-standard.usual, kind="stable")[: 2 * k].tolist())
        wanted = set(also)
        rows = [row for row, id_ in enumerate(statistics.sample.ids) if row in best or id_ in wanted]
        ids, scores = [statistics.sample.ids[row] for row in rows], standard.usual[rows]
    else:
        near = {found.chunk_id for level in LEVELS for found in index.nearest(question, language, k, level)}
        chunks = statistics.centred(index.vectors(sorted(near.union(also))))
        ids, scores = list(chunks.ids), chunks.scores(question)
    return dict(zip(ids, standard.z(scores).tolist(), strict=True))
