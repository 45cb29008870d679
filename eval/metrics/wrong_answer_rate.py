"""Wrong-answer rate: share of the answerable questions that were answered without every slot filled.

|answered and some slot empty| / |answerable with slots|
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.slot_accuracy import slot_accuracy


def wrong_answer(case: Case) -> float | None:
    """0 or 1, lower is better; a refusal is not a wrong answer; None where the question has no slots."""
    filled = slot_accuracy(case)
    return None if filled is None else float(case.answered and filled < 1)


METRIC = Metric("wrong_answer_rate", wrong_answer, answerable, better="lower")
