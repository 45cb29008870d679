"""Slot accuracy: share of the things an answer must contain that it contains.

    |slots filled| / |slots|

A slot is filled by any of its strings, of any language, found in the answer's text after script folding; a verbatim
quote shown in the answer counts, whatever its language. Citation marks do not count ("[11]" is not eleven). A string
may not begin or end within a number (11 is not in 2011) nor begin within a word ("no" is not in "piano"), while German
and English endings may follow it.
"""

from __future__ import annotations

import re
from functools import cache

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.text import unmarked
from eval.records import Slot
from rag.text.fold import fold


@cache
def _pattern(string: str) -> re.Pattern[str]:
    sought = folded(string)
    first, last = sought[:1], sought[-1:]
    before, after = "", ""
    if first.isdigit():
        before = r"(?<!\d)(?<!\d[.,])"
    elif first.isascii() and first.isalpha():
        before = r"(?<![A-Za-z])"
    if last.isdigit():
        after = r"(?!\d)(?![.,]\d)"
    return re.compile(before + re.escape(sought) + after)


def folded(text: str) -> str:
    """A text with scripts, widths and cases made one, and single spaces."""
    return " ".join(fold(text).text.split())


def filled(slot: Slot, folded_text: str) -> bool:
    """Whether any string of the slot stands in the text, which is `folded`."""
    return any(_pattern(string).search(folded_text) for strings in slot.values() for string in strings)


def slot_accuracy(case: Case) -> float | None:
    """In [0, 1]; 0 for a refusal of an answerable question, None where the question has no slots."""
    if not case.gold.slots:
        return None
    if not case.answered:
        return 0.0
    text = folded(unmarked(case.answer.answer))
    return sum(filled(slot, text) for slot in case.gold.slots) / len(case.gold.slots)


METRIC = Metric("slot_accuracy", slot_accuracy, answerable, gated=True)
