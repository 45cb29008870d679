"""Layer: what one said is not put into another's mouth."""

from __future__ import annotations

from rag.answer.checks.proof import Proof, Sentence
from rag.answer.same import are_different
from rag.answer.speaker import is_head, speakers
from rag.text.names import names
from rag.types import Span


def wrong_speaker(sentence: Sentence, proof: Proof) -> str | None:
    """A sentence that says who says something, where the quotes say that another does."""
    text, language = sentence.text, sentence.language
    subject = speakers(text, [Span(0, len(text))], language)[0]
    claimed = names(subject.of(text), language) if subject else []
    others = [one for one in proof.evidence if one.speaker]
    if not claimed or not others:
        return None
    name = claimed[-1].text
    if any(
        is_head(one.speaker, name, one.language) or not _is_other(one.speaker, one.language, name) for one in others
    ):
        return None
    return f"in the excerpt it is {others[0].speaker} who speaks, not {name}"


def _is_other(phrase: str, language: str, name: str) -> bool:
    """Whether the phrase names someone who is certainly not the bearer of `name`."""
    found = names(phrase, language)
    return bool(found) and are_different(found[-1].text, name)
