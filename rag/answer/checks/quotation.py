"""Layer: words in quotation marks are verbatim."""

from __future__ import annotations

from typing import Final

from rag.answer.checks.proof import Proof, Sentence, letters
from rag.text.language import detect, primary
from rag.text.quotation import pairs
from rag.text.scripts import is_han
from rag.types import Span

_LIGHTEST: Final = 4
"""Weight of a quotation worth comparing, a Latin letter being 1 and a Chinese character 2; lighter ones are names."""
_NEAR: Final = 0.34
"""Share of letters in which what was meant to be verbatim may differ from the quote."""
_COGNATE: Final = 0.15
"""The same where the sentence's own language has the words: "christliche Akademien" is no misspelt English."""


def altered_quotation(sentence: Sentence, proof: Proof) -> str | None:
    """A quotation that stands in none of the quotes though it is in the language of one, or is nearly one's words.

    After folding only letters and digits are compared: script, case and punctuation may differ. A quotation in another
    language is a translation, which meaning judges. The question's own words are granted.
    """
    languages = {primary(one.language) for one in proof.evidence}
    for inner in quotations(sentence.text):
        words = inner.of(sentence.text)
        own, written_in = letters(words), primary(detect(words))
        is_translated = primary(sentence.language) not in languages and (
            written_in == primary(sentence.language) or (" " not in words and not any(map(is_han, words)))
        )
        if _weight(own) < _LIGHTEST or any(is_verbatim(words, text) for text in proof.quoted):
            continue
        comparable = not is_translated and written_in in languages
        near = _COGNATE if is_translated else _NEAR
        if comparable or any(_is_nearly_in(own, letters(one.quote), near) for one in proof.evidence):
            return f"the words in quotation marks are not in the excerpt: {words}"
    return None


def is_verbatim(words: str, quote: str) -> bool:
    """Whether the words stand in the quote, letter for letter after folding."""
    own = letters(words)
    return _weight(own) >= _LIGHTEST and own in letters(quote)


def quotations(text: str) -> list[Span]:
    """What stands between quotation marks, the outer ones only."""
    found: list[Span] = []
    for pair in pairs(text):
        if pair.is_quotation and not any(outer.start <= pair.span.start < outer.end for outer in found):
            found.append(Span(pair.span.start + 1, pair.span.end - 1))
    return found


def _is_nearly_in(own: str, quote: str, near: float) -> bool:
    """Whether a stretch of the quote differs in this share of the letters (Sellers 1980: edit distance, free ends)."""
    row = [0] * (len(quote) + 1)
    for i, a in enumerate(own, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(quote, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return min(row) <= near * len(own)


def _weight(own: str) -> int:
    return sum(2 if is_han(ch) else 1 for ch in own)
