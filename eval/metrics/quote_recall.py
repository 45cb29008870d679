"""Quote recall: share of the evidence needed that the answer cites.

min(1, |gold quotes that some citation supports| / needed), or |sides of which one is cited| / |sides|
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.spans import covered, supports


def quote_recall(case: Case) -> float | None:
    """In [0, 1]; None for a refusal."""
    if not case.answered:
        return None
    return covered(case.answer.citations, case.gold, supports)


METRIC = Metric("quote_recall", quote_recall, answerable, gated=True)
