"""Over-refusal rate: share of the answerable questions that were refused.

FN / (FN + TP) on answerable questions: NoMIRACL's error rate (Thakur et al. 2024).
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable


def over_refusal(case: Case) -> float | None:
    """0 or 1, lower is better."""
    return float(not case.answered)


METRIC = Metric("over_refusal_rate", over_refusal, answerable, better="lower", gated=True)
