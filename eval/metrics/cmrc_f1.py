"""F1 over the longest common contiguous run of units, as CMRC 2018 scores (Cui et al. 2019).

    precision = |run| / |answer|, recall = |run| / |reference|, F1 = 2 P R / (P + R)

Units are single Chinese characters and whole words of other scripts ("mixed segments"); script-folded first. Stricter
than the bag of characters: the same characters in another order share no run.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.text import references, units, unmarked


def run_f1(answer: Sequence[str], reference: Sequence[str]) -> float:
    """In [0, 1]; 1 if both are empty, 0 if one is."""
    if not answer or not reference:
        return float(answer == reference)
    run = SequenceMatcher(None, answer, reference, autojunk=False).find_longest_match().size
    return 2 * run / (len(answer) + len(reference))


def cmrc_f1(case: Case) -> float | None:
    """In [0, 1], the best over the references; None for a refusal, or a question without a reference."""
    wanted = [units(text, case.gold.language) for text in references(case.gold)]
    if not case.answered or not wanted:
        return None
    given = units(unmarked(case.answer.answer), case.gold.language)
    return max(run_f1(given, reference) for reference in wanted)


METRIC = Metric("cmrc_f1", cmrc_f1, answerable)
