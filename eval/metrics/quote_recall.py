"""Quote recall: share of the gold quotes needed that the answer cites.

min(1, |gold quotes that some citation supports| / needed)
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.spans import covered


def quote_recall(case: Case) -> float | None:
    """In [0, 1]; None for a refusal."""
    if not case.answered:
        return None
    return covered(list(case.answer.citations), case.gold.quotes, case.gold.needed)


METRIC = Metric("quote_recall", quote_recall, answerable, gated=True)
