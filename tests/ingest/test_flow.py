"""The flow: files become documents in the index, once; what fails is told and what is gone goes, never more."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.errors import InterruptedByUserError, NotFoundError
from rag.index import EmbedderIdentity, Index
from rag.ingest import flow
from rag.ingest.chunk import embedding_text, sentence_texts
from rag.ingest.clean import clean
from rag.ingest.discover import SourceFile, document_id
from rag.ingest.flow import IngestReport, ingest, ingest_files, read_folder
from rag.types import Document
from tests.ingest.fakes import FakeEmbedder

ENGLISH = "Lavrov met Kim in Wonsan on Saturday. They talked for hours.\n"
GERMAN = "Der Minister reiste nach Nordkorea. Dort sprach er mit dem Machthaber.\n"


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(ENGLISH)
    (folder / "sub" / "b.md").write_text(GERMAN)
    (folder / "c.png").write_bytes(b"\x89PNG")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def index(tmp_path: Path, embedder: FakeEmbedder) -> Iterator[Index]:
    with Index.open(tmp_path / "home", embedder=embedder) as opened:
        yield opened


def run(index: Index, embedder: FakeEmbedder, *paths: str, prune: bool = False) -> IngestReport:
    return ingest([Path(path) for path in paths], index=index, embedder=embedder, max_bytes=10_000, prune=prune)


def counts(report: IngestReport) -> dict[str, int]:
    names = ("added", "updated", "unchanged", "removed", "skipped", "failed", "documents", "chunks")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def state(index: Index) -> dict[str, object]:
    """All that an ingest leaves: texts, blocks, chunks with their vectors."""
    found: dict[str, object] = {}
    for summary in index.documents():
        found[summary.source] = index.document(summary.id)
    for language in index.languages():
        vector = np.ones(FakeEmbedder.dimension, np.float32)
        for near in index.nearest(vector, language, 1000):
            found[near.chunk_id] = (index.chunks([near.chunk_id])[near.chunk_id].chunk, near.score)
    return found


def test_running_it_again_changes_nothing(docs: Path, index: Index, embedder: FakeEmbedder) -> None:
    assert counts(run(index, embedder, "docs")) == {"added": 2, "skipped": 1, "documents": 2, "chunks": 2}
    before, texts, generation = state(index), len(embedder.texts), index.generation
    assert counts(run(index, embedder, "docs")) == {"unchanged": 2, "skipped": 1, "documents": 2, "chunks": 2}
    assert (state(index), len(embedder.texts), index.generation) == (before, texts, generation)


def test_what_is_stored(docs: Path, index: Index, embedder: FakeEmbedder) -> None:
    run(index, embedder, "docs")
    summary = index.find("docs/sub/b.md")
    document = index.document(summary.id)
    assert (document.text, document.languages) == (GERMAN, ("de",))
    (near,) = index.nearest(np.ones(8, np.float32), "de", 5)
    chunk = index.chunks([near.chunk_id])[near.chunk_id].chunk
    vectors = index.vectors([near.chunk_id])
    np.testing.assert_allclose(vectors.passages[0], embedder.embed_passages([embedding_text(chunk, GERMAN)])[0])
    np.testing.assert_allclose(vectors.sentences, embedder.embed_passages(sentence_texts(chunk, GERMAN)))
    assert len(vectors.sentences) == 2
    assert index.match(["wonsan"], 5) or index.match(["lavrov"], 5)


def test_a_changed_file_is_updated(docs: Path, index: Index, embedder: FakeEmbedder) -> None:
    run(index, embedder, "docs")
    (docs / "a.txt").write_text(GERMAN)
    assert counts(run(index, embedder, "docs")) == {
        "updated": 1,
        "unchanged": 1,
        "skipped": 1,
        "documents": 2,
        "chunks": 2,
    }
    assert index.document(index.find("docs/a.txt").id).text == GERMAN
    assert list(index.languages()) == ["de"]


def test_each_text_is_embedded_once_in_a_batch(docs: Path, index: Index, embedder: FakeEmbedder) -> None:
    for i in range(5):
        (docs / f"copy{i}.txt").write_text("Only one sentence.")
    run(index, embedder, "docs")
    assert embedder.texts.count("Only one sentence.") == 1


def test_a_failing_file_is_reported_and_the_rest_goes_on(docs: Path, index: Index, embedder: FakeEmbedder) -> None:
    (docs / "empty.txt").write_text("")
    (docs / "binary.txt").write_bytes(bytes(range(256)))
    (docs / "large.txt").write_text("x" * 10_001)
    (docs / "broken.pdf").write_text("no")
    report = run(index, embedder, "docs")
    assert counts(report)["added"] == 2
    assert {(failure.path, failure.code) for failure in report.failures} == {
        ("docs/empty.txt", "file_empty"),
        ("docs/binary.txt", "file_binary"),
        ("docs/large.txt", "file_too_large"),
        ("docs/broken.pdf", "file_unreadable"),
    }
    assert all(failure.message and failure.hint for failure in report.failures)


def test_a_fault_of_ours_costs_one_file(
    docs: Path, index: Index, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(document: Document) -> Document:
        if document.source == "docs/a.txt":
            raise RecursionError("too deep")
        return clean(document)

    monkeypatch.setattr(flow, "clean", faulty)
    report = run(index, embedder, "docs")
    assert (report.added, [failure.code for failure in report.failures]) == (1, ["internal"])


def test_a_file_that_no_longer_can_be_read_keeps_its_document(docs: Path, index: Index, embedder: FakeEmbedder) -> None:
    run(index, embedder, "docs")
    (docs / "a.txt").write_text("")
    assert counts(run(index, embedder, "docs", prune=True))["documents"] == 2


def test_a_missing_path_stops_it_before_anything_is_done(docs: Path, index: Index, embedder: FakeEmbedder) -> None:
    with pytest.raises(NotFoundError):
        run(index, embedder, "docs", "nowhere")
    assert index.documents() == []


def test_prune_removes_what_is_gone_below_the_path_only(docs: Path, index: Index, embedder: FakeEmbedder) -> None:
    run(index, embedder, "docs")
    (docs / "a.txt").unlink()
    (docs / "sub" / "b.md").unlink()
    assert counts(run(index, embedder, "docs"))["documents"] == 2
    assert counts(run(index, embedder, "docs/sub", prune=True))["removed"] == 1
    assert [each.source for each in index.documents()] == ["docs/a.txt"]
    assert counts(run(index, embedder, "docs", prune=True)) == {"removed": 1, "skipped": 1}


def test_prune_knows_a_document_from_wherever_it_was_ingested(
    docs: Path, index: Index, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(docs / "sub")
    run(index, embedder, ".")
    assert [each.source for each in index.documents()] == ["b.md"]
    monkeypatch.chdir("/")
    (docs / "sub" / "b.md").unlink()
    (docs / "sub").rmdir()
    report = ingest([docs], index=index, embedder=embedder, max_bytes=10_000, prune=True)
    assert (report.removed, report.added) == (1, 1)


def test_prune_leaves_uploads_and_other_folders_alone(docs: Path, index: Index, embedder: FakeEmbedder) -> None:
    other = docs.parent / "other"
    other.mkdir()
    (other / "x.txt").write_text(ENGLISH)
    run(index, embedder, "docs", "other")
    upload = SourceFile(docs / "a.txt", "docs/upload.txt", document_id("upload.txt"))
    ingest_files([upload], index=index, embedder=embedder, max_bytes=10_000)
    (other / "x.txt").unlink()
    assert run(index, embedder, "docs", prune=True).removed == 0
    assert {each.source for each in index.documents()} >= {"docs/upload.txt", "other/x.txt"}


def test_a_new_chunker_does_everything_again_even_if_interrupted(
    docs: Path, index: Index, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(index, embedder, "docs")
    monkeypatch.setattr(flow, "CHUNKER_VERSION", "next")
    assert run(index, embedder, "docs/a.txt").updated == 1
    assert counts(run(index, embedder, "docs")) == {
        "updated": 1,
        "unchanged": 1,
        "skipped": 1,
        "documents": 2,
        "chunks": 2,
    }
    assert run(index, embedder, "docs").unchanged == 2


def test_ctrl_c_keeps_what_was_committed(
    docs: Path, index: Index, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "_BATCH_PASSAGES", 1)
    put = index.put

    def put_then_stop(*values: object) -> None:
        put(*values)  # type: ignore[arg-type]
        embedder.failing = True

    monkeypatch.setattr(index, "put", put_then_stop)
    with pytest.raises(InterruptedByUserError, match="1 documents were finished"):
        run(index, embedder, "docs")
    embedder.failing = False
    monkeypatch.setattr(index, "put", put)
    assert counts(run(index, embedder, "docs")) == {
        "added": 1,
        "unchanged": 1,
        "skipped": 1,
        "documents": 2,
        "chunks": 2,
    }


KILLED = """
import os, sys, threading
from pathlib import Path
from rag.index import Index
from rag.ingest import flow
from tests.ingest.fakes import FakeEmbedder
home, docs, stop = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
flow._BATCH_PASSAGES = 2
embedder = FakeEmbedder()
calls = 0
def count(frame, event, _):
    global calls
    if event == "call" and "/rag/" in frame.f_code.co_filename:
        calls += 1
        if calls >= stop:
            os.kill(os.getpid(), 9)
threading.setprofile(count)
sys.setprofile(count)
with Index.open(home, embedder=embedder) as index:
    flow.ingest([docs], index=index, embedder=embedder, max_bytes=10_000)
"""


@pytest.mark.parametrize("stop", [2_000, 4_000, 5_000])
def test_a_killed_ingest_is_finished_by_the_next(stop: int, docs: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    for i in range(8):
        (docs / f"{i}.txt").write_text(f"{ENGLISH}Number {i}. " * 3)
    with Index.open(tmp_path / "whole", embedder=embedder) as index:
        run(index, embedder, "docs")
        whole = state(index)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "home"), "docs", str(stop)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert done.returncode == -9
    with Index.open(tmp_path / "home", embedder=embedder) as index:
        run(index, embedder, "docs")
        assert state(index) == whole


def test_two_ingests_wait_for_each_other(docs: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    notes: list[str] = []

    class Listener:
        def start(self, name: str, total: int) -> None: ...
        def advance(self, done: int) -> None: ...
        def note(self, message: str) -> None:
            notes.append(message)

        def finish(self) -> None: ...

    identity = EmbedderIdentity(embedder.name, embedder.digest, embedder.dimension)
    reports: list[IngestReport] = []

    def second() -> None:
        with Index.open(tmp_path / "home", embedder=identity) as index:
            reports.append(
                ingest([Path("docs")], index=index, embedder=embedder, max_bytes=10_000, progress=Listener())
            )

    with Index.open(tmp_path / "home", embedder=identity) as index:
        thread = threading.Thread(target=second)
        with index.writing():
            thread.start()
            thread.join(timeout=1.5)
            assert thread.is_alive()
            run(index, embedder, "docs")
        thread.join(timeout=30)
    assert reports[0].unchanged == 2
    assert len(notes) == 1
    assert "Waiting" in notes[0]


def test_progress_counts_files(docs: Path, index: Index, embedder: FakeEmbedder) -> None:
    told: list[tuple[str, object]] = []

    class Listener:
        def start(self, name: str, total: int) -> None:
            told.append(("start", total))

        def advance(self, done: int) -> None:
            told.append(("advance", done))

        def note(self, message: str) -> None: ...
        def finish(self) -> None:
            told.append(("finish", None))

    ingest([docs], index=index, embedder=embedder, max_bytes=10_000, progress=Listener())
    assert told == [("start", 2), ("advance", 2), ("finish", None)]


def test_files_are_read_as_they_are_now(docs: Path) -> None:
    (docs / "empty.txt").write_text("")
    assert {document.source: document.text for document in read_folder(docs, max_bytes=10_000)} == {
        "docs/a.txt": ENGLISH,
        "docs/sub/b.md": GERMAN,
    }
