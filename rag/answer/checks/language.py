"""Layer: the sentence is one, written in the reader's language and in nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.checks.proof import Sentence
from rag.answer.checks.quotation import quotations
from rag.answer.phrases import phrases
from rag.text.language import UNDETERMINED, detect
from rag.text.scripts import HAN, LATIN, chinese_lower_case_words, is_cjk, lower_case_words

_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]|《[^《》]*》")
_LATIN_WORD = re.compile(r"\b[a-zäöüß]{3,}\b")
_WORD = re.compile(r"[^\W\d_一-鿿]+(?:[’'-]\w+)*")
_NAMES = re.compile(
    r"\b[A-ZÄÖÜ][\w’'-]*(?:\s+(?:(?:of|the|for|and|de|la|von|der)\s+){0,2}[A-ZÄÖÜ][\w’'-]*)+|\b\w+(?:\.\w+)+"
)
"""Capitalised words in a row, and addresses of the net."""
_ADDRESS = re.compile(r"[\w@#/:-]+(?:\.[\w@#/:-]+)+|[@#]\w+", re.ASCII)
_NAMING = re.compile(
    r"\b(?:translat|transliterat|spell|spelt|writ|render|call|named?\b|übersetz|umschrieb|umschreib|schreib|geschrieb|nenn|genannt"
    r"|heiß|bezeichn)",
    re.IGNORECASE,
)
_CHARACTERS = "[\u4e00-\u9fff·]{1,8}"
_MENTION = re.compile(
    rf"(?:(?<=\bas )|(?<=\bals )|(?<=\bmit )|(?<=\bcalled )|(?<=\bnamed )){_CHARACTERS}"
    rf"(?:,? (?:or|and|oder|und) {_CHARACTERS})*"
)
"""What stands behind the word that gives a name or its spelling, as far as it is short."""
_OTHER_SCRIPTS = re.compile(f"[^\\W\\d_{LATIN}{HAN}·ー]{{2}}")
"""Letters in a row that are of none of our languages, as Cyrillic or kana."""
_ENGLISH = re.compile(r"\b[a-z]{3,}(?:ally|ously|ively|ingly|edly|ness|ful)\b(?!-)")
"""Endings that no German word in small letters has."""
_FEWEST_WORDS = 3
"""Words of a sentence; four Chinese characters make three."""
_MOST_FOREIGN = 0.2
"""Lower-case Latin words for each Chinese character of a quotation; names and abbreviations are capitalised."""


def fragment(sentence: Sentence) -> str | None:
    """A bare word or number, which states nothing that could be checked."""
    words = sum(3 * is_cjk(ch) for ch in sentence.text) // 4 + len(_WORD.findall(sentence.text))
    return None if words >= _FEWEST_WORDS else "it is not a full sentence"


def asks(sentence: Sentence) -> bool:
    """Whether it asks, outside of what it quotes: a small model repeats the question as if it answered it."""
    return _without_quotations(sentence.text).rstrip().endswith(("?", "？"))


def broken_language(sentence: Sentence, given: Sequence[str] = ()) -> str | None:
    """Prose of another language or script, outside quotations and brackets, or a quotation that mixes two scripts.

    A small model slips into another language in the middle of a sentence. The script of Chinese is mended, not judged;
    its Latin words in small letters are to stand in a Chinese text that is `given`.
    """
    prose = _IN_BRACKETS.sub(" ", _without_quotations(sentence.text))
    if _OTHER_SCRIPTS.search(prose) or (sentence.language == "de" and _ENGLISH.search(prose)):
        return f"it must be written in {phrases(sentence.language).name} and nothing else"
    mixed = any(_is_mixed(inner.of(sentence.text)) for inner in quotations(sentence.text))
    if mixed or not _is_in(sentence.language, prose, given):
        return f"it must be written in {phrases(sentence.language).name} and nothing else"
    return None


def _is_in(language: str, prose: str, given: Sequence[str]) -> bool:
    if not any(map(str.isalnum, prose)):
        return True
    if not language.startswith(("zh", "ja", "ko")):
        prose = _without_mentions(prose)
    characters = sum(map(is_cjk, prose))
    if language.startswith("zh"):
        own = chinese_lower_case_words(given)
        return characters > 0 and own.issuperset(lower_case_words(_ADDRESS.sub(" ", prose)))
    if characters and not language.startswith(("ja", "ko")):
        return False
    # Foreign names outweigh a few words: "John Edward ist Leiter des Scottish Council of Independent Schools".
    return detect(prose) in (UNDETERMINED, language) or detect(_NAMES.sub(" ", prose)) == language


def _without_mentions(prose: str) -> str:
    """The prose without Chinese words that it tells of rather than uses (it translates Vostochny as 东方 or 東方)."""
    return _MENTION.sub(" ", prose) if _NAMING.search(prose) else prose


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
