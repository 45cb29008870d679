"""Recall at 5: share of the gold quotes needed that the first five passages hold.

    |quotes held by some passage of rank <= 5| / needed

Relevance is a span, not a chunk id, so that another chunking can be compared with this one. A question without gold
quotes has no recall (it is left out, not zero).
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.spans import holds

DEPTH = 5


def recall(case: Case) -> float | None:
    """In [0, 1]; None where nothing was retrieved on purpose."""
    if case.row.hits is None:
        return None
    hits, quotes = case.row.hits[:DEPTH], case.gold.quotes
    found = sum(any(holds(hit, quote) for hit in hits) for quote in quotes)
    return min(1.0, found / (case.gold.needed or len(quotes)))


METRIC = Metric("recall@5", recall, answerable, gated=True)
