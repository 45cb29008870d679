"""Invention rate: share of the unanswerable questions that were answered all the same.

FP / (FP + TN) on unanswerable questions: NoMIRACL's hallucination rate (Thakur et al. 2024); 1 - refusal recall.
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, unanswerable


def invention(case: Case) -> float | None:
    """0 or 1, lower is better."""
    return float(case.answered)


METRIC = Metric("invention_rate", invention, unanswerable, better="lower")
