"""Who is interviewed: whom a lead-in names (專訪茶農林淑芬, We spoke to the potter Jane Doe) or a question addresses.

`Interview: Jane Doe` names her or the interviewer; only a question to Ms Doe tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rag.answer.speech import simplified_text
from rag.text.places import place_spans
from rag.text.sentences import is_question
from rag.text.surnames import readings
from rag.types import Span

_LEAD: Final = re.compile(
    r"\A\W*(?:独家|本报|人物|记者)?(?:专访|对话)[：:|｜丨]?|(?:采访|访问|专访)了"
    r"|\b(?:interview(?:ed|te)?(?: (?:with|mit))?|(?:we|wir) (?:spoke|talked|sprachen) (?:to|with|mit)"
    r"|sprachen wir mit|(?:im )?gespräch(?::| mit)|in conversation with)\s+(?!by\b)",
    re.IGNORECASE,
)
"""Before whom it names; Chinese in Simplified."""
_LED: Final = re.compile(r"(?:(?!\b(?:about|über|on|zu[mr]?)\b)[^，。：:;；!！?？\n“”„「『《—–])*", re.IGNORECASE)
"""The phrase that names him."""
_JOINS: Final = re.compile(r"\s*(?:,|、|&|and|und|[和与及])\s*\Z")
_ADDRESS: Final = re.compile(r"\W*(?:Frau|Herr|Mr|Mrs|Ms|Dr|Prof|Professor)\b\.? (?P<name>[^\W\d_][\w’' -]*?),")
_SIGN: Final = re.compile(r"专访|访谈|\b(?:interview|gespräch|conversation)\b", re.IGNORECASE)
_GIVES: Final = re.compile(r"接受|\b(?:g[ai]ves?|gave|gab|gibt) \w+ interview\b", re.IGNORECASE)
"""Of the subject."""
_LONGEST_QUESTION: Final = 300


def led_in(text: str, sentence: Span, names: Sequence[Span]) -> Span | None:
    """Whom a sentence introduces as the one interviewed; None of two."""
    lead = _LEAD.search(simplified_text(sentence.of(text)))
    phrase = _LED.match(text, sentence.start + lead.end(), sentence.end) if lead else None
    if phrase is None:
        return None
    placed = [span.moved(phrase.start()) for span in place_spans(phrase.group())]
    inside = [one for one in names if phrase.start() <= one.start and one.end <= phrase.end() and one not in placed]
    if not inside:
        return _repeated(text, Span(*phrase.span()))
    if any(_JOINS.fullmatch(text, one.end, two.start) for one in inside for two in inside if one < two):
        return None
    return inside[0]


def _repeated(text: str, phrase: Span) -> Span | None:
    """The Chinese name that a phrase ends with, by its surname and by the text's having it again: 茶农林淑芬."""
    for length in (3, 2):
        name = Span(max(phrase.start, phrase.end - length), phrase.end)
        if readings(simplified_text(name.of(text))) and text.count(name.of(text)) > 1:
            return name
    return None


def addressed(text: str, question: Span, names: Sequence[Span]) -> Span | None:
    """Whom a question is put to by name, where the text names him first."""
    address = _ADDRESS.match(question.of(text))
    ending = address["name"].split()[-1] if address else None
    return next((name for name in names if ending and name.of(text).split()[-1:] == [ending]), None)


def is_announced(words: str) -> bool:
    """Whether a sentence calls what follows an interview, and does not tell who gave it. In Simplified."""
    return not _GIVES.search(words) and (_SIGN.search(words) or _LEAD.search(words)) is not None


def is_asked(text: str, sentence: Span) -> bool:
    """Whether a sentence is a question that has its line for itself."""
    before, after = text.rfind("\n", 0, sentence.start) + 1, text.find("\n", sentence.end)
    around = text[before : sentence.start] + text[sentence.end : len(text) if after < 0 else after]
    return len(sentence) <= _LONGEST_QUESTION and not around.strip() and is_question(sentence.of(text).strip())
