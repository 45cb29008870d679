"""False citations: marks that lead to another passage, or to none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.corrupt.answer import Reference, replaced

_MARKS = re.compile(r"(?:\[\d+\])+")
_BEYOND = (1, 4, 40)


def moved_citation(reference: Reference) -> Iterator[str]:
    """The marks of one place replaced by that of a passage which does not support the answer."""
    for match in _MARKS.finditer(reference.text):
        for number in range(reference.right + 1, len(reference.passages) + 1):
            yield replaced(reference.text, *match.span(), f"[{number}]")


def invented_citation(reference: Reference) -> Iterator[str]:
    """A number that no passage has, in place of one or beside it."""
    for match in _MARKS.finditer(reference.text):
        for beyond in _BEYOND:
            mark = f"[{len(reference.passages) + beyond}]"
            yield replaced(reference.text, *match.span(), mark)
            yield replaced(reference.text, match.end(), match.end(), mark)
