"""Measures that two languages give in units of two systems, and the ranges that name their unit once."""

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
    "kilogram": ("gram", 1000.0),
}  # fmt: skip
"""What a unit measures, and how much of it: definitions of 1959 and of the SI."""
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
    """Whether one is the other in the units of the other system, rounded. Within a system nothing is converted."""
    for mine, theirs in ((_IMPERIAL, _METRIC), (_METRIC, _IMPERIAL)):
        own, other = mine.get(one.unit or ""), theirs.get(stated.unit or "")
        if own and other and own[0] == other[0]:
            amount = stated.value * other[1] / own[1]
            return abs(amount - one.value) <= min(_ROUNDED * amount, _last_figure(one.value))
    return False


def _last_figure(value: float) -> float:
    """What a unit more in the last figure of a number is worth: 10 of 620, 1 of 136, 0.1 of 7.5."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return float(10**exponent) if isinstance(exponent, int) else 0.0
