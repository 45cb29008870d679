"""Scripts: which one a character belongs to, and the two of Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from rag.types import Language

if TYPE_CHECKING:
    from opencc import OpenCC

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"
HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
LATIN = "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ"
"""Ranges for a character class of `re`."""
PARTICLES = frozenset({"van", "von", "der", "den", "del", "dos", "des", "ten", "bin", "ibn", "und", "mini"})
"""Of names in Latin letters (Ursula von der Leyen, iPad mini), of three letters and more."""

_HAN = re.compile(f"[{HAN}]")
_CJK = re.compile(f"[{HAN}{KANA}{HANGUL}]")
_LOWER_CASE = re.compile(f"(?<![{LATIN}])[a-zß-öø-ÿ]{{3,}}(?![{LATIN}])")


def is_han(character: str) -> bool:
    """Whether `character` is a Chinese character."""
    return _HAN.match(character) is not None


def is_cjk(character: str) -> bool:
    """Whether `character` is a Han character, kana or Hangul."""
    return _CJK.match(character) is not None


def lower_case_words(text: str) -> list[str]:
    """The words of three and more Latin letters, all small; Chinese characters may stand right beside them."""
    return _LOWER_CASE.findall(text)


def chinese_lower_case_words(texts: Iterable[str]) -> frozenset[str]:
    """Those that Chinese may use: of the texts that are in Chinese, Japanese or Korean, and particles of names."""
    return PARTICLES.union(word for text in texts if _CJK.search(text) for word in lower_case_words(text))


@cache
def simplified(character: str) -> str:
    """The Simplified form of one Han character, by OpenCC's table; itself where there is none."""
    return str(_converter().convert(character))


@cache
def only_script(character: str) -> Language | None:
    """The Chinese script that alone has this character, by OpenCC's table and the two scripts' character sets."""
    in_simplified, in_traditional = _is_encodable(character, "gb2312"), _is_encodable(character, "big5")
    if in_simplified and not in_traditional:
        return "zh-Hans"
    if not in_simplified and simplified(character) != character:
        return "zh-Hant"
    return None


def _is_encodable(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
