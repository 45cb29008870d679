"""Lengths of time that are told in parts: an hour and a quarter, eine Dreiviertelstunde, 一小时一刻钟, 1 h 15 min."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from rag.text.numerals import Numeral
from rag.text.units import unit_after

_PARTS: Final = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "three quarters": Fraction(3, 4)}
_ONE_AND: Final = re.compile(
    r"\b(?:an?|one) (?P<unit>hour|day|week|month|year) and (?:an? )?(?P<part>half|quarter|three quarters)\b"
)
_OF_AN_HOUR: Final = re.compile(
    r"\b(?:an? |(?P<three>three) )quarters? of an hour\b|\b(?:eine[rn]? )?(?P<drei>drei)?viertelstunden?\b"
    r"|(?P<one>\bein(?:e?in|und?ein)?)(?P<three_more>drei)?viertel stunden?\b|(?<=小时)[一三]刻钟?|[一三]刻钟"
)
JOINT: Final = re.compile(r"[ ,]*(?:and |und |零|又)?")
"""What may stand between hours and the minutes that are counted with them."""


def parts_of_hours(folded: str) -> Iterator[tuple[Numeral, str]]:
    """Lengths of a folded text, each with its unit; quarters of an hour as hours."""
    for match in _ONE_AND.finditer(folded):
        unit, _ = unit_after(folded, match.start("unit"))
        yield Numeral(1 + _PARTS[match["part"]], match.start(), match.end()), unit or match["unit"]
    for match in _OF_AN_HOUR.finditer(folded):
        is_three = match["three"] or match["drei"] or match["three_more"] or "三" in match.group()
        quarters = Fraction(3 if is_three else 1, 4)
        yield Numeral(quarters + (1 if match["one"] else 0), match.start(), match.end()), "hour"
