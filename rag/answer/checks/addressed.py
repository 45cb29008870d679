"""Layer: what one says of whom he speaks to is not said of himself: `您是第一位客人` is about the guest."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.proof import Proof, Sentence
from rag.answer.checks.said_by import speaking
from rag.answer.speaker import is_head
from rag.text.names import names

_YOU: Final = re.compile(r"\W*(?:您|你|(?:[Yy]ou|Sie|Ihr|Du)\b)")
_LEADS: Final = re.compile(r"\W*(?:(?:the|der|die|das|mr|herr)\s+)?(?:\w+\s+){0,2}\Z", re.IGNORECASE)
"""What may stand before the name of the one a sentence is about."""


def wrong_person(sentence: Sentence, proof: Proof) -> str | None:
    """A sentence about the one who speaks, where the nearest clause of the quotes says "you"."""
    subject = next(iter(names(sentence.text, sentence.language)), None)
    if subject is None or proof.nearness is None or speaking(sentence) is not None:
        return None
    if not _LEADS.fullmatch(sentence.text[: subject.span.start]):
        return None
    own = [one for one in proof.evidence if one.speaker and is_head(one.speaker, subject.text, one.language)]
    near = sorted(proof.nearness(sentence.text, own), key=lambda clause: -clause[1])
    if not near or len(own) < len(proof.evidence):
        return None
    clauses = [clause for clause, _ in near]
    nearest = next(one for one in clauses if not any(other != one and other in one for other in clauses))
    return f"the excerpt says that of whom {subject.text} speaks to" if _YOU.match(nearest) else None
