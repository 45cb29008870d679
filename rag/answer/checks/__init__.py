"""Whether a sentence is supported by the quotes it cites: layers from cheap to dear, the first objection counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from rag.answer.checks.addressed import wrong_person
from rag.answer.checks.bounds import opposite_bound
from rag.answer.checks.dates import unsupported_date
from rag.answer.checks.language import asks, broken_language, fragment
from rag.answer.checks.markup import foreign_markup
from rag.answer.checks.names import unsupported_name
from rag.answer.checks.negation import changed_polarity
from rag.answer.checks.offices import changed_office
from rag.answer.checks.other_places import place_from_elsewhere
from rag.answer.checks.place_kinds import changed_place_kind
from rag.answer.checks.proof import Nearness, Proof, Sentence
from rag.answer.checks.quantities import unsupported_number
from rag.answer.checks.quotation import altered_quotation
from rag.answer.checks.rank import first_instead_of_ranked
from rag.answer.checks.said_by import wrong_speaker
from rag.types import Evidence

__all__ = ["Layer", "Sentence", "asks", "malformed", "objection"]

Layer: TypeAlias = Callable[[Sentence, Proof], "str | None"]
"""Returns what is wrong with a sentence, given what it cites; None if nothing is."""

LAYERS: Final[Sequence[Layer]] = (
    foreign_markup,
    altered_quotation,
    unsupported_number,
    opposite_bound,
    unsupported_date,
    unsupported_name,
    place_from_elsewhere,
    changed_place_kind,
    changed_office,
    first_instead_of_ranked,
    changed_polarity,
    wrong_speaker,
    wrong_person,
)


def objection(
    sentence: Sentence,
    cited: Sequence[Evidence],
    known: Sequence[str] = (),
    *,
    question: str = "",
    nearness: Nearness | None = None,
    elsewhere: Sequence[str] = (),
) -> str | None:
    """What the rules find wrong with a sentence, given what it cites: a phrase for the model that may repair it.

    `known` are names that the question and all evidence mention; the names and dates of the `question` are granted.
    `nearness` finds, by meaning, the clause of a quote that a clause of the sentence is about.
    `elsewhere` are names of passages that are no evidence.
    None: the rules have no objection, meaning decides.
    """
    if not cited:
        return "it cites none of the excerpts"
    proof = Proof(tuple(cited), tuple(known), question, nearness, tuple(elsewhere))
    found = (layer(sentence, proof) for layer in LAYERS)
    return next(filter(None, found), None)


def malformed(sentence: Sentence, given: Sequence[str] = ()) -> str | None:
    """What is wrong with a sentence whatever it cites: it is none, or not in the reader's language.

    `given` are the texts that its words may be taken from: the question and the quotes.
    """
    return fragment(sentence) or broken_language(sentence, given)
