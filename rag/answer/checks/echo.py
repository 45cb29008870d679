"""The sentence says no more than the question: a small model hands a question back as if that were its answer."""

from __future__ import annotations

from rag.answer.checks.proof import Sentence
from rag.answer.wants import asks_for_something
from rag.text.terms import terms
from rag.types import Language


def echoes(sentence: Sentence, question: str, language: Language) -> bool:
    """Whether every term of the sentence is one of a question that asks for more than yes or no."""
    if not asks_for_something(question, language):
        return False
    return _told(sentence.text, sentence.language) <= _told(question, language)


def _told(text: str, language: Language) -> set[str]:
    """Its terms; of Chinese the characters, for what is left out makes new pairs of them."""
    found = terms(text, language)
    return {part for term in found for part in (term.text if term.kind == "gram" else [term.text])}
