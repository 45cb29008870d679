"""Claims that the next sentence denies: a reader who is shown the one without the other is misled.

News report who claims something and, right after it, who denies it. Without a model that reads, only a denial that
speaks of the claim as one is told for sure (denied the report, 指控没有证据); what is denied in other words, or
elsewhere, is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from rag.answer.evidence import Ranked
from rag.answer.speech import simplified_text
from rag.types import Evidence, Span

_CLAIM = (
    r"(?:accusation|allegation|assertion|charge|claim|report|rumou?r|statement|suggestion"
    r"|Anschuldigung|Behauptung|Bericht|Darstellung|Gerücht|Meldung|Unterstellung|Verdacht|Vorw[uü]rf)(?:s|e?n|es?)?"
    r"\b(?! that\b)"
)
_NOT = r"(?:false|untrue|wrong|baseless|groundless|unfounded|unsubstantiated|a lie|falsch|unwahr|haltlos|unbegründet)"
_NO_PROOF = (
    r"(?:no|any|keine[nr]?|keinerlei|ohne) (?:\w+ )?(?:evidence|proof|basis|foundation|Beweise?|Belege?|Grundlage)"
)
_DENIES = (
    r"(?:den(?:y|ies|ied|ying)|disput(?:es?|ed)|refut(?:es?|ed)|reject(?:s|ed)|dismiss(?:es|ed)|contradict(?:s|ed)"
    r"|dementier\w*|bestritt\w*|bestreite\w*|leugnet\w*|widersprach\w*|widersprich\w*|verneint\w*|zurückgewiesen)"
)
_DENIAL: Final = re.compile(
    rf"\b{_DENIES}\b[^.;!?]{{0,60}}?\b{_CLAIM}"
    rf"|\b(?:wies(?:en)?|weist|weisen)\b[^.;!?]{{0,60}}?\b{_CLAIM}[^.;!?]{{0,60}}?\b(?:zurück|von sich)\b"
    rf"|\b(?:no|never)\b[^.;!?]{{0,20}}\b(?:truth to|basis for)\b[^.;!?]{{0,20}}\b{_CLAIM}"
    rf"|\b{_CLAIM}[^.;!?]{{0,60}}?(?:\b{_DENIES}\b|\b{_NOT}|\b{_NO_PROOF})"
    rf"|\b(?:baseless|groundless|unfounded|unsubstantiated|false|haltlose|unbegründete|falsche)[nrs]? {_CLAIM}"
    rf"|\b{_NO_PROOF} (?:for|of|für) (?:\w+ ){{0,2}}{_CLAIM}"
    r"|(?:否认|驳斥|反驳)[^。；！？]{0,20}(?:指控|指责|报道|报导|说法|传言|传闻|消息|指称|言论)"
    r"|(?:指控|指责|报道|报导|说法|传言|传闻|消息|指称|言论)[^。；！？]{0,12}"
    r"(?:没有(?:任何)?(?:证据|根据)|毫?无(?:根据|证据|事实根据)|缺乏(?:证据|依据)|不属实|不实|子虚乌有|纯属捏造|予以否认|予以驳斥)",
    re.IGNORECASE,
)
"""Chinese in Simplified."""
_GAP = 2
"""Characters between two sentences that follow each other: a space, or the end of a line."""


def denies(quote: str) -> bool:
    """Whether a sentence denies a claim that was made before it."""
    return _DENIAL.search(simplified_text(quote)) is not None


def denials(chosen: Sequence[Ranked], ranked: Iterable[Ranked]) -> list[Ranked]:
    """The sentences that deny one of those chosen and are none of them."""
    places = [_place(one) for one in chosen]
    following = (one for one in ranked if any(_is_next(_place(one), place) for place in places))
    return [one for one in following if _place(one) not in places and denies(one.candidate.statement.quote)]


def with_denials(chosen: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """What was chosen, and after each quote the one of the evidence that denies it."""
    rest = [one for one in evidence if one not in chosen]
    found: list[Evidence] = []
    for one in chosen:
        place = one.document.id, one.span
        following = (other for other in rest if _is_next((other.document.id, other.span), place))
        found += [one, *(other for other in following if denies(other.quote))]
    return found


def _place(one: Ranked) -> tuple[str, Span]:
    return one.candidate.hit.document.id, one.candidate.span


def _is_next(one: tuple[str, Span], other: tuple[str, Span]) -> bool:
    """Whether one stands right after the other in the same document."""
    return one[0] == other[0] and 0 <= one[1].start - other[1].end <= _GAP
