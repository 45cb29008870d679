"""Normalised discounted cumulative gain at 10, binary: Σ 1/log2(rank + 1) over relevant passages / its best value.

Computed by ir-measures (nDCG@10); Järvelin and Kekäläinen 2002. `ranking.judge` says what is relevant.
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.ranking import judge


def ndcg(case: Case) -> float | None:
    """In [0, 1]."""
    from ir_measures import nDCG

    return judge(case, nDCG @ 10)


METRIC = Metric("ndcg@10", ndcg, answerable, gated=True)
