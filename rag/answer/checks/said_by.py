"""Layer: what one said is not put into another's mouth."""

from __future__ import annotations

from rag.answer.checks.proof import Proof, Sentence, letters
from rag.answer.same import may_be_same
from rag.answer.speaker import is_head, speakers
from rag.text.names import names
from rag.types import Span


def wrong_speaker(sentence: Sentence, proof: Proof) -> str | None:
    """A sentence that says who says something, where the quotes say that another does, or do not mention them."""
    text, language = sentence.text, sentence.language
    subject = speakers(text, [Span(0, len(text))], language)[0]
    if subject is None or not names(subject.of(text), language):
        return None
    claimed = names(subject.of(text), language)[-1].text
    if any(is_head(one.speaker, claimed, one.language) for one in proof.evidence if one.speaker):
        return None
    others = [one.speaker for one in proof.evidence if one.speaker]
    if others:
        return f"in the excerpt it is {others[0]} who speaks, not {claimed}"
    mentioned = letters(claimed) in proof.folded or any(may_be_same(name.text, claimed) for name in proof.names)
    return None if mentioned else f"the excerpt does not say that {claimed} said this"
