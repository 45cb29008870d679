"""Whatever fails below comes out as an error of this project, and leaves the index usable."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.errors import (
    DiskFullError,
    ModelMismatchError,
    NoIndexError,
    NotFoundError,
    RagError,
    SchemaError,
    SettingsError,
    StoreError,
    UsageError,
    VectorStoreError,
)
from rag.index import EmbedderIdentity, Index, schema, sqlite
from rag.index.sqlite import connect, store_error
from rag.index.vectors import VectorCollection
from tests.index.made import EMBEDDER, embed, make

Opened = Callable[..., Index]


def test_no_index(tmp_path: Path) -> None:
    assert not Index.exists(tmp_path)
    with pytest.raises(NoIndexError) as caught:
        Index.open(tmp_path / "none")
    assert "rag ingest" in caught.value.hint
    assert not (tmp_path / "none").exists()


def test_no_document(opened: Opened) -> None:
    index = opened()
    for ask in (index.find, index.document, index.text):
        with pytest.raises(NotFoundError, match="nobody"):
            ask("nobody")


@pytest.mark.parametrize("other", [replace(EMBEDDER, digest="0" * 64), replace(EMBEDDER, dimension=8)])
def test_another_embedding_model_is_refused(opened: Opened, other: EmbedderIdentity) -> None:
    make("a", ["One cat."]).put(opened())
    with pytest.raises(ModelMismatchError, match="fake") as caught:
        opened(embedder=other)
    assert "rag ingest PATH... --rebuild" in caught.value.hint
    opened(embedder=replace(EMBEDDER, name="another name for the same"))


def test_rebuilt_for_another_model(opened: Opened) -> None:
    old = opened(exact=0)
    make("a", ["One cat."]).put(old)
    old.nearest(embed("One cat."), "en", 1)
    other = EmbedderIdentity("other", "0" * 64, 8)
    with Index.rebuild(old.home, embedder=other) as index:
        assert index.documents() == []
        assert index.generation > 1
        make("b", ["One dog."], dimension=8).put(index)
        assert index.nearest(embed("One dog.", 8), "en", 1)[0].chunk_id == "b-0"
        assert len(list((old.home / "chroma").iterdir())) == 1
    with pytest.raises(ModelMismatchError):
        old.nearest(embed("One cat."), "en", 1)


def test_another_schema_is_refused_and_rebuilt(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    index = opened()
    make("a", ["One cat."]).put(index)
    monkeypatch.setattr(schema, "VERSION", 99)
    with pytest.raises(SchemaError, match="99") as caught:
        opened()
    assert "--rebuild" in caught.value.hint
    Index.rebuild(index.home, embedder=EMBEDDER).close()
    assert opened().documents() == []


@pytest.mark.parametrize("content", [b"this is no database" * 99, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_catalog(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "catalog.sqlite3").write_bytes(content)
    with pytest.raises(StoreError) as caught:
        Index.open(tmp_path, embedder=EMBEDDER)
    assert "--rebuild" in caught.value.hint
    with Index.rebuild(tmp_path, embedder=EMBEDDER) as index:
        make("a", ["One cat."]).put(index)
        assert len(index.documents()) == 1


def test_what_does_not_belong_together_is_refused(opened: Opened) -> None:
    index, made = opened(), make("a", ["One cat. Two dogs."])
    for wrong in (
        replace(made, passages=made.passages[:0]),
        replace(made, sentences=made.sentences[:1]),
        replace(made, terms=[]),
        replace(made, passages=np.zeros((1, 3), np.float32)),
        replace(made, passages=np.full_like(made.passages, np.nan)),
    ):
        with pytest.raises(UsageError):
            wrong.put(index)
    assert index.documents() == []


def test_text_that_utf8_cannot_hold(opened: Opened) -> None:
    index = opened()
    with pytest.raises(StoreError):
        replace(made := make("a", ["One cat."]), document=replace(made.document, text="\ud800")).put(index)
    assert index.documents() == []
    make("a", ["Ende\x00 und 𠮷 und e\u0301.\r\n"]).put(index)
    assert index.text("a") == "Ende\x00 und 𠮷 und e\u0301.\r\n"
    assert index.chunks(["a-0"])["a-0"].text == "Ende\x00 und 𠮷 und e\u0301.\r\n"


def test_the_catalog_runs_full(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    index = opened()
    make("a", ["One cat."]).put(index)
    pages = 0

    def cramped(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        nonlocal pages
        pages = pages or connection.execute("PRAGMA page_count").fetchone()[0] + 4
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    index.close()
    monkeypatch.setattr(sqlite, "connect", cramped)
    with pytest.raises(DiskFullError) as caught:
        make("b", ["Lang. " * 9999]).put(index)
    assert "Free some space" in caught.value.hint
    assert [document.id for document in index.documents()] == ["a"]
    monkeypatch.undo()
    index.close()
    make("b", ["Lang. " * 9999]).put(index)
    assert index.differences() == (0, 0)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root can mount")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder], check=False).returncode:
        pytest.skip("this machine does not let us mount")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_the_disk_runs_full(small_disk: Path) -> None:
    documents = [make(f"doc{n}", [f"Text {n}. {'Wort ' * 5000}"]) for n in range(1000)]
    with pytest.raises(DiskFullError):
        fill(small_disk, documents)
    with Index.open(small_disk, embedder=EMBEDDER) as index:
        kept = index.documents()
        assert 0 < len(kept) < 1000
        assert index.nearest(embed(index.text(kept[0].id)), "en", 1)[0].chunk_id == f"{kept[0].id}-0"
        assert index.damage() == []


def fill(home: Path, documents: list) -> None:
    with Index.open(home, embedder=EMBEDDER) as index, index.writing():
        for made in documents:
            made.put(index)


def test_chroma_runs_full(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ballast, upsert = small_disk / "ballast", VectorCollection.upsert

    def upsert_on_a_full_disk(self: VectorCollection, *args: object) -> None:
        ballast.write_bytes(b"x" * shutil.disk_usage(small_disk).free)
        upsert(self, *args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(VectorCollection, "upsert", upsert_on_a_full_disk)
        with pytest.raises(DiskFullError) as caught:
            fill(small_disk, [make(f"doc{n}", [f"Text {n}."]) for n in range(100)])
    assert not isinstance(caught.value.__cause__, sqlite3.Error)  # it was not the catalog
    ballast.unlink()
    fill(small_disk, [make("last", ["One dog."])])
    with Index.open(small_disk, embedder=EMBEDDER) as index:
        assert len(index.documents()) == 101
        assert index.differences() == (0, 0)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (sqlite3.OperationalError("database or disk is full"), DiskFullError),
        (OSError(28, "No space left on device"), DiskFullError),
        (OSError(122, "Disk quota exceeded"), DiskFullError),
        (sqlite3.DatabaseError("database disk image is malformed"), StoreError),
        (sqlite3.OperationalError("database is locked"), StoreError),
        (PermissionError(13, "Permission denied"), StoreError),
        (NotFoundError("x"), NotFoundError),
    ],
)
def test_every_failure_has_its_error(error: Exception, expected: type[RagError]) -> None:
    found = store_error(error)
    assert type(found) is expected
    assert found.hint or found is error


def test_chroma_fails(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    index = opened(exact=0)
    make("a", ["One cat."]).put(index)
    index.nearest(embed("One cat."), "en", 1)

    class PanicError(BaseException):
        """What the native half of Chroma raises is no Exception either."""

    def fail(*args: object, **kwargs: object) -> None:
        raise PanicError("called `Option::unwrap()` on a `None` value")

    for opened_ in index._replica._opened.values():
        monkeypatch.setattr(opened_.vectors._collection, "query", fail)
    assert index.nearest(embed("One cat."), "en", 1)[0].chunk_id == "a-0"  # opened again
    monkeypatch.setattr("chromadb.PersistentClient", fail)
    index._replica.close()
    with pytest.raises(VectorStoreError, match="unwrap") as caught:
        index.nearest(embed("One cat."), "en", 1)
    assert "rag doctor" in caught.value.hint


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x", "http://", "http://x:port", "http://[::1"])
def test_an_address_that_is_none(opened: Opened, url: str) -> None:
    with pytest.raises(SettingsError, match="RAG_CHROMA_URL"):
        opened(chroma_url=url)


@pytest.mark.net
def test_a_password_in_the_address_is_not_told(opened: Opened) -> None:
    with pytest.raises(VectorStoreError) as caught:
        make("a", ["One cat."]).put(opened(chroma_url="http://name:secret@127.0.0.1:9"))
    assert "127.0.0.1:9" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_of_settings_in_the_folder_at_hand_is_not_chromas(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("CHROMA_API_IMPL=antigravity.Client\n")
    monkeypatch.chdir(tmp_path)
    index = opened(exact=0)
    make("a", ["One cat."]).put(index)
    assert index.differences() == (0, 0)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError):
        Index.open(tmp_path / "home", embedder=EMBEDDER)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    with pytest.raises(StoreError):
        Index.open(tmp_path / "home", embedder=EMBEDDER)


def test_reading_documents_and_searching_a_small_index_loads_no_chroma(opened: Opened) -> None:
    index = opened()
    make("a", ["One cat."]).put(index)
    code = (
        "import sys; from pathlib import Path\n"
        "from rag.index import Index; from tests.index.made import EMBEDDER, embed\n"
        "index = Index.open(Path(sys.argv[1]), embedder=EMBEDDER)\n"
        "assert index.documents() and index.text('a') and index.match(['cat'], 1)\n"
        "assert index.nearest(embed('One cat.'), 'en', 1)\n"
        "sys.exit('chromadb' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(index.home)], check=False).returncode == 0
