"""Quantities: numbers with what they count, comparable across languages and scripts; and dates."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rag.text.abbreviations import is_abbreviated
from rag.text.clock import times_of_day
from rag.text.dates import PartialDate, dates, folded_dates
from rag.text.durations import JOINT, parts_of_hours
from rag.text.fold import Folded, fold
from rag.text.numerals import Numeral, chinese_value, numerals
from rag.text.units import money_before, unit_after
from rag.types import Language, Span

__all__ = ["PartialDate", "Quantity", "dates", "folded_quantities", "quantities"]

_HALF = Fraction(1, 2)
_HALF_OF_ONE = re.compile(
    r"(?:(?<![上下])半(?=个?(?:年|月|小时|天|分钟|钟头|世纪|公?斤|公?升|公里|米|[杯碗匙勺包盒瓶颗片块份根条])))"
    r"|\bhalf (?:a |an )|\bhalbe[rnsm]? |(?P<of_all>\bhalf\b|\bhalfte\b|[一过大多]半|半数)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit ("hour", "usd", "person", ...; None where it counts something else).

    A time of day has the unit "clock" and is in hours since midnight.

    `weak` marks what may be no number at all (one, ein, 一): enough to support a number, not to demand one.
    """

    value: float
    unit: str | None
    span: Span
    is_ordinal: bool = False
    weak: bool = False


def quantities(text: str, language: Language) -> list[Quantity]:
    """The quantities of `text` in order of position, dates aside. Vague ones (十几, dozens of) are left out.

    The unit is within the span. Numbers are read as `language` sets them: 1.000 is a thousand in German only.
    """
    folded = fold(text)
    return [
        replace(found, span=folded.span(found.span.start, found.span.end))
        for found in folded_quantities(folded, language, folded_dates(folded, language))
    ]


def folded_quantities(folded: Folded, language: Language, known: Sequence[PartialDate]) -> list[Quantity]:
    """As `quantities`, with spans in the folded text; `known` are its dates."""
    clock = [
        Quantity(float(time.value), "clock", Span(time.start, time.end), weak=time.weak)
        for time in times_of_day(folded.text)
    ]
    told = [Quantity(float(n.value), unit, Span(n.start, n.end)) for n, unit in parts_of_hours(folded.text)]
    found = clock + told + [_quantity(folded, numeral, language) for numeral in numerals(folded.text, language)]
    for match in _HALF_OF_ONE.finditer(folded.text):
        unit, end = unit_after(folded.text, match.end())
        found.append(Quantity(0.5, unit, Span(match.start(), end), weak=bool(match["of_all"]) and unit is None))
    end_of_taken = 0
    dated = [date.span for date in known]
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if quantity.span.start >= end_of_taken and not _overlaps(quantity.span, dated):
            is_part = kept and _counts_with(folded.text, kept[-1], quantity)
            kept.append(_together(kept.pop(), quantity) if is_part else quantity)
            end_of_taken = quantity.span.end
    return kept


def _counts_with(text: str, hours: Quantity, minutes: Quantity) -> bool:
    """Whether a length follows of which the one before is the hours: 1 hour and 15 minutes."""
    is_rest = (minutes.unit == "minute" and minutes.value < 60) or (minutes.unit == "hour" and minutes.value < 1)
    is_next = JOINT.fullmatch(text, hours.span.end, minutes.span.start) is not None
    return hours.unit == "hour" and hours.value == int(hours.value) and is_rest and is_next


def _together(hours: Quantity, minutes: Quantity) -> Quantity:
    rest = minutes.value / 60 if minutes.unit == "minute" else minutes.value
    return Quantity(hours.value + rest, "hour", Span(hours.span.start, minutes.span.end))


def _overlaps(span: Span, others: list[Span]) -> bool:
    """Whether `span` overlaps one of `others`, which are disjoint and in order."""
    nearest = bisect_left(others, span.end, key=lambda other: other.start) - 1
    return nearest >= 0 and others[nearest].end > span.start


def _quantity(folded: Folded, numeral: Numeral, language: Language) -> Quantity:
    text, start, value = folded.text, numeral.start, numeral.value
    if text.endswith("百分之", max(0, start - 3), start):
        return Quantity(float(value), "percent", Span(start - 3, numeral.end))
    if numeral.is_ordinal or (language == "de" and _is_german_ordinal(folded, numeral)):
        return Quantity(float(value), None, Span(start, numeral.end), is_ordinal=True, weak=numeral.weak)
    if (tenths := _TENTHS.match(text, numeral.end)) and 0 < value <= 10:
        more = 5 if tenths["more"] == "半" else chinese_value(tenths["more"] or "零")
        return Quantity(float(10 * value + more), "percent", Span(start, tenths.end()))
    unit, end = unit_after(text, numeral.end)
    if text.startswith("个半", numeral.end) or (unit in _TIMES and text.startswith("半", end)):
        value += _HALF
        end += text.startswith("半", end)
        if unit is None:
            unit, end = unit_after(text, end)
    currency, start = money_before(text, start)
    return Quantity(
        float(value), currency or unit, Span(start, end), weak=numeral.weak and (unit is None or value == 1)
    )


_TENTHS = re.compile("成(?P<more>[一二三四五六七八九半]?)(?![员立为功分果绩长熟本交套])")
"""What counts tenths: 七成 is 70 percent, 一成二 12."""
_TIMES = frozenset({"year", "month", "week", "day", "hour", "minute"})


def _is_german_ordinal(folded: Folded, numeral: Numeral) -> bool:
    """Digits with a full stop that does not end the sentence: der 2. Gipfel."""
    if not folded.text.startswith(". ", numeral.end) or not folded.text[numeral.start : numeral.end].isdigit():
        return False
    stop = folded.starts[numeral.end]
    after = folded.original[stop + 1 : stop + 40].lstrip()
    return after[:1].islower() or is_abbreviated(folded.original[max(0, stop - 40) : stop + 1], after)
