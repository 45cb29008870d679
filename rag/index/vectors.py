"""Vectors in Chroma: ids and raw unit vectors, no text and no metadata. The only module that knows chromadb.

Embedded Chroma keeps the graph of each collection in the memory of each process, so that a client goes on seeing the
collection as it first found it; and a process killed while the graph is being saved leaves files that crash whoever
loads them. Here, therefore, every collection has a folder and a client of its own, which is thrown away when it has
fallen behind; a collection that cannot be trusted is never opened, only deleted with its folder. Who opens, writes or
deletes one holds the index's vector lock (see `replica`); asking an open one needs no lock.
"""

from __future__ import annotations

import itertools
import re
import shutil
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from rag.errors import RagError, VectorStoreError
from rag.index.records import Level
from rag.index.sqlite import disk_full, is_full, mapped_errors
from rag.types import Language

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

_HNSW: CreateCollectionConfiguration = {"hnsw": {"space": "cosine"}}
_BATCH = 1000
_ROOM = 1 << 20
_aliases = itertools.count()


@dataclass(frozen=True, slots=True)
class Chroma:
    """Where Chroma is, a folder of this machine or the server of a `url`, and what marks our collections there."""

    folder: Path
    url: str | None
    instance: str
    build: int

    def name(self, language: Language, level: Level, epoch: int) -> str:
        """What a collection is called, in the characters that Chroma takes."""
        plain = language if re.fullmatch(r"[A-Za-z0-9-]{1,40}", language) else f"x{language.encode().hex()}"
        return f"rag-{self.instance}-{self.build}-{plain}-{level}-{epoch}"

    def open(self, name: str) -> VectorCollection:
        """A collection as it is now; made if it does not exist."""
        with self.errors():
            client = self._connect(name)
            try:
                collection = client.get_or_create_collection(name, configuration=_HNSW, embedding_function=None)
                collection.count()  # loads the graph, and what is in its log only
            except BaseException:
                client.close()
                raise
        return VectorCollection(self, client, collection)

    def names(self) -> set[str]:
        """The names of our collections."""
        if self.url is None:
            with mapped_errors():
                found = {path.name for path in self.folder.iterdir()} if self.folder.is_dir() else set()
        else:
            with self.errors(), self._server() as client:
                found = {collection.name for collection in client.list_collections()}
        return {name for name in found if name.startswith(f"rag-{self.instance}-")}

    def drop(self, name: str) -> None:
        """Delete one of our collections."""
        if self.url is None:
            with mapped_errors():
                shutil.rmtree(self.folder / name)
        else:
            with self.errors(), self._server() as client:
                client.delete_collection(name)

    def state(self, names: Iterable[str]) -> str:
        """What the graphs look like on disk. It changes when one is saved: what Chroma may have been killed in."""
        if self.url is not None:
            return ""  # a server does not die with us
        with mapped_errors():
            files = [path for name in sorted(names) for path in sorted((self.folder / name).glob("*/*"))]
            return ";".join(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)

    @contextmanager
    def _server(self) -> Iterator[Client]:
        client = self._connect("")
        try:
            yield client
        finally:
            client.close()

    def _connect(self, name: str) -> Client:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self.url is None:
            folder = self.folder / name
            folder.mkdir(parents=True, exist_ok=True)
            # chromadb shares one client among all who name the same path; but a path has many names.
            client = chromadb.PersistentClient(f"{folder}{'/.' * (next(_aliases) % 100)}", settings=settings)
        else:
            url = urlsplit(self.url)
            ssl = url.scheme == "https"
            port = url.port or (443 if ssl else 8000)
            client = chromadb.HttpClient(url.hostname or "localhost", port, ssl, settings=settings)
        return cast("Client", client)  # what both are; only it says that it can be closed

    def _no_room(self) -> bool:
        """Whether Chroma, which does not say so, has failed for want of room."""
        return self.url is None and self.folder.exists() and shutil.disk_usage(self.folder).free < _ROOM

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Let nothing but this project's own errors out: Chroma fails in many ways, panics of its native half too."""
        try:
            yield
        except (RagError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            if (isinstance(error, Exception) and is_full(error)) or self._no_room():
                raise disk_full() from error
            if self.url is None:
                hint = "`rag doctor` says what is wrong; Chroma is rebuilt from the catalog, without embedding."
            else:
                hint = "Start the Chroma server that RAG_CHROMA_URL names, or unset it."
            reason = str(error) or type(error).__name__
            raise VectorStoreError(f"Chroma ({self.url or 'embedded'}) failed: {reason}", hint=hint) from error


class VectorCollection:
    """One open collection. Any thread may ask; the client is closed when the last one is done with it."""

    def __init__(self, chroma: Chroma, client: Client, collection: Collection) -> None:
        self._chroma = chroma
        self._collection = collection
        weakref.finalize(self, client.close).atexit = False

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Put vectors, shape (n, dimension), under their ids, in place of what is there."""
        with self._chroma.errors():
            for start in range(0, len(ids), _BATCH):
                some = slice(start, start + _BATCH)
                self._collection.upsert(ids=list(ids[some]), embeddings=vectors[some])

    def delete(self, ids: Sequence[str]) -> None:
        """Delete vectors; an id that is not there is no error."""
        with self._chroma.errors():
            for start in range(0, len(ids), _BATCH):
                self._collection.delete(ids=list(ids[start : start + _BATCH]))

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """Ids and cosines of the k nearest; of all if there are fewer."""
        with self._chroma.errors():
            found = self._collection.query(query_embeddings=vector[None, :], n_results=k, include=["distances"])
        distances = cast("list[list[float]]", found["distances"])
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def ids(self) -> set[str]:
        """All ids."""
        with self._chroma.errors():
            return set(self._collection.get(include=[])["ids"])
