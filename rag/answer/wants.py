"""What kind of thing a question asks for, and whether a text has one that the question does not hold already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from rag.answer.speech import simplified_text

Kind: TypeAlias = Literal["date", "number", "person", "place", "reason"]

_ASKS: Final[Mapping[Kind, re.Pattern[str]]] = {
    "date": re.compile(
        r"\bwhen\b|\b(?:what|which|on what|on which|in what|in which)"
        r" (?:date|day|year|month|weekday|century|decade)s?\b"
        r"|\b[Ww]ann\b|\b(?:[Ww]elche[mnrs]?|[Ww]as für eine[mnrs]?) (?:Tag|Datum|Jahr|Monat|Wochentag|Jahrhundert)"
        r"|什么(?:时候|时间|日期|年代)|何(?:时|年|月|日)|哪(?:一|个|几)?(?:年|天|日|月|时)|几(?:月|号|点|年)|星期几|周几",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"\bhow (?:many|much|long|far|old|high|often|large|big|tall|deep|wide|fast|late|soon|heavy)\b"
        r"|\bwhat (?:number|percentage|percent|share|proportion|rate|amount|price|fee)\b"
        r"|\bwie (?:viele?[nrs]?|lange|hoch|oft|weit|alt|groß|schwer|teuer|schnell|tief|breit)\b|\bwieviele?\b"
        r"|\bwelche[nr]? (?:Anzahl|Zahl|Anteil|Prozentsatz|Preis|Gebühr)"
        r"|多少|多(?:久|长|高|远|大|深|重|宽|快)|几(?!乎|何|经|内|率|月|号|点|年)|比例|比率",
        re.IGNORECASE,
    ),
    "person": re.compile(r"\b(?:who|whom|whose|wer|wem|wen|wessen)\b|谁|哪(?:一)?位|何人|什么人|哪个人", re.IGNORECASE),
    "place": re.compile(
        r"\bwhere\b|\b(?:what|which) (?:city|cities|country|countries|town|place|state|region|province|airport|river)\b"
        r"|\b(?:wo|wohin|woher)\b"
        r"|\b[Ww]elche[mnrs]? (?:Stadt|Städten?|Land|Ländern?|Ort|Orten?|Region|Provinz|Flughafen|Staat|Fluss)"
        r"|哪(?:里|儿)|何(?:处|地)|什么地方|哪(?:一|个|座|些)?(?:城|国|地|省|州|县|机场|镇|岛)",
        re.IGNORECASE,
    ),
    "reason": re.compile(
        r"\bwhy\b|\bfor what reason\b|\b(?:warum|weshalb|wieso|weswegen)\b|为什么|为何|为啥|何以|原因|理由",
        re.IGNORECASE,
    ),
}
"""By the words that ask, in English, German and Chinese (in Simplified)."""

_BECAUSE: Final = re.compile(
    r"\b(?:because|since|due to|owing to|so that|in order to|thanks to|therefore|as a result|reason"
    r"|weil|denn|wegen|aufgrund|damit|deshalb|daher|infolge|dank|Grund|um)\b"
    r"|因[为此而]?|由于|为了|所以|原因|理由|鉴于|以便|导致",
    re.IGNORECASE,
)


def kinds_asked_for(question: str) -> frozenset[Kind]:
    """The kinds of things that the question's words ask for; none where they ask for something else."""
    plain = simplified_text(question)
    return frozenset(kind for kind, pattern in _ASKS.items() if pattern.search(plain))


def gives_reason(text: str) -> bool:
    """Whether a text has a word that gives a reason."""
    return _BECAUSE.search(simplified_text(text)) is not None
