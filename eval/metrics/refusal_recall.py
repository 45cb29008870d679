"""Refusal recall: share of the unanswerable questions that were refused.

|refused and unanswerable| / |unanswerable|
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, unanswerable


def refusal_recall(case: Case) -> float | None:
    """0 or 1."""
    return float(not case.answered)


METRIC = Metric("refusal_recall", refusal_recall, unanswerable, gated=True)
