"""Names in a text: who and what it speaks of, in Latin letters or in Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rag.text.chinese_names import chinese_names
from rag.text.fold import Folded, fold
from rag.text.latin_names import latin_names, looks_like_german_noun
from rag.text.places import places
from rag.text.scripts import HAN, is_han
from rag.text.sound import SHORTEST, reads_like_a_name, skeleton, sounds_alike
from rag.types import Language, Span

__all__ = ["Name", "names", "same_name", "skeleton"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text. `skeleton` is that of its last part; the folded name if that says too little.

    Equal skeletons may be of different names (Biden, Putin); `same_name` looks closer.
    """

    text: str
    span: Span
    skeleton: str


def names(text: str, language: Language) -> list[Name]:
    """The names in `text` in order of position. Give the whole text: what context shows once is found everywhere."""
    folded = fold(text)
    spans = [folded.span(found.start, found.end) for found in chinese_names(folded.text)]
    latin = latin_names(text, language)
    spans += _without_nouns(latin, folded) if language == "de" else latin
    return [Name(span.of(text), span, _key(span.of(text))) for span in sorted(spans)]


def _without_nouns(latin: list[Span], folded: Folded) -> list[Span]:
    """German names apart from the places and the nouns they run into: Nordkorea, Russland of Nordkorea Russland
    Waffen; Kim of Kims Reise.
    """
    found = [(place, folded.span(place.span.start, place.span.end)) for place in places(folded)]
    begins = {span.start: span for place, span in found if len(place.key) == 2}
    ends = {span.end: span for _, span in found}
    apart = (part for span in latin for part in _without_object(span, ends, folded.original))
    return [part for span in apart for part in _parted(span, begins, folded.original)]


def _without_object(name: Span, places: Mapping[int, Span], text: str) -> Iterator[Span]:
    """Whoever acts, and the place that is the verb's object behind him: hat Hanna Lindqvist | Oslo verlassen."""
    place = places.get(name.end)
    rest = text[name.start : place.start].rstrip() if place and place.start > name.start else ""
    if place and rest and _VERB_BEFORE.search(text[: name.start]) and not rest.endswith("-"):
        yield Span(name.start, name.start + len(rest))
        yield place
    else:
        yield name


def _parted(name: Span, countries: Mapping[int, Span], text: str) -> Iterator[Span]:
    """The countries that a name begins with, each alone, and what follows unless that is a single word.

    An adjective is part of the name that it begins: Deutsche Demokratische Republik.
    """
    country = countries.get(name.start)
    if country is None:
        yield _without_noun(name, text)
        return
    rest = text[country.end : name.end].lstrip(". \u00a0")
    start = name.end - len(rest)
    goes_on = start in countries or len(rest.split()) > 1
    if goes_on and _IS_ADJECTIVE.search(country.of(text)):
        yield name
        return
    yield country
    if goes_on:
        yield from _parted(Span(start, name.end), countries, text)


def _without_noun(name: Span, text: str) -> Span:
    """The genitive alone, if the name is that and a noun."""
    words = name.of(text).split(" ")
    if len(words) == 2 and words[0].endswith("s") and looks_like_german_noun(words[1]):
        return Span(name.start, name.start + len(words[0]))
    return name


def same_name(one: str, other: str) -> bool:
    """Whether two names, as `names` finds them, may be of one bearer; a surname is that of anyone who has it.

    In one script they are compared by spelling (Lawrow is Lavrov, Biden is not Putin), across scripts by sound.
    """
    parts, others = _parts(one), _parts(other)
    if not parts or not others:
        return False
    if is_han(parts[-1][0]) != is_han(others[-1][0]):
        latin, han = (others, parts) if is_han(parts[-1][0]) else (parts, others)
        return any(sounds_alike(word, han[-1]) for word in latin)
    short, long = sorted(([_spelling(part) for part in side] for side in (parts, others)), key=len)
    return short in (long[: len(short)], long[-len(short) :])


def _parts(name: str) -> list[str]:
    """The words of a Latin name, the parts of a transliterated one; folded."""
    return _PARTS.findall(re.sub(r"'s?\b", "", fold(name).text))


def _key(name: str) -> str:
    parts = _parts(name)
    sound = skeleton(parts[-1]) if parts else ""
    readable = not is_han(parts[-1][0]) or reads_like_a_name(parts[-1]) if parts else False
    return sound if readable and len(sound) >= SHORTEST else "".join(parts)


def _spelling(part: str) -> str:
    """One spelling for the ways English and German write a name: Lavrov, Lawrow; Sergei, Sergej."""
    for pattern, replacement in _SPELLINGS:
        part = pattern.sub(replacement, part)
    return part


_VERB_BEFORE = re.compile(
    r"\b(?:ha(?:t|ben|tten?)|will|wollten?|wird|werden|soll|sollten?|k[aö]nn(?:en)?|konnten?|m[uü]ss(?:en)?|mussten?"
    r"|(?:besuch|erreich|bereis|regier|verteidig)te?|verl(?:ässt|ieß))\s+\Z"
)
"""German verbs that have a subject and a place for their object side by side, without a preposition between them."""
_IS_ADJECTIVE = re.compile(r"(?:isch|deutsch)(?:e[mnrs]?)?$", re.IGNORECASE)
_PARTS = re.compile(rf"[{HAN}]+|[^\W\d_]+")
_SPELLINGS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("tsch|tch|schtsch|shch|sch|sh|zh|ch", "s"),
        ("tz|ts|z", "s"),
        ("ck|c", "k"),
        ("ph", "f"),
        ("x", "ks"),
        ("w", "v"),
        ("[jy]", "i"),
        ("(?<=[bdfgklmnprtv])s$", ""),
        (r"(.)\1+", r"\1"),
        ("(?<=.{3})i+$", ""),
    )
)
