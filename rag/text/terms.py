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
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, TypeAlias, cast

from rag.text.chinese_names import GIVEN, chinese_names, is_personal
from rag.text.dates import PartialDate, folded_dates
from rag.text.fold import Folded, fold
from rag.text.function_words import CHINESE, ENGLISH, GERMAN
from rag.text.latin_names import name_words
from rag.text.numbers import Quantity, folded_quantities
from rag.text.places import places
from rag.text.readings import Pair, han_pairs, name_pairs, written_as
from rag.text.scripts import HAN, HANGUL, KANA
from rag.text.sound import SHORTEST, reads_like_a_name, skeletons, transliterations
from rag.text.stems import stem
from rag.text.surnames import readings, surnames_read
from rag.types import Language, Span

Kind: TypeAlias = Literal["word", "gram", "part", "number", "date", "name", "place"]

_PART = 4
"""Letters of a part. Of the ways measured on half of XQuAD's German questions, recall@1 and terms per word: stems .898
and .6; all four-letter parts .931 and 3.6; first and last four .919 and 1.5. The last costs least at query time."""
_LONG_ENOUGH = 6
_LONGEST_WORD = 64
_WRITTEN = "%"
_SURNAME = "surname"

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
    yield from _readings(folded, language)


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


def _readings(folded: Folded, language: Language) -> Iterator[_Found]:
    """Each two neighbouring syllables of what may be a Chinese or Korean name: Kim Jong Un is 金正 and 正恩."""
    for span, pairs in _read_names(folded, language):
        yield from ((_reading(pair), span.start, span.end, "name") for pair in pairs)


def _read_names(folded: Folded, language: Language) -> Iterator[tuple[Span, frozenset[Pair]]]:
    """What may be a name in Latin letters, and its pairs of syllables, of which a single one has none."""
    for words in _runs_of_name_words(folded, language):
        for run, pairs in name_pairs([word.of(folded.text) for word in words]):
            yield Span(words[run.start].start, words[run.stop - 1].end), pairs


def _reading(pair: Pair, sign: str = "&") -> str:
    system, one, other = pair
    return f"{sign}{system}:{one}-{other}"


def _runs_of_name_words(folded: Folded, language: Language) -> Iterator[list[Span]]:
    """The words that may be of a name, by those that nothing stands between but a space, a hyphen or an apostrophe."""
    run: list[Span] = []
    for word in name_words(folded):
        if run and word.start() < run[-1].end:
            continue
        if run and not _JOINT.fullmatch(folded.text, run[-1].end, word.start()):
            yield run
            run = []
        if word.group() not in _function_words(language):
            is_genitive = language == "de" and word.group().endswith("s")  # Kims
            run.append(Span(word.start(), word.end() - is_genitive))
            run += [Span(*part.span(1)) for part in _joined(folded.text, word.end())]
    if run:
        yield run


def _joined(folded: str, start: int) -> Iterator[re.Match[str]]:
    """The parts that are joined to a word, which need no capital: Jong-un, Xi'an."""
    while part := _JOINED.match(folded, start):
        yield part
        start = part.end()


_JOINED = re.compile("['’-]([a-z]+)")
_JOINT = re.compile("[ \u00a0]")


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


def question_terms(text: str, language: Language) -> list[Term]:
    """The terms of a question, with those by which `spellings` knows its East Asian names in the other script."""
    folded = fold(text)
    found = [Term(term, folded.span(span.start, span.end), "name") for term, span in _in_other_script(folded, language)]
    return sorted([*terms(text, language), *found], key=lambda term: (term.span.start, term.span.end, term.kind))


def spellings(term: str) -> frozenset[str]:
    """The terms that documents may have for a question's term: one itself, but for a name that is read all it may be.

    >>> "元山" in spellings("%korean:won-san")
    True
    """
    if not term.startswith(_WRITTEN):
        return frozenset((term,))
    system, _, syllables = term.removeprefix(_WRITTEN).partition(":")
    if system == _SURNAME:
        return _before_given_names(syllables)
    return written_as(cast("Pair", (system, *syllables.split("-"))))


def _in_other_script(folded: Folded, language: Language) -> Iterator[tuple[str, Span]]:
    """Of a name in Latin letters what stands for the characters that are read so; of one in characters its syllables,
    and how its surname is written."""
    for span, pairs in _read_names(folded, language):
        yield from ((_reading(pair, _WRITTEN), span) for pair in pairs)
        if not pairs and surnames_read((span.of(folded.text),)):
            yield f"{_WRITTEN}{_SURNAME}:{span.of(folded.text)}", span
    for name in chinese_names(folded.text):
        characters = name.of(folded.text)
        if not reads_like_a_name(characters):
            grams = map("".join, pairwise(characters))
            yield from ((_reading(pair), name) for gram in grams for pair in han_pairs(gram))
            yield from ((word, name) for word in (readings(characters) if is_personal(characters) else ()))


@lru_cache(maxsize=256)
def _before_given_names(surname: str) -> frozenset[str]:
    """The surname in characters, before each that given names have."""
    return frozenset(known + given for known in surnames_read((surname,)) if len(known) == 1 for given in GIVEN)


@cache
def _function_words(language: Language) -> frozenset[str]:
    """Folded function words; none where the language is open, for a word of one language is a name in another."""
    return frozenset(fold(word).text for word in {"en": ENGLISH, "de": GERMAN}.get(language, frozenset()))
