"""What kind of thing a question asks for, and whether a text has one that the question does not hold already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from rag.answer.speech import simplified_text
from rag.text.fold import fold
from rag.text.units import unit_after
from rag.types import Language

Kind: TypeAlias = Literal["date", "number", "person", "place", "reason"]

_THE = r"\bwhat(?:'s| is| was| are| were) (?:the |its |his |her |their )?(?:[\w-]+ ){0,2}?"
_DIE = r"\b(?:was (?:ist|war|sind|waren)|wie (?:lautet|heißt)e?n?) (?:der|die|das|sein|seine|ihr|ihre) (?:\w+ ){0,2}?"
_END = r"(?:各?是|为|呢)?[?？。!！\s]*$"
"""What may stand around the noun that asks (`What is the population`, `Was ist das Datum`, `人口出生率？`)."""

_ASKS: Final[Mapping[Kind, re.Pattern[str]]] = {
    "date": re.compile(
        r"\bwhen\b|\bwhat time\b(?! zone)|\bopening (?:hours|times)\b"
        r"|\b(?:what|which|on what|on which|in what|in which)"
        r" (?:date|day|year|month|weekday|century|decade)s?\b"
        r"|\b[Ww]ann\b|\b(?:[Ww]elche[mnrs]?|[Ww]as für eine[mnrs]?) (?:Tag|Datum|Jahr|Monat|Wochentag|Jahrhundert)"
        rf"|{_THE}(?:date|year|day)\b|{_DIE}(?:Datum|Jahr|Tag|Zeitpunkt)\b"
        r"|\b[Uu]m wie ?viel Uhr\b|\b[Öö]ffnungszeit(?:en)?\b|(?:营业|开放|开馆|办公)时间"
        r"|什么(?:时候|时间|日期|年代)|何(?:时|年|月|日)|哪(?:一|个|几)?(?:年|天|日|月|时)|几(?:月|号|点)|星期几|周几"
        rf"|(?:(?<!持续|停留|飞行)时间|日期|[生忌]日){_END}",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"\bhow (?:many|much|long|far|old|high|often|large|big|tall|deep|wide|fast|late|soon|heavy)\b"
        r"|\bwhat (?:number|percentage|percent|share|proportion|rate|amount|price|fee)\b"
        r"|\bwhat (?:do(?:es)?|did|would) [^?]{1,60}\b(?:cost|weigh|measure)\b"
        r"|\b(?:at|by) what (?:temperature|speed|age|height)\b|\b[Ww]as (?:kostet(?:en?)?|kosten|wiegt|wiegen)\b"
        r"|\b(?:bei|auf|mit|ab) welche[rmn] (?:Temperatur|Alter|Geschwindigkeit)"
        r"|\bwie (?:viele?[nrs]?|lange?|warm|kalt|heiß|hoch|oft|weit|alt|groß|schwer|teuer|schnell|tief|breit)\b"
        r"|\bwieviele?\b"
        r"|\bwelche[nr]? (?:Anzahl|Zahl|Anteil|Prozentsatz|Preis|Gebühr)"
        rf"|{_THE}(?:population|number|height|length|area|size|total|percentage|amount|rate|average|cost|price|score"
        r"|distance|temperature|speed|age|depth|width|weight|capacity|budget|revenue|turnout)\b"
        rf"|{_DIE}(?:\w*(?:zahl|höhe|länge|fläche|größe|quote|rate|preis|menge|alter|dauer|temperatur|geschwindigkeit)"
        r"|Summe|Anteil|Durchschnitt|Umsatz|Gewicht)\b"
        r"|多少|什么价|多(?:久|长|高|远|大|深|重|宽|快)|几(?!乎|何|经|内|率|月|号|点)|比例|比率"
        r"|(?:[率额]|[产销流含数总度能]量|(?:出口|进口|交付|吞吐|发行|排放|保有)量|[人次总指分票天参倍户件]数|[产总市均峰]值"
        r"|[油房股票金单售均]价|价格|票房|比分|面积|高度|长度|深度|宽度|温度|速度|距离|身高|体重|年龄|席位|人口|GDP|时长"
        rf"|(?:持续|停留|飞行)时间){_END}",
        re.IGNORECASE,
    ),
    "person": re.compile(
        r"\b(?:who|whom|whose|wer|wem|wen|wessen)\b|谁|哪(?:一)?位|何人|什么人|哪个人"
        rf"|{_THE}(?:director|author|founder|inventor|president|chairman|chairwoman|leader|owner|winner|name of the)\b"
        rf"|{_DIE}(?:\w*(?:präsident|minister|leiter|gründer|autor|regisseur|besitzer|sieger|vorsitzende)(?:in|r)?)\b"
        rf"|(?:导演|主演|扮演者|演员|作者|得主|获得者|冠军|创始人|创办人|主持人|教练|主帅|编剧|主唱|总统|总理|部长){_END}",
        re.IGNORECASE,
    ),
    "place": re.compile(
        r"\bwhere\b|\b(?:what|which) (?:city|cities|country|countries|town|place|state|region|province|airport|river)\b"
        r"|\b(?:wo|wohin|woher)\b"
        r"|\b[Ww]elche[mnrs]? (?:Stadt|Städten?|Land|Ländern?|Ort|Orten?|Region|Provinz|Flughafen|Staat|Fluss)"
        rf"|{_THE}(?:capital|location|venue|birthplace|place of)\b|{_DIE}(?:Hauptstadt|\w*ort|Standort)\b"
        r"|哪(?:里|儿)|何(?:处|地)|什么地方|哪(?:一|个|座|些)?(?:城|国|地|省|州|县|机场|镇|岛)|在哪(?![一个些年天日月位种类款场次届])"
        rf"|(?:地点|地址|首都|省会|举办地|主办国|所在地|出生地|发源地|产地|国籍|籍贯){_END}",
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


def units_asked_for(question: str) -> frozenset[str | None] | None:
    """The units one of which a number that the question asks for has: of time (`how many days`) or of money.

    None: any. A price list names its currency once, so of money a number without a unit (None) may be meant, too.
    """
    plain = fold(question).text
    counted = [unit_after(plain, match.end())[0] for match in _HOW_MANY.finditer(plain)]
    for units in (_TIME, _MONEY):
        if any(unit is not None and unit in units for unit in counted):
            return units
    return _MONEY if _PRICE.search(plain) and not any(counted) and not _COUNTS.search(plain) else None


def gives_reason(text: str) -> bool:
    """Whether a text has a word that gives a reason."""
    return _BECAUSE.search(simplified_text(text)) is not None


_MONEY: Final[frozenset[str | None]] = frozenset(
    {"usd", "eur", "gbp", "pound", "cny", "rub", "jpy", "krw", "hkd", "twd", None}
)
_TIME: Final[frozenset[str | None]] = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_PRICE: Final = re.compile(
    r"\b(?:cost|price|fee|rent|salary|wage)s?\b|\bkoste(?:t|n|te|ten)\b|\b\w*(?:preis|gebuhr|miete)(?:e|en|s)?\b"
    r"|多少钱|什么价|价[格钱]|票价|学费|租金|押金|工资|收费"
)
_COUNTS: Final = re.compile(r"\b(?:how many|wie ?viele[nr]?) ")
_HOW_MANY: Final = re.compile(r"\b(?:how many|wie ?viele?[nr]?) |多少个?|几")
"""Folded."""

_OPEN: Final = re.compile(
    r"\b(?:[Ww]hat|[Ww]hich|[Hh]ow|[Ww]ho(?:m|se)?|[Ww]hy|[Ww]hen|[Ww]here|Was|[Ww]elche[mnrs]?|[Ww]ie|[Ww]e[rmn]|[Ww]essen"
    r"|[Ww]ann|[Ww]o(?:mit|durch|zu|für|gegen|nach|her|hin)?|[Ww]arum|[Ww]eshalb|[Ww]ieso)\b|什么|哪|怎|如何|何|谁|几|多少|啥"
)
"""Words that ask for something; a question of yes or no takes nothing for granted."""


def asks_for_something(question: str, language: Language) -> bool:
    """Whether a question asks for more than yes or no."""
    opening = _OPEN.search(simplified_text(question))
    return opening is not None and not (opening.group() == "Was" and language == "en")
