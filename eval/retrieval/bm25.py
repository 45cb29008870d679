"""Okapi BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75) as a baseline that shares no code with the index."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

K1 = 1.2
B = 0.75
_TOKEN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")


class BM25:
    """An inverted index in memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(tokens(text)) for text in texts]
        lengths = np.array([sum(count.values()) for count in counts], np.float64)
        norm = K1 * (1 - B + B * lengths / max(lengths.mean(), 1.0))
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, count in enumerate(counts):
            for token, times in count.items():
                postings[token].append((place, times * (K1 + 1) / (times + norm[place])))
        self._size = len(texts)
        self._postings = {
            token: (np.array([place for place, _ in found]), np.array([value for _, value in found]))
            for token, found in postings.items()
        }

    def best(self, query: str, k: int) -> list[int]:
        """Places of the k best texts that share a token with the query."""
        scores = np.zeros(self._size)
        for token in set(tokens(query)):
            if found := self._postings.get(token):
                places, values = found
                scores[places] += math.log(1 + (self._size - len(places) + 0.5) / (len(places) + 0.5)) * values
        order = np.argsort(-scores, kind="stable")[:k]
        return [int(place) for place in order if scores[place] > 0]


def tokens(text: str) -> list[str]:
    """Lower-case words; of a run of Chinese characters every pair."""
    found: list[str] = []
    for run in _TOKEN.findall(text.lower()):
        if "\u3400" <= run[0] <= "\u9fff" and len(run) > 1:
            found += [run[place : place + 2] for place in range(len(run) - 1)]
        else:
            found.append(run)
    return found
