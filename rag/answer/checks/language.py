"""Layer: the sentence is one, written in the reader's language and in nothing else."""

from __future__ import annotations

import re

from rag.answer.checks.proof import Sentence
from rag.answer.checks.quotation import quotations
from rag.text.language import UNDETERMINED, detect
from rag.text.scripts import is_cjk

_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_LATIN_WORD = re.compile(r"\b[a-zäöüß]{3,}\b")
_WORD = re.compile(r"[^\W\d_一-鿿]+(?:[’'-]\w+)*")
_FEWEST_WORDS = 3
"""Words of a sentence; four Chinese characters make three."""
_MOST_FOREIGN = 0.2
"""Lower-case Latin words for each character of a Chinese sentence; names and abbreviations are capitalised."""


def fragment(sentence: Sentence) -> str | None:
    """A bare word or number, which states nothing that could be checked."""
    words = sum(3 * is_cjk(ch) for ch in sentence.text) // 4 + len(_WORD.findall(sentence.text))
    return None if words >= _FEWEST_WORDS else "it is not a full sentence"


def broken_language(sentence: Sentence) -> str | None:
    """Prose of another language or script, outside quotations and brackets, or a quotation that mixes two scripts.

    A small model slips into another language in the middle of a sentence. The script of Chinese is mended, not judged.
    """
    prose = _IN_BRACKETS.sub(" ", _without_quotations(sentence.text))
    mixed = any(_is_mixed(inner.of(sentence.text)) for inner in quotations(sentence.text))
    if mixed or not _is_in(sentence.language, prose):
        return f"it must be written in {sentence.language} and nothing else"
    return None


def _is_in(language: str, prose: str) -> bool:
    if not any(map(str.isalnum, prose)):
        return True
    characters = sum(map(is_cjk, prose))
    if language.startswith("zh"):
        return characters > 0 and len(_LATIN_WORD.findall(prose)) <= _MOST_FOREIGN * characters
    if characters and not language.startswith(("ja", "ko")):
        return False
    return detect(prose) in (UNDETERMINED, language)


def _is_mixed(quotation: str) -> bool:
    """Whether Chinese stands in a quotation whose prose is in Latin letters; names and abbreviations are not prose."""
    characters = sum(map(is_cjk, quotation))
    return characters > 0 and len(_LATIN_WORD.findall(quotation)) > max(1, _MOST_FOREIGN * characters)


def _without_quotations(text: str) -> str:
    pieces, start = [], 0
    for inner in quotations(text):
        pieces.append(text[start : inner.start])
        start = inner.end
    return " ".join([*pieces, text[start:]])
