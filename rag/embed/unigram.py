"""SentencePiece's Unigram tokenizer for text that has been normalised by a table of code points.

A plain Python Viterbi search, because the vocabulary of 250,000 pieces opens in .1 s this way and in .8 s (and 130 MB
more) as `tokenizers.Unigram`, which every `rag search` would wait for. The tests hold it to that library's output.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.models.e5s1 import Vocabulary

_SPACE = "▁"
_UNKNOWN_PENALTY = 10.0
"""Below the least likely piece, as in SentencePiece."""
_CACHED_WORDS = 1 << 16
_CACHED_LENGTH = 32


class Unigram:
    """Splits text into the most probable sequence of pieces (Kudo 2018, arXiv:1804.10959)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._ids = vocabulary.ids
        self._scores = vocabulary.scores
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_PENALTY
        self._longest = max(map(len, vocabulary.ids))
        self._normalisation = vocabulary.normalisation
        self._cached = lru_cache(_CACHED_WORDS)(self._segment)

    def encode(self, text: str) -> list[int]:
        """Ids of the pieces of `text`, without special tokens; a run of unknown characters is one piece."""
        normal = re.sub(" {2,}", " ", text.translate(self._normalisation))
        ids: list[int] = []
        for word in re.findall("^[^ ]+| [^ ]*", normal):
            word = _SPACE + word.lstrip(" ")
            ids += self._cached(word) if len(word) <= _CACHED_LENGTH else self._segment(word)
        return ids

    def _segment(self, word: str) -> list[int]:
        ids, scores = self._ids, self._scores
        best = [float("-inf")] * (len(word) + 1)
        back = [(0, self._unknown)] * (len(word) + 1)
        best[0] = 0.0
        for start, score in enumerate(best[:-1]):
            score = best[start]
            if score + self._unknown_score > best[start + 1]:
                best[start + 1], back[start + 1] = score + self._unknown_score, (start, self._unknown)
            for end in range(start + 1, min(start + self._longest, len(word)) + 1):
                piece = ids.get(word[start:end])
                if piece is not None and score + scores[piece] > best[end]:
                    best[end], back[end] = score + scores[piece], (start, piece)
        return self._trace(back)

    def _trace(self, back: list[tuple[int, int]]) -> list[int]:
        pieces: list[int] = []
        at = len(back) - 1
        while at > 0:
            at, piece = back[at]
            if piece != self._unknown or not pieces or pieces[-1] != self._unknown:
                pieces.append(piece)
        return pieces[::-1]
