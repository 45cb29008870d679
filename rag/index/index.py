"""The index: one catalog and one Chroma behind one set of names."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from rag.errors import ModelMismatchError, NoIndexError, SchemaError, UsageError
from rag.index.catalog import SCHEMA_VERSION, Catalog
from rag.index.records import (
    ChunkVectors,
    Level,
    Moments,
    Neighbour,
    Row,
    StoredChunk,
)
from rag.index.replica import EXACT, Replica
from rag.index.sqlite import mapped_errors
from rag.index.vectors import Chroma
from rag.types import Chunk, Document, DocumentSummary, Language

_CATALOG = "catalog.sqlite3"
_REBUILD = "Build it again with `rag ingest PATH... --rebuild`."
_SETTLE_EVERY = 512
"""Chunks written before Chroma is brought in line during a long ingest."""


class Identity(Protocol):
    """What the index needs to know of an embedder: any `Embedder` and any `EmbedderIdentity` will do."""

    name: str
    digest: str
    dimension: int


class Index:
    """Documents, their chunks, terms and vectors under one folder. Any thread may read; writers wait for each other."""

    def __init__(self, home: Path, catalog: Catalog, chroma: Chroma, exact: int) -> None:
        self.home = home
        self._catalog = catalog
        self._writer = FileLock(home / "writer.lock")
        self._replica = Replica(catalog, chroma, FileLock(home / "vectors.lock"), exact)
        self._depth = 0
        self._unsettled = 0

    @staticmethod
    def exists(home: Path) -> bool:
        """Whether something was ever ingested here."""
        return (home / _CATALOG).is_file()

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        embedder: Identity | None = None,
        chroma_url: str | None = None,
        create: bool = True,
        exact: int = EXACT,
    ) -> Index:
        """Open the index of a folder; made if it does not exist and the embedder is known.

        Without an embedder only what needs no vectors should be asked. Raises NoIndexError, ModelMismatchError,
        SchemaError.
        """
        if not cls.exists(home) and (embedder is None or not create):
            raise NoIndexError("Nothing has been ingested yet.", hint="Run `rag ingest PATH...` first.")
        with mapped_errors():
            home.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(home / _CATALOG)
        try:
            manifest = catalog.manifest()
            if not manifest:
                if embedder is None:
                    raise NoIndexError("Nothing has been ingested yet.", hint="Run `rag ingest PATH...` first.")
                manifest = _create(home, catalog, embedder)
            _check(manifest, embedder)
        except BaseException:
            catalog.close()
            raise
        catalog.dimension = manifest["embedder"]["dimension"]
        return cls(home, catalog, Chroma(home / "chroma", chroma_url, manifest["instance"]), exact)

    def close(self) -> None:
        """Give back files and connections."""
        self._replica.close()
        self._catalog.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, of all processes, waiting for one's turn; at the end Chroma is in line."""
        with self._writer:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            if self._depth == 0:
                self._tidy()

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
            self._catalog.put(document, rows)
            self._unsettled += len(rows)
            if self._unsettled >= _SETTLE_EVERY:
                self._tidy()

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
        dimension = self._catalog.dimension
        count = sum(len(chunk.sentences) for chunk in chunks)
        passages = np.asarray(passages, np.float32).reshape(-1, dimension)
        sentences = np.asarray(sentences, np.float32).reshape(-1, dimension)
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

    def _tidy(self) -> None:
        """Bring everything derived in line with what was committed."""
        self._unsettled = 0
        self._catalog.sum_up()
        self._catalog.purge()
        self._replica.settle()

    # Documents

    @property
    def generation(self) -> int:
        """Grows with every commit of any process."""
        return self._catalog.generation()

    @property
    def manifest(self) -> dict[str, Any]:
        """What the index says of itself: schema, instance, generation, embedder, and what was set."""
        return self._catalog.manifest()

    def set_manifest(self, key: str, value: Any) -> None:
        """Keep a value that goes into JSON under a key."""
        self._catalog.set_manifest(key, value)

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
        return self._catalog.languages()

    def chunks(self, ids: Sequence[str]) -> dict[str, StoredChunk]:
        """Those of the chunks that exist."""
        return self._catalog.chunks(ids)

    def vectors(self, ids: Sequence[str]) -> dict[str, ChunkVectors]:
        """The raw vectors of those chunks that exist."""
        return self._catalog.vectors(ids)

    def nearest(self, vector: NDArray[np.floating[Any]], language: Language, k: int, level: Level) -> list[Neighbour]:
        """The k nearest vectors of a language by cosine; fewer if it has fewer, none to a vector of length 0."""
        length = float(np.linalg.norm(vector))
        if k < 1 or not np.isfinite(length) or length == 0:
            return []
        return self._replica.nearest((vector / length).astype(np.float32), language, k, level)

    def match(self, terms: Sequence[str], k: int, language: Language | None = None) -> list[tuple[str, float]]:
        """The k chunks with the best BM25 for any of the terms, each language by its own statistics."""
        wanted = sorted({term for term in terms if term})
        languages = [language] if language is not None else list(self.languages())
        found = [hit for one in languages for hit in self._catalog.match(wanted, k, one)] if wanted and k > 0 else []
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def document_frequency(self, terms: Sequence[str], language: Language | None = None) -> dict[str, int]:
        """In how many chunks each term occurs."""
        counts = dict.fromkeys(terms, 0)
        for one in [language] if language is not None else list(self.languages()):
            for term, count in self._catalog.document_frequency(list(counts), one).items():
                counts[term] += count
        return counts

    def moments(self, language: Language, level: Level) -> Moments:
        """Mean and covariance of a language's raw vectors."""
        return self._catalog.sums(language, level).moments()


def _create(home: Path, catalog: Catalog, embedder: Identity) -> dict[str, Any]:
    """Lay out an empty index, unless another process has just done so."""
    with FileLock(home / "writer.lock"):
        if not (manifest := catalog.manifest()):
            catalog.create(
                {
                    "schema": SCHEMA_VERSION,
                    "instance": uuid.uuid4().hex[:12],
                    "generation": 0,
                    "embedder": {"name": embedder.name, "digest": embedder.digest, "dimension": embedder.dimension},
                }
            )
            manifest = catalog.manifest()
    return manifest


def _check(manifest: dict[str, Any], embedder: Identity | None) -> None:
    """Refuse an index that this program or this embedder cannot read."""
    if manifest.get("schema") != SCHEMA_VERSION:
        raise SchemaError(
            f"The index has schema {manifest.get('schema')}, this program reads {SCHEMA_VERSION}.", hint=_REBUILD
        )
    made_by = manifest["embedder"]
    if embedder is not None and (made_by["digest"], made_by["dimension"]) != (embedder.digest, embedder.dimension):
        raise ModelMismatchError(
            f"The index was built with the embedding model {made_by['name']} ({made_by['digest'][:12]}),"
            f" not with {embedder.name} ({embedder.digest[:12]}).",
            hint=f"Set RAG_EMBED_MODEL={made_by['name']}, or rebuild: {_REBUILD}",
        )
