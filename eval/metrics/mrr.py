"""Mean reciprocal rank at 10: 1 / rank of the first passage that holds a gold quote, 0 if none of ten does.

Computed by ir-measures (RR@10); Voorhees 1999.
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.ranking import judge


def reciprocal_rank(case: Case) -> float | None:
    """In [0, 1]."""
    from ir_measures import RR

    return judge(case, RR @ 10)


METRIC = Metric("mrr@10", reciprocal_rank, answerable, gated=True)
