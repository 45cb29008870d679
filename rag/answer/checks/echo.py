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
    said = {term.text for term in terms(sentence.text, sentence.language)}
    return said <= {term.text for term in terms(question, language)}
