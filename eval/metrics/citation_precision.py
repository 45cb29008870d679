"""Citation precision against the gold quotes: share of the numbers cited that lead to a gold quote.

    |cited numbers whose citation supports| / |cited numbers|

Each mark in the answer counts as often as it stands there, and so does a citation listed without a mark. A number
without a citation (dangling) is in the denominator, which ALCE (Gao et al. 2023) leaves out. Support is overlap with
the gold quote, never the word of the system's own checker.
"""

from __future__ import annotations

from eval.metrics.base import Case, Metric, answerable
from eval.metrics.spans import supports
from eval.metrics.text import marks


def citation_precision(case: Case) -> float | None:
    """In [0, 1]; None for a refusal, 0 for an answer that cites nothing."""
    if not case.answered:
        return None
    marked = marks(case.answer.answer)
    cited = marked + [number for number in case.citations if number not in marked]
    right = [
        number
        for number in cited
        if number in case.citations and any(supports(case.citations[number], quote) for quote in case.gold.quotes)
    ]
    return len(right) / len(cited) if cited else 0.0


METRIC = Metric("citation_precision", citation_precision, answerable, gated=True)
