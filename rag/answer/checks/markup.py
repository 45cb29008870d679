"""Layer: what only a program reads (addresses, markup) stands in the quotes, or not in the sentence."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.proof import Proof, Sentence

_MARKUP: Final = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:)?//[^\s<>()]+|\b(?:javascript|data|mailto|tel):\S+|\bwww\.[^\s<>()]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|info|biz|edu|gov|app|dev|io|co|me|ai|de|at|ch|eu|uk|us|fr|ru|cn|tw|hk)"
    r"(?![\w.-]*\w)(?:/[^\s<>()]*)?"
    r"|</?[a-z][^<>]*>|!?\[[^\]]*\]\([^)]*\)|[{}`|]|&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});",
    re.IGNORECASE | re.ASCII,
)


def foreign_markup(sentence: Sentence, proof: Proof) -> str | None:
    """An address, a tag, a link or a mark of a program that no quote has: a model makes up addresses."""
    found = (match.group() for match in _MARKUP.finditer(sentence.text))
    added = next((one for one in found if not any(one in quote.quote for quote in proof.evidence)), None)
    return None if added is None else f"the excerpt does not have {added}"
