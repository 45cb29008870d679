"""Snowball stems of folded words."""

from __future__ import annotations

from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

_stemming = Lock()


@lru_cache(maxsize=1 << 16)
def stem(word: str, algorithm: str) -> str:
    """The stem of a folded word by Snowball's algorithm for a language ("english", "german")."""
    with _stemming:  # a stemmer keeps the word it works on
        return str(_stemmer(algorithm).stemWord(word))


@cache
def _stemmer(algorithm: str) -> BaseStemmer:
    from snowballstemmer import stemmer

    return stemmer(algorithm)
