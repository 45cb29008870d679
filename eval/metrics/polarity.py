"""Polarity: share of the sentences that do not deny what they cite.

    1 - |sentences negated unlike both their quotes and the reference| / |sentences that cite a gold quote|

A sentence contradicts if it has a negation where neither its quotes nor the reference answer has one, or has none
where both do. Two witnesses, because a translation may turn "no evidence" into "unproven". Of the reference the claims
that cite the same gold quote bear witness.
"""

from __future__ import annotations

import re

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.citation_recall import supported
from eval.metrics.spans import supports
from eval.metrics.text import claims, marks, unmarked
from eval.records import GoldRow
from rag.types import AnswerSentence, Citation

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|nicht|nichts|nie|niemals|niemand|weder|ohne"
    r"|kein(?:e[mnrs]?)?)\b|n['’]t\b|不(?![断斷仅僅但久过過少移])|未(?![来來])|[没沒无無勿]|并非|並非",
    re.IGNORECASE,
)


def negated(text: str) -> bool:
    """Whether a negation of English, German or Chinese stands in `text`."""
    return _NEGATION.search(text) is not None


def _claims(sentence: AnswerSentence) -> bool:
    return any(character.isalnum() for character in unmarked(sentence.text))


def _contradicts(case: Case, sentence: AnswerSentence) -> bool:
    cited = [case.citations[n] for n in {*sentence.citations, *marks(sentence.text)} if n in case.citations]
    quoted = any(negated(citation.quote) for citation in cited)
    witnesses = {quoted, *(negated(claim) for claim in _same_claims(case.gold, cited))}
    return witnesses == {not negated(unmarked(sentence.text))}


def _same_claims(gold: GoldRow, cited: list[Citation]) -> list[str]:
    """The claims of the reference that cite the same gold quotes; all of them if none does."""
    numbers = {n for n, quote in enumerate(gold.quotes, start=1) if any(supports(span, quote) for span in cited)}
    reference = claims(gold.answer)
    return [claim for claim in reference if numbers & set(marks(claim))] or reference


def polarity(case: Case) -> float | None:
    """In [0, 1]; None where no sentence cites a gold quote, or there is no reference to compare with."""
    if not case.answered or not case.gold.answer:
        return None
    sentences = [s for s in case.answer.sentences if s.verdict != "unsupported" and _claims(s) and supported(case, s)]
    if not sentences:
        return None
    return 1 - sum(_contradicts(case, sentence) for sentence in sentences) / len(sentences)


METRIC = Metric("polarity", polarity, answerable, gated=True)
