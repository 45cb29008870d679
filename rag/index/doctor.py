"""What is wrong with an index, and which command mends it. Looking changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import ModelMismatchError, NoIndexError, RagError, SchemaError, VectorStoreError
from rag.index.index import Index
from rag.index.layout import Identity

_REBUILD = "`rag ingest PATH... --rebuild` builds the index again."
_REPAIR = "`rag doctor --fix` brings Chroma in line with the catalog; nothing is embedded again."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `fix` says what to do if it is not well."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


def diagnose(home: Path, *, embedder: Identity | None, chroma_url: str | None = None) -> list[Check]:
    """Look at the index of a folder; with an embedder, also at whether the index was made with it."""
    try:
        with Index.open(home, chroma_url=chroma_url) as index:
            return [
                Check("index", True, f"{len(index.documents())} documents"),
                Check("schema", True, f"version {index.manifest['schema']}"),
                _embedder(index, embedder),
                *_catalog(index),
                *_chroma(index),
            ]
    except NoIndexError as error:
        return [Check("index", False, str(error), error.hint)]
    except SchemaError as error:
        return [Check("schema", False, str(error), error.hint)]
    except RagError as error:
        return [Check("catalog", False, str(error), _REBUILD)]


def _embedder(index: Index, embedder: Identity | None) -> Check:
    try:
        if embedder is not None:
            index.check(embedder)
    except ModelMismatchError as error:
        return Check("embedding model", False, str(error), error.hint)
    return Check("embedding model", True, f"made with {index.manifest['embedder']['name']}")


def _catalog(index: Index) -> Iterator[Check]:
    damage = index.damage()
    yield Check("catalog", not damage, "; ".join(damage[:3]) or "whole", _REBUILD if damage else "")
    unindexed = index.unindexed()
    yield Check(
        "full text",
        not unindexed,
        f"{unindexed} chunks out of step" if unindexed else "in step with the catalog",
        _REBUILD if unindexed else "",
    )


def _chroma(index: Index) -> Iterator[Check]:
    try:
        missing, orphans = index.differences()
    except VectorStoreError as error:
        yield Check("chroma", False, str(error), error.hint)
        return
    yield Check("chroma", True, "reachable")
    yield Check("missing vectors", not missing, f"{missing} missing", _REPAIR if missing else "")
    yield Check("orphan vectors", not orphans, f"{orphans} too many", _REPAIR if orphans else "")
