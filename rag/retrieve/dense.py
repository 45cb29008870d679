"""The dense arm: nearest passages and sentences of each language, scored alike and standardised within the language.

Chroma holds raw vectors, a collection a language and level. Within one language a mean only shifts the question, so
candidates are found with the centred question; their exact scores come from the catalog's vectors.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor

from rag.embed.base import Vectors
from rag.index import Index
from rag.index.records import LEVELS, ChunkVectors, Level
from rag.retrieve.statistics import LanguageStatistics
from rag.types import Language


def nearest(index: Index, questions: Mapping[Language, Vectors], k: int) -> dict[Language, set[str]]:
    """Chunks with one of the k nearest passages or sentences of their language; the collections are asked at once.

    `questions` has the centred question for each language to search.
    """
    asked: list[tuple[Language, Level]] = [(language, level) for language in questions for level in LEVELS]

    def ask(one: tuple[Language, Level]) -> set[str]:
        language, level = one
        return {found.chunk_id for found in index.nearest(questions[language], language, k, level)}

    chunks: dict[Language, set[str]] = {language: set() for language in questions}
    with ThreadPoolExecutor(max_workers=len(asked) or 1) as pool:
        for (language, _), found in zip(asked, pool.map(ask, asked), strict=True):
            chunks[language] |= found
    return chunks


def score(
    question: Vectors, vectors: Mapping[str, ChunkVectors], chunks: Collection[str], statistics: LanguageStatistics
) -> dict[str, float]:
    """Exact scores of chunks of one language, standardised there; of those chunks that still have vectors."""
    ids = [id_ for id_ in chunks if id_ in vectors]
    if not ids:
        return {}
    scores = statistics.centred([vectors[id_] for id_ in ids]).scores(question)
    return dict(zip(ids, statistics.standardise(question, scores).tolist(), strict=True))
