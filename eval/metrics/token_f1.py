"""F1 over the bag of units (words; characters for Chinese) shared with the nearest reference.

    precision = |shared| / |answer|, recall = |shared| / |reference|, F1 = 2 P R / (P + R)

SQuAD (Rajpurkar et al. 2016); characters for Chinese as in MLQA (Lewis et al. 2020); script-folded first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.text import references, units, unmarked


def bag_f1(answer: Sequence[str], reference: Sequence[str]) -> float:
    """In [0, 1]; 1 if both are empty, 0 if one is."""
    if not answer or not reference:
        return float(answer == reference)
    shared = (Counter(answer) & Counter(reference)).total()
    return 2 * shared / (len(answer) + len(reference))


def token_f1(case: Case) -> float | None:
    """In [0, 1], the best over the references; None for a refusal, or a question without a reference."""
    wanted = [units(text, case.gold.language) for text in references(case.gold)]
    if not case.answered or not wanted:
        return None
    given = units(unmarked(case.answer.answer), case.gold.language)
    return max(bag_f1(given, reference) for reference in wanted)


METRIC = Metric("token_f1", token_f1, answerable)
