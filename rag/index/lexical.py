"""How our own terms become atoms of SQLite's full text: FTS5 must neither split, fold nor interpret them."""

from __future__ import annotations

from collections.abc import Iterable

TOKENIZER = "ascii"
"""FTS5's tokenizer that takes every character beyond ASCII as a letter, and splits and folds only within ASCII."""

_ATOMS = {code: 0xE000 + code for code in range(128) if not (chr(code).isdigit() or chr(code).islower())}
"""What `ascii` would split at or fold goes to the private use area, one character for one."""


def atom(term: str) -> str:
    """The term as one FTS5 token; distinct terms stay distinct."""
    return term.translate(_ATOMS)


def document(terms: Iterable[str]) -> str:
    """The terms of a chunk, in order, as the text that FTS5 indexes."""
    return " ".join(atom(term) for term in terms if term)


def any_of(terms: Iterable[str]) -> str:
    """The FTS5 expression that matches a chunk with any of the terms."""
    return " OR ".join(f'"{atom(term)}"' for term in terms)
