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
_OF_HIMSELF: Final = re.compile(
    r"\b(?:said|says|stated|added|sagte|sagt|erklärte|meinte),?\s+(?:(?:that|dass)\s+)?(?:he|she|er|sie)\b"
    r"|(?:[说說称稱]|表示|指出)[，,]?\s*[他她](?!们|們)"
)
"""Reported speech whose speaker it is about."""


def wrong_person(sentence: Sentence, proof: Proof) -> str | None:
    """A sentence about the one who speaks, where the nearest clause of the quotes says "you"."""
    subject = _subject(sentence)
    if subject is None or proof.nearness is None:
        return None
    own = [one for one in proof.evidence if one.speaker and is_head(one.speaker, subject, one.language)]
    near = sorted(proof.nearness(sentence.text, own), key=lambda clause: -clause[1])
    if not near or len(own) < len(proof.evidence):
        return None
    clauses = [clause for clause, _ in near]
    nearest = next(one for one in clauses if not any(other != one and other in one for other in clauses))
    return f"the excerpt says that of whom {subject} speaks to" if _YOU.match(nearest) else None


def _subject(sentence: Sentence) -> str | None:
    """The name of whom a sentence is about: at its head or, where he is said to say it of himself, the speaker's."""
    speaker = speaking(sentence)
    if speaker is not None:
        return speaker if _OF_HIMSELF.search(sentence.text) else None
    first = next(iter(names(sentence.text, sentence.language)), None)
    return first.text if first and _LEADS.fullmatch(sentence.text[: first.span.start]) else None
