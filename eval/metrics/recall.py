"""Recall at 5: share of the evidence needed that the first five passages hold.

    min(1, |quotes held by some passage of rank <= 5| / needed), or |sides of which one is held| / |sides|

Relevance is a span, not a chunk id, so that another chunking can be compared with this one. A question without gold
quotes has no recall (it is left out, not zero).
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.spans import covered, holds

DEPTH = 5


def recall(case: Case) -> float | None:
    """In [0, 1]; None where nothing was retrieved on purpose."""
    if case.row.hits is None:
        return None
    return covered(case.row.hits[:DEPTH], case.gold, holds)


METRIC = Metric("recall@5", recall, answerable, gated=True)
