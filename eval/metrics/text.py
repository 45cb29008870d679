"""Text as metrics compare it: without citation marks, folded over scripts and case, cut into comparable units."""

from __future__ import annotations

import re

from eval.records import GoldRow
from rag.text.fold import fold
from rag.text.scripts import HAN, HANGUL, KANA
from rag.types import Language

_MARK = re.compile(r"\s?\[(\d+(?:\s*,\s*\d+)*)\]")
_CLAIM = re.compile(r".+?(?:\s*\[[\d, ]+\])+[^\w\s\[]*|.+", re.DOTALL)
_CJK = f"{HAN}{KANA}{HANGUL}"
_UNIT = re.compile(f"[{_CJK}]|[^\\W_{_CJK}]+")
_ARTICLES = {
    "en": frozenset(["a", "an", "the"]),
    "de": frozenset(["ein", "eine", "einen", "einem", "eines", "einer", "der", "die", "das", "den", "dem", "des"]),
}


def claims(text: str) -> list[str]:
    """`text` cut after each run of marks: every piece is a claim with its own citations."""
    return [piece.strip() for piece in _CLAIM.findall(text)]


def marks(text: str) -> list[int]:
    """The numbers that `text` cites, in order and with repetitions: "so [1][3], and [1, 2]" gives 1 3 1 2."""
    return [int(number) for match in _MARK.finditer(text) for number in match[1].split(",")]


def unmarked(text: str) -> str:
    """`text` without its citation marks."""
    return _MARK.sub("", text)


def units(text: str, language: Language) -> list[str]:
    """The comparable units of `text`: one per Chinese character, one per word or number in other scripts.

    Folded over scripts and case; punctuation and, as SQuAD and MLQA do, the articles of `language` are left out.
    """
    articles = _ARTICLES.get(language, frozenset())
    return [unit for unit in _UNIT.findall(fold(text).text) if unit not in articles]


def references(gold: GoldRow) -> list[str]:
    """The texts that would be a perfect answer: the reference, and each string that fills an only slot by itself."""
    only = gold.slots[0].get(gold.language, ()) if len(gold.slots) == 1 else ()
    return [text for text in (unmarked(gold.answer), *only) if text.strip()]
