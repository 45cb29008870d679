"""Chroma as a replica of the catalog: always rebuildable, sometimes behind, never asked for more than it knows.

A document exists from its commit in the catalog on. Chroma follows in slices (`settle`), and each slice is framed by
two commits: "the collection of this language is being written" and "it holds everything up to n". A process killed
in between leaves the first note. Whoever writes next then looks whether a graph was being saved; if so, it gives the
language a new collection and fills it from the catalog's vectors.

A reader asks Chroma for what lies up to the mark at which it opened the collection, compares what was written since
exactly, and believes Chroma only of chunks that the catalog still has. So every process sees every commit at once,
no reader waits for a writer, and an index that is small, or cannot use Chroma just now, is searched exactly.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from rag.errors import VectorStoreError
from rag.index.catalog import Catalog
from rag.index.ledger import Ledger
from rag.index.records import Neighbour, Progress
from rag.index.sqlite import mapped_errors
from rag.index.vectors import VectorCollection, VectorStore
from rag.types import Language

SLICE = 512
"""Chunks brought to Chroma at a time: about half a second under the lock."""

EXACT = 2048
"""Chunks beyond Chroma that a reader keeps in memory and compares exactly: 3 MB."""

_SMALL = 512
"""Chunks of a language whose collection is made anew as soon as it holds remains of removed chunks."""

_PATIENCE_S = 1.0
_POLL_S = 0.005
"""A reader asks for the lock this long and this often before it does without Chroma."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A collection that holds the chunks written up to `through`, as its `writes`-th write left it."""

    vectors: VectorCollection
    through: int
    writes: int


@dataclass(frozen=True, slots=True)
class _Block:
    """The vectors of passages, shape (n, dimension), and the chunk of each row."""

    ids: list[str]
    matrix: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Tail:
    """What a generation of the catalog has beyond `through`; no blocks if that is too much to keep in memory.

    `is_intact`: the collection opened for it holds no chunk that this generation has changed or removed.
    """

    generation: int
    through: int
    blocks: list[_Block] | None
    is_intact: bool


class Replica:
    """Nearest neighbours, from Chroma and the catalog together. Any thread may ask; `settle` is for one writer."""

    def __init__(self, catalog: Catalog, ledger: Ledger, chroma: VectorStore, lock: FileLock, exact: int) -> None:
        self._catalog = catalog
        self._ledger = ledger
        self._chroma = chroma
        self._lock = lock
        self._exact = exact
        self._opened: dict[Language, _Opened] = {}
        self._tails: dict[Language, _Tail] = {}
        self._loading: dict[Language, threading.Lock] = {}

    def close(self) -> None:
        """Let go of Chroma."""
        self._opened.clear()
        self._tails.clear()
        self._chroma.close()

    # Reading

    def nearest(self, unit: NDArray[np.float32], language: Language, k: int, generation: int) -> list[Neighbour]:
        """The k chunks of a language whose passages have the largest cosine to a unit vector, ties by id.

        `generation` is one that the catalog had since the question was asked.
        """
        opened, tail = self._view(language, generation)
        try:
            found = self._search(opened, tail, language, unit, k)
        except VectorStoreError:  # another process has replaced the collection, or the server is back
            self._opened.pop(language, None)
            opened, tail = self._view(language, self._catalog.generation())
            found = self._search(opened, tail, language, unit, k)
        for block in self._blocks(language, tail.through) if tail.blocks is None else tail.blocks:
            found += _best(block, unit, k)
        # A server may have taken up by now what the tail has, too.
        return sorted({one.chunk_id: one for one in found}.values(), key=_order)[:k]

    def _view(self, language: Language, generation: int) -> tuple[_Opened | None, _Tail]:
        """The collection, if it is needed and can be had, and what lies beyond it."""
        opened, tail = self._opened.get(language), self._tails.get(language)
        through = opened.through if opened else 0
        if tail is not None and tail.blocks is not None and (tail.generation, tail.through) == (generation, through):
            return opened, tail
        with self._loading.setdefault(language, threading.Lock()):
            opened = self._opened.get(language)
            if self._catalog.count_beyond(language, opened.through if opened else 0) > self._exact:
                opened = self._reopen(language) or opened
            through = opened.through if opened else 0
            small = self._catalog.count_beyond(language, through) <= self._exact
            blocks = list(self._blocks(language, through)) if small else None
            tail = _Tail(generation, through, blocks, self._is_intact(language, opened, generation))
            self._tails[language] = tail
            return opened, tail

    def _is_intact(self, language: Language, opened: _Opened | None, generation: int) -> bool:
        """Whether all that a collection holds is as the catalog has it, in this generation."""
        now = self._ledger.progress().get(language)
        known = opened is not None and now is not None and not now.departed and opened.writes == now.writes
        return known and self._catalog.generation() == generation

    def _reopen(self, language: Language) -> _Opened | None:
        """The collection as it is now, unless it is being written, was left half-written, or is not there."""
        try:
            with self._lock.acquire(timeout=_PATIENCE_S, poll_interval=_POLL_S):
                now = self._ledger.progress()[language]
                if now.suspect or not now.settled or self._name(language, now) not in self._chroma.names():
                    return None
                return self._open(language, now)
        except Timeout:
            return None

    def _open(self, language: Language, now: Progress) -> _Opened:
        """The collection in the state that `now` describes, for who holds the lock."""
        opened = self._opened.get(language)
        if opened is None or opened.writes != now.writes:
            opened = _Opened(self._chroma.open(self._name(language, now)), now.settled, now.writes)
            self._opened[language] = opened
        return opened

    def _name(self, language: Language, now: Progress) -> str:
        return self._chroma.name(language, now.epoch)

    def _blocks(self, language: Language, through: int) -> Iterator[_Block]:
        for ids, matrix in self._catalog.beyond(language, through):
            yield _Block(ids, matrix)

    def _search(
        self, opened: _Opened | None, tail: _Tail, language: Language, unit: NDArray[np.float32], k: int
    ) -> list[Neighbour]:
        """What Chroma finds and the catalog still has unchanged, asking for more while that is too little."""
        wanted = k
        while opened is not None:
            answer = [Neighbour(id_, score) for id_, score in opened.vectors.query(unit, wanted)]
            if tail.is_intact:
                return answer
            alive = self._catalog.unchanged([one.chunk_id for one in answer], language, opened.through)
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
        for language, (missing, orphans) in self.differences().items():
            if missing or orphans:
                self._renew(language)
        self.settle()
        self.sweep()

    def differences(self) -> dict[Language, tuple[set[str], set[str]]]:
        """For each language's collection the ids that it lacks, and those it should not have."""
        found = {}
        with mapped_errors(), self._lock:
            present = self._chroma.names()
            for language, now in self._ledger.progress().items():
                usable = self._name(language, now) in present and not self._lost(language, now)
                held = self._open(language, now).vectors.ids() if usable else set()
                wanted = self._catalog.chunk_ids(language)
                found[language] = (wanted - held, held - wanted)
        return found

    def strays(self) -> set[str]:
        """The collections of ours that are no longer in use."""
        used = {self._name(language, now) for language, now in self._ledger.progress().items()}
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
            except BaseException:  # the client may hold half of the slice
                self._opened.pop(language, None)
                raise
            return True

    def _advance(self, language: Language, now: Progress) -> None:
        """Bring one slice of a language to Chroma."""
        writes = self._ledger.suspect(language)
        departed, arrived = self._ledger.errands(language, now.settled, SLICE)
        vectors = self._open(language, now).vectors
        vectors.delete(list(dict.fromkeys(one.chunk_id for one in departed)))
        if arrived:
            vectors.upsert([one.chunk_id for one in arrived], np.stack([one.passage for one in arrived]))
        through = arrived[-1].seq if arrived else now.settled
        self._ledger.settle(language, through, departed[-1].number if departed else 0, self._state(language, now))
        self._opened[language] = _Opened(vectors, through, writes)

    def _lost(self, language: Language, now: Progress) -> bool:
        """Whether the collection cannot be trusted: a graph was being saved in a write cut short, or it is gone."""
        if now.suspect and not (now.settled and self._state(language, now) == now.state):
            return True
        known = language in self._opened
        return bool(now.settled) and not known and self._name(language, now) not in self._chroma.names()

    def _state(self, language: Language, now: Progress) -> str:
        return self._chroma.state(self._name(language, now))

    def _renew(self, language: Language) -> None:
        """Give a language a new, empty collection."""
        self._opened.pop(language, None)
        self._ledger.unsettle(language)


def _wasteful(now: Progress) -> bool:
    """Whether the remains of removed chunks are reason enough to make the collection anew.

    Chroma keeps a deleted vector in its graph. In a small collection it goes at once, in a large one when half is dead.
    """
    return now.dead > (0 if now.chunks <= _SMALL else now.chunks) and not (now.behind or now.departed)


def _best(block: _Block, unit: NDArray[np.float32], k: int) -> list[Neighbour]:
    """The k best of a block."""
    scores = block.matrix @ unit
    best = np.argsort(-scores, kind="stable")[:k]
    return [Neighbour(block.ids[row], float(scores[row])) for row in best]


def _order(found: Neighbour) -> tuple[float, str]:
    return -found.score, found.chunk_id
