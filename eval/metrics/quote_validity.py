"""Quote validity: share of the citations, those of a refusal included, that the file itself bears out.

    |citations with sha256 and text[start:end] as claimed| / |citations|

The proof was read from the source files when the rows were collected, without asking the system under test.
"""

from __future__ import annotations

from collections.abc import Iterator

from eval.metrics.base import Case, Metric, always
from rag.types import Answer, Citation


def all_citations(answer: Answer) -> Iterator[Citation]:
    """The citations of an answer and the nearest passages of a refusal."""
    yield from answer.citations
    if answer.refusal is not None:
        yield from answer.refusal.nearest


def verifies(case: Case, citation: Citation) -> bool:
    """Whether the file has this text, and at these offsets this quote."""
    proof = case.proofs.get((citation.source, citation.start, citation.end))
    return (
        proof is not None
        and proof.sha256 == citation.sha256
        and proof.text == citation.quote
        and citation.end - citation.start == len(citation.quote) > 0
    )


def quote_validity(case: Case) -> float | None:
    """In [0, 1]; None where nothing is cited."""
    verdicts = [verifies(case, citation) for citation in all_citations(case.answer)]
    return sum(verdicts) / len(verdicts) if verdicts else None


METRIC = Metric("quote_validity", quote_validity, always, gated=True)
