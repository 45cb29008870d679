"""Lexical search over the catalog: each language by the statistics of its words; what was read once is kept in memory.

The scripts of one language have a table each, but the same terms, and so one set of statistics: in a corpus of many
Simplified pages and a single Traditional one, no word is rare because it stands once in the latter.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.index import lexical
from rag.index.catalog import Catalog
from rag.index.lexical import Postings
from rag.text.language import primary
from rag.types import Language

_BUDGET = 50_000
"""Postings a question may read in one language, all its scripts together: 20 ms at worst."""

_KEPT = 2_000_000
"""Postings kept in memory: 32 MB. A term whose frequency is kept counts as one more."""


class Lexicon:
    """BM25 over the terms of a catalog. Any thread may ask."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.Lock()
        self._generation = -1
        self._lengths: NDArray[np.int64] = np.zeros(1, np.int64)
        self._sizes: dict[Language, tuple[int, int]] = {}
        self._postings: dict[tuple[Language, str], Postings] = {}
        self._frequencies: dict[tuple[Language | None, str], int] = {}
        self._kept = 0

    def languages(self) -> dict[Language, int]:
        """How many chunks each language has."""
        with self._lock:
            self._refresh()
            return {language: chunks for language, (chunks, _) in self._sizes.items()}

    def match(self, terms: Sequence[str], k: int, language: Language) -> list[tuple[str, float]]:
        """Ids and scores of the k best chunks of a language, best first, ties by id."""
        with self._lock:
            self._refresh()
            self._lengthen()
            pooled = self._pooled(language)
            frequencies = {term: count for term, count in self._counted(terms, language).items() if count}
            chosen = lexical.affordable(frequencies, _BUDGET)
            chunks, total = sum(count for count, _ in pooled.values()), sum(total for _, total in pooled.values())
            postings = [(self._read(term, language, total / chunks), frequencies[term]) for term in chosen]
            size = len(self._lengths)
        if not postings:
            return []
        seqs, scores = lexical.bm25(postings, chunks, size)
        if len(scores) > k:
            best = scores >= np.partition(scores, -k)[-k]  # with all that tie for the last place
            seqs, scores = seqs[best], scores[best]
        ids = self._catalog.ids(seqs.tolist())
        found = [(ids[seq], score) for seq, score in zip(seqs.tolist(), scores.tolist(), strict=True) if seq in ids]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def document_frequency(self, terms: Sequence[str], language: Language | None) -> dict[str, int]:
        """In how many chunks each term occurs: of all languages, or of one in whatever script."""
        with self._lock:
            self._refresh()
            return self._counted(terms, language)

    def _counted(self, terms: Sequence[str], language: Language | None) -> dict[str, int]:
        """In how many chunks each term occurs, 0 included."""
        unknown = [term for term in terms if (language, term) not in self._frequencies]
        if unknown:
            if self._kept + len(unknown) > _KEPT:
                self._forget()
                unknown = list(terms)
            languages = self._sizes if language is None else self._pooled(language)
            found = self._catalog.document_frequency(unknown, languages)
            self._frequencies.update({(language, term): found.get(term, 0) for term in unknown})
            self._kept += len(unknown)
        return {term: self._frequencies[language, term] for term in terms}

    def _pooled(self, language: Language) -> dict[Language, tuple[int, int]]:
        """The sizes of a language in each of its scripts."""
        return {other: size for other, size in self._sizes.items() if primary(other) == primary(language)}

    def _refresh(self) -> None:
        """Forget what is no longer true."""
        generation = self._catalog.generation()
        if generation != self._generation:
            self._sizes = self._catalog.sizes()
            self._forget()
            self._generation = generation

    def _lengthen(self) -> None:
        """Take in the chunks that are new."""
        new = self._catalog.lengths(len(self._lengths) - 1)
        if new:
            grown = np.zeros(new[-1][0] + 1, np.int64)
            grown[: len(self._lengths)] = self._lengths
            grown[[seq for seq, _ in new]] = [length for _, length in new]
            self._lengths = grown

    def _read(self, term: str, language: Language, mean_length: float) -> Postings:
        known = self._postings.get((language, term))
        if known is None:
            occurrences = self._catalog.occurrences(term, language, len(self._lengths) - 1)
            known = Postings.of(occurrences, self._lengths, mean_length)
            if self._kept + len(known.seqs) > _KEPT:
                self._forget()
            self._postings[language, term] = known
            self._kept += len(known.seqs)
        return known

    def _forget(self) -> None:
        self._postings.clear()
        self._frequencies.clear()
        self._kept = 0
