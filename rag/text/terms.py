"""Lexical terms: what a text can be found by, the same for documents and for questions.

Chinese (and kana and Hangul) gives pairs of neighbouring characters, cut at function words so that no pair bridges one;
English gives stems; German gives stems and, since compounds and derivations hide what a word is made of, the first and
last letters of the stem. Function words give nothing. A term is compared as a whole and never split; terms of another
kind than words begin with a sign of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from rag.text.dates import PartialDate, folded_dates
from rag.text.fold import Folded, fold
from rag.text.function_words import CHINESE, ENGLISH, GERMAN
from rag.text.latin_names import name_words
from rag.text.numbers import Quantity, folded_quantities
from rag.text.places import places
from rag.text.scripts import HAN, HANGUL, KANA
from rag.text.sound import SHORTEST, skeletons, transliterations
from rag.text.stems import stem
from rag.types import Language, Span

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
    found = [Term(term, folded.span(start, end), kind) for term, start, end, kind in _terms(folded, language)]
    return sorted(found, key=lambda term: (term.span.start, term.span.end, term.kind))


_Found: TypeAlias = tuple[str, int, int, Kind]
"""A term and where it is in the folded text."""


def _terms(folded: Folded, language: Language) -> Iterator[_Found]:
    yield from _own(folded.text, language)
    dates = folded_dates(folded, language)
    yield from _dates(dates)
    yield from _quantities(folded_quantities(folded, language, dates))
    found = places(folded)
    for place in found:
        yield f"#{place.key.casefold()}", place.span.start, place.span.end, "place"
    yield from _names(folded, language, [place.span for place in found])


def _own(folded: str, language: Language) -> Iterator[_Found]:
    """The terms that only a text of the same language has."""
    for token in _TOKEN.finditer(folded):
        if token.lastgroup == "cjk":
            yield from _grams(folded, token.start(), token.end())
        else:
            yield from _word(token.group(), token.start(), token.end(), language)


def _quantities(quantities: Iterable[Quantity]) -> Iterator[_Found]:
    """A number by itself and with its unit: =3 and =3hour; an ordinal as =2th. Weak ones say too little."""
    for quantity in quantities:
        if quantity.weak:
            continue
        start, end, value = quantity.span.start, quantity.span.end, f"={quantity.value:.12g}"
        if quantity.is_ordinal:
            yield f"{value}th", start, end, "number"
            continue
        yield value, start, end, "number"
        if quantity.unit:
            yield f"{value}{quantity.unit}", start, end, "number"


def _dates(dates: Iterable[PartialDate]) -> Iterator[_Found]:
    for date in dates:
        for term in _date_terms(date):
            yield term, date.span.start, date.span.end, "date"


def _date_terms(date: PartialDate) -> Iterator[str]:
    """A date by all that another text may say of it: @2024-07-12, @2024-07, @2024 and @07-12; a month alone is @07."""
    if date.weekday:
        yield f"@w{date.weekday}"
    if date.year is not None:
        yield f"@{date.year}"
        if date.month:
            yield f"@{date.year}-{date.month:02}"
            if date.day:
                yield f"@{date.year}-{date.month:02}-{date.day:02}"
    if date.month:
        yield f"@{date.month:02}-{date.day:02}" if date.day else f"@{date.month:02}"


def _names(folded: Folded, language: Language, known: Iterable[Span]) -> Iterator[_Found]:
    """The sounds of capitalised words, or of all words where none is, as in a search box; and of transliterations."""
    for word in name_words(folded):
        if word.group() not in _function_words(language) and len(word.group()) <= _LONGEST_WORD:
            yield from _sounds(word.group(), word.start(), word.end())
            if language == "de" and word.group().endswith("s"):  # Lawrows
                yield from _sounds(word.group()[:-1], word.start(), word.end())
    for run in transliterations(folded.text, known):
        yield from _sounds(run.of(folded.text), run.start, run.end)


def _sounds(name: str, start: int, end: int) -> Iterator[_Found]:
    for sound in skeletons(name):
        if len(sound) >= SHORTEST:
            yield f"~{sound}", start, end, "name"


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
    stems = {stem(word, name) for name in _STEMMERS.get(language, ("english",))}
    for found in sorted(stems):
        yield found, start, end, "word"
    if language == "de":
        german = stem(word, "german")
        if len(german) >= _PART:
            yield f"<{german[:_PART]}", start, end, "part"
        if len(german) >= _LONG_ENOUGH:
            yield f">{german[-_PART:]}", start, end, "part"


_STEMMERS: dict[Language, tuple[str, ...]] = {"de": ("german",), "und": ("english", "german")}


@cache
def _function_words(language: Language) -> frozenset[str]:
    """Folded function words; none where the language is open, for a word of one language is a name in another."""
    return frozenset(fold(word).text for word in {"en": ENGLISH, "de": GERMAN}.get(language, frozenset()))
