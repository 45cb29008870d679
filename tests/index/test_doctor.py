"""Every fault has its name and its remedy."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.index import Index, schema
from rag.index.doctor import Check, diagnose
from tests.index.made import DIMENSION, EMBEDDER, make

Opened = Callable[..., Index]


@pytest.fixture
def index(opened: Opened) -> Index:
    index = opened(exact=0)
    with index.writing():
        make("a", ["One cat. Two dogs."]).put(index)
        make("b", ["Ein Hund."], "de").put(index)
    return index


def wrong(home: Path, **options: object) -> dict[str, Check]:
    checks = diagnose(home, **{"embedder": EMBEDDER, **options})  # type: ignore[arg-type]
    for check in checks:
        assert check.detail
        assert check.ok == (not check.fix)
    return {check.name: check for check in checks if not check.ok}


def test_healthy(index: Index) -> None:
    names = [check.name for check in diagnose(index.home, embedder=EMBEDDER)]
    assert names == [
        "index", "schema", "embedding model", "catalog", "full text", "chroma", "missing vectors", "orphan vectors"
    ]  # fmt: skip
    assert wrong(index.home) == {}
    assert wrong(index.home, embedder=None) == {}


def test_nothing_there(tmp_path: Path) -> None:
    assert list(wrong(tmp_path / "none")) == ["index"]


def test_other_model(index: Index) -> None:
    found = wrong(index.home, embedder=replace(EMBEDDER, digest="0" * 64))
    assert "--rebuild" in found["embedding model"].fix


def test_schema_too_old(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    assert "--rebuild" in wrong(index.home)["schema"].fix


def test_orphan_and_missing_vectors(index: Index) -> None:
    opened = index._replica._open("en", index._ledger.progress()["en"])
    opened.vectors.delete(["a-0"])
    opened.vectors.upsert(["ghost", "spook"], np.ones((2, DIMENSION), np.float32))
    found = wrong(index.home)
    assert found["missing vectors"].detail.startswith("1 ")
    assert found["orphan vectors"].detail.startswith("2 ")
    index.repair()
    assert wrong(index.home) == {}


def test_an_orphan_collection(index: Index) -> None:
    stray = index.home / "chroma" / f"{index._replica._chroma._names.prefix}stray"
    stray.mkdir()
    assert list(wrong(index.home)) == ["orphan vectors"]
    index.repair()
    assert wrong(index.home) == {}
    assert not stray.exists()


def test_chroma_lost(index: Index, opened: Opened) -> None:
    index.close()
    shutil.rmtree(index.home / "chroma")
    assert list(wrong(index.home)) == ["missing vectors"]
    again = opened()
    with again.writing():  # any ingest mends this
        pass
    assert wrong(index.home) == {}


@pytest.mark.net
def test_chroma_unreachable(index: Index) -> None:
    found = wrong(index.home, chroma_url="http://127.0.0.1:9")
    assert list(found) == ["chroma"]
    assert "RAG_CHROMA_URL" in found["chroma"].fix


def test_vectors_that_have_not_come_yet(index: Index) -> None:
    rows = list(index._rows(*_parts(made := make("c", ["Three."]))))
    index._catalog.put(made.document, rows)  # as if killed before Chroma was written
    assert wrong(index.home)["missing vectors"].detail.startswith("1 ")


def _parts(made: object) -> tuple:
    return made.chunks, made.passages, made.sentences, made.terms  # type: ignore[attr-defined]


def test_full_text_out_of_step(index: Index) -> None:
    with sqlite3.connect(index.home / "catalog.sqlite3") as sql:
        sql.execute("DELETE FROM terms_0")
    sql.close()
    assert list(wrong(index.home)) == ["full text"]


def test_catalog_damaged(index: Index) -> None:
    index.close()
    path = index.home / "catalog.sqlite3"
    content = bytearray(path.read_bytes())
    for page in range(3, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    assert "--rebuild" in wrong(index.home)["catalog"].fix
