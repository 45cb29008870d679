"""What a sentence cites, read once for all layers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rag.answer.checks.countries import abbreviated_countries
from rag.text.fold import fold
from rag.text.language import detect
from rag.text.names import Name, names
from rag.text.numbers import PartialDate, Quantity, dates, quantities
from rag.text.terms import terms
from rag.types import Evidence, Language, Span

_ISO = re.compile(r"(?P<year>\d{4}|-)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer without its marks, and the language it should be in."""

    text: str
    language: Language


@dataclass(frozen=True)
class Proof:
    """The evidence a sentence cites. What stands around a quote (context, speaker, title) may complete it.

    `known` are names that the question and all evidence mention, cited or not; `question` is what was asked, whose own
    names and dates are no invention of the answer.
    """

    evidence: tuple[Evidence, ...]
    known: tuple[str, ...] = ()
    question: str = ""

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """Language and text of each quote with what stands around it."""
        return [(one.language, "\n".join(filter(None, (one.quote, one.context, one.speaker)))) for one in self.evidence]

    @cached_property
    def quoted(self) -> list[str]:
        """What may be quoted: the quotes and the question."""
        return [*(one.quote for one in self.evidence), self.question]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Every number stated, the weak ones (one, ein, 一) too."""
        return [quantity for language, text in self.texts for quantity in quantities(text, language)]

    @cached_property
    def dates(self) -> list[PartialDate]:
        """Every date stated."""
        return [date for language, text in self.texts for date in dates(text, language)]

    @cached_property
    def published(self) -> list[PartialDate]:
        """The dates the documents bear, as far as they state them."""
        return [date for one in self.evidence if (date := _iso_date(one.document.published))]

    @cached_property
    def asked(self) -> list[Name]:
        """The names in the question."""
        return names(self.question, detect(self.question))

    @cached_property
    def asked_dates(self) -> list[PartialDate]:
        """The dates in the question."""
        return dates(self.question, detect(self.question))

    @cached_property
    def places(self) -> frozenset[str]:
        """The terms of places, the same in every language; of the question too, and of countries in one character."""
        texts = [*self.texts, (detect(self.question), self.question)]
        found = {term.text for language, text in texts for term in terms(text, language) if term.kind == "place"}
        return frozenset(found | {place for _, text in self.texts for place in abbreviated_countries(text)})

    @cached_property
    def names(self) -> list[Name]:
        """Every name in the texts."""
        return [name for language, text in self.texts for name in names(text, language)]

    @cached_property
    def folded(self) -> str:
        """All texts folded, letters and digits only."""
        return letters("\n".join(text for _, text in self.texts))


def letters(text: str) -> str:
    """The letters and digits of a text after folding: what two writings of the same words share."""
    return "".join(ch for ch in fold(text).text if ch.isalnum())


def _iso_date(published: str | None) -> PartialDate | None:
    match = _ISO.match(published or "")
    if match is None:
        return None
    year, month, day = (int(part) if part and part != "-" else None for part in match.groups())
    return PartialDate(year, month, day, Span(0, match.end()))
