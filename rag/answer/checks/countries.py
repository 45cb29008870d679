"""Countries and unions in their shortest forms: 俄方, 驻朝大使, 中美关系; US, UK, EU, UN."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.speech import simplified_text

_CODES: Final = {
    character: code
    for code, character in {
        "cn": "中", "us": "美", "ru": "俄", "jp": "日", "kr": "韩", "kp": "朝", "gb": "英", "fr": "法", "de": "德",
        "in": "印", "ua": "乌", "il": "以", "ir": "伊", "au": "澳", "ca": "加", "pk": "巴", "vn": "越", "th": "泰",
        "tr": "土", "pl": "波", "it": "意", "es": "西", "nl": "荷", "mx": "墨", "eg": "埃", "sy": "叙", "ph": "菲",
    }.items()
}  # fmt: skip
_ONE: Final = f"[{''.join(_CODES)}]"
_USES: Final = re.compile(
    rf"(?P<a>{_ONE})(?=[方军总外政国驻]|领导|大使|官员|媒)|(?<=[驻访援对抗赴留亲反])(?P<b>{_ONE})(?!大|时|面|些)"
    rf"|(?P<c>{_ONE})(?P<d>{_ONE})(?P<e>{_ONE}?)(?=[两三双关友边战冲贸合外之间国首协会峰元]|$|[，,。])|(?P<f>俄|乌)"
)


_LETTERS: Final = {"US": "us", "U.S.": "us", "UK": "gb", "U.K.": "gb", "EU": "eu", "UN": "un", "UNO": "un", "VN": "un"}
_INITIALS: Final = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, _LETTERS))})(?![\w])")


def abbreviated_countries(text: str) -> set[str]:
    """The terms (as `rag.text.terms` has them) of the countries that a text names by one character or by initials."""
    initials = {f"#{_LETTERS[match.group()]}" for match in _INITIALS.finditer(text)}
    found = (match.groupdict().values() for match in _USES.finditer(simplified_text(text)))
    return initials | {f"#{_CODES[character]}" for characters in found for character in characters if character}
