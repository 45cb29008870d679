"""Latency: milliseconds of wall time from the question to the whole answer, as the answer states them.

Reported, never gated: it belongs to the machine. It is the one metric that two runs do not share.
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, always


def latency(case: Case) -> float | None:
    """Milliseconds."""
    return case.answer.timings.total_ms


METRIC = Metric("latency_ms", latency, always, better="lower", unit=False)
