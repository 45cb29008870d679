"""Capitalised words that only look like names: Members asked, Entschuldigt: Frau Klein."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.antecedent import has_title
from rag.text.spelling import is_english_word, is_frequent_english, is_german_word
from rag.types import Language, Span


def is_group(text: str, name: Span, names: Sequence[Span]) -> bool:
    """Whether an English word is the plural of a noun (Members, Residents) and no longer name ends with it."""
    word = name.of(text).casefold()
    is_plural = word.endswith("s") and is_english_word(word) and is_frequent_english(word[:-1])
    return is_plural and not _is_somebodys(text, name, names)


def is_heading(text: str, label: Span, names: Sequence[Span], language: Language) -> bool:
    """Whether a word before a colon says what follows it (Date, Apologies, Entschuldigt) rather than who speaks.

    So does any word that the language has, unless the text shows it to be somebody's name elsewhere.
    """
    word = label.of(text).casefold()
    is_word = is_german_word(word) if language == "de" else is_english_word(word)
    return word.isalpha() and is_word and not _is_somebodys(text, label, names)


def _is_somebodys(text: str, word: Span, names: Sequence[Span]) -> bool:
    """Whether a name of the text ends with a word and has a first name or a title."""
    ending = word.of(text)
    same = [name for name in names if name.of(text) == ending or name.of(text).endswith(f" {ending}")]
    return any(len(name) > len(ending) or has_title(text, name) for name in same)
