"""Layer: what only a program reads (addresses, markup) stands in the quotes, or not in the sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from rag.answer.checks.proof import Proof, Sentence
from rag.text.lookalikes import is_disguised

_MARKUP: Final = re.compile(
    # addresses: by their scheme, of mail, a host with a path, a host by its last part
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:)?//[^\s<>()]+|\b(?:javascript|data|mailto|tel|https?|hxxps?|ftp):\S+|\bwww\.[^\s<>()]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:[a-z0-9-]+\.)+[a-z]{2,24}/[^\s<>()]*"
    r"|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|info|biz|edu|gov|app|dev|io|co|me|ai|de|at|ch|eu|uk|us|fr|ru|cn|tw|hk"
    r"|xyz|site|shop|online|click|icu|onion|example|invalid|localhost)(?![\w.-]*\w)"
    # tags, comments, links, marks of code, and brackets that cite nothing
    r"|</?[a-z][^<>]*>|<!--|!?\[[^\]]*\]\([^)]*\)|\[[^\[\]]*\]|[{}`|\[\]]|~~|&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});|\\\S"
    # letters struck through
    r"|[\u0334-\u0338\u20d2-\u20e5]",
    re.IGNORECASE | re.ASCII,
)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_BRACKETS: Final = str.maketrans("【】〔〕", "[][]")


def foreign_markup(sentence: Sentence, proof: Proof) -> str | None:
    """An address, a tag, a link or a mark of a program that no quote has: a model makes up addresses.

    Nor is a word spelled with letters of two scripts that look alike, unless a quote spells it so.
    """
    quotes = [_plain(quote.quote) for quote in proof.evidence]
    added = next((one for one in _marks(_plain(sentence.text)) if not any(one in quote for quote in quotes)), None)
    return None if added is None else f"the excerpt does not have {added}"


def _plain(text: str) -> str:
    """Wide brackets and the many characters for a full stop as the narrow ones that programs read."""
    return unicodedata.normalize("NFKC", text).translate(_BRACKETS)


def _marks(text: str) -> Iterator[str]:
    yield from (match.group() for match in _MARKUP.finditer(text))
    yield from (word.group() for word in _WORD.finditer(text) if is_disguised(word.group()))
