"""Where quotations and brackets begin and end, in text that mixes conventions and forgets marks.

A mark without its partner near it means nothing and is ignored, so one forgotten mark cannot turn the rest of a text
inside out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from rag.types import Span

OPENING = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "‘": "’",
    "‚": "‘’",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
    "〖": "〗",
    "（": "）",
    "［": "］",
    "｛": "｝",
    "(": ")",
    "[": "]",
    "{": "}",
}
"""Each opening mark with the marks that may close it: „ is closed by “ in German and by ” elsewhere."""

REVERSED = {"»": "«", "›": "‹"}
"""German books point their guillemets inwards: »so«."""

STRAIGHT = "\"'＂"

CLOSING = frozenset("”』」》〉】〕〗）］｝)]}")
"""Marks that only ever close: no sentence begins with one."""

DEEPEST = 16
"""Open marks remembered: no text nests deeper, and forgotten marks must not pile up."""

QUOTATION = frozenset("“„‟‘‚«‹»›「『") | frozenset(STRAIGHT)
"""Opening marks of speech; the others open titles and remarks in brackets."""

_SPEECH = QUOTATION - {"'"}
"""Those that are no apostrophe either."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A matched pair: `span` runs from the opening mark to just after the closing one."""

    span: Span
    mark: str

    @property
    def is_quotation(self) -> bool:
        """Whether it holds words quoted, rather than a title or a remark in brackets."""
        return self.mark in QUOTATION


def pairs(text: str, span: Span | None = None) -> list[Pair]:
    """The matched pairs inside `span`, ordered by where they begin. Pairs nest or stand apart, they never cross."""
    return sorted(_scanned(text, Span(0, len(text)) if span is None else span)[0], key=lambda pair: pair.span)


def continued(text: str) -> list[Span]:
    """The quotations that go on in the next paragraph, which opens with their mark again, from the first mark on.

    A quotation of several paragraphs is closed at the end of the last one only.
    """
    found: list[Span] = []
    running: Span | None = None
    lines = [Span(*line.span()) for line in re.finditer(r"[^\s\n][^\n]*", text)]
    for line, below in pairwise([*lines, Span(len(text), len(text))]):
        closed, left_open = _scanned(text, line)
        if running is not None:
            whole = next((pair.span.end for pair in closed if pair.span.start == line.start), line.end)
            running = Span(running.start, whole)
        again = next(
            (start for start, mark, _ in left_open if mark in _SPEECH and text.startswith(mark, below.start)), None
        )
        if again is not None:
            running = running if running and running.end == line.end else Span(again, line.end)
        elif running is not None:
            found.append(running)
            running = None
    return found


def _scanned(text: str, bounds: Span) -> tuple[list[Pair], list[tuple[int, str, str]]]:
    """The matched pairs, ordered by where they end, and the marks left open: where, which, and what closes them."""
    found: list[Pair] = []
    open_marks: list[tuple[int, str, str]] = []
    for position in range(bounds.start, bounds.end):
        character = text[position]
        if character not in _MARKS:
            continue
        before = text[position - 1] if position > bounds.start else " "
        after = text[position + 1] if position + 1 < bounds.end else " "
        depth = _partner(character, open_marks) if _may_close(character, before, after) else None
        if depth is not None:
            start, mark, _ = open_marks[depth]
            found.append(Pair(Span(start, position + 1), mark))
            del open_marks[depth:]
        elif _may_open(character, before, after):
            open_marks.append((position, character, OPENING.get(character) or REVERSED.get(character) or character))
            del open_marks[:-DEEPEST]
    return found, open_marks


_MARKS = frozenset("".join([*OPENING, *OPENING.values(), *REVERSED, *REVERSED.values(), STRAIGHT]))


def _partner(character: str, open_marks: list[tuple[int, str, str]]) -> int | None:
    """Depth of the innermost open mark that `character` closes."""
    return next((i for i in reversed(range(len(open_marks))) if character in open_marks[i][2]), None)


def _may_close(character: str, before: str, after: str) -> bool:
    """A straight mark closes what it touches on its left; an apostrophe has a letter on its right (it's, l'eau)."""
    if character in "'’‘":
        return not _is_spaced_letter(after) and not (character == "'" and before.isspace())
    return not (character in STRAIGHT and before.isspace() and not after.isspace())


def _may_open(character: str, before: str, after: str) -> bool:
    """A straight mark opens what it touches on its right; after a letter of a spaced script it is an apostrophe."""
    if character in OPENING or character in REVERSED:
        return not (character == "‘" and _is_spaced_letter(before))
    return character in STRAIGHT and not after.isspace() and not _is_spaced_letter(before) and not before.isdigit()


def _is_spaced_letter(character: str) -> bool:
    """A letter of a script that puts spaces between words."""
    return character.isalpha() and character < "\u2e80"
