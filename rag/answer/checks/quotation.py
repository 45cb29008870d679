"""Layer: words in quotation marks are verbatim."""

from __future__ import annotations

from rag.answer.checks.proof import Proof, Sentence, letters
from rag.text.language import detect
from rag.text.quotation import pairs
from rag.types import Language, Span

_FEWEST = 4
"""Letters of a quotation worth comparing; shorter ones are names and scare quotes."""


def altered_quotation(sentence: Sentence, proof: Proof) -> str | None:
    """A quotation in a language of the quotes that does not stand in one of them.

    After folding only letters and digits are compared: script, case and punctuation may differ. A quotation in another
    language is a translation, which meaning judges.
    """
    for inner in quotations(sentence.text):
        words = inner.of(sentence.text)
        own, written_in = letters(words), _primary(detect(words))
        comparable = [one for one in proof.evidence if _primary(one.language) == written_in]
        if len(own) >= _FEWEST and comparable and not any(own in letters(one.quote) for one in comparable):
            return f"the words in quotation marks are not in the excerpt: {words}"
    return None


def quotations(text: str) -> list[Span]:
    """What stands between quotation marks, the outer ones only."""
    found: list[Span] = []
    for pair in pairs(text):
        if pair.is_quotation and not any(outer.start <= pair.span.start < outer.end for outer in found):
            found.append(Span(pair.span.start + 1, pair.span.end - 1))
    return found


def _primary(language: Language) -> str:
    return language.partition("-")[0]
