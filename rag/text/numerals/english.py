"""English number words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from rag.text.numerals.numeral import SCALES, Numeral

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_CARDINALS = (
    {"zero": 0, "twice": 2, "both": 2}
    | {word: value for value, word in enumerate(_ONES, 1)}
    | {word: value for value, word in enumerate(_TEENS, 10)}
    | {word: 10 * value for value, word in enumerate(_TENS, 2)}
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12} | {
    f"{word.removesuffix('y')}{'ie' if word.endswith('y') else ''}th": value
    for word, value in _CARDINALS.items()
    if value > 3 and value not in (5, 8, 9, 12)
}
_SMALL = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES)}))?|{'|'.join(_TEENS)}|{'|'.join(_ONES)}"
_HUNDREDS = rf"(?:(?:{_SMALL}|a) hundred(?:(?: and)? (?:{_SMALL}))?|{_SMALL}|zero|twice|both)"
_BIG = r"(?:thousand|million|billion|trillion|dozen)"
_ORDINAL_WORD = rf"(?:(?:{'|'.join(_TENS)})[- ])?(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
_NUMERAL = re.compile(
    rf"\b(?:(?P<fraction>(?:(?<=by )a |a (?=[a-z]+ of)|(?:{'|'.join(_ONES)})[- ])"
    r"(?:third|quarter|fifth|sixth|eighth|tenth)s?)"
    rf"|(?P<ordinal>{_ORDINAL_WORD})|(?P<half_dozen>half a dozen)"
    rf"|(?P<cardinal>(?:(?:{_HUNDREDS}|a) {_BIG}(?:(?:,| and)? |$))*(?:{_HUNDREDS}(?: {_BIG})?|a {_BIG}))"
    rf"(?P<half> and a half)?)\b"
)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}


def english_numerals(folded: str) -> Iterator[Numeral]:
    """Cardinals, ordinals and fractions written as words, in order; one, first and both are weak."""
    for match in _NUMERAL.finditer(folded):
        start, end = match.span()
        if match["fraction"]:
            above, part = re.split("[- ]", match["fraction"])
            yield Numeral(Fraction(_CARDINALS.get(above, 1), _PARTS[part.removesuffix("s")]), start, end)
        elif match["half_dozen"]:
            yield Numeral(Fraction(6), start, end)
        elif match["ordinal"]:
            rank = sum((_ORDINALS | _CARDINALS)[word] for word in re.split("[- ]", match["ordinal"]))
            if match["ordinal"] != "second" or not _is_time(folded, start, end):
                yield Numeral(Fraction(rank), start, end, is_ordinal=True, weak=rank == 1)
        else:
            value = _value(match["cardinal"])
            half = Fraction(1 if match["half"] else 0, 2)
            yield Numeral(value + half, start, end, weak=(value == 1 and not half) or match.group() == "both")


def _is_time(folded: str, start: int, end: int) -> bool:
    """Whether "second" at `start:end` is the unit: 30 second(s), per second, a second later; not a second summit."""
    if _COUNTED.search(folded, max(0, start - 12), start):
        return True
    return folded.endswith(" a ", 0, start) and _NO_NOUN_FOLLOWS.match(folded, end) is not None


_COUNTED = re.compile(r"(?:\d|\b(?:per|every|each|split|one|half))[ -]$")
_NO_NOUN_FOLLOWS = re.compile(r"(?! [a-z])| (?:ago|and|before|after|later|or|to|in|on)\b")


def _value(words: str) -> Fraction:
    total, current = 0, 0
    for word in re.findall("[a-z]+", words):
        if word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            total += (current or 1) * SCALES[word]
            current = 0
        elif word not in ("and", "a"):
            current += _CARDINALS[word]
    return Fraction(total + current)
