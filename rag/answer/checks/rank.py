"""Layer: what the excerpt calls second or third of its kind is not called first."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.proof import Proof, Sentence, places_of
from rag.answer.same import may_be_same
from rag.answer.speech import simplified_text
from rag.text.language import detect
from rag.text.names import names
from rag.text.sentences import split_clauses

_ORDINAL: Final = (
    r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d*(?:1st|2nd|3rd|\dth))"
)
_GERMAN_ORDINAL: Final = r"(?:zweit|dritt|viert|fünft|sechst|siebt|acht|neunt|zehnt|elft|zwölft|\d+\. ?)"
_ENGLISH: Final = (
    r"(?:bigg|larg|small|great|high|low|long|short|old|young|fast|strong|weak|rich|poor|deep|tall|bus[iy]|heavi"
    r"|wealthi)est"
)
_GERMAN: Final = (
    r"(?:größt|höchst|längst|ältest|jüngst|stärkst|schnellst|tiefst|schwerst|kleinst|wichtigst|bedeutendst"
    r"|[a-zäöü]*reichst)e[nmrs]?"
)
_AHEAD: Final = re.compile(
    rf"\b{_ORDINAL}[ -](?:most|[a-z]{{3,}}est)\b|\bsecond only to\b|\b{_GERMAN_ORDINAL}[a-zäöüß]+[sß]te[nmrs]?\b"
    r"|[仅只]次于|第(?:[二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?|\d+)[大高长多强富](?![道学中江桥])",
    re.IGNORECASE,
)
"""Of one that another is ahead of; Chinese in Simplified."""
_CALLS_FIRST: Final = re.compile(
    rf"\bthe most [a-z]{{4,}}|\b(?:{_ENGLISH}|{_GERMAN})\b|最(?:[大长多强富古快深老]|高(?![人法检领])|重(?!要))"
    r"|(?:排名?|位居|世界|全[国球])第一|居首(?![尔都])",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(rf"\bmost\b|\b\w{{3,}}est\b|\b{_GERMAN}\b|[最首]|第一", re.IGNORECASE)
"""Of a quote, anything that may call something first."""
_RANKED: Final = re.compile(
    rf"{_AHEAD.pattern}|\b{_ORDINAL}\b|\b{_GERMAN_ORDINAL}|第[二三四五六七八九十\d]"
    r"|\b(?:one of|among|belongs? to|eine[rsm]? der|unter den|(?:ge)?hör\w*|zähl\w*)\b|之一"
    r"|\b(?:after|behind|except|nach|hinter|außer)\b|除|之后",
    re.IGNORECASE,
)
"""Of one that is not called first of all."""
_BEHIND: Final = re.compile(
    r"(?:\b(?:after|behind|nach|hinter|second only to)\b|次于)(?P<one>[^,，;；.。]{1,30})", re.IGNORECASE
)


def first_instead_of_ranked(sentence: Sentence, proof: Proof) -> str | None:
    """A superlative in a sentence without a rank, where the clause of the quotes that is nearest has a ranked one.

    Not if the sentence is about the one that is ahead. Needs `nearness`.
    """
    if _RANKED.search(simplified_text(sentence.text)):
        return None
    clauses = [span.of(sentence.text) for span in split_clauses(sentence.text)]
    for clause in (one for one in clauses if _CALLS_FIRST.search(simplified_text(one))):
        nearest = proof.nearest(clause) or ""
        ahead = _AHEAD.search(simplified_text(nearest))
        plain = _FIRST.search(_AHEAD.sub(" ", simplified_text(nearest)))
        if ahead and not plain and not _names_the_one_ahead(sentence, nearest):
            return f"in the excerpt another is ahead of it ({ahead.group()})"
    return None


def _names_the_one_ahead(sentence: Sentence, clause: str) -> bool:
    language = detect(clause)
    named = [name.text for name in names(sentence.text, sentence.language)]
    places = places_of([(sentence.language, sentence.text)]).keys()
    for behind in (match["one"] for match in _BEHIND.finditer(simplified_text(clause))):
        others = [name.text for name in names(behind, language)]
        if places & places_of([(language, behind)]).keys():
            return True
        if any(may_be_same(one, other) for one in named for other in others):
            return True
    return False
