"""Passed: the outcome of a row, which the gate compares pair by pair.

An answerable question passes if it is answered with every slot filled, cites a gold quote (and one of every side),
cites nothing that does not verify or does not exist, is not in another language, and does not deny what it cites. An
unanswerable one passes if it is refused, in the reader's language and with nothing that does not verify.
"""

from __future__ import annotations

from eval.metrics.answer_language import answer_language
from eval.metrics.base import Case, Metric, always
from eval.metrics.polarity import polarity
from eval.metrics.quote_recall import quote_recall
from eval.metrics.quote_validity import quote_validity
from eval.metrics.slot_accuracy import slot_accuracy
from eval.metrics.text import marks


def passed(case: Case) -> float | None:
    """0 or 1. A part that does not apply does not fail the row."""
    if case.answered != case.gold.answerable:
        return 0.0
    parts = [quote_validity(case), answer_language(case)]
    if case.gold.answerable:
        dangling = set(marks(case.answer.answer)) - case.citations.keys()
        parts += [slot_accuracy(case), polarity(case), float(_cites_enough(case)), float(not dangling)]
    return float(all(part is None or part == 1.0 for part in parts))


def _cites_enough(case: Case) -> bool:
    share = quote_recall(case) or 0.0
    return share == 1.0 if case.gold.sides else share > 0


METRIC = Metric("passed", passed, always, gated=True)
