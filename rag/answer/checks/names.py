"""Layer: every name of the sentence is in the quotes or beside them, in whatever script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rag.answer.checks.absence import is_absent
from rag.answer.checks.proof import Proof, Sentence, letters
from rag.answer.same import may_be_same
from rag.text.names import Name, names
from rag.text.terms import Term, terms
from rag.types import Span

_FEWEST: Final = 3
"""Letters of a name that is looked for letter by letter."""
_ARTICLE: Final = re.compile(
    r"\b(?:the|a|an|das|dem|den|der|des|die|eine?[mnrs]?|beim|im|vom|zum|zur)\s+\Z", re.IGNORECASE
)

_OPENING: Final = re.compile(r"(?:\A|[:：;.!?]\s*)[\s\"'“”„«»‘’(]*\Z")
_OFFICE: Final = re.compile(
    r"(?:minister|präsident|kanzler|sprecher|sekretär|botschafter|direktor|general|marschall|könig|chef|herr|frau)"
    r"(?:in|s|n)?\s+\Z",
    re.IGNORECASE,
)


def unsupported_name(sentence: Sentence, proof: Proof) -> str | None:
    """A name that neither the quotes, their context and speakers, nor the question have.

    Places are one in every language by their list. Other names are the same if they are spelled or sound alike (Lavrov,
    Lawrow, 拉夫罗夫), or if a Chinese or Korean name in the other script has the same surname (Kim Jong Un, 金正恩).
    Not all names can be compared across scripts: what cannot is let pass.
    """
    placed = [term for term in terms(sentence.text, sentence.language) if term.kind == "place"]
    for place in placed:
        if place.text not in proof.places and not _is_literal(place.span.of(sentence.text), proof):
            return f"the excerpt does not mention {place.span.of(sentence.text)}"
    for name in _certain_names(sentence, proof, placed):
        if not _is_stated(name.text, proof) and _is_absent(name.text, proof):
            return f"the excerpt does not mention {name.text}"
    return None


def _is_literal(name: str, proof: Proof) -> bool:
    return len(letters(name)) >= _FEWEST and letters(name) in proof.folded


def _is_stated(name: str, proof: Proof) -> bool:
    if _is_literal(name, proof) or any(may_be_same(name, other.text) for other in proof.names):
        return True
    return any(may_be_same(name, other.text) for other in proof.asked)


def _is_absent(name: str, proof: Proof) -> bool:
    """Whether it is certain that none of the texts has the name: its own spelling or one that is known of it."""
    spelled = [name, *(other for other in proof.known if may_be_same(name, other))]
    return all(is_absent(spelled, text) for _, text in proof.texts)


def _certain_names(sentence: Sentence, proof: Proof, placed: list[Term]) -> Iterator[Name]:
    """The names of a sentence, places aside, without what only looks like one.

    Behind an article stands an office or a body, which is named by its meaning. Abbreviations differ by language. A
    single capitalised word may begin the sentence, or be a German noun: it counts if others have it as a name.
    """
    for name in names(sentence.text, sentence.language):
        before = sentence.text[: name.span.start]
        alone = " " not in name.text and name.text[0] < "\u2e80"
        opens = _OPENING.search(before) is not None
        doubtful = alone and (sentence.language == "de" or opens) and not _OFFICE.search(before)
        if _ARTICLE.search(before) or name.text.isupper() or _holds(name.span, placed):
            continue
        if not doubtful or any(may_be_same(name.text, other) for other in proof.known):
            yield name


def _holds(span: Span, placed: list[Term]) -> bool:
    """Whether the name is a place's, or has one in it (North Korean Foreign Ministry)."""
    return any(place.span.start < span.end and span.start < place.span.end for place in placed)
