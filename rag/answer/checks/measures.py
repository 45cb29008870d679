"""Measures that two texts give in other units or as a share and in percent, and ranges that name their unit once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from rag.text.numbers import Quantity

_IMPERIAL = {
    "mile": ("metre", 1609.344),
    "foot": ("metre", 0.3048),
    "inch": ("metre", 0.0254),
    "pound": ("gram", 453.59237),
}
_METRIC = {
    "kilometre": ("metre", 1000.0), "metre": ("metre", 1.0), "centimetre": ("metre", 0.01),
    "kilogram": ("gram", 1000.0), "gram": ("gram", 1.0),
}  # fmt: skip
"""What a unit measures, and how much of it: definitions of 1959 and of the SI."""
_EXACT = {
    "second": ("time", 1), "minute": ("time", 60), "hour": ("time", 3600), "day": ("time", 86400),
    "week": ("time", 604800), "month": ("calendar", 1), "year": ("calendar", 12), "decade": ("calendar", 120),
    "century": ("calendar", 1200),
    "kilometre": ("length", 10**6), "metre": ("length", 1000), "centimetre": ("length", 10),
    "millimetre": ("length", 1),
    "square_metre": ("area", 1), "square_kilometre": ("area", 10**6),
    "tonne": ("mass", 10**6), "kilogram": ("mass", 1000), "gram": ("mass", 1),
    "litre": ("volume", 1000), "millilitre": ("volume", 1),
    "megawatt": ("power", 10**6), "kilowatt": ("power", 1000), "watt": ("power", 1),
    "megawatt_hour": ("energy", 1000), "kilowatt_hour": ("energy", 1),
}  # fmt: skip
"""Units of one system that a text may put for one another without a loss (90 minutes, an hour and a half)."""
_ROUNDED = 0.02
"""Share by which what is converted may be rounded, but by no more than its last figure: two feet are 60 centimetres,
85 miles 136 kilometres and 385 miles 620, not 622."""
_RANGE = re.compile(r"\s*(?:to|bis|[-–~～至到])\s*")


def with_shared_units(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of a text, where the first of a range has the unit of the second (3 to 6 inches)."""
    following = [*found[1:], None] if found else []
    return [
        replace(one, unit=other.unit)
        if other and one.unit is None and _RANGE.fullmatch(text, one.span.end, other.span.start)
        else one
        for one, other in zip(found, following, strict=True)
    ]


def is_converted(one: Quantity, stated: Quantity) -> bool:
    """Whether one is the other in another unit: exactly, or rounded in the units of the other system.

    A share and its percentage are the same (a quarter, 25 percent; 1.5 times, 150 percent).
    """
    exact, own_exact = _EXACT.get(stated.unit or ""), _EXACT.get(one.unit or "")
    if exact and own_exact and exact[0] == own_exact[0]:
        return is_equal(one.value * own_exact[1], stated.value * exact[1])
    for mine, theirs in ((_IMPERIAL, _METRIC), (_METRIC, _IMPERIAL)):
        own, other = mine.get(one.unit or ""), theirs.get(stated.unit or "")
        if own and other and own[0] == other[0]:
            amount = stated.value * other[1] / own[1]
            return abs(amount - one.value) <= min(_ROUNDED * amount, _last_figure(one.value))
    return _is_share(one, stated) or _is_share(stated, one)


def _is_share(share: Quantity, percentage: Quantity) -> bool:
    is_share = share.unit is None and not share.is_ordinal and (share.value % 1 != 0 or share.value > 1)
    return is_share and percentage.unit == "percent" and is_equal(100 * share.value, percentage.value)


def is_equal(one: float, other: float) -> bool:
    """Whether two values are one, but for what floating point makes of them."""
    return abs(one - other) <= 1e-9 * max(1.0, abs(one))


def _last_figure(value: float) -> float:
    """What a unit more in the last figure of a number is worth: 10 of 620, 1 of 136, 0.1 of 7.5."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return float(10**exponent) if isinstance(exponent, int) else 0.0
