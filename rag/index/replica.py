"""Chroma as a replica of the catalog: always rebuildable, sometimes behind, never asked for more than it knows.

A document exists from its commit in the catalog on. Chroma follows in slices (`settle`), and each slice is framed by
two commits: "the collections of this language are being written" and "they hold everything up to n". A process killed
in between leaves the first note. Whoever writes next then looks whether a graph was being saved; if so, it gives the
language new collections and fills them from the catalog's vectors.

A reader asks Chroma for what lies up to the mark at which it opened the collection, compares what was written since
exactly, and believes Chroma only of chunks that the catalog still has. So every process sees every commit at once,
no reader waits for a writer, and an index that is small, or cannot use Chroma just now, is searched exactly.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from rag.errors import VectorStoreError
from rag.index.catalog import Catalog
from rag.index.ledger import Ledger
from rag.index.records import LEVELS, Level, Neighbour, Progress
from rag.index.sqlite import mapped_errors
from rag.index.vectors import VectorCollection, VectorStore
from rag.types import Language

SLICE = 128
"""Chunks brought to Chroma at a time: some 900 vectors, about a second under the lock."""

EXACT = 2048
"""Chunks beyond Chroma that a reader keeps in memory and compares exactly: 3 MB of passages, 20 MB of sentences."""

_SMALL = 512
"""Chunks of a language whose collections are made anew as soon as they hold remains of removed chunks."""

_PATIENCE_S = 1.0
_POLL_S = 0.005
"""A reader asks for the lock this long and this often before it does without Chroma."""

_Key: TypeAlias = tuple[Language, Level]
_Owner: TypeAlias = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class _Opened:
    """A collection that holds the chunks written up to `through`, as its `writes`-th write left it."""

    vectors: VectorCollection
    through: int
    writes: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Vectors, shape (n, dimension), and the chunk, or chunk and sentence, of each row."""

    owners: list[_Owner]
    matrix: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Tail:
    """What a generation of the catalog has beyond `through`; no blocks if that is too much to keep in memory."""

    generation: int
    through: int
    blocks: list[_Block] | None


class Replica:
    """Nearest neighbours, from Chroma and the catalog together. Any thread may ask; `settle` is for one writer."""

    def __init__(self, catalog: Catalog, ledger: Ledger, chroma: VectorStore, lock: FileLock, exact: int) -> None:
        self._catalog = catalog
        self._ledger = ledger
        self._chroma = chroma
        self._lock = lock
        self._exact = exact
        self._opened: dict[_Key, _Opened] = {}
        self._tails: dict[_Key, _Tail] = {}
        self._loading: dict[_Key, threading.Lock] = {}

    def close(self) -> None:
        """Let go of Chroma."""
        self._opened.clear()
        self._tails.clear()
        self._chroma.close()

    # Reading

    def nearest(self, unit: NDArray[np.float32], language: Language, k: int, level: Level) -> list[Neighbour]:
        """The k vectors of a language with the largest cosine to a unit vector, ties by id."""
        key = (language, level)
        opened, tail = self._view(key)
        try:
            found = self._search(opened, key, unit, k)
        except VectorStoreError:  # another process has replaced the collection, or the server is back
            self._opened.pop(key, None)
            opened, tail = self._view(key)
            found = self._search(opened, key, unit, k)
        for block in self._blocks(key, tail.through) if tail.blocks is None else tail.blocks:
            found += _best(block, unit, k)
        return sorted(found, key=_order)[:k]

    def _view(self, key: _Key) -> tuple[_Opened | None, _Tail]:
        """The collection, if it is needed and can be had, and what lies beyond it."""
        generation = self._catalog.generation()
        opened, tail = self._opened.get(key), self._tails.get(key)
        through = opened.through if opened else 0
        if tail is not None and tail.blocks is not None and (tail.generation, tail.through) == (generation, through):
            return opened, tail
        with self._loading.setdefault(key, threading.Lock()):
            opened = self._opened.get(key)
            if self._catalog.count_beyond(key[0], opened.through if opened else 0) > self._exact:
                opened = self._reopen(key) or opened
            through = opened.through if opened else 0
            small = self._catalog.count_beyond(key[0], through) <= self._exact
            tail = _Tail(generation, through, list(self._blocks(key, through)) if small else None)
            self._tails[key] = tail
            return opened, tail

    def _reopen(self, key: _Key) -> _Opened | None:
        """The collection as it is now, unless it is being written, was left half-written, or is not there."""
        try:
            with self._lock.acquire(timeout=_PATIENCE_S, poll_interval=_POLL_S):
                now = self._ledger.progress()[key[0]]
                if now.suspect or not now.settled or self._name(key, now) not in self._chroma.names():
                    return None
                return self._open(key, now)
        except Timeout:
            return None

    def _open(self, key: _Key, now: Progress) -> _Opened:
        """The collection in the state that `now` describes, for who holds the lock."""
        opened = self._opened.get(key)
        if opened is None or opened.writes != now.writes:
            opened = _Opened(self._chroma.open(self._name(key, now)), now.settled, now.writes)
            self._opened[key] = opened
        return opened

    def _name(self, key: _Key, now: Progress) -> str:
        return self._chroma.name(*key, now.epoch)

    def _blocks(self, key: _Key, through: int) -> Iterator[_Block]:
        for chunks, matrix in self._catalog.beyond(*key, through):
            owners = [(id_, n if key[1] == "sentence" else None) for id_, count in chunks for n in range(count)]
            yield _Block(owners, matrix)

    def _search(self, opened: _Opened | None, key: _Key, unit: NDArray[np.float32], k: int) -> list[Neighbour]:
        """What Chroma finds and the catalog still has unchanged, asking for more while that is too little."""
        wanted = k
        while opened is not None:
            answer = [_neighbour(id_, key[1], score) for id_, score in opened.vectors.query(unit, wanted)]
            alive = self._catalog.unchanged(list({one.chunk_id for one in answer}), key[0], opened.through)
            kept = [one for one in answer if one.chunk_id in alive]
            if len(kept) >= k or len(answer) < wanted:
                return kept
            wanted *= 2
        return []

    # Writing

    def settle(self) -> None:
        """Bring Chroma in line with the catalog."""
        moved = False
        for language in self._ledger.progress():
            while self._settle_slice(language):
                moved = True
                time.sleep(_POLL_S)  # the lock has no queue: leave a reader the time to take it
        if moved:
            self.sweep()

    def repair(self) -> None:
        """Bring Chroma in line, compare every id, and make anew what is not as it should be."""
        self.settle()
        for (language, _), (missing, orphans) in self.differences().items():
            if missing or orphans:
                self._renew(language)
        self.settle()
        self.sweep()

    def differences(self) -> dict[_Key, tuple[set[str], set[str]]]:
        """For each collection the ids that it lacks, and those it should not have."""
        found = {}
        with mapped_errors(), self._lock:
            present = self._chroma.names()
            for language, now in self._ledger.progress().items():
                counts = self._catalog.sentence_counts(language)
                for level in LEVELS:
                    key = (language, level)
                    usable = self._name(key, now) in present and not self._lost(language, now)
                    held = self._open(key, now).vectors.ids() if usable else set()
                    wanted = {id_ for chunk, sentences in counts for id_ in _ids(chunk, sentences, level)}
                    found[key] = (wanted - held, held - wanted)
        return found

    def strays(self) -> set[str]:
        """The collections of ours that are no longer in use."""
        progress = self._ledger.progress()
        used = {self._name((language, level), now) for language, now in progress.items() for level in LEVELS}
        return self._chroma.names() - used

    def sweep(self) -> None:
        """Delete the collections that are no longer in use."""
        with mapped_errors(), self._lock:
            for name in sorted(self.strays()):
                self._chroma.drop(name)

    def _settle_slice(self, language: Language) -> bool:
        """Take one step with a language; False if there was none to take."""
        with mapped_errors(), self._lock:
            now = self._ledger.progress()[language]
            if _wasteful(now) or self._lost(language, now):
                self._renew(language)
                return True
            if not (now.behind or now.departed or now.suspect):
                return False
            try:
                self._advance(language, now)
            except BaseException:  # the clients may hold half of the slice
                self._close(language)
                raise
            return True

    def _advance(self, language: Language, now: Progress) -> None:
        """Bring one slice of a language to Chroma."""
        writes = self._ledger.suspect(language)
        departed, arrived = self._ledger.errands(language, now.settled, SLICE)
        opened = {level: self._open((language, level), now).vectors for level in LEVELS}
        for level, vectors in opened.items():
            gone = dict.fromkeys(id_ for one in departed for id_ in _ids(one.chunk_id, one.sentences, level))
            vectors.delete(list(gone))
            if arrived:
                parts = [one.vectors.of(level) for one in arrived]
                ids = [_ids(one.chunk_id, len(part), level) for one, part in zip(arrived, parts, strict=True)]
                vectors.upsert([id_ for some in ids for id_ in some], np.concatenate(parts))
        through = arrived[-1].seq if arrived else now.settled
        self._ledger.settle(language, through, departed[-1].number if departed else 0, self._state(language, now))
        for level, vectors in opened.items():
            self._opened[language, level] = _Opened(vectors, through, writes)

    def _lost(self, language: Language, now: Progress) -> bool:
        """Whether the collections cannot be trusted: a graph was being saved in a write cut short, or they are gone."""
        if now.suspect and not (now.settled and self._state(language, now) == now.state):
            return True
        known = all((language, level) in self._opened for level in LEVELS)
        names = {self._name((language, level), now) for level in LEVELS}
        return bool(now.settled) and not known and not names <= self._chroma.names()

    def _state(self, language: Language, now: Progress) -> str:
        return self._chroma.state(self._name((language, level), now) for level in LEVELS)

    def _renew(self, language: Language) -> None:
        """Give a language new, empty collections."""
        self._close(language)
        self._ledger.unsettle(language)

    def _close(self, language: Language) -> None:
        for level in LEVELS:
            self._opened.pop((language, level), None)


def _wasteful(now: Progress) -> bool:
    """Whether the remains of removed chunks are reason enough to make the collections anew.

    Chroma keeps a deleted vector in its graph. In a small collection it goes at once, in a large one when half is dead.
    """
    return now.dead > (0 if now.chunks <= _SMALL else now.chunks) and not (now.behind or now.departed)


def _best(block: _Block, unit: NDArray[np.float32], k: int) -> list[Neighbour]:
    """The k best of a block."""
    scores = block.matrix @ unit
    best = np.argsort(-scores, kind="stable")[:k]
    return [Neighbour(block.owners[row][0], block.owners[row][1], float(scores[row])) for row in best]


def _order(found: Neighbour) -> tuple[float, str, int]:
    return -found.score, found.chunk_id, -1 if found.sentence is None else found.sentence


def _ids(chunk_id: str, sentences: int, level: Level) -> list[str]:
    """What the vectors of a chunk are called in Chroma."""
    return [chunk_id] if level == "passage" else [f"{chunk_id}/{n}" for n in range(sentences)]


def _neighbour(id_: str, level: Level, score: float) -> Neighbour:
    """Whose vector an id of Chroma's names."""
    if level == "passage":
        return Neighbour(id_, None, score)
    chunk_id, _, n = id_.rpartition("/")
    return Neighbour(chunk_id, int(n), score)
