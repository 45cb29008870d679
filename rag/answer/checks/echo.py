"""The sentence tells nothing: it hands the question back as if it were its answer, or only says that someone spoke."""

from __future__ import annotations

from rag.answer.checks.proof import Sentence
from rag.answer.speech import ATTRIBUTES, CHINESE_SAYS, LATIN_SAYS, simplified_text
from rag.answer.wants import asks_for_something
from rag.text.terms import terms
from rag.types import Language


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


def _told(text: str, language: Language) -> set[str]:
    """Its terms; of Chinese the characters, for what is left out makes new pairs of them."""
    found = terms(text, language)
    return {part for term in found for part in (term.text if term.kind == "gram" else [term.text])}
