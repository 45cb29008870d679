"""A question as retrieval needs it: its language and its lexical terms."""

from __future__ import annotations

from dataclasses import dataclass

from rag.errors import QuestionError
from rag.text.language import UNDETERMINED, detect
from rag.text.terms import Term, terms
from rag.types import Language

_ACROSS = frozenset({"number", "date", "name", "place"})
"""Kinds of terms that mean the same in every language."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question. `terms` are in the form of its own language; those in `across` are the same in every language."""

    text: str
    language: Language
    terms: tuple[Term, ...]

    @property
    def across(self) -> tuple[Term, ...]:
        """The terms that can be found in a document of any language."""
        return tuple(term for term in self.terms if term.kind in _ACROSS)

    def is_own(self, language: Language) -> bool:
        """Whether a document's language is the question's; scripts of one language are one, names alone are in any."""
        return self.language == UNDETERMINED or _primary(self.language) == _primary(language)


def understand(question: str) -> Query:
    """Raises QuestionError if there is nothing to search for: no letter and no digit."""
    text = question.strip()
    if not any(character.isalnum() for character in text):
        raise QuestionError(
            "The question is empty." if not text else "The question has no words.",
            hint="Ask in words, in any language.",
        )
    language = detect(text)
    return Query(text, language, tuple(terms(text, language)))


def _primary(language: Language) -> str:
    return language.partition("-")[0]
