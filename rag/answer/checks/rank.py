"""Layer: what the excerpt calls second or third of its kind is not called first."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.proof import Proof, Sentence
from rag.answer.speech import simplified_text
from rag.text.sentences import split_clauses

_ORDINAL: Final = (
    r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d*(?:1st|2nd|3rd|\dth))"
)
_GERMAN_ORDINAL: Final = r"(?:zweit|dritt|viert|fünft|sechst|siebt|acht|neunt|zehnt|elft|zwölft|\d+\. ?)"
_ENGLISH: Final = (
    r"(?:most|(?:bigg|larg|small|great|high|low|long|short|old|young|fast|strong|weak|rich|poor|deep|tall|bus[iy]|heavi"
    r"|wealthi)est)"
)
_GERMAN: Final = (
    r"(?:größt|höchst|längst|ältest|jüngst|stärkst|schnellst|tiefst|schwerst|kleinst|meist|wichtigst|bedeutendst"
    r"|[a-zäöü]*reichst)e[nmrs]?"
)
_AHEAD: Final = re.compile(
    rf"\b{_ORDINAL}[ -]{_ENGLISH}\b|\bsecond only to\b|\b{_GERMAN_ORDINAL}{_GERMAN}\b|[仅只]次于"
    r"|第(?:[二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?|\d+)[大高长多强富]",
    re.IGNORECASE,
)
"""Of one that another is ahead of; Chinese in Simplified."""
_FIRST: Final = re.compile(rf"\b(?:{_ENGLISH}|{_GERMAN})\b|最[大高长多强富古快重深老]|[最居]首|第一", re.IGNORECASE)
_RANKED: Final = re.compile(
    rf"{_AHEAD.pattern}|\b{_ORDINAL}\b|\b{_GERMAN_ORDINAL}|第[二三四五六七八九十\d]"
    r"|\b(?:after|behind|except|nach|hinter|außer)\b|除|之后",
    re.IGNORECASE,
)
"""Of one that is not called first of all."""


def first_instead_of_ranked(sentence: Sentence, proof: Proof) -> str | None:
    """A superlative in a sentence without a rank, where the clause of the quotes that is nearest has a ranked one.

    Needs `nearness`.
    """
    if _RANKED.search(simplified_text(sentence.text)):
        return None
    clauses = [span.of(sentence.text) for span in split_clauses(sentence.text)]
    for clause in (one for one in clauses if _FIRST.search(simplified_text(one))):
        nearest = simplified_text(proof.nearest(clause) or "")
        ahead = _AHEAD.search(nearest)
        if ahead and not _FIRST.search(_AHEAD.sub(" ", nearest)):
            return f"in the excerpt another is ahead of it ({ahead.group()})"
    return None
