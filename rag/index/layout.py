"""How an index is laid out in a folder, and which indexes this program refuses."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock

from rag.errors import DiskFullError, ModelMismatchError, NoIndexError, SchemaError, StoreError
from rag.index import manifest, schema
from rag.index.sqlite import Pool, mapped_errors

CATALOG = "catalog.sqlite3"
WRITER_LOCK = "writer.lock"


class Identity(Protocol):
    """What the index needs to know of an embedder: any `Embedder` and any `EmbedderIdentity` will do."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def digest(self) -> str:
        """What changes when its vectors would."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...


def lay_out(home: Path, embedder: Identity) -> None:
    """Make an empty catalog, unless another process has done so by the time it is our turn."""
    with mapped_errors(), FileLock(home / WRITER_LOCK):
        pool = Pool(home / CATALOG)
        try:
            if not manifest.read(pool):
                manifest.lay_out(pool, _values({}, embedder))
        finally:
            pool.close()


def lay_out_anew(home: Path, embedder: Identity) -> None:
    """Make an empty catalog in place of whatever is there. Who has the old one open sees the new one next."""
    with mapped_errors():
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / WRITER_LOCK):
            pool = Pool(home / CATALOG)
            try:
                manifest.lay_out(pool, _values(manifest.read(pool), embedder))
            except DiskFullError:
                raise
            except StoreError:  # not even SQLite can read it
                pool.close()
                for path in home.glob(f"{CATALOG}*"):
                    path.unlink()
                manifest.lay_out(pool, _values({}, embedder))
            finally:
                pool.close()


def check(values: Mapping[str, Any], embedder: Identity | None) -> None:
    """Refuse an index that this program or this embedder cannot read: SchemaError, ModelMismatchError."""
    if values.get("schema") != schema.VERSION:
        raise SchemaError(
            f"The index has schema {values.get('schema')}, and this program reads schema {schema.VERSION}.",
            hint="Build it again: `rag ingest PATH... --rebuild`.",
        )
    made_by = values["embedder"]
    if embedder is not None and (made_by["digest"], made_by["dimension"]) != (embedder.digest, embedder.dimension):
        raise ModelMismatchError(
            f"The index was built with the embedding model {made_by['name']} ({made_by['digest'][:12]}),"
            f" not with {embedder.name} ({embedder.digest[:12]}).",
            hint=f"Build it again: `rag ingest PATH... --rebuild`; or set RAG_EMBED_MODEL={made_by['name']}.",
        )


def no_index() -> NoIndexError:
    """There is nothing yet."""
    return NoIndexError("Nothing has been ingested yet.", hint="Run `rag ingest PATH...` first.")


def _values(old: Mapping[str, Any], embedder: Identity) -> dict[str, Any]:
    """The manifest of an empty index: its generation goes on from the old one's, and names its build."""
    build = int(old.get("generation", 0)) + 1
    return {
        "schema": schema.VERSION,
        "instance": old.get("instance") or uuid.uuid4().hex[:12],
        "build": build,
        "generation": build,
        "embedder": {"name": embedder.name, "digest": embedder.digest, "dimension": embedder.dimension},
    }
