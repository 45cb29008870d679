"""The sentence tells nothing: it hands the question back, only says that someone spoke, or leaves out what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.checks.proof import Sentence
from rag.answer.question import Asked
from rag.answer.speech import ATTRIBUTES, CHINESE_SAYS, LATIN_SAYS, simplified_text
from rag.answer.wants import asks_for_something
from rag.text.numbers import dates, quantities
from rag.text.terms import terms
from rag.types import Evidence, Language


def echoes(sentence: Sentence, question: str, language: Language) -> bool:
    """Whether every term of the sentence is one of a question that asks for more than yes or no."""
    if not asks_for_something(question, language):
        return False
    return _told(sentence.text, sentence.language) <= _told(question, language)


def only_attributes(sentence: Sentence, question: str) -> bool:
    """Whether the sentence says who speaks and not what, where the question does not ask who said something."""
    plain = simplified_text(question)
    asks_who = LATIN_SAYS.search(plain) or CHINESE_SAYS.search(plain) or "说" in plain
    return not asks_who and ATTRIBUTES.match(simplified_text(sentence.text)) is not None


def leaves_out(sentence: Sentence, asked: Asked, cited: Sequence[Evidence]) -> str | None:
    """What kind of thing is asked for that the sentence has none of, and what it cites has: "date" or "number"."""
    for kind in ("date", "number"):
        if kind in asked.kinds:
            known = _things(kind, asked.text, asked.language)
            quoted = (_things(kind, one.quote, one.language, weak=False) for one in cited)
            if not _things(kind, sentence.text, sentence.language) - known and any(one - known for one in quoted):
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
