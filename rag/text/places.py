"""Countries and cities by their names in several languages, so that Nordkorea, North Korea, 朝鲜 and 北韓 are one.

The names come from CLDR (through Babel): the territories, and the cities after which time zones are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.text.fold import Folded, fold
from rag.text.latin_names import name_words
from rag.text.scripts import HAN
from rag.text.sound import SYLLABLE, reads_like_a_name
from rag.text.stems import stem
from rag.types import Span

_LOCALES = {"en": "english", "de": "german"}
_CHINESE_LOCALES = ("zh_Hans", "zh_Hant", "zh_Hant_HK")
_ALSO = {
    "US": ("USA", "U.S.", "U.S.A.", "America", "Amerika"),
    "GB": ("UK", "U.K.", "Britain", "Great Britain", "Großbritannien"),
    "KP": ("DPRK", "DVRK"),
    "TR": ("Turkey",),
    "CZ": ("Czech Republic", "Tschechische Republik"),
    "CD": ("Congo", "Kongo"),
}
"""Usual names that CLDR does not have."""
_REMARK = re.compile(r"\s*[（(](.*?)[）)]")
_WORD = re.compile(r"[^\W_]+")
_ALIKE = 2
_ADJECTIVE = re.compile(r"\b[a-z]{3,}isch(?:e[nmrs]?)?\b")
"""German writes these small; all else that names a place begins with a capital letter."""
_HAN_RUN = re.compile(f"[{HAN}]{{2}}")
_TWO_SYLLABLES = 2
_SYLLABLE = re.compile(SYLLABLE)
_SYLLABLES = re.compile(f"{SYLLABLE}+")
_DIRECTION = re.compile("[东南西]")
_NEXT_WORD = re.compile(r"[^\w\n]{1,3}([^\W_]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """A place and where a folded text names it; `key` is a territory's code or the name of a time zone's city."""

    key: str
    span: Span


def places(folded: Folded) -> list[Place]:
    """The places named in a folded text, the longer name before the shorter; in Latin letters only capitalised ones."""
    return [*chinese_places(folded.text), *_latin(folded)]


def place_spans(text: str) -> list[Span]:
    """Where places are named in a text, in the text itself."""
    folded = fold(text)
    return [folded.span(place.span.start, place.span.end) for place in places(folded)]


def chinese_places(folded: str) -> Iterator[Place]:
    """The places named in Chinese characters, in order."""
    if not _HAN_RUN.search(folded):
        return
    names, pattern = _chinese_names()
    for match in pattern.finditer(folded):
        if not is_part_of_a_name(folded, match, pattern):
            yield Place(names[match.group()], Span(*match.span()))


def is_part_of_a_name(folded: str, match: re.Match[str], place: re.Pattern[str]) -> bool:
    """Whether two syllables are but part of a longer transliteration: 马里 of 马里奥, 阿曼 of 阿曼达."""
    if len(match.group()) > _TWO_SYLLABLES or not all(map(_SYLLABLE.match, match.group())):
        return False
    goes_on = _SYLLABLE.match(folded, match.end()) and not _DIRECTION.match(folded, match.end())
    if not goes_on or place.match(folded, match.end()):
        return False
    run = _SYLLABLES.match(folded, match.start())
    return run is not None and reads_like_a_name(run.group())


def _latin(folded: Folded) -> Iterator[Place]:
    words = sorted({*name_words(folded), *_ADJECTIVE.finditer(folded.text)}, key=lambda match: match.start())
    names = _latin_names() if words else {}
    end = 0
    for word in words:
        if word.start() < end:
            continue
        candidates = {name: key for form in _stems(word.group()) for name, key in names.get(form, {}).items()}
        for name in sorted(candidates, key=len, reverse=True):
            last = _end(folded.text, word, name)
            if last is not None:
                yield Place(candidates[name], Span(word.start(), last))
                end = last
                break


def _end(folded: str, first: re.Match[str], name: tuple[str, ...]) -> int | None:
    """Where the name ends that begins with `first`; None if the words that follow are not the name's."""
    end = first.end()
    for expected in name[1:]:
        match = _NEXT_WORD.match(folded, end)
        if match is None or expected not in _stems(match[1]):
            return None
        end = match.end()
    return end


def _stems(word: str) -> tuple[str, ...]:
    """The word as each language stems it: names are inflected (Russlands, der Vereinigten Staaten)."""
    return tuple(stem(word, algorithm) for algorithm in _LOCALES.values())


@cache
def _latin_names() -> dict[str, dict[tuple[str, ...], str]]:
    """Stems of the names by their first stem."""
    names: dict[str, dict[tuple[str, ...], str]] = {}
    for locale, algorithm in _LOCALES.items():
        for key, name in _names(locale):
            words = tuple(stem(word, algorithm) for word in _WORD.findall(fold(name).text))
            if words:
                names.setdefault(words[0], {}).setdefault(words, key)
    return names


@cache
def _chinese_names() -> tuple[dict[str, str], re.Pattern[str]]:
    names: dict[str, str] = {}
    for locale in _CHINESE_LOCALES:
        for key, name in _names(locale):
            folded = fold(name).text
            if len(folded) > 1 and re.fullmatch(f"[{HAN}·]+", folded):
                names.setdefault(folded, key)
    return names, re.compile("|".join(sorted(names, key=len, reverse=True)))


def _names(locale: str) -> Iterator[tuple[str, str]]:
    """Key and name of each territory and city as a locale writes it, remarks in brackets split off."""
    from babel import Locale

    data = Locale.parse(locale)
    territories = ((key, name) for key, name in data.territories.items() if key.isalpha())
    cities = ((zone, data.time_zones.get(zone, {}).get("city", _city(zone))) for zone in _zones() if _city(zone))
    also = ((key, name) for key, names in _ALSO.items() for name in names if locale in _LOCALES)
    adjectives = ((key, data.languages[language]) for key, language in _nations().items() if locale in _LOCALES)
    for key, name in (*territories, *cities, *also, *adjectives):
        for part in (_REMARK.sub("", name), *_REMARK.findall(name)):
            yield key.rpartition("/")[2], part


@cache
def _nations() -> dict[str, str]:
    """The language called after each nation, which is also its adjective: Russian, russisch.

    It is official there and its English name begins as the territory's does, so English is not American; of several
    such territories (French Guiana) the one with the shortest name is the nation.
    """
    from babel import Locale
    from babel.languages import get_official_languages

    english = Locale.parse("en")
    nations = {
        language: key
        for key, name in sorted(english.territories.items(), key=lambda item: -len(item[1]))
        for language in get_official_languages(key)
        if fold(english.languages.get(language, "?")).text[:_ALIKE] == fold(name).text[:_ALIKE]
    }
    return {key: language for language, key in nations.items()}


@cache
def _zones() -> tuple[str, ...]:
    """Identifiers of the time zones: a locale lists those whose city it spells otherwise, Chinese spells all."""
    from babel import Locale

    return tuple(Locale.parse("zh_Hans").time_zones)


def _city(zone: str) -> str:
    """The city in a time zone's identifier; "" for stations in the Antarctic and zones of the open sea."""
    area, _, city = zone.rpartition("/")
    return "" if area in ("", "Antarctica", "Etc") else city.replace("_", " ")
