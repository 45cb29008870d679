"""Exact match: 1 if the folded answer, without marks, punctuation and articles, equals a reference, else 0.

SQuAD (Rajpurkar et al. 2016), with units for Chinese as in MLQA (Lewis et al. 2020).
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.text import references, units, unmarked


def exact_match(case: Case) -> float | None:
    """0 or 1; None for a refusal, or a question without a reference."""
    wanted = [units(text, case.gold.language) for text in references(case.gold)]
    if not case.answered or not wanted:
        return None
    return float(units(unmarked(case.answer.answer), case.gold.language) in wanted)


METRIC = Metric("exact_match", exact_match, answerable)
