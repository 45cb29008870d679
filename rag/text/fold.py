"""TBD"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


@cache
def simplified(character: str) -> str:
    """The Simplified form of one character, by OpenCC's table; itself where there is none."""
    return str(_converter().convert(character))


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
