"""Polarity: share of the sentences that do not deny what they cite.

    1 - |sentences negated unlike both their quotes and the reference| / |sentences that cite a gold quote|

A sentence contradicts if it has a negation where neither its quotes nor the reference answer has one, or has none
where both do. Two witnesses, because one of them is a translation and Chinese 不 also stands in words like 不断.
"""

from __future__ import annotations

import re

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.citation_recall import supported
from eval.metrics.text import marks, unmarked
from rag.types import AnswerSentence

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|nicht|nichts|nie|niemals|niemand|weder|ohne"
    r"|kein(?:e[mnrs]?)?)\b|n['’]t\b|[不没沒未无無莫勿]|并非|並非",
    re.IGNORECASE,
)


def negated(text: str) -> bool:
    """Whether a negation of English, German or Chinese stands in `text`."""
    return _NEGATION.search(text) is not None


def _claims(sentence: AnswerSentence) -> bool:
    return any(character.isalnum() for character in unmarked(sentence.text))


def _contradicts(case: Case, sentence: AnswerSentence) -> bool:
    numbers = {*sentence.citations, *marks(sentence.text)} & case.citations.keys()
    quoted = any(negated(case.citations[number].quote) for number in numbers)
    return quoted == negated(case.gold.answer) != negated(unmarked(sentence.text))


def polarity(case: Case) -> float | None:
    """In [0, 1]; None where no sentence cites a gold quote, or there is no reference to compare with."""
    if not case.answered or not case.gold.answer:
        return None
    sentences = [s for s in case.answer.sentences if s.verdict != "unsupported" and _claims(s) and supported(case, s)]
    if not sentences:
        return None
    return 1 - sum(_contradicts(case, sentence) for sentence in sentences) / len(sentences)


METRIC = Metric("polarity", polarity, answerable, gated=True)
