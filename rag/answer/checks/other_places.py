"""Layer: a clause names the place that its part of the quote names, not one that the quote names elsewhere."""

from __future__ import annotations

from rag.answer.checks.countries import abbreviated_countries
from rag.answer.checks.proof import Proof, Sentence, is_country, places_of
from rag.text.language import detect
from rag.text.names import names
from rag.text.sentences import split_clauses
from rag.types import Language


def place_from_elsewhere(sentence: Sentence, proof: Proof) -> str | None:
    """A place of the quotes, but not of the clause nearest to its own, which has another one of its kind.

    That one neither the sentence nor the question mentions. He visited China and stopped in Russia: then "he visited
    Russia" names what the excerpt has, and is not so. Needs `nearness`.
    """
    own = places_of([(sentence.language, sentence.text)]).keys()
    quoted = places_of(proof.naming).keys() & own
    if not quoted:
        return None
    asked = places_of([(detect(proof.question), proof.question)]).keys()
    named = own | asked | abbreviated_countries(sentence.text)
    for clause in (span.of(sentence.text) for span in split_clauses(sentence.text)):
        here = _certain(clause, sentence.language).keys() & quoted
        nearest = proof.nearest(clause) if here else None
        if nearest is None:
            continue
        language = detect(nearest)
        there = _certain(nearest, language)
        gone = {is_country(place) for place in here - places_of([(language, nearest)]).keys()}
        instead = [place for place in there.keys() - named if is_country(place) in gone]
        if instead:
            return f"the excerpt says it of {there[min(instead)]}"
    return None


def _certain(text: str, language: Language) -> dict[str, str]:
    """The places of a text but those that a name begins with (Jordan Spieth)."""
    longer = [name.text for name in names(text, language)]
    found = places_of([(language, text)])
    return {
        term: place
        for term, place in found.items()
        if not any(name.startswith(place) and name != place for name in longer)
    }
