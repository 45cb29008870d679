"""Citation recall: share of the answer's sentences of which a citation leads to a gold quote.

    |shown sentences with a supporting citation| / |shown sentences|

ALCE (Gao et al. 2023), with overlap with the gold quotes in the place of entailment. A sentence that verification
dropped is not shown; one that cites nothing, or only numbers that do not exist, is unsupported.
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.spans import supports
from eval.metrics.text import marks
from rag.types import AnswerSentence


def supported(case: Case, sentence: AnswerSentence) -> bool:
    """Whether the sentence cites a gold quote, by its list of citations or by a mark in its text."""
    numbers = {*sentence.citations, *marks(sentence.text)} & case.citations.keys()
    return any(supports(case.citations[number], quote) for number in numbers for quote in case.gold.quotes)


def citation_recall(case: Case) -> float | None:
    """In [0, 1]; None for a refusal, 0 for an answer without sentences."""
    if not case.answered:
        return None
    shown = [sentence for sentence in case.answer.sentences if sentence.verdict != "unsupported"]
    return sum(supported(case, sentence) for sentence in shown) / len(shown) if shown else 0.0


METRIC = Metric("citation_recall", citation_recall, answerable, gated=True)
