"""The index: one catalog and one Chroma behind one set of names."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from rag.errors import UsageError
from rag.index import manifest
from rag.index.catalog import Catalog
from rag.index.layout import CATALOG, WRITER_LOCK, Identity, check, lay_out, lay_out_anew, no_index
from rag.index.ledger import Ledger
from rag.index.lexicon import Lexicon
from rag.index.records import (
    ChunkVectors,
    Neighbour,
    Row,
    StoredChunk,
)
from rag.index.replica import EXACT, Replica
from rag.index.sqlite import Pool, mapped_errors
from rag.index.vectors import open_store
from rag.types import Chunk, Document, DocumentSummary, Language

_SETTLE_EVERY = 512
"""Chunks written before Chroma is brought in line during a long ingest."""


class Index:
    """Documents, their chunks, terms and vectors under one folder. Any thread may read; writers wait for each other."""

    def __init__(self, home: Path, embedder: Identity | None, chroma_url: str | None, exact: int) -> None:
        """Use `open`."""
        self.home = home
        self._embedder = embedder
        self._chroma_url = chroma_url
        self._exact = exact
        self._pool = Pool(home / CATALOG)
        self._writer = FileLock(home / WRITER_LOCK)
        self._attaching = threading.Lock()
        self._depth = 0
        self._unsettled = 0
        try:
            self._attach()
        except BaseException:
            self._pool.close()
            raise

    @staticmethod
    def exists(home: Path) -> bool:
        """Whether something was ever ingested here."""
        return (home / CATALOG).is_file()

    @classmethod
    def open(
        cls, home: Path, *, embedder: Identity | None = None, chroma_url: str | None = None, exact: int = EXACT
    ) -> Index:
        """Open the index of a folder; made if it does not exist and the embedder is known.

        Without an embedder, no check is made that the vectors are those of the model in use. A language of up to
        `exact` chunks is searched without Chroma. Raises NoIndexError, ModelMismatchError, SchemaError.
        """
        if embedder is not None:
            with mapped_errors():
                home.mkdir(parents=True, exist_ok=True)
        elif not cls.exists(home):
            raise no_index()
        return cls(home, embedder, chroma_url, exact)

    @classmethod
    def rebuild(cls, home: Path, *, embedder: Identity, chroma_url: str | None = None) -> Index:
        """Empty the index of a folder, whatever model or version it was made with, and open it."""
        lay_out_anew(home, embedder)
        index = cls.open(home, embedder=embedder, chroma_url=chroma_url)
        index._replica.sweep()
        return index

    def close(self) -> None:
        """Give back files and connections."""
        self._replica.close()
        self._pool.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _attach(self) -> None:
        """Take up the catalog as it is laid out now."""
        values = manifest.read(self._pool)
        if not values:
            if self._embedder is None:
                raise no_index()
            lay_out(self.home, self._embedder)
            values = manifest.read(self._pool)
        check(values, self._embedder)
        self._build = values["build"]
        self._dimension = values["embedder"]["dimension"]
        self._catalog = Catalog(self._pool, self._dimension)
        self._ledger = Ledger(self._pool, self._dimension)
        self._lexicon = Lexicon(self._catalog)
        chroma = open_store(self.home / "chroma", self._chroma_url, values["instance"], self._build)
        self._replica = Replica(self._catalog, self._ledger, chroma, FileLock(self.home / "vectors.lock"), self._exact)

    def _current(self) -> int:
        """Take up the catalog anew if another process has rebuilt it; the generation."""
        generation, build = manifest.state(self._pool)
        if build != self._build:
            with self._attaching:
                if build != self._build:
                    self._replica.close()
                    self._attach()
        return generation

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, of all processes, waiting for one's turn; at the end Chroma is in line."""
        with mapped_errors():
            self._writer.acquire()
        try:
            if self._depth == 0:
                self._current()
                self._tidy()  # what a writer that died has left undone
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            if self._depth == 0:
                self._tidy()
        finally:
            self._writer.release()

    def put(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        passage_vectors: NDArray[np.float32],
        sentence_vectors: NDArray[np.float32],
        terms: Sequence[Sequence[str]],
    ) -> None:
        """Insert a document or replace it, in one commit.

        `passage_vectors` has a row a chunk; `sentence_vectors` a row for each sentence of each chunk, in order.
        """
        rows = list(self._rows(chunks, passage_vectors, sentence_vectors, terms))
        with self.writing():
            if self._unsettled >= _SETTLE_EVERY:
                self._tidy()
            self._catalog.put(document, rows)
            self._unsettled += len(rows)

    def remove(self, document_ids: Iterable[str]) -> int:
        """Remove documents, with everything that was derived from their text; how many there were."""
        with self.writing():
            return self._catalog.remove(document_ids)

    def _rows(
        self,
        chunks: Sequence[Chunk],
        passages: NDArray[np.float32],
        sentences: NDArray[np.float32],
        terms: Sequence[Sequence[str]],
    ) -> Iterator[Row]:
        count = sum(len(chunk.sentences) for chunk in chunks)
        passages, sentences = self._vectors(passages), self._vectors(sentences)
        if (len(passages), len(sentences), len(terms)) != (len(chunks), count, len(chunks)):
            raise UsageError(
                f"{len(chunks)} chunks of {count} sentences came with {len(passages)} and {len(sentences)} vectors"
                f" and {len(terms)} lists of terms."
            )
        start = 0
        for chunk, passage, own in zip(chunks, passages, terms, strict=True):
            stop = start + len(chunk.sentences)
            yield Row(chunk, passage, sentences[start:stop], own)
            start = stop

    def _vectors(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The vectors, once it is sure that they are some."""
        dimension = self._dimension
        vectors = np.asarray(vectors, np.float32)
        if not vectors.size:
            return vectors.reshape(0, dimension)
        if vectors.ndim != 2 or vectors.shape[1] != dimension or not np.isfinite(vectors).all():
            raise UsageError(f"Vectors of shape {vectors.shape} are not finite numbers in {dimension} dimensions.")
        return vectors

    def _tidy(self) -> None:
        """Bring everything derived in line with what was committed."""
        self._unsettled = 0
        self._ledger.purge()
        self._replica.settle()

    # Documents

    @property
    def generation(self) -> int:
        """Grows with every commit of any process."""
        return self._catalog.generation()

    @property
    def manifest(self) -> dict[str, Any]:
        """What the index says of itself: schema, instance, generation, embedder, and what was set."""
        return manifest.read(self._pool)

    def set_manifest(self, key: str, value: Any) -> None:
        """Keep a value that goes into JSON under a key."""
        manifest.write(self._pool, key, value)

    def documents(self) -> list[DocumentSummary]:
        """All documents, by source."""
        return self._catalog.summaries()

    def find(self, id_or_source: str) -> DocumentSummary:
        """One document by id, else by source path; NotFoundError."""
        return self._catalog.find(id_or_source)

    def document(self, document_id: str) -> Document:
        """One document with text and blocks; NotFoundError."""
        return self._catalog.document(document_id)

    def text(self, document_id: str) -> str:
        """The exact text that offsets count in; NotFoundError."""
        return self._catalog.document(document_id).text

    def file_digests(self) -> dict[str, str]:
        """The file's sha256 of each document."""
        return self._catalog.file_digests()

    # Searching

    def languages(self) -> dict[Language, int]:
        """Chunks per language."""
        return self._lexicon.languages()

    def chunks(self, ids: Sequence[str]) -> dict[str, StoredChunk]:
        """Those of the chunks that exist."""
        return self._catalog.chunks(ids)

    def vectors(self, ids: Sequence[str]) -> ChunkVectors:
        """The raw vectors of those chunks that exist, in no order."""
        self._current()
        return self._catalog.vectors(ids)

    def sample(self, language: Language, n: int) -> ChunkVectors:
        """The raw vectors of up to n chunks of a language, a fixed choice as long as the index does not change."""
        self._current()
        return self._catalog.vectors(self._catalog.sample(language, n))

    def nearest(self, vector: NDArray[np.floating[Any]], language: Language, k: int) -> list[Neighbour]:
        """The k chunks of a language with the nearest passages by cosine, ties by id; none to a vector of no length."""
        generation = self._current()
        length = float(np.linalg.norm(vector))
        if k < 1 or not np.isfinite(length) or length == 0:
            return []
        return self._replica.nearest((vector / length).astype(np.float32), language, k, generation)

    def match(self, terms: Sequence[str], k: int, language: Language | None = None) -> list[tuple[str, float]]:
        """Ids and BM25 scores of the k best chunks that hold any of the terms, by their language's statistics."""
        self._current()
        wanted = sorted({term for term in terms if term})
        languages = [language] if language is not None else list(self.languages())
        found = [hit for one in languages for hit in self._lexicon.match(wanted, k, one)] if k > 0 else []
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def document_frequency(self, terms: Sequence[str], language: Language | None = None) -> dict[str, int]:
        """In how many chunks each term occurs: of all, or of one language in whatever script."""
        return self._lexicon.document_frequency(terms, language)

    # Care

    def check(self, embedder: Identity) -> None:
        """Refuse an embedder whose vectors are not those of this index: ModelMismatchError."""
        check(self.manifest, embedder)

    def damage(self) -> list[str]:
        """What is wrong with the catalog's file, a sentence each."""
        return self._catalog.damage()

    def unindexed(self) -> int:
        """How many chunks the full text does not agree on with the catalog."""
        return self._catalog.unindexed()

    def differences(self) -> tuple[int, int]:
        """How many vectors Chroma lacks, and how many vectors or whole collections it should not have."""
        found = self._replica.differences().values()
        orphans = sum(len(orphans) for _, orphans in found) + len(self._replica.strays())
        return sum(len(missing) for missing, _ in found), orphans

    def repair(self) -> None:
        """Bring Chroma in line with the catalog, comparing every id. Nothing is embedded."""
        with self.writing():
            self._replica.repair()
