"""Vectors in Chroma: ids and raw unit vectors, no text and no metadata. The only module that knows chromadb.

Embedded Chroma keeps each HNSW graph in the memory of each process, so a client sees the collections as they were when
it first touched them. Here a client has one collection, touches it when it is opened, and is thrown away when it has
fallen behind. Who opens or writes one must hold the index's vector lock (see `replica`); asking needs no lock.
"""

from __future__ import annotations

import itertools
import re
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from rag.errors import RagError, VectorStoreError
from rag.index.records import Level
from rag.index.sqlite import is_full, store_error
from rag.types import Language

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

_HNSW: CreateCollectionConfiguration = {"hnsw": {"space": "cosine"}}
_BATCH = 1000
_aliases = itertools.count()


@dataclass(frozen=True, slots=True)
class Chroma:
    """Where Chroma is: a folder of this machine, or a server if there is a `url`; `instance` tells our collections."""

    folder: Path
    url: str | None
    instance: str

    def name(self, language: Language, level: Level) -> str:
        """The name of a collection, in the characters that Chroma takes."""
        plain = language if re.fullmatch(r"[A-Za-z0-9-]{1,40}", language) else f"x{language.encode().hex()}"
        return f"rag-{self.instance}-{plain}-{level}"

    def collection(self, language: Language, level: Level) -> VectorCollection:
        """Open a collection as it is now; made if it does not exist."""
        with self._errors():
            client = self._connect()
            try:
                collection = client.get_or_create_collection(
                    self.name(language, level),
                    configuration=_HNSW,
                    embedding_function=None,
                )
                collection.count()  # loads the graph and what its log still holds
            except BaseException:
                client.close()
                raise
        return VectorCollection(self, client, collection)

    def names(self) -> list[str]:
        """The names of our collections."""
        with self._errors(), self._client() as client:
            found = [collection.name for collection in client.list_collections()]
        return sorted(name for name in found if name.startswith(f"rag-{self.instance}-"))

    def drop(self, name: str) -> None:
        """Delete a collection; one that does not exist is no error."""
        with self._errors(), self._client() as client:
            if name in {collection.name for collection in client.list_collections()}:
                client.delete_collection(name)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        client = self._connect()
        try:
            yield client
        finally:
            client.close()

    def _connect(self) -> Client:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self.url is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            # chromadb shares one client among all that name the same path; a path may have many names.
            client = chromadb.PersistentClient(f"{self.folder}{'/.' * (next(_aliases) % 100)}", settings=settings)
            return cast("Client", client)
        url = urlsplit(self.url)
        secure = url.scheme == "https"
        client = chromadb.HttpClient(
            host=url.hostname or "localhost", port=url.port or (443 if secure else 8000), ssl=secure, settings=settings
        )
        return cast("Client", client)  # what both are; only it can be closed

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Chroma fails in many ways, a panic of its native half among them; out comes one of ours."""
        try:
            yield
        except (RagError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            if isinstance(error, Exception) and is_full(error):
                raise store_error(error) from error
            where = self.url or self.folder.name
            raise VectorStoreError(
                f"Chroma ({where}) failed: {type(error).__name__}: {str(error) or 'no reason given'}",
                hint="Start the Chroma server that RAG_CHROMA_URL names, or unset it."
                if self.url
                else "`rag doctor` says what is wrong; Chroma is rebuilt from the catalog without embedding.",
            ) from error


class VectorCollection:
    """One open collection. Asking is safe from several threads; the client closes with its last user."""

    def __init__(self, chroma: Chroma, client: Client, collection: Collection) -> None:
        self._errors = chroma._errors
        self._collection = collection
        weakref.finalize(self, client.close).atexit = False

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Put vectors, shape (n, dimension), under their ids, in place of what is there."""
        with self._errors():
            for start in range(0, len(ids), _BATCH):
                some = slice(start, start + _BATCH)
                self._collection.upsert(ids=list(ids[some]), embeddings=vectors[some])

    def delete(self, ids: Sequence[str]) -> None:
        """Delete vectors; an id that is not there is no error."""
        with self._errors():
            for start in range(0, len(ids), _BATCH):
                self._collection.delete(ids=list(ids[start : start + _BATCH]))

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """Ids and cosines of the k nearest, or of all if there are fewer."""
        with self._errors():
            found = self._collection.query(query_embeddings=vector[None, :], n_results=k, include=["distances"])
        distances = cast(list[list[float]], found["distances"])
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def ids(self) -> set[str]:
        """All ids."""
        with self._errors():
            return set(self._collection.get(include=[])["ids"])
