"""The lexical arm: BM25 over our own terms, standardised like the dense score, from how rare the terms are.

If terms occurred independently of each other, a passage's BM25 would be a sum of independent chances: term t of weight
w (its inverse document frequency) in a share p of the passages adds p w to the mean and p (1 - p) w^2 to the variance.
So BM25 is standardised without looking at more than the matches. A passage without a match gets no score at all.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from rag.index import Index
from rag.types import Language


def search(index: Index, terms: Collection[str], language: Language, chunks: int, k: int) -> dict[str, float]:
    """The k best matches in a language and script, with their BM25 in deviations above chance.

    The language has `chunks` chunks in all its scripts: they share their terms, and so how rare these are.
    """
    frequencies = index.document_frequency(sorted(terms), language)
    weights = {term: weight(count, chunks) for term, count in frequencies.items() if count}
    telling = [term for term, value in weights.items() if value > 0]
    if not telling:
        return {}
    mean, deviation = chance([(frequencies[term] / chunks, weights[term]) for term in telling])
    return {id_: max(0.0, (bm25 - mean) / deviation) for id_, bm25 in index.match(telling, k, language)}


def weight(count: int, chunks: int) -> float:
    """Inverse document frequency as in FTS5's BM25; a term in half of the chunks or more tells nothing.

    While documents are added, there may already be more chunks with a term than there were when chunks were counted.
    """
    return math.log((chunks - count + 0.5) / (count + 0.5)) if 2 * count < chunks else 0.0


def chance(terms: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Mean and deviation of the summed weights of terms, each with its share of passages and its weight.

    One is added to the variance: a single rare term would otherwise be many deviations from chance.
    """
    mean, variance = 0.0, 1.0
    for share, value in terms:
        mean += share * value
        variance += share * (1 - share) * value**2
    return mean, math.sqrt(variance)
