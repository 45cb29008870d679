"""Rows of tables and items of lists, as Markdown and ingested pages have them, and what stands above them.

Cells stand between bars or tabs. Whether the first row names the columns is told by Markdown's rule, else by how it
reads beside the rows below it.
"""

from __future__ import annotations

import re
from typing import Final

from rag.types import Span

_RULE: Final = re.compile(r"[ |:+=-]+")
"""The line of Markdown under the names of the columns."""
_CELL: Final = re.compile(r"[^\t|]+")
_FEWEST_CELLS: Final = 2
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SENTENCE: Final = re.compile(r".{60,}|(?:\S+\s+){3}.*[.!?]|.*[。！？]")
_MANY: Final = 3
"""Rows from which numbers in each are the column's, whatever they count."""
_ITEM: Final = re.compile(r"\s*[-*+•‣▪]\s")
_INDENTED: Final = re.compile(r"\s{2,}\S|\t")
_HEADING: Final = re.compile(r"[ \t]*(?:(?P<mark>#{1,6})[ \t]+)?(?P<text>\S.*?)[ \t]*(?:#+[ \t]*)?")
_ENDED: Final = re.compile(r"[.!?;,。！？；，…][”’\"'」』）)*_]*$")
_NUMBERED_CAPTION: Final = re.compile(r"(?:table|tabelle|tab\.|表)\s?\d", re.IGNORECASE)
_LONGEST_HEADING: Final = 100


def is_row(line: str) -> bool:
    """Whether a line is a row of a table with at least two cells that say something."""
    first, _, rest = line.partition("\t")
    if not (line.lstrip(" ").startswith("|") or (first.strip() and rest.strip())):
        return False
    return sum(any(map(str.isalnum, cell)) for cell in _CELL.findall(line)) >= _FEWEST_CELLS


def head_of(text: str, row: Span) -> str:
    """The row that names the columns of the table in which a line stands; empty if none does, or the line itself."""
    line = _line_at(text, row.start)
    first = _first_row(text, line)
    return first.of(text).strip() if first.start < line.start and _is_head(text, first) else ""


def heading_of(text: str, span: Span) -> str:
    """The heading, or the caption, right above the table or the list of which a line is; empty if there is none.

    In Markdown it comes behind the one it is under: `## 4.9` and `### Added` are `4.9 · Added`. The first line of a
    text is its title and no heading. The names of columns have none: they are for the rows below.
    """
    line = _line_at(text, span.start)
    first = _first_row(text, line) if is_row(line.of(text)) else _first_item(text, line)
    if first is None or (first == line and _is_head(text, first)):
        return ""
    above = len(text[: first.start].rstrip())
    heading = _line_at(text, above - 1) if above else Span(0, 0)
    words = _heading(heading.of(text)) if text[: heading.start].strip() else ""
    return " · ".join(filter(None, (_heading_over(text, heading), words))) if words else ""


def is_head(text: str, row: Span) -> bool:
    """Whether a line names the columns of a table: the row above Markdown's rule."""
    line = _line_at(text, row.start)
    below = _line_at(text, min(len(text), line.end + 1)).of(text)
    return is_row(line.of(text)) and "-" in below and _RULE.fullmatch(below) is not None


def _is_head(text: str, first: Span) -> bool:
    """Whether the first row of a table names its columns."""
    names = first.of(text)
    return is_row(names) and (is_head(text, first) or _names_columns(names, _rows_below(text, first)))


def _heading(line: str) -> str:
    """The words of a line that is a heading: short, no row, no item, and not ended like a sentence."""
    match = _HEADING.fullmatch(line) if len(line) <= 2 * _LONGEST_HEADING else None
    if match is None or is_row(line) or _ITEM.match(line):
        return ""
    words = match["text"]
    is_short = len(words) <= _LONGEST_HEADING and any(map(str.isalnum, words))
    is_open = match["mark"] or _NUMBERED_CAPTION.match(words) or not _ENDED.search(words)
    return words if is_short and is_open else ""


def _heading_over(text: str, heading: Span) -> str:
    """The nearest heading of a higher rank above one of Markdown's; empty for others, and under the title (`#`)."""
    rank = _rank(heading.of(text))
    while rank and heading.start:
        heading = _line_at(text, heading.start - 1)
        if 1 < _rank(heading.of(text)) < rank:
            return _heading(heading.of(text))
    return ""


def _rank(line: str) -> int:
    """How many marks a heading of Markdown has; 0 for other lines."""
    match = _HEADING.fullmatch(line) if line.startswith("#") and len(line) <= 2 * _LONGEST_HEADING else None
    return len(match["mark"] or "") if match else 0


def _first_row(text: str, line: Span) -> Span:
    first = line
    while first.start and is_row(line.of(text)) and _continues((before := _line_at(text, first.start - 1)).of(text)):
        first = before
    return first


def _first_item(text: str, line: Span) -> Span | None:
    """The first item of the list in which a line stands; None outside lists."""
    first: Span | None = None
    while True:
        words = line.of(text)
        if _ITEM.match(words):
            first = line
        elif words.strip() and not _INDENTED.match(words):
            return first
        if not line.start:
            return first
        line = _line_at(text, line.start - 1)


def _rows_below(text: str, first: Span) -> list[str]:
    rows: list[str] = []
    end = first.end
    while end < len(text) and is_row((line := _line_at(text, end + 1)).of(text)):
        rows.append(line.of(text))
        end = line.end
    return rows


def _names_columns(first: str, below: list[str]) -> bool:
    """Whether a table's first row reads otherwise than those below: no sentence, no number like theirs.

    In a table of two columns the row may well say the same of another thing, so there has to be a difference.
    """
    names = _cells(first)
    columns = [[cells[i] for cells in map(_cells, below) if i < len(cells)] for i in range(len(names))]
    numbered = [i for i, name in enumerate(names) if _has_digit(name) and not _YEAR.fullmatch(name)]
    if any(map(_SENTENCE.fullmatch, names)):
        return False
    if len(names) > _FEWEST_CELLS:
        return not any(_shape(names[i]) in map(_shape, columns[i]) for i in numbered)
    return not numbered and len(names) == _FEWEST_CELLS and _differs(names[1], columns[1])


def _differs(name: str, below: list[str]) -> bool:
    """Whether the second of two columns has one kind of values, which its first cell is not of."""
    counted = [cell for cell in below if _has_digit(cell)]
    is_word = len(name.split()) == 1
    if counted and len(counted) == len(below) and (len(below) >= _MANY or len(set(map(_shape, below))) == 1):
        return True
    return is_word and bool(counted or (below and all(len(cell.split()) > 1 for cell in below)))


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in _CELL.findall(row) if cell.strip()]


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _shape(cell: str) -> str:
    return re.sub(r"\d+", "0", cell).casefold()


def _continues(line: str) -> bool:
    return is_row(line) or ("-" in line and _RULE.fullmatch(line) is not None)


def _line_at(text: str, position: int) -> Span:
    """The line that has the character at a position, without its end."""
    end = text.find("\n", position)
    return Span(text.rfind("\n", 0, position) + 1, len(text) if end < 0 else end)
