"""One numeral: a number as a text writes it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a folded text at `start:end`. `weak`: it may well be no number at all (one, ein, 一)."""

    value: Fraction
    start: int
    end: int
    is_ordinal: bool = False
    weak: bool = False


SCALES = {
    "hundred": 100,
    "hundert": 100,
    "thousand": 1000,
    "tausend": 1000,
    "tsd": 1000,
    "million": 10**6,
    "millionen": 10**6,
    "mio": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "milliarde": 10**9,
    "milliarden": 10**9,
    "mrd": 10**9,
    "trillion": 10**12,
    "billionen": 10**12,
    "dozen": 12,
    "dutzend": 12,
}
"""Words that multiply the number before them. Here "billion" is the English one."""
