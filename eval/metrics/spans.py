"""When a citation or a passage stands for a gold quote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Protocol

from eval.records import GoldQuote, GoldRow


class Located(Protocol):
    """Half-open range of code points in a source."""

    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


@cache
def same_source(source: str, document: str) -> bool:
    """Whether two paths name one document: equal, or one continues the other to the left ("/x/seeds/a", "seeds/a")."""
    a, b = PurePosixPath(source.replace("\\", "/")).parts, PurePosixPath(document).parts
    shorter = min(len(a), len(b))
    return shorter > 0 and a[-shorter:] == b[-shorter:]


def supports(span: Located, quote: GoldQuote) -> bool:
    """Whether `span` covers at least half of `quote`, or lies at least half within it."""
    overlap = min(span.end, quote.end) - max(span.start, quote.start)
    shorter = min(span.end - span.start, quote.end - quote.start)
    return same_source(span.source, quote.document) and overlap > 0 and 2 * overlap >= shorter


def holds(span: Located, quote: GoldQuote) -> bool:
    """Whether the passage `span` contains at least half of `quote`."""
    overlap = min(span.end, quote.end) - max(span.start, quote.start)
    return same_source(span.source, quote.document) and 2 * overlap >= quote.end - quote.start


def covered(spans: Sequence[Located], gold: GoldRow, found_by: Callable[[Located, GoldQuote], bool]) -> float:
    """Share of the evidence needed that `spans` have: of the sides, where the row has some, else of the quotes."""
    found = {
        number for number, quote in enumerate(gold.quotes, start=1) if any(found_by(span, quote) for span in spans)
    }
    if gold.sides:
        return sum(not found.isdisjoint(side) for side in gold.sides) / len(gold.sides)
    return min(1.0, len(found) / (gold.needed or len(gold.quotes)))
