"""Whether a question leans on what came before it: it goes on, points back, or says too little alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rag.answer.speech import simplified_text
from rag.answer.statements import weight
from rag.text.function_words import CHINESE, ENGLISH, GERMAN
from rag.text.language import detect
from rag.text.names import Name, names
from rag.text.scripts import HAN, LATIN

SHORT: Final = 40
"""Weight (a Latin letter weighs 1, a wide character 3) of a question that, naming nothing, may say too little alone."""
_ENOUGH: Final = 2
"""Words that say something, of which a question is understood alone: how heavy the pump is, not how heavy."""

_POINTS_BACK: Final = re.compile(
    r"\b(?:he|she|they|him|them|theirs|hers|this|these|those|then|one|ones|else"
    r"|it(?!\s+(?:\w+\s+){1,3}?(?:to|that|if|when|who|whether)\s+\w)"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )there|that(?=\s*[?.!,]|\s*\Z)"
    r"|(?<!say )(?<!says )(?<!said )(?<!claim )(?<!claims )(?<!claimed )(?<!know )(?<!think )(?<!deny )that"
    r"|das(?!\s+(?:(?!(?:in|an|auf|aus|bei|für|mit|nach|über|um|von|vor|zu)\b)\w+\s+)?(?-i:[A-ZÄÖÜ_]))"
    r"|er|ihn|ihm|dies(?:e[nmrs]?)?|dort|da|damals|dabei|dazu|davon|darüber|darauf|daran|damit|denen"
    r"|(?-i:sie)|(?:was|we[rmn])\b[^?]*\bnoch|(?:also|too|as well|auch|noch)(?=\s*[?.!,]|\s*\Z))\b"
    r"|\A\s*sie\b"
    r"|(?<!吉)[他她它]们?|[这那][些个次里儿时样位]|[这那](?=[是又也])|其中|其他|当时|还有|此事"
    r"|\A(?!.*(?:什么|[谁哪几怎何]|多少)).*呢[?？]?\Z",
    re.IGNORECASE,
)
"""Chinese in Simplified. The `it` of `does it take to`, the `Sie` of an address and `noch` for still do not."""
_WEATHER_OR_TIME: Final = re.compile(
    r"\b(?:what (?:time|day|date|year)|how (?:late|early|warm|cold|hot|far)) (?:is|was|will) it\b"
    r"|\b(?:is|was|does|did|will) it (?:be )?(?:rain|snow|freez)\w*\b",
    re.IGNORECASE,
)
_OWN: Final = re.compile(r"\A[^_]*\b(?:his|her|its|their|sein(?:e[nmrs]?)?(?!\s*[?.!,])|(?-i:ihre?[nmrs]?))\b", re.I)
"""A possessive before which the question names nobody whose own the thing may be."""
_CONTINUES: Final = re.compile(r"\s*(?:(?:and|but|so|or|und|aber|oder|dann|also)\b|那么|那(?!不勒斯)|还有|而|但)", re.I)

_LATIN_WORD: Final = re.compile(rf"[{LATIN}]{{3,}}")
_HOW_HIGH: Final = re.compile(r"\bwie (?:hoch|viele?[nr]?|lange)\b", re.IGNORECASE)
"""German asks so after any amount: Wie hoch ist der Preis?"""
_PARTICLES: Final = re.compile(
    f"{'|'.join(sorted(CHINESE, key=len, reverse=True))}|[在是有和与被把会能要不没]|[^{HAN}]"
)


def depends(question: str, *, short: int = SHORT) -> bool:
    """Whether a question cannot be understood alone: it points back, goes on from something, or says too little.

    `short` is the weight from which a question that names nothing says enough.
    """
    named = names(question, detect(question))
    rest = simplified_text(_without(question, named))
    if _CONTINUES.match(rest) or _POINTS_BACK.search(_WEATHER_OR_TIME.sub("_", rest)) or _OWN.search(rest):
        return True
    return not named and weight(question) < short and _words_that_tell(rest) < _ENOUGH


def _without(question: str, named: Sequence[Name]) -> str:
    """The question with its names blanked by underscores: no pronoun stands in 马耳他."""
    characters = list(question)
    for name in named:
        characters[name.span.start : name.span.end] = "_" * len(name.span)
    return "".join(characters)


def _words_that_tell(plain: str) -> int:
    """Words that are no function words; of Chinese, whose words are not told apart, pairs of characters."""
    latin = (word.casefold() for word in _LATIN_WORD.findall(_HOW_HIGH.sub(" ", plain)))
    told = [word for word in latin if word not in ENGLISH and word not in GERMAN]
    return len(told) + len(_PARTICLES.sub("", plain)) // 2
