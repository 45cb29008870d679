"""Times of day: 7 p.m., 19:30 Uhr, 下午3点半, as hours since midnight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from rag.text.numerals import Numeral, chinese_value

_HOUR = r"(?:2[0-4]|[01]?[0-9])"
_MINUTE = r"[0-5][0-9]"
_ZH_HOUR = rf"(?:{_HOUR}|[一二两三四五六七八九]|十[一二]?)"
_CLOCK = re.compile(
    rf"(?:(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚|夜里)[约 ]{{0,2}})?(?<![0-9])(?<![0-9][.:,])(?:"
    rf"(?P<hour>{_HOUR})(?:[:.](?P<minute>{_MINUTE}))? ?(?:(?P<half>[ap])\.?m\b\.?|uhr\b)"
    rf"|(?P<plain>{_HOUR}):(?P<plain_minute>{_MINUTE})(?![0-9:]|[.,][0-9])"
    rf"|(?P<zh>{_ZH_HOUR}) ?(?:点(?!名|燃|头|[0-9](?![0-9]? ?分))|时(?![间代候期]))钟?"
    rf"(?P<zh_minute>半|[一三]刻|[0-5]?[0-9](?= ?分)|[二三四五]?十[一二三四五六七八九]?(?=分))?)(?: ?分)?"
    r"(?P<after>许|整|左右|前|后|至|到)?"
)
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
_AFTERNOON = frozenset({"p", "下午", "傍晚", "晚上", "晚"})
_NAMED = {
    word: hour
    for names in (
        "one two three four five six seven eight nine ten eleven twelve",
        "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf",
    )
    for hour, word in enumerate(names.split(), 1)
}
_SAID = {
    "half past": Fraction(1, 2),
    "quarter past": Fraction(1, 4),
    "quarter to": Fraction(-1, 4),
    "viertel nach": Fraction(1, 4),
    "viertel vor": Fraction(-1, 4),
    "dreiviertel": Fraction(-1, 4),
    "halb": Fraction(-1, 2),
}
"""What is added to the hour that follows."""
_SPOKEN = re.compile(
    rf"\b(?:an? )?(?P<said>{'|'.join(_SAID)}) (?P<hour>{'|'.join(_NAMED)}|1[0-2]|[1-9])\b(?![.:,][0-9])(?: uhr)?"
    r"(?: ?(?:(?P<late>in the (?:afternoon|evening)|at night|p\.?m\b|nachmittags|abends)"
    r"|(?P<early>in the morning|a\.?m\b|morgens|fruh|vormittags)))?"
)


def times_of_day(folded: str) -> Iterator[Numeral]:
    """The times of day of a folded text as hours since midnight, 7:30 p.m. being 19.5.

    三点 alone is weak: it may be three points. So is half past seven, of which half of the day is not told.
    """
    yield from _spoken(folded)
    for match in _CLOCK.finditer(folded):
        groups = match.groupdict()
        hour = groups["hour"] or groups["plain"] or groups["zh"]
        minute = groups["minute"] or groups["plain_minute"] or groups["zh_minute"] or "0"
        minutes = _QUARTERS.get(minute) or chinese_value(minute)
        hours = chinese_value(hour) + Fraction(minutes) / 60
        is_afternoon = bool({groups["half"], groups["part"]} & _AFTERNOON)
        if is_afternoon and hours < 12:
            hours += 12
        elif groups["half"] == "a" and hours >= 12:
            hours -= 12
        points = groups["zh"] and not (groups["part"] or groups["zh_minute"] or groups["after"])
        yield Numeral(hours, match.start(), match.end(), weak=bool(points))


def _spoken(folded: str) -> Iterator[Numeral]:
    for match in _SPOKEN.finditer(folded):
        hours = _SAID[match["said"]] + (_NAMED.get(match["hour"]) or int(match["hour"]))
        hours += 12 if match["late"] and hours < 12 else 0
        yield Numeral(hours, match.start(), match.end(), weak=not (match["late"] or match["early"]))
