"""Layer: what one said is not put into another's mouth."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.proof import Proof, Sentence
from rag.answer.same import are_different, may_be_same
from rag.answer.speaker import is_head, speakers
from rag.answer.speech import simplified_text
from rag.text.names import names
from rag.text.scripts import is_han
from rag.types import Span

_COPULA: Final = re.compile(r"[这那此]?(?:句?话|些话)?(?:就|正)?是")


def speaking(sentence: Sentence) -> str | None:
    """The name of whom the sentence has say something; None where it has nobody, or does not name him."""
    text, language = sentence.text, sentence.language
    subject = speakers(text, [Span(0, len(text))], language)[0]
    if subject is None:
        return None
    words = subject.of(text)
    copula = _COPULA.match(simplified_text(words))
    found = names(words[copula.end() :] if copula else words, language)
    return found[-1].text if found else None


def wrong_speaker(sentence: Sentence, proof: Proof) -> str | None:
    """A sentence that says who says something, where the quotes say that another does."""
    name = speaking(sentence)
    others = [one for one in proof.evidence if one.speaker]
    if name is None or not others or not _is_certain(name, proof):
        return None
    if any(
        is_head(one.speaker, name, one.language) or not _is_other(one.speaker, one.language, name) for one in others
    ):
        return None
    return f"in the excerpt it is {others[0].speaker} who speaks, not {name}"


def _is_certain(name: str, proof: Proof) -> bool:
    """Whether it is a name and no mere noun at the head of a sentence (Another said, Experten sagten)."""
    return is_han(name[0]) or " " in name or any(may_be_same(name, other) for other in proof.heard)


def _is_other(phrase: str, language: str, name: str) -> bool:
    """Whether the phrase names someone who is certainly not the bearer of `name`."""
    found = names(phrase, language)
    return bool(found) and are_different(found[-1].text, name)
