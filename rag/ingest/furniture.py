"""What web pages say besides their story: lines told by their words, from the table in furniture.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rag.ingest.dates import published_line
from rag.text.scripts import simplified


class Mark(StrEnum):
    """What a line is recognised as."""

    RULE = "rule"  # no letter and no digit
    DATE = "date"  # a date and little else
    INTERFACE = "interface"  # buttons, menus, switches
    PROMPT = "prompt"  # a label with nothing behind it
    RELATED = "related"  # the heading over a list of other stories
    POINTER = "pointer"  # "read more: " with another story's headline behind it
    BYLINE = "byline"  # who wrote it
    READ_MORE = "read_more"  # the link that ends the entry of another story
    COMMENTS = "comments"  # the form and the rules for readers' comments
    CONSENT = "consent"  # cookie banners
    LEGAL = "legal"  # copyright and terms of the site
    APPEAL = "appeal"  # newsletter, membership, apps
    CREDIT = "credit"  # who edited, who took the picture, where the text comes from
    CAPTION = "caption"


SECTION_ENDS = frozenset({Mark.CONSENT, Mark.LEGAL, Mark.COMMENTS})
"""Marks after which a page says nothing of its story any more, if anything of it came before."""
PART_OF_STORY = frozenset({Mark.CAPTION, Mark.BYLINE})
"""Marks of lines that are no furniture."""

LONGEST_LINE = 400
"""Display columns from which a line is part of a text, unless it begins with a phrase of the table."""
_LONGEST_DATE = 100
_LONGEST_CAPTION = 260
_ITEM = re.compile(
    r"[-*+•‣▪]\s|\d{1,3}(?:\.\d{1,3})*[.)、．）]\s?(?!\d)|[（(]?[一二三四五六七八九十]{1,3}[）)、．.]"
    r"|第\s?[\d一二三四五六七八九十百]{1,4}\s?[条條章节節款项項]|§|\|"
)


@dataclass(frozen=True, slots=True)
class _Table:
    buttons: re.Pattern[str]
    line: dict[Mark, re.Pattern[str]]
    part: dict[Mark, re.Pattern[str]]


def classify(line: str, columns: int) -> Mark | None:
    """What the line is recognised as, or None for everything else. `columns` is its display width."""
    table = _table()
    if columns > LONGEST_LINE:
        opening = _folded(line[:LONGEST_LINE])
        return next((mark for mark, pattern in table.part.items() if pattern.match(opening)), None)
    if not any(map(str.isalnum, line)):
        return None if line.startswith("|") else Mark.RULE  # a Markdown table's rule holds its rows together
    if columns <= _LONGEST_DATE and published_line(line):
        return Mark.DATE
    folded = _folded(line)
    if table.buttons.fullmatch(folded) and not is_item(line):
        return Mark.INTERFACE if any(map(str.isalpha, line)) else None
    for mark, pattern in table.line.items():
        if pattern.fullmatch(folded):
            return mark
    for mark, pattern in table.part.items():
        if (mark is not Mark.CAPTION or columns <= _LONGEST_CAPTION) and pattern.search(folded):
            return mark
    return None


def is_item(line: str) -> bool:
    """Whether a plain text shows the line as an item of a list, a clause or a row of a table."""
    return _ITEM.match(line) is not None


def _folded(line: str) -> str:
    """`line` with Traditional characters made Simplified, one for one."""
    return "".join(map(simplified, line))


@cache
def _table() -> _Table:
    table = tomllib.loads(files("rag.ingest").joinpath("furniture.toml").read_text("utf-8"))

    def one_of(patterns: Sequence[str]) -> re.Pattern[str]:
        whole = "|".join(f"(?:{pattern})" for pattern in patterns)
        for name in ("agency", "picture"):
            whole = whole.replace(f"{{{name}}}", table[name])
        return re.compile(whole, re.IGNORECASE)

    def by_mark(group: dict[str, list[str]]) -> dict[Mark, re.Pattern[str]]:
        return {Mark(name): one_of(patterns) for name, patterns in group.items()}

    phrases = sorted((phrase.strip() for phrase in table["interface"].split("|")), key=len, reverse=True)
    word = rf"(?:(?<![^\W\d_])|(?<=[一-鿿]))(?:{'|'.join(phrases)})(?![^\W\d_一-鿿])"
    buttons = re.compile(rf"(?:(?:{word}|\d++|[^\w\s]++)\s*+)++", re.IGNORECASE)
    return _Table(buttons, by_mark(table["line"]), by_mark(table["part"]))
