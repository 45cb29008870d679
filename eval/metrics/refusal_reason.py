"""Refusal reason: share of the right refusals that give the reason the gold row names."""

from __future__ import annotations

from eval.metrics.base import Case, Metric, unanswerable


def refusal_reason(case: Case) -> float | None:
    """0 or 1; None for an answer, or a gold row that names no reason."""
    if case.answer.refusal is None or case.gold.reason is None:
        return None
    return float(case.answer.refusal.reason == case.gold.reason)


METRIC = Metric("refusal_reason", refusal_reason, unanswerable)
