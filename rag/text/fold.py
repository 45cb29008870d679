"""Folding: one form for every way a text can be spelled, and the way back to the text.

Traditional becomes Simplified, wide becomes narrow, capital becomes small, ß becomes ss, and a letter loses its marks
(ü becomes u, so Müller meets Muller; that Mueller meets them too is left to the German stemmer and the name skeletons,
since ue is no umlaut in "true" or "neue"). Quotation marks, dashes and full stops lose their national forms. Characters
that do not print are dropped. Folding is for comparing; what is shown is always the original at `Folded.span`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.text.scripts import is_han, simplified
from rag.types import Span

_LETTERS = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n"}
"""Letters whose mark Unicode does not decompose."""
_MARKS = (
    dict.fromkeys("‘’‚‛‹›´`ʼ′", "'")
    | dict.fromkeys("“”„‟«»「」『』″〝〞〟﹁﹂﹃﹄", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"。": ".", "、": ",", "〜": "~", "•": "·", "・": "·", "…": "..."}
)
_HAN_VARIANTS = {"著": "着", "妳": "你", "麽": "么"}
"""Characters that Traditional uses for one that Simplified writes otherwise, where OpenCC needs the phrase to tell."""
_UNPRINTED = ("Cc", "Cf")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. Its character `i` comes from `original[starts[i]:ends[i]]`; both grow with `i`."""

    text: str
    original: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    def span(self, start: int, end: int) -> Span:
        """The smallest original span that folds to a text holding `text[start:end]`; a range must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])


def fold(text: str) -> Folded:
    """`text` in its folded form. `fold(a + b)` is `fold(a) + fold(b)` unless `b` begins with a combining mark."""
    units = list(text) if unicodedata.is_normalized("NFC", text) else list(_clusters(text))
    pieces = [_fold_unit(unit) for unit in units]
    folded = "".join(pieces)
    if len(units) == len(text) == len(folded) and all(pieces):
        return Folded(folded, text, range(len(text)), range(1, len(text) + 1))
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for width, piece in _absorb_dropped(units, pieces):
        starts += [position] * len(piece)
        position += width
        ends += [position] * len(piece)
    return Folded(folded, text, tuple(starts), tuple(ends))


def _absorb_dropped(units: list[str], pieces: list[str]) -> list[tuple[int, str]]:
    """Width in the original and folded form of each unit; one that folds to nothing widens the one before it."""
    absorbed: list[tuple[int, str]] = []
    for unit, piece in zip(units, pieces, strict=True):
        if not piece and absorbed:
            width, before = absorbed[-1]
            absorbed[-1] = (width + len(unit), before)
        else:
            absorbed.append((len(unit), piece))
    return absorbed


def _clusters(text: str) -> Iterator[str]:
    """Each character with the marks and Hangul vowels after it that compose with it."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not _composes(text[position]):
            yield text[start:position]
            start = position


def _composes(character: str) -> bool:
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff"


@lru_cache(maxsize=1 << 16)
def _fold_unit(unit: str) -> str:
    normal = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", unit).casefold())
    return "".join(_fold_character(character) for character in normal)


def _fold_character(character: str) -> str:
    if "a" <= character <= "z":
        return character
    if character in _MARKS:
        return _MARKS[character]
    if character in _LETTERS:
        return _LETTERS[character]
    if character.isspace():
        return " "
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if is_han(character):
        return _HAN_VARIANTS.get(character) or simplified(character)
    if unicodedata.category(character) in _UNPRINTED or "\u0300" <= character <= "\u036f":
        return ""
    return _unmarked(character)


def _unmarked(letter: str) -> str:
    """A letter of an alphabet without its marks (ü, ά); й and the like are letters of their own."""
    if "\u0400" <= letter <= "\u052f":
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
