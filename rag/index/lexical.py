"""Lexical search without effects: how terms become atoms of SQLite's full text, and BM25 over its postings.

SQLite keeps the postings; the scores are computed here, because FTS5's own `bm25()` takes 1.3 to 5 microseconds a
posting (it walks through all terms of the question for every chunk) where this takes .4 the first time a term is asked
for and .01 from then on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOKENIZER = "ascii"
"""FTS5's tokenizer that takes every character beyond ASCII as a letter, and splits and folds only within ASCII."""

_ATOMS = {code: 0xE000 + code for code in range(128) if not (chr(code).isdigit() or chr(code).islower())}
"""What that tokenizer would split at or fold moves to the private use area, one character for one."""

_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term occurs: the `seq` of each chunk, and its BM25 there but for how rare the term is."""

    seqs: NDArray[np.int64]
    saturation: NDArray[np.float64]

    @classmethod
    def of(cls, occurrences: Sequence[int], lengths: NDArray[np.int64], mean_length: float) -> Postings:
        """From one `seq` for each occurrence; `lengths` gives the number of terms of the chunk with each `seq`."""
        seqs, counts = np.unique(np.asarray(occurrences, np.int64), return_counts=True)
        norm = _K1 * (1 - _B + _B * lengths[seqs] / mean_length)
        return cls(seqs, counts * (_K1 + 1) / (counts + norm))


def atom(term: str) -> str:
    """The term as one FTS5 token; distinct terms stay distinct."""
    return term.translate(_ATOMS)


def document(terms: Iterable[str]) -> str:
    """The terms of a chunk as the text that FTS5 indexes."""
    return " ".join(atom(term) for term in terms if term)


def affordable(frequencies: Mapping[str, int], budget: int) -> list[str]:
    """The rarest terms whose postings together stay within the budget; always one, if there is any.

    What is left out of a long question in a large index are the terms that tell least.
    """
    chosen: list[str] = []
    for term, frequency in sorted(frequencies.items(), key=lambda item: (item[1], item[0])):
        budget -= frequency
        if budget < 0 and chosen:
            break
        chosen.append(term)
    return chosen


def bm25(
    postings: Sequence[tuple[Postings, int]], chunks: int, size: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The chunks that hold any of the terms, by ascending `seq` (all below `size`), and their scores, all positive.

    Robertson and Zaragoza 2009, equation 3.15, k1 = 1.2 and b = .75 as in FTS5, with the inverse document frequency
    ln(1 + (N - n + .5) / (n + .5)), which does not turn negative for common terms. Each term comes with its n; there
    are N chunks.
    """
    scores = np.zeros(size)
    for one, frequency in postings:
        scores[one.seqs] += math.log1p((chunks - frequency + 0.5) / (frequency + 0.5)) * one.saturation
    seqs = np.flatnonzero(scores > 0)  # of booleans: a tenth of the time
    return seqs, scores[seqs]
