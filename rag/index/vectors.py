"""Vectors in Chroma: ids and vectors, no text and no metadata. The only module that knows chromadb.

Embedded Chroma keeps the graph of each collection in the memory of each process, so that a client goes on seeing the
collection as it first found it; and a process killed while a graph is being saved leaves files that crash whoever loads
them. Here, therefore, every embedded collection has a folder and a client of its own, which is thrown away when it has
fallen behind; a collection that cannot be trusted is never opened, only deleted with its folder. Who opens, writes or
deletes one holds the index's vector lock (see `replica`); asking an open one needs no lock.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import shutil
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from rag.errors import RagError, SettingsError, VectorStoreError
from rag.index.sqlite import disk_full, is_full, mapped_errors
from rag.types import Language

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

_HNSW: CreateCollectionConfiguration = {"hnsw": {"space": "cosine"}}
_BATCH = 1000
_ROOM = 1 << 20
_TIMEOUT_S = 60.0
_aliases = itertools.count()


class VectorStore(Protocol):
    """Where our collections are."""

    def name(self, language: Language, epoch: int) -> str:
        """What a collection is called."""
        ...

    def open(self, name: str) -> VectorCollection:
        """A collection as it is now; made if it does not exist."""
        ...

    def names(self) -> set[str]:
        """What is there of ours, older builds of the index included."""
        ...

    def drop(self, name: str) -> None:
        """Delete a collection."""
        ...

    def state(self, name: str) -> str:
        """What a graph looks like on disk; it changes when it is saved, which Chroma may be killed in."""
        ...

    def close(self) -> None:
        """Let go of Chroma."""
        ...


def open_store(folder: Path, url: str | None, instance: str, build: int) -> VectorStore:
    """Chroma in a folder of this machine, or the server of a URL; nothing is connected before it is needed."""
    names = _Names(f"rag-{instance}-", build)
    return Server(_address(url), names) if url else Embedded(folder, names)


class _Address(NamedTuple):
    host: str
    port: int
    ssl: bool


def _address(url: str) -> _Address:
    """What a URL says; SettingsError if it says too little."""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            ssl = parts.scheme == "https"
            return _Address(parts.hostname, parts.port or (443 if ssl else 8000), ssl)
    except ValueError:
        pass
    raise SettingsError("RAG_CHROMA_URL is not the address of a server.", hint="Write it like http://localhost:8000.")


@dataclass(frozen=True, slots=True)
class _Names:
    """How the collections of one build of one index are told from all others."""

    prefix: str
    build: int

    def of(self, language: Language, epoch: int) -> str:
        """A name in the characters that Chroma takes."""
        plain = re.fullmatch(r"[A-Za-z0-9-]{1,40}", language) is not None
        code = language if plain else f"x{hashlib.sha256(language.encode()).hexdigest()[:16]}"
        return f"{self.prefix}{self.build}-{code}-{epoch}"

    def ours(self, names: Iterable[str]) -> set[str]:
        """Those of this index, whatever the build."""
        return {name for name in names if name.startswith(self.prefix)}


class Embedded:
    """Chroma inside this process: a folder and a client for each collection."""

    def __init__(self, folder: Path, names: _Names) -> None:
        self.name = names.of
        self._names = names
        self._folder = folder

    def open(self, name: str) -> VectorCollection:
        """Load a collection, with what is in its log only."""
        with self._errors():
            import chromadb

            folder = self._folder / name
            folder.mkdir(parents=True, exist_ok=True)
            # chromadb shares one client among all who name the same path; but a path has many names.
            alias = f"{folder}{'/.' * (next(_aliases) % 100)}"
            client: Any = chromadb.PersistentClient(alias, settings=_settings())  # not typed as what can be closed
            try:
                return VectorCollection(_collection(client, name), self._errors, client.close)
            except BaseException:
                client.close()
                raise

    def names(self) -> set[str]:
        """The folders of our collections."""
        with mapped_errors():
            found = self._folder.iterdir() if self._folder.is_dir() else iter(())
            return self._names.ours(path.name for path in found)

    def drop(self, name: str) -> None:
        """Delete a collection's folder, whatever state it is in."""
        with mapped_errors():
            shutil.rmtree(self._folder / name)

    def state(self, name: str) -> str:
        """Names, sizes and times of the files of the graph."""
        with mapped_errors():
            files = sorted((self._folder / name).glob("*/*"))
            return ";".join(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)

    def close(self) -> None:
        """Nothing: each client is closed with its collection."""

    @contextmanager
    def _errors(self) -> Iterator[None]:
        hint = "`rag doctor` says what is wrong; Chroma is rebuilt from the catalog, without embedding."
        with _errors("embedded", hint):
            try:
                yield
            except BaseException as error:
                # Chroma does not say that it has failed for want of room.
                if not isinstance(error, RagError) and shutil.disk_usage(self._folder.parent).free < _ROOM:
                    raise disk_full() from error
                raise


class Server:
    """A Chroma server, reached by one client for all collections."""

    def __init__(self, address: _Address, names: _Names) -> None:
        self.name = names.of
        self._names = names
        self._address = address
        self._client: ClientAPI | None = None
        self._connecting = threading.Lock()

    def open(self, name: str) -> VectorCollection:
        """Find a collection."""
        with self._errors():
            return VectorCollection(_collection(self._connected(), name), self._errors)

    def names(self) -> set[str]:
        """Our collections among all that the server has."""
        with self._errors():
            return self._names.ours(collection.name for collection in self._connected().list_collections())

    def drop(self, name: str) -> None:
        """Delete a collection."""
        with self._errors():
            self._connected().delete_collection(name)

    def state(self, name: str) -> str:  # noqa: ARG002
        """Always the same: a server does not die with us."""
        return ""

    def close(self) -> None:
        """Close the connections, which chromadb leaves open."""
        client, self._client = self._client, None
        if client is not None:
            for session in _sessions(client):
                session.close()

    def _connected(self) -> ClientAPI:
        with self._connecting:
            if self._client is None:
                import chromadb

                host, port, ssl = self._address
                self._client = chromadb.HttpClient(host, port, ssl, settings=_settings())
                for session in _sessions(self._client):
                    session.timeout = _TIMEOUT_S
            return self._client

    def _errors(self) -> AbstractContextManager[None]:
        return _errors(
            f"{self._address.host}:{self._address.port}",
            "Start the Chroma server that RAG_CHROMA_URL names, or unset it.",
        )


class VectorCollection:
    """One open collection. Any thread may ask; what it holds open is closed when the last one is done with it."""

    def __init__(
        self,
        collection: Collection,
        errors: Callable[[], AbstractContextManager[None]],
        close: Callable[[], None] | None = None,
    ) -> None:
        self._collection = collection
        self._errors = errors
        if close is not None:
            weakref.finalize(self, close).atexit = False

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Put vectors, shape (n, dimension), under their ids, in place of what is there."""
        with self._errors():
            for start in range(0, len(ids), _BATCH):
                some = slice(start, start + _BATCH)
                self._collection.upsert(ids=list(ids[some]), embeddings=vectors[some])

    def delete(self, ids: Sequence[str]) -> None:
        """Delete vectors; an id that is not there is no error, one that is named twice is."""
        with self._errors():
            for start in range(0, len(ids), _BATCH):
                self._collection.delete(ids=list(ids[start : start + _BATCH]))

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """Ids and cosines of the k nearest; of all if there are fewer."""
        with self._errors():
            found = self._collection.query(query_embeddings=vector[None, :], n_results=k, include=["distances"])
        distances = cast("list[list[float]]", found["distances"])
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def ids(self) -> set[str]:
        """All ids."""
        with self._errors():
            return set(self._collection.get(include=[])["ids"])


def _settings() -> Any:
    from chromadb import config

    # Neither tells Chroma's makers of us, nor lets a .env file in the folder at hand say what code is loaded.
    options: dict[str, Any] = {"anonymized_telemetry": False, "_env_file": None}
    return config.Settings(**options)


def _collection(client: ClientAPI, name: str) -> Collection:
    collection = client.get_or_create_collection(name, configuration=_HNSW, embedding_function=None)
    collection.count()  # loads the graph, and what is in its log only
    return collection


def _sessions(client: Any) -> list[Any]:
    """The HTTP sessions of a client, which chromadb neither closes nor gives a time-out."""
    return [client._server._session, client._admin_client._server._session]


@contextmanager
def _errors(where: str, hint: str) -> Iterator[None]:
    """Let nothing but this project's own errors out: Chroma fails in many ways, panics of its native half included."""
    try:
        yield
    except (RagError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        if isinstance(error, Exception) and is_full(error):
            raise disk_full() from error
        reason = str(error) or type(error).__name__
        raise VectorStoreError(f"Chroma ({where}) failed: {reason}", hint=hint) from error
