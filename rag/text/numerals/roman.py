"""Roman numerals, which texts set beside names: World War II, Ludwig XIV., Super Bowl XLIX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from rag.text.numerals.numeral import Numeral

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_NUMERAL = re.compile(r"(?<=\w )(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w'’])")


def roman_numerals(text: str) -> Iterator[Numeral]:
    """The Roman numerals below 90 behind a word of `text`, not folded, in order; all weak, for I and V are letters too.

    >>> [int(one.value) for one in roman_numerals("Super Bowl XLIX")]
    [49]
    """
    for match in _NUMERAL.finditer(text):
        values = [_VALUES[letter] for letter in match.group()]
        following = [*values[1:], 0]
        total = sum(-one if one < after else one for one, after in zip(values, following, strict=True))
        yield Numeral(Fraction(total), *match.span(), is_ordinal=True, weak=True)
