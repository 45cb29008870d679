"""The retrieved passages as a ranking that ir-measures can judge."""

from __future__ import annotations

from typing import Any

from eval.metrics.base import Case
from eval.metrics.spans import holds
from eval.records import GoldRow


def judge(case: Case, measure: Any) -> float | None:
    """`measure` (of ir-measures) of the row's ranking; None where nothing was retrieved on purpose.

    A passage is relevant for the first quote it holds that no better passage held. Other quotes of the same passage
    come for free: they are taken out of the judgements, so that one passage is never worth two places.
    """
    from ir_measures import Qrel, ScoredDoc, iter_calc

    if case.row.hits is None:
        return None
    waiting = dict(enumerate(case.gold.quotes, start=1))
    run, relevant = [], []
    for place, hit in enumerate(case.row.hits):
        held = [number for number, quote in waiting.items() if holds(hit, quote)]
        run.append(ScoredDoc("q", f"hit {place}", -float(place)))
        if held:
            relevant.append(f"hit {place}")
        for number in held:
            del waiting[number]
    relevant += [f"missed {number}" for number in range(_missed(case.gold, set(waiting), len(relevant)))]
    if not run:
        return 0.0
    (result,) = iter_calc([measure], [Qrel("q", name, 1) for name in relevant], run)
    return float(result.value)


def _missed(gold: GoldRow, waiting: set[int], relevant: int) -> int:
    """How many passages are still wanted: one for every side that none holds, or as many quotes as are needed."""
    if gold.sides:
        return sum(waiting.issuperset(side) for side in gold.sides)
    return max(0, min(len(waiting), (gold.needed or len(gold.quotes)) - relevant))
