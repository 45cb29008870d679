"""Numerals: digits, number words of English and German, Chinese numerals, and where they stand in a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from math import prod

from rag.text.numerals.chinese import MYRIADS, TENS, chinese_numerals, chinese_value
from rag.text.numerals.english import english_numerals
from rag.text.numerals.german import GERMAN_BILLION, german_numerals
from rag.text.numerals.numeral import SCALES, Numeral
from rag.types import Language

__all__ = ["Numeral", "chinese_value", "numerals"]

_GROUPED = {
    "de": r"\d{1,3}(?:[.' ]\d{3}){1,5}(?!\d)(?:,\d{1,9})?|\d{1,18}(?:,\d{1,9})?",
    "en": r"\d{1,3}(?:[,' ]\d{3}){1,5}(?!\d)(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?",
}
"""Digits with their group and decimal marks as a language sets them; every language but German as English does.
Longer ones are identifiers."""
_BEGINS = r"(?<![a-z0-9_])(?<![0-9][.,])"
"""Before the digits of a number: neither a word nor another number's."""
_SCALE_WORDS = "|".join(sorted(SCALES, key=len, reverse=True))
_PART = re.compile("([0-9][0-9,]*) ?([亿万千百]?)")
_IN_PARTS = re.compile(r"(?<![0-9.,])(?:[0-9][0-9,]* ?[亿万千])+[0-9][0-9,]*(?: ?[万千百](?![亿万]))?(?![0-9.])")
_FROM = re.compile(r"(?:\b(?:from|von) |[从由自])$")
_VULGAR = re.compile(r"(?<![0-9.,⁄])(?P<whole>[0-9]*)(?P<above>[0-9])⁄(?P<below>[1-9][0-9]?)(?![0-9⁄])")
_SHORT_SCALES = {"m": 10**6, "k": 10**3}
"""After a sum of money only: elsewhere they are metres and names."""


def numerals(folded: str, language: Language) -> list[Numeral]:
    """The numerals of a folded text in order; where two readings overlap, the longer one."""
    found = [*_first_of_ranges(folded, language), *_digits(folded, language)]
    found += [*_mixed(folded), *chinese_numerals(folded)]
    if language != "de":
        found += english_numerals(folded)
    if language in ("de", "und"):
        found += german_numerals(folded)
    return _longest(found)


def _longest(found: Iterable[Numeral]) -> list[Numeral]:
    """Numerals that do not overlap, the longer before the shorter, in order of position."""
    kept: list[Numeral] = []
    for numeral in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or numeral.start >= kept[-1].end:
            kept.append(numeral)
    return kept


def _digits(folded: str, language: Language) -> Iterator[Numeral]:
    for match in _digit_pattern(language).finditer(folded):
        value = _parse_digits(match["digits"], language) * (-1 if match["minus"] else 1)
        value *= _size(match, language)
        end = match.end()
        if match["short"]:
            is_money = folded[max(0, match.start() - 1) : match.start()] in ("$", "€", "£")
            value *= _SHORT_SCALES[match["short"]] if is_money else 1
            end -= not is_money
        ordinal = match["ordinal"] is not None or folded[max(0, match.start() - 1) : match.start()] == "第"
        yield Numeral(value, match.start(), end, ordinal)


def _first_of_ranges(folded: str, language: Language) -> Iterator[Numeral]:
    """The first number of a range whose second alone has the scale: 30 to 50 thousand, von 8 auf 5 Millionen."""
    for match in _range_pattern(language).finditer(folded):
        first, second = (_parse_digits(match[part], language) for part in ("first", "second"))
        # Of a number a hundred times the second the scale was left out nowhere: from 5000 to 2 million.
        falls = _FROM.search(folded, max(0, match.start() - 8), match.start()) and first < 100 * second
        if first < second or falls:
            yield Numeral(first * _size(match, language), *match.span("first"))


@cache
def _range_pattern(language: Language) -> re.Pattern[str]:
    grouped = _GROUPED.get(language, _GROUPED["en"])
    return re.compile(
        rf"{_BEGINS}(?P<first>{grouped})(?= ?(?:-|~|to|bis|auf|[增升降减跌涨]?[至到]) ?(?P<second>{grouped})"
        rf"(?:(?P<myriads> ?[十百千]?[万亿])|[ -]?(?P<scale>{_SCALE_WORDS})\b))"
    )


def _mixed(folded: str) -> Iterator[Numeral]:
    """Digits in parts: 1亿2600万, 3万5千, 3万5 (35,000); 2½, which folding makes 21⁄2."""
    for match in _IN_PARTS.finditer(folded):
        parts = _PART.findall(match[0])
        sizes = [(TENS | MYRIADS).get(scale, 1) for _, scale in parts]
        if sizes != sorted(set(sizes), reverse=True):
            continue
        if sizes[-1] == 1 and len(parts[-1][0]) == 1:
            sizes[-1] = sizes[-2] // 10
        values = (Fraction(digits.replace(",", "")) for digits, _ in parts)
        total = sum((value * size for value, size in zip(values, sizes, strict=True)), Fraction(0))
        yield Numeral(total, match.start(), match.end())
    for match in _VULGAR.finditer(folded):
        yield Numeral(int(match["whole"] or 0) + Fraction(int(match["above"]), int(match["below"])), *match.span())


@cache
def _digit_pattern(language: Language) -> re.Pattern[str]:
    grouped = _GROUPED.get(language, _GROUPED["en"])
    return re.compile(
        rf"{_BEGINS}(?P<minus>(?:(?<=\s)|(?<=^)|(?<=[(]))-)?(?P<digits>{grouped})(?![0-9])"
        rf"(?:(?P<ordinal>st|nd|rd|th)\b|(?P<myriads>[十百千万亿]{{1,2}}(?=千瓦|兆瓦)"
        rf"|(?:[十百千万亿](?!瓦)){{1,3}}| [十百千]?[万亿])"
        rf"|[ -]?(?P<scale>{_SCALE_WORDS})\b\.?|(?P<short>[mk])\b)?"
    )


def _parse_digits(digits: str, language: Language) -> Fraction:
    group, decimal = (".", ",") if language == "de" else (",", ".")
    return Fraction(digits.replace(group, "").replace("'", "").replace(" ", "").replace(decimal, "."))


def _size(match: re.Match[str], language: Language) -> int:
    """What the words of scale behind a number multiply it by: 百万, million; 1 where there are none."""
    size = prod((TENS | MYRIADS)[character] for character in (match["myriads"] or "").strip())
    if word := match["scale"]:
        size *= GERMAN_BILLION if word == "billion" and language == "de" else SCALES[word]
    return size
