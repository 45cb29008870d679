"""Layer: what only a program reads (addresses, markup) stands in the quotes, or not in the sentence."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.proof import Proof, Sentence

_MARKUP: Final = re.compile(r"https?://[^\s<>()]+|\bwww\.[^\s<>()]+|</?[A-Za-z][^<>]*>|!?\[[^\]]*\]\([^)]*\)|[{}]")


def foreign_markup(sentence: Sentence, proof: Proof) -> str | None:
    """An address, a tag, a link or a brace that no quote has: a model makes up addresses, and a page obeys tags."""
    found = (match.group() for match in _MARKUP.finditer(sentence.text))
    added = next((one for one in found if not any(one in quote.quote for quote in proof.evidence)), None)
    return None if added is None else f"the excerpt does not have {added}"
