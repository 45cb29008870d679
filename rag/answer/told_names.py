"""The names that an answer tells of, as far as they are certain: a quote may begin with any word, and has any in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rag.answer.cite import split_marks
from rag.answer.phrases import without_frame
from rag.text.language import detect
from rag.text.names import Name, names
from rag.text.quotation import pairs
from rag.text.scripts import is_han
from rag.text.spelling import is_place, may_be_word
from rag.types import Language

_BYLINE: Final = re.compile(
    r"(?:\A|[.(|–—-])\s*(?:by|von|reporting by|(?:photos?|photographs?|interview|text|fotos?|bild)(?: by| von|:))\s+\Z"
    r"|[（(【][^）)】]{0,12}(?:记者|記者|通讯员|通訊員|编辑|編輯|责编|責編|摄影|攝影|撰文|文|图|圖)[\s:：/／]*\Z",
    re.IGNORECASE,
)
"""Before the name of one who wrote, not of one who is told of."""
_THE: Final = re.compile(r"\b(?:the|an?|these|those|any|all|no)\s+\Z", re.IGNORECASE)
_BESIDE_NUMBER: Final = re.compile(r"\d\s*\0\s*|\0\s*\d")


def names_told(answer: str) -> list[str]:
    """The names of an answer, each piece read in its own language: a German quote in an English frame as German."""
    return [name.text for piece in _pieces(without_frame(split_marks(answer)[0])) for name in _certain(piece)]


def _pieces(text: str) -> Iterator[str]:
    """What it quotes, and the text around that as a whole; in order of their beginnings."""
    quoted, end = [], 0
    around = list(text)
    for span in sorted((pair.span for pair in pairs(text) if pair.is_quotation), key=lambda span: span.start):
        if span.start >= end:
            quoted.append(text[span.start + 1 : span.end - 1])
            around[span.start : span.end] = " " * len(span)
            end = span.end
    yield "".join(around)
    yield from quoted


def _certain(text: str) -> Iterator[Name]:
    language = detect(text)
    for name in names(text, language):
        before, after = text[: name.span.start], text[name.span.end :]
        if not _BYLINE.search(before) and not _is_word(name.text, language, before, after):
            yield name


def _is_word(name: str, language: Language, before: str, after: str) -> bool:
    """Whether a name of one part may be a common word, or a code (GBP 1,185; 3LB), and is no place."""
    if may_be_word(name, language):
        return True
    if language == "de" or " " in name or is_han(name[0]) or is_place(name, language):
        return False
    is_code = name.isupper() and _BESIDE_NUMBER.search(f"{before[-2:]}\0{after[:2]}") is not None
    return is_code or _THE.search(before) is not None
