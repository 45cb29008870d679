"""Chroma as a replica of the catalog: always rebuildable, sometimes behind, never asked for more than it knows.

A document exists from its commit in the catalog on. Chroma follows in slices (`settle`), and each slice is framed by
two commits: "this language's collections are being written" and "they hold everything up to n". A process that dies in
between leaves the first note, and the next one to come rebuilds those collections from the catalog's vectors.

A reader therefore asks Chroma for what lies up to the mark it had when the collection was opened, compares what was
written since exactly, and believes Chroma only of chunks that the catalog still has. So every process sees every
commit at once, nobody waits for Chroma, and a small index is searched exactly and never loads it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from rag.errors import VectorStoreError
from rag.index.catalog import Catalog
from rag.index.records import LEVELS, Level, Neighbour
from rag.index.vectors import Chroma, VectorCollection
from rag.types import Language

SLICE = 128
"""Chunks brought to Chroma at a time: about 900 vectors, about a second in which a reader that opens Chroma waits."""

EXACT = 2048
"""Chunks of a language compared exactly: 3 MB of passage vectors, below a millisecond."""


Key: TypeAlias = tuple[Language, Level]
Owner: TypeAlias = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class _Opened:
    """A collection, the chunks it holds (written up to `through`), and the write of Chroma it has seen last."""

    vectors: VectorCollection
    through: int
    writes: int


@dataclass(frozen=True, slots=True)
class _Tail:
    """The vectors beyond `through`, as of a generation: shape (n, dimension), row i being of `owners[i]`."""

    generation: int
    through: int
    owners: list[Owner]
    matrix: NDArray[np.float32]


class Replica:
    """Nearest neighbours, from Chroma and the catalog together."""

    def __init__(self, catalog: Catalog, chroma: Chroma, lock: FileLock, exact: int = EXACT) -> None:
        self._catalog = catalog
        self._chroma = chroma
        self._lock = lock
        self._exact = exact
        self._opened: dict[Key, _Opened] = {}
        self._tails: dict[Key, _Tail] = {}
        self._loading = threading.Lock()

    def nearest(self, unit: NDArray[np.float32], language: Language, k: int, level: Level) -> list[Neighbour]:
        """The k vectors of a language with the largest cosine to a unit vector; ties by id."""
        key = (language, level)
        opened, tail = self._view(key)
        found = _exact(tail, unit, k)
        if opened is not None:
            try:
                found += self._search(opened, key, unit, k)
            except VectorStoreError:  # another process has rebuilt the collection, or the server came back
                self._opened.pop(key, None)
                opened, tail = self._view(key)
                found = _exact(tail, unit, k) + (self._search(opened, key, unit, k) if opened else [])
        return sorted(found, key=lambda n: (-n.score, n.chunk_id, -1 if n.sentence is None else n.sentence))[:k]

    def settle(self) -> None:
        """Bring Chroma in line with the catalog."""
        for language in self._catalog.progress():
            while self._settle_slice(language):
                pass

    def close(self) -> None:
        """Let go of Chroma."""
        self._opened.clear()
        self._tails.clear()

    # Reading

    def _view(self, key: Key) -> tuple[_Opened | None, _Tail]:
        """The collection, if it is needed, and what lies beyond it."""
        generation = self._catalog.generation()
        opened, tail = self._opened.get(key), self._tails.get(key)
        if tail is not None and tail.generation == generation and tail.through == (opened.through if opened else 0):
            return opened, tail
        with self._loading:
            opened = self._opened.get(key)
            through = opened.through if opened else 0
            if self._catalog.count_beyond(key[0], through) > self._exact:
                opened = self._refreshed(key)
                through = opened.through
            tail = _Tail(generation, through, *self._load(key, through))
            self._tails[key] = tail
            return opened, tail

    def _refreshed(self, key: Key) -> _Opened:
        """The collection as it is now; opened again only if that brings it further."""
        with self._lock:
            if self._catalog.progress()[key[0]].suspect:
                self._settle_slice(key[0])
            return self._open(key)

    def _open(self, key: Key) -> _Opened:
        """The collection in its present state, for who holds the lock."""
        now = self._catalog.progress()[key[0]]
        opened = self._opened.get(key)
        if opened is None or opened.writes != now.writes:
            opened = _Opened(self._chroma.collection(*key), now.settled, now.writes)
            self._opened[key] = opened
        return opened

    def _load(self, key: Key, through: int) -> tuple[list[Owner], NDArray[np.float32]]:
        owners: list[Owner] = []
        parts = [np.zeros((0, self._catalog.dimension), np.float32)]
        for id_, vectors in self._catalog.beyond(*key, through):
            owners += [(id_, n if key[1] == "sentence" else None) for n in range(len(vectors))]
            parts.append(vectors)
        return owners, np.concatenate(parts)

    def _search(self, opened: _Opened, key: Key, unit: NDArray[np.float32], k: int) -> list[Neighbour]:
        """What Chroma finds and the catalog still has as it was; asks for more while that is too little."""
        wanted = k
        while True:
            answer = [_neighbour(id_, key[1], score) for id_, score in opened.vectors.query(unit, wanted)]
            alive = self._catalog.unchanged(list({one.chunk_id for one in answer}), key[0], opened.through)
            kept = [one for one in answer if one.chunk_id in alive]
            if len(kept) >= k or len(answer) < wanted:
                return kept
            wanted *= 2

    # Writing

    def _settle_slice(self, language: Language) -> bool:
        """Bring one slice of a language to Chroma; False if there was nothing left to do."""
        with self._lock:
            now = self._catalog.progress()[language]
            if now.suspect:
                for level in LEVELS:
                    self._opened.pop((language, level), None)
                    self._chroma.drop(self._chroma.name(language, level))
                self._catalog.unsettle(language)
                return True
            if not (now.behind or now.departed):
                return False
            opened = {level: self._open((language, level)) for level in LEVELS}
            writes = self._catalog.suspect(language)
            departed = self._catalog.departed(language)
            arrived = self._catalog.slice(language, now.settled, SLICE)
            for level, collection in opened.items():
                collection.vectors.delete([i for gone in departed for i in _ids(gone.chunk_id, gone.sentences, level)])
                new = [(id_, v.passage[None, :] if level == "passage" else v.sentences) for _, id_, v in arrived]
                if new:
                    ids = [i for id_, vectors in new for i in _ids(id_, len(vectors), level)]
                    collection.vectors.upsert(ids, np.concatenate([vectors for _, vectors in new]))
            through = arrived[-1][0] if arrived else now.settled
            self._catalog.settle(language, through, departed[-1].number if departed else 0)
            for level, collection in opened.items():
                self._opened[language, level] = _Opened(collection.vectors, through, writes)
            return True


def _exact(tail: _Tail, unit: NDArray[np.float32], k: int) -> list[Neighbour]:
    scores = tail.matrix @ unit
    best = np.argsort(-scores, kind="stable")[:k]
    return [Neighbour(tail.owners[i][0], tail.owners[i][1], float(scores[i])) for i in best]


def _ids(chunk_id: str, count: int, level: Level) -> list[str]:
    """What the vectors of a chunk are called in Chroma."""
    return [chunk_id] if level == "passage" else [f"{chunk_id}/{n}" for n in range(count)]


def _neighbour(id_: str, level: Level, score: float) -> Neighbour:
    """Whose vector an id of Chroma's names."""
    if level == "passage":
        return Neighbour(id_, None, score)
    chunk_id, _, n = id_.rpartition("/")
    return Neighbour(chunk_id, int(n), score)
