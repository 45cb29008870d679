"""The sentence tells nothing: it hands the question back, only says that someone spoke, or leaves out what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from rag.answer.checks.proof import Sentence
from rag.answer.question import Asked
from rag.answer.speech import ATTRIBUTES, CHINESE_SAYS, LATIN_SAYS, simplified_text
from rag.answer.wants import asks_for_something
from rag.text.numbers import dates, quantities
from rag.text.terms import terms
from rag.types import Evidence, Language

_OTHERWISE: Final[Mapping[str, re.Pattern[str]]] = {
    "date": re.compile(
        r"\b(?:spring|summer|autumn|fall|winter|centur\w+|dynasty|era|yesterday|today|tomorrow|midnight|noon|morning"
        r"|evening|night|before|during|since|later|earlier|ago|immediately|now|[Uu]hr|Früh\w+|Sommer\w*|Herbst"
        r"|Winter\w*|Jahrhundert\w*|Dynastie|gestern|heute|[Mm]orgens?|Mitternacht|während|seit|später|sofort)\b"
        r"|世[纪紀]|[唐宋元明清汉漢隋][代朝]|[春夏秋冬][天季节節]|中秋|[昨今明当當同][天日晚年]|之[前后後]|以[前后後]|期[间間]|随后|隨後|立即|\d[点點时時]"
    ),
    "number": re.compile(
        r"\b(?:nobody|no one|none|no|dozens?|hundreds?|thousands?|half|twice|double|several|few|all|free|daily|niemand"
        r"|keine?[mnrs]?|Dutzende?|Hunderte|Tausende|halb\w*|Hälfte|doppelt|mehrere|einige|alle|kostenlos|täglich)\b"
        r"|[无無沒没]|[数數几幾][十百千万萬]|一?半|[翻加]倍|所有|全部|免[费費]|每[天日]",
        re.IGNORECASE,
    ),
}
"""Days and numbers that are told in other words than figures."""
_MANNER: Final = re.compile(
    r"\b(?:who(?:m|se)?|how|where|when|why|we[rmn]|wessen|wie|wo|wann|warum)\b|谁|哪|怎|如何|何[时处地以人]|为[何什]",
    re.IGNORECASE,
)
"""Asks for who said something, to whom, or how, of which a sentence without what was said may tell."""
_SPEAKS: Final = re.compile(r"\b(?:sp(?:eak|oke|rach|rich|rech|roch)|gesproch)", re.IGNORECASE)
_ADDRESSES: Final = re.compile(
    r"\A[^,:，：]{1,40}\b(?:said|says|spoke|speaks|sagte|sagt|sprach|spricht)(?:\s+\w+(?:ly|lich|ig|isch))?"
    r"(?:\s+(?:to|with|zu|mit|gegenüber)\s+(?:(?:the|his|her|d[ae][smnr]|die|seine[mnr]|ihre[mnr])\s+)?[^\W\d_]\w*(?:\s+(?-i:[A-ZÄÖÜ])[\w’'-]*){0,3})?\W*\Z",
    re.IGNORECASE,
)
"""A sentence that only says who speaks, how and to whom: Kim sagte freundlich zu Lawrow."""


def echoes(sentence: Sentence, question: str, language: Language) -> bool:
    """Whether every term of the sentence is one of a question that asks for more than yes or no."""
    if not asks_for_something(question, language):
        return False
    return _told(sentence.text, sentence.language) <= _told(question, language)


def only_attributes(sentence: Sentence, question: str) -> bool:
    """Whether the sentence says who speaks, how and to whom, and not what, where the question does not ask for that."""
    plain, told = simplified_text(question), simplified_text(sentence.text)
    speaks = LATIN_SAYS.search(plain) or CHINESE_SAYS.search(plain) or _SPEAKS.search(plain)
    if speaks and _MANNER.search(plain):
        return False
    return ATTRIBUTES.match(told) is not None or _ADDRESSES.match(told) is not None


def leaves_out(sentence: Sentence, asked: Asked, cited: Sequence[Evidence]) -> str | None:
    """What kind of thing is asked for that the sentence has none of, and what it cites has: "date" or "number".

    Told in other words than figures (half, in the Tang dynasty) it is told.
    """
    for kind in _OTHERWISE:
        if kind in asked.kinds:
            known = _things(kind, asked.text, asked.language)
            quoted = (_things(kind, one.quote, one.language, weak=False) for one in cited)
            told = _things(kind, sentence.text, sentence.language) - known or _OTHERWISE[kind].search(sentence.text)
            if not told and any(one - known for one in quoted):
                return kind
    return None


def _things(kind: str, text: str, language: Language, *, weak: bool = True) -> set[object]:
    if kind == "date":
        return {(date.year, date.month, date.day, date.weekday) for date in dates(text, language)}
    return {one.value for one in quantities(text, language) if weak or not one.weak}


def _told(text: str, language: Language) -> set[str]:
    """Its terms; of Chinese the characters, for what is left out makes new pairs of them."""
    found = terms(text, language)
    return {part for term in found for part in (term.text if term.kind == "gram" else [term.text])}
