"""A question as retrieval needs it: its language and its lexical terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.errors import QuestionError
from rag.text.language import UNDETERMINED, detect, primary
from rag.text.scripts import is_han
from rag.text.terms import Term, question_terms
from rag.types import Language

_ACROSS = frozenset({"number", "date", "name", "place"})
"""Kinds of terms that mean the same in every language."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question, with its terms in the form of its own language."""

    text: str
    language: Language
    terms: tuple[Term, ...]

    def sought(self, language: Language) -> Iterator[Term]:
        """What to look for in documents of a language: every word in the question's own, else what is the same in both.

        Names in Latin letters are sought by their sound in Chinese. In a language of Latin letters they are spelled
        alike, and sounds mislead (Super, Spiel) unless the name is all there is to go by.
        """
        for term in self.terms:
            if self._misleads(term, language):
                continue
            if term.kind in _ACROSS or self.is_own(language):
                yield term

    def _misleads(self, term: Term, language: Language) -> bool:
        is_latin_sound = term.kind == "name" and not is_han(self.text[term.span.start])
        return is_latin_sound and primary(language) != "zh" and self.language != UNDETERMINED

    def is_own(self, language: Language) -> bool:
        """Whether a document's language is the question's; scripts of one language are one, names alone are in any."""
        return self.language == UNDETERMINED or primary(self.language) == primary(language)


def understand(question: str) -> Query:
    """Raises QuestionError if there is nothing to search for: no letter and no digit."""
    text = question.strip()
    if not any(character.isalnum() for character in text):
        raise QuestionError(
            "The question is empty." if not text else "The question has no words.",
            hint="Ask in words, in any language.",
        )
    language = detect(text)
    return Query(text, language, tuple(question_terms(text, language)))
