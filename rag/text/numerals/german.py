"""German number words, folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from rag.text.numerals.numeral import SCALES, Numeral

GERMAN_BILLION = 10**12

_UNITS = ("ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun")
_TEENS = ("zehn", "elf", "zwolf", "dreizehn", "vierzehn", "funfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS = ("zwanzig", "dreissig", "vierzig", "funfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_PARTS = {"drittel": 3, "viertel": 4, "funftel": 5, "sechstel": 6, "achtel": 8, "zehntel": 10}
_WORD = re.compile(r"[a-z]+")
_ARTICLES = frozenset({"ein", "eine", "einem", "einen", "einer", "eines", "eins"})
_SUFFIX = re.compile(
    r"(?:stundig|tagig|wochig|monatig|jahrig|minutig|mal(?:ig)?|fach|seitig|kopfig|teilig|stellig|sprachig)(?:e[rnsm]?)?$"
)


@cache
def _words() -> dict[str, Fraction]:
    """Every German number word below 1000 (folded), the halves, and the ordinals with a leading "."."""
    small = dict(zip(_UNITS, range(1, 10), strict=True)) | dict(zip(_TEENS, range(10, 20), strict=True))
    for ten, word in enumerate(_TENS, 2):
        small[word] = 10 * ten
        small |= {f"{unit}und{word}": 10 * ten + value for value, unit in enumerate(_UNITS, 1)}
    small |= {"zwo": 2, "zweier": 2, "dreier": 3}
    words = small | dict.fromkeys(("beide", "beiden", "beider", "beides"), 2)
    for prefix, value in [("", 1), *zip(_UNITS, range(1, 10), strict=True)]:
        words[f"{prefix}hundert"] = 100 * value
        for joint in ("", "und"):
            words |= {f"{prefix}hundert{joint}{word}": 100 * value + rest for word, rest in small.items()}
    ordinals = {f".{word}{'te' if value < 20 else 'ste'}": value for word, value in words.items()}
    ordinals |= {".erste": 1, ".dritte": 3, ".siebte": 7, ".achte": 8}
    halves = {f"{word}einhalb": value + Fraction(1, 2) for word, value in small.items()}
    return (
        {word: Fraction(value) for word, value in (words | ordinals).items()} | halves | {"anderthalb": Fraction(3, 2)}
    )


def german_numerals(folded: str) -> Iterator[Numeral]:
    """Cardinals, ordinals and fractions written as words, in order; ein, erste and beide are weak."""
    for match in _WORD.finditer(folded):
        word, start = match.group(), match.start()
        suffix = _SUFFIX.search(word)
        stem = word[: suffix.start()] if suffix else word
        value = None if _ATTENTION.search(folded, max(0, start - 7), match.end()) else german_value(stem)
        if stem in ("hundert", "tausend") and _VAGUE.search(folded, max(0, start - 10), start):
            continue
        if value is None:
            ordinal = _words().get("." + re.sub("(?<=e)[rnsm]$", "", word))
            if ordinal is not None:
                yield Numeral(ordinal, start, match.end(), is_ordinal=True, weak=ordinal == 1)
            continue
        end, weak = start + len(stem), value == 1 or stem.startswith("beide")
        following = _FOLLOWING.match(folded, end)
        if following and (part := following["part"]):
            yield Numeral(value / _PARTS[part], start, following.end())
        elif following:
            yield Numeral(
                value * (GERMAN_BILLION if following["scale"] == "billion" else SCALES[following["scale"]]),
                start,
                following.end(),
            )
        else:
            yield Numeral(value, start, end, weak=weak)


_VAGUE = re.compile(r"\b(?:mehrere[rn]?|einige[rn]?|viele[rn]?|etliche[rn]?|wenige[rn]?|ein paar) $")
"""Before hundert and tausend, which then are no number."""
_ATTENTION = re.compile(r"\b(?:ausser|in) acht$")
_FOLLOWING = re.compile(
    rf" (?:(?P<part>{'|'.join(_PARTS)})n?|(?P<scale>tausend|million(?:en)?|milliarden?|billion(?:en)?|dutzend))\b"
)


def german_value(word: str) -> Fraction | None:
    """The value of a German number word below a million, folded (dreiundzwanzigtausend); None if it is no such word."""
    words = _words()
    if word in _ARTICLES:
        return Fraction(1)
    if word in words:
        return words[word]
    thousands, found, rest = word.partition("tausend")
    if not found or (thousands and thousands not in words) or (rest and rest.removeprefix("und") not in words):
        return None
    return 1000 * words.get(thousands, Fraction(1)) + words.get(rest.removeprefix("und"), Fraction(0))
