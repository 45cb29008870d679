"""Lexical terms: what a text can be found by, the same for documents and for questions.

Chinese (and kana and Hangul) gives pairs of neighbouring characters, cut at function words so that no pair bridges one;
English gives stems; German gives stems and, since compounds and derivations hide what a word is made of, the first and
last letters of the stem. Function words give nothing. A term is compared as a whole and never split; terms of another
kind than words begin with a sign of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Literal, TypeAlias

from rag.text.fold import fold
from rag.text.function_words import CHINESE, ENGLISH, GERMAN
from rag.text.scripts import HAN, HANGUL, KANA
from rag.types import Language, Span

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

Kind: TypeAlias = Literal["word", "gram", "part", "number", "date", "name", "place"]

_PART = 4
"""Letters of a part. Of the ways measured on half of XQuAD's German questions, recall@1 and terms per word: stems .898
and .6; all four-letter parts .931 and 3.6; first and last four .919 and 1.5. The last costs least at query time."""
_LONG_ENOUGH = 6
_LONGEST_WORD = 64

_CJK = HAN + KANA + HANGUL
_TOKEN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>(?:(?![{_CJK}])[^\W_])+)")
_CHINESE_FUNCTION_WORD = re.compile("|".join(sorted(CHINESE, key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Term:
    """One term and the stretch of the original text that gave it."""

    text: str
    span: Span
    kind: Kind


def terms(text: str, language: Language) -> list[Term]:
    """The terms of `text`, whose prose is in `language`, in order of position; a term may occur more than once."""
    folded = fold(text)
    found = [Term(term, folded.span(start, end), kind) for term, start, end, kind in _terms(folded.text, language)]
    return sorted(found, key=lambda term: (term.span, term.kind))


_Found: TypeAlias = tuple[str, int, int, Kind]
"""A term and where it is in the folded text."""


def _terms(folded: str, language: Language) -> Iterator[_Found]:
    for token in _TOKEN.finditer(folded):
        if token.lastgroup == "cjk":
            yield from _grams(folded, token.start(), token.end())
        else:
            yield from _word(token.group(), token.start(), token.end(), language)


def _grams(folded: str, start: int, end: int) -> Iterator[_Found]:
    """Pairs of neighbouring characters between function words; a character that stands alone there is a term itself."""
    for run in _runs(folded, start, end):
        if len(run) == 1:
            yield folded[run.start], run.start, run.end, "gram"
        for position in range(run.start, run.end - 1):
            yield folded[position : position + 2], position, position + 2, "gram"


def _runs(folded: str, start: int, end: int) -> Iterator[Span]:
    for match in _CHINESE_FUNCTION_WORD.finditer(folded, start, end):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if start < end:
        yield Span(start, end)


def _word(word: str, start: int, end: int, language: Language) -> Iterator[_Found]:
    """The word's stem; in German its first and last letters too. Where the language is open, both languages' stems."""
    if word in _function_words(language):
        return
    word = word[:_LONGEST_WORD]
    stems = {_stem(word, name) for name in _STEMMERS.get(language, ("english",))}
    for stem in sorted(stems):
        yield stem, start, end, "word"
    if language == "de":
        stem = _stem(word, "german")
        if len(stem) >= _PART:
            yield f"<{stem[:_PART]}", start, end, "part"
        if len(stem) >= _LONG_ENOUGH:
            yield f">{stem[-_PART:]}", start, end, "part"


_STEMMERS: dict[Language, tuple[str, ...]] = {"de": ("german",), "und": ("english", "german")}


@cache
def _function_words(language: Language) -> frozenset[str]:
    """Folded function words; none where the language is open, for a word of one language is a name in another."""
    return frozenset(fold(word).text for word in {"en": ENGLISH, "de": GERMAN}.get(language, frozenset()))


_stemming = Lock()


@lru_cache(maxsize=1 << 16)
def _stem(word: str, algorithm: str) -> str:
    with _stemming:  # a stemmer keeps the word it works on
        return str(_stemmer(algorithm).stemWord(word))


@cache
def _stemmer(algorithm: str) -> BaseStemmer:
    from snowballstemmer import stemmer

    return stemmer(algorithm)
