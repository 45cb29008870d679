"""What a sentence cites, read once for all layers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from rag.answer.checks.countries import abbreviated_countries
from rag.answer.checks.measures import with_shared_units
from rag.answer.checks.more_places import more_places
from rag.answer.speech import ADDRESS, FIRST_PLURAL, simplified_text
from rag.text.fold import fold
from rag.text.language import detect
from rag.text.names import names
from rag.text.numbers import PartialDate, Quantity, dates, quantities
from rag.text.numerals.roman import roman_numerals
from rag.text.terms import terms
from rag.types import Evidence, Language, Span

_COUNTRY = len("#xx")
_SIDES = 2
_ISO = re.compile(r"(?P<year>\d{4}|-)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


Nearness: TypeAlias = Callable[[str, Sequence[Evidence]], Sequence[tuple[str, float]]]
"""The clauses of quotes, each with its cosine to the clause given."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer without its marks, and the language it should be in."""

    text: str
    language: Language


@dataclass(frozen=True)
class Proof:
    """The evidence a sentence cites. What stands around a quote (context, speaker, title) may complete it.

    `known` are names that the question and all evidence mention, cited or not; `question` is what was asked, whose own
    names and dates are no invention of the answer. `nearness` compares a clause with those of the quotes, by meaning;
    `elsewhere` are names of the passages that the evidence was chosen from, the most frequent first.
    """

    evidence: tuple[Evidence, ...]
    known: tuple[str, ...] = ()
    question: str = ""
    nearness: Nearness | None = None
    elsewhere: tuple[str, ...] = ()

    @cached_property
    def heard(self) -> tuple[str, ...]:
        """Every name that is known from somewhere: each is certainly a name, and how it is written may tell another."""
        return tuple(dict.fromkeys((*self.known, *self.elsewhere)))

    @cached_property
    def texts(self) -> list[tuple[Language, str]]:
        """Language and text of each quote with what stands around it."""
        return [(one.language, "\n".join(filter(None, (one.quote, one.context, one.speaker)))) for one in self.evidence]

    @cached_property
    def naming(self) -> list[tuple[Language, str]]:
        """As `texts`, without context that only names who "he" is: nobody else in it is spoken of in the quote."""
        return [
            (one.language, "\n".join(filter(None, (one.quote, _naming_context(one), one.speaker))))
            for one in self.evidence
        ]

    @cached_property
    def quoted(self) -> list[str]:
        """What may be quoted: the quotes and the question."""
        return [*(one.quote for one in self.evidence), self.question]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Every number stated, the weak ones (one, ein, 一) and the Roman ones too."""
        read = ((text, quantities(text, language)) for language, text in self.texts)
        stated = [quantity for text, found in read for quantity in with_shared_units(text, found)]
        roman = (numeral for _, text in self.texts for numeral in roman_numerals(text))
        return stated + [
            Quantity(float(one.value), None, Span(one.start, one.end), is_ordinal=True, weak=True) for one in roman
        ]

    @cached_property
    def dates(self) -> list[PartialDate]:
        """Every date stated."""
        return [date for language, text in self.texts for date in dates(text, language)]

    @cached_property
    def published(self) -> list[PartialDate]:
        """The dates the documents bear, as far as they state them."""
        return [date for one in self.evidence if (date := _iso_date(one.document.published))]

    @cached_property
    def asked(self) -> list[str]:
        """The names in the question."""
        return [name.text for name in names(self.question, detect(self.question))]

    @cached_property
    def asked_dates(self) -> list[PartialDate]:
        """The dates in the question."""
        return dates(self.question, detect(self.question))

    @cached_property
    def places(self) -> frozenset[str]:
        """The terms of places, the same in every language, of quotes and question.

        Where a speaker says "we", one country is his: those that any evidence names, and those that the passages name
        most, are granted.
        """
        asked = (detect(self.question), self.question)
        found = set(places_of([*self.naming, asked]))
        for _, text in self.naming:
            found |= abbreviated_countries(text)
        if any(FIRST_PLURAL.search(simplified_text(one.quote)) for one in self.evidence):
            found |= {place for place in places_of((detect(name), name) for name in self.known) if is_country(place)}
            around = places_of((detect(name), name) for name in self.elsewhere)
            found |= set(islice(dict.fromkeys(place for place in around if is_country(place)), _SIDES))
        return frozenset(found)

    @cached_property
    def more_places(self) -> frozenset[str]:
        """The places of the table of `more_places` in quotes and question."""
        texts = [*(text for _, text in self.naming), self.question]
        return frozenset(place for text in texts for place, _ in more_places(text))

    @cached_property
    def names(self) -> list[str]:
        """Every name in the quotes."""
        return [name.text for language, text in self.naming for name in names(text, language)]

    @cached_property
    def folded(self) -> str:
        """The quotes folded, letters and digits only."""
        return letters("\n".join(text for _, text in self.naming))

    def nearest(self, clause: str) -> str | None:
        """The clause of the quotes that means most nearly what a clause does; None without `nearness`."""
        near = self.nearness(clause, self.evidence) if self.nearness is not None else ()
        return max(near, key=lambda found: found[1])[0] if near else None


def places_of(texts: Iterable[tuple[Language, str]]) -> dict[str, str]:
    """The places that texts name, by their term, which is the same in every language; each in a text's own words."""
    return {
        term.text: term.span.of(text)
        for language, text in texts
        for term in terms(text, language)
        if term.kind == "place"
    }


def is_country(place: str) -> bool:
    """Whether the term of a place is a country's."""
    return len(place) == _COUNTRY


def _naming_context(one: Evidence) -> str:
    return one.context if one.question or not one.speaker or ADDRESS.search(simplified_text(one.quote)) else ""


def letters(text: str) -> str:
    """The letters and digits of a text after folding: what two writings of the same words share."""
    return "".join(ch for ch in fold(text).text if ch.isalnum())


def _iso_date(published: str | None) -> PartialDate | None:
    match = _ISO.match(published or "")
    if match is None:
        return None
    year, month, day = (int(part) if part and part != "-" else None for part in match.groups())
    return PartialDate(year, month, day, Span(0, match.end()))
