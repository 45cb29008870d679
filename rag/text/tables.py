"""Rows of tables, as Markdown and ingested pages have them: cells between bars or tabs, the first row naming them."""

from __future__ import annotations

import re
from typing import Final

from rag.types import Span

_RULE: Final = re.compile(r"[ |:+=-]+")
"""The line of Markdown under the names of the columns."""
_CELL: Final = re.compile(r"[^\t|]+")
_FEWEST_CELLS: Final = 2


def is_row(line: str) -> bool:
    """Whether a line is a row of a table with at least two cells that say something."""
    first, _, rest = line.partition("\t")
    if not (line.lstrip(" ").startswith("|") or (first.strip() and rest.strip())):
        return False
    return sum(any(map(str.isalnum, cell)) for cell in _CELL.findall(line)) >= _FEWEST_CELLS


def head_of(text: str, row: Span) -> str:
    """The first row of the table in which a line stands; empty outside tables, and for the first row itself."""
    first = line = _line_at(text, row.start)
    if not is_row(line.of(text)):
        return ""
    while first.start and _continues((before := _line_at(text, first.start - 1)).of(text)):
        first = before
    return first.of(text).strip() if first.start < line.start and is_row(first.of(text)) else ""


def is_head(text: str, row: Span) -> bool:
    """Whether a line names the columns of a table: the row above Markdown's rule."""
    line = _line_at(text, row.start)
    below = _line_at(text, min(len(text), line.end + 1)).of(text)
    return is_row(line.of(text)) and "-" in below and _RULE.fullmatch(below) is not None


def _continues(line: str) -> bool:
    return is_row(line) or ("-" in line and _RULE.fullmatch(line) is not None)


def _line_at(text: str, position: int) -> Span:
    """The line that has the character at a position, without its end."""
    end = text.find("\n", position)
    return Span(text.rfind("\n", 0, position) + 1, len(text) if end < 0 else end)
