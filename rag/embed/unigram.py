"""SentencePiece's Unigram tokenizer, for text that a table of code points has normalised.

A Viterbi search in plain Python, because every `rag search` opens the vocabulary of 250,000 pieces: .25 s of processor
time this way, .8 s and 130 MB more as `tokenizers.Unigram`. At 140,000 to 200,000 tokens a second it takes 3% of what
embedding them takes. The tests hold it to that library's output, piece for piece.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.models.e5s1 import Vocabulary

_SPACE = "▁"
_UNKNOWN_PENALTY = 10.0
"""How much less likely than the least likely piece an unknown character is, as in SentencePiece."""
_CACHED_WORDS = 1 << 15
_CACHED_LENGTH = 32
"""Longer words hardly ever come again: they are unspaced script, or hostile."""


class Unigram:
    """Splits text into its most probable pieces (Kudo 2018, arXiv:1804.10959)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._ids = vocabulary.ids
        self._scores = vocabulary.scores
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_PENALTY
        self._normalisation = vocabulary.normalisation
        self._longest: dict[str, int] = {}
        for piece in self._ids:
            if len(piece) > self._longest.get(piece[0], 0):
                self._longest[piece[0]] = len(piece)
        self._segment_cached = lru_cache(_CACHED_WORDS)(self._segment)

    def encode(self, text: str) -> list[int]:
        """Ids of the pieces, without special tokens; a run of unknown characters is one piece."""
        ids: list[int] = []
        for word in self._words(text):
            ids += self._segment_cached(word) if len(word) <= _CACHED_LENGTH else self._segment(word)
        return ids

    def _words(self, text: str) -> list[str]:
        """A word is a space and what follows it; runs of spaces are one, and the text is given one to begin with."""
        normal = re.sub(" +", _SPACE, text.translate(self._normalisation))
        if normal and not normal.startswith(_SPACE):
            normal = _SPACE + normal
        return re.findall(f"{_SPACE}[^{_SPACE}]*", normal)

    def _segment(self, word: str) -> list[int]:
        """`best[i]` is the log probability of the best pieces of `word[:i]`, `back[i]` the last one's start and id."""
        ids, scores = self._ids, self._scores
        best = [0.0] + [float("-inf")] * len(word)
        back = [(0, self._unknown)] * len(best)
        for start, first in enumerate(word):
            so_far = best[start]
            if so_far + self._unknown_score > best[start + 1]:
                best[start + 1], back[start + 1] = so_far + self._unknown_score, (start, self._unknown)
            for end in range(start + 1, min(start + self._longest.get(first, 0), len(word)) + 1):
                piece = ids.get(word[start:end])
                if piece is not None and so_far + scores[piece] > best[end]:
                    best[end], back[end] = so_far + scores[piece], (start, piece)
        return self._trace(back)

    def _trace(self, back: list[tuple[int, int]]) -> list[int]:
        pieces: list[int] = []
        at = len(back) - 1
        while at > 0:
            at, piece = back[at]
            if not pieces or piece != self._unknown or pieces[-1] != self._unknown:
                pieces.append(piece)
        return pieces[::-1]
