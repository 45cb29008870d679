"""Text as it is read aloud: without what hides in its words, and with the letters that its characters pass for.

Who wants a word past a rule writes it so that it looks the same and is spelled otherwise: with characters that do not
show, in letters for formulas (𝐈, Ｉ), struck through, or with Cyrillic and Greek letters that look like Latin ones.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rag.text.visible import visible

_BLANK: Final = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"))
"""Letters and symbols that show nothing."""
_TAGS: Final = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}
"""An invisible alphabet, which models can read."""
_LATIN_FOR: Final = str.maketrans(
    "аеорсухкмтвніјѕԁһӏԛԝьАВЕКМНОРСТУХІЈЅԌԚԜαβεικνορτυχωγηΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxkmtbhijsdhlqwbABEKMHOPCTYXIJSGQWabeikvoptuxwynABEZHIKMNOPTYX",
)
_MARKS: Final = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Marks that no letter has taken up: strokes through it, and choices of its form."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[a-z]", re.IGNORECASE)
_ALIKE: Final = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")


def as_read(text: str) -> str:
    """`text` in the plainest letters it can be taken for; not of its length, and for comparing only."""
    if text.isascii():
        return visible(text)
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", visible(text.translate(_TAGS).translate(_BLANK))))
    if not _ALIKE.search(plain):
        return plain
    return _WORD.sub(lambda word: word.group().translate(_LATIN_FOR) if is_mixed(word.group()) else word.group(), plain)


def is_mixed(word: str) -> bool:
    """Whether a word is written in Latin letters and in Cyrillic or Greek ones."""
    return _LATIN.search(word) is not None and _ALIKE.search(word) is not None


def is_disguised(word: str) -> bool:
    """Whether a Latin word is written with some letters of another script that look like its own."""
    return is_mixed(word) and not is_mixed(word.translate(_LATIN_FOR))
