"""Cross-language agreement: the same question asked in another language must cite the same documents.

    mean over the sibling answers of |A ∩ B| / |A ∪ B|,  A and B the documents cited (Jaccard 1901)

An answer and a refusal of the same question agree in nothing (0); two refusals say nothing about agreement.
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from rag.types import Answer


def _documents(answer: Answer) -> set[str]:
    return {citation.source for citation in answer.citations}


def agreement(case: Case) -> float | None:
    """In [0, 1]; None where no other language of the question was answered."""
    own = _documents(case.answer)
    others = [_documents(answer) for answer in case.siblings]
    shares = [len(own & other) / len(own | other) for other in others if own | other]
    return sum(shares) / len(shares) if shares else None


METRIC = Metric("agreement", agreement, answerable, gated=True)
