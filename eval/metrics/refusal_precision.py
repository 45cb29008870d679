"""Refusal precision: share of the refusals that were right.

|refused and unanswerable| / |refused|
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, always


def refusal_precision(case: Case) -> float | None:
    """0 or 1; None for an answer."""
    return None if case.answered else float(not case.gold.answerable)


METRIC = Metric("refusal_precision", refusal_precision, always)
