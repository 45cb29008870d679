"""Whether an English or German text means a country by its adjective or its people: Chilean, chilenisch, the Turks.

A country's name without its ending is the root of both. The names come from CLDR (through Babel), as those of
`rag.text.places` do; a nation called by another root is in a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from rag.text.fold import fold

_SHORTEST: Final = 4
"""Letters of a root; of a shorter one the whole name is taken (Iran, Cuba)."""
_ENDING: Final = re.compile(r"(?:ien|[aeiouy]+|reich|land|lande)$")
_SUFFIX: Final = "(?:land)?(?:[aeinorsuy][a-z]{0,7})?"
"""An adjective's or an inhabitant's ending: -ian, -ese, -isch, -er; hardly another word goes on so after a root."""
_BY_ANOTHER_ROOT: Final = {
    "US": "americ amerik u.s usa", "GB": "brit engl scot schott welsh wales walis", "NL": "dutch holland",
    "FR": "french franzos", "CH": "swiss", "DK": "danish danes dan", "SE": "swed schwed", "PL": "polish poles poln",
    "ES": "spani", "PH": "filipin", "CN": "chines", "AF": "afghan", "IE": "irish irisch", "NO": "norweg",
    "GR": "greek griech", "TH": "thai", "FI": "finn", "LA": "lao laot", "AE": "emirat", "CZ": "czech tschech",
    "SU": "soviet sowjet",    "IN": "indisch inder", "MK": "macedon mazedon",
    "IC": "canar kanar", "KR": "kore sudkore", "KP": "kore nordkore", "ROME": "roman romisch romer",
}  # fmt: skip
"""Folded."""
_OTHER_KOREA: Final = {"KR": re.compile(r"\bn(?:orth[ -]|ord)korea?"), "KP": re.compile(r"\bs(?:outh[ -]|ud)korea?")}
"""What a Korean is not, where he is just called Korean."""


def means_nation(key: str, text: str) -> bool:
    """Whether a text in Latin letters has a word made of a root of the country, whose code is `key`; compounds too."""
    code = key.upper()
    pattern, other = _pattern(code), _OTHER_KOREA.get(code)
    folded = other.sub(" ", fold(text).text) if other else fold(text).text
    return pattern is not None and pattern.search(folded) is not None


@lru_cache(maxsize=4096)
def nations_of(word: str) -> tuple[str, ...]:
    """The codes of the countries whose adjective a word is, or one of whose people: Bolivian, Chilene."""
    from babel import Locale

    folded = fold(word).text
    codes = filter(str.isalpha, map(str, Locale.parse("en").territories))
    return tuple(code for code in codes if (pattern := _pattern(code)) is not None and pattern.fullmatch(folded))


def is_demonym(word: str) -> bool:
    """Whether a word is a country's adjective or one of its people."""
    return bool(nations_of(word))


@cache
def _pattern(key: str) -> re.Pattern[str] | None:
    from babel import Locale

    names = [Locale.parse(locale).territories.get(key, "") for locale in ("en", "de")]
    known = [*(fold(name).text for name in names if name), *_BY_ANOTHER_ROOT.get(key, "").split()]
    return derived_from(known) if known else None


def derived_from(names: Iterable[str]) -> re.Pattern[str]:
    """Finds in a folded text the words made of the roots of these folded names."""
    roots = sorted({_root(name) for name in names})
    return re.compile(rf"(?:{'|'.join(map(re.escape, roots))}){_SUFFIX}(?![a-z])")


def _root(name: str) -> str:
    root = _ENDING.sub("", name)
    return root if len(root) >= _SHORTEST else name
