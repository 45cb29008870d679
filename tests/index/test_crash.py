"""Killed at any moment, the index opens, answers, and ends equal to one that was never interrupted."""

from __future__ import annotations

import multiprocessing
import random
import time
from pathlib import Path

import numpy as np
import pytest

from rag.index import Index
from tests.index import writer
from tests.index.made import EMBEDDER, embed

MOMENTS = 20


def content(home: Path) -> tuple[object, dict[str, np.ndarray]]:
    """All that must be equal: documents and chunks exactly, vectors nearly, those in Chroma included."""
    with Index.open(home, embedder=EMBEDDER) as index:
        documents = [index.document(summary.id) for summary in index.documents()]
        ids = [f"{d.id}-{n}" for d in index.documents() for n in range(d.chunks)]
        chunks = index.chunks(ids)
        assert len(chunks) == len(ids)
        assert all(not missing and not orphans for missing, orphans in index._replica.differences().values())
        vectors = index.vectors(ids)
        sentences = np.split(vectors.sentences, vectors.starts[1:])
        found = {f"catalog {id_}": row for id_, row in zip(vectors.ids, vectors.passages, strict=True)}
        found |= {
            f"catalog {id_}/{n}": row
            for id_, rows in zip(vectors.ids, sentences, strict=True)
            for n, row in enumerate(rows)
        }
        for language, opened in index._replica._opened.items():
            held = opened.vectors._collection.get(include=["embeddings"])
            found |= {f"{language} {id_}": np.array(v) for id_, v in zip(held["ids"], held["embeddings"], strict=True)}
        lexical = {word: index.match([word], 99) for word in ("document", "edition", "0", "1", "paragraph")}
        frequencies = index.document_frequency(["document", "edition", "1"])
        return (documents, chunks, lexical, frequencies, index.languages()), found


def assert_equal(home: Path, reference: Path) -> None:
    exact, near = content(home)
    expected, expected_near = content(reference)
    assert exact == expected
    assert near.keys() == expected_near.keys()
    for key, vector in near.items():
        other = expected_near[key]
        assert vector @ other / np.linalg.norm(vector) / np.linalg.norm(other) > 0.999, key


@pytest.mark.timeout(600)  # a minute, on a machine that is not busy
def test_killed_at_random_moments(tmp_path: Path, processes: multiprocessing.context.ForkServerContext) -> None:
    rng = random.Random(7)
    home = tmp_path / "killed"
    killed = 0
    began = time.perf_counter()
    unhindered = processes.Process(target=writer.ingest_until_killed, args=(tmp_path / "unhindered", 0, 0, 0.0))
    unhindered.start()
    unhindered.join()
    duration = time.perf_counter() - began  # of an ingest here: machines differ, and it is to be killed within
    for moment in range(MOMENTS):
        version = moment // 5
        inside_chroma = moment % 2 == 1
        arguments = (home, version, rng.randint(1, 8) if inside_chroma else 0, rng.uniform(0, 0.02))
        process = processes.Process(target=writer.ingest_until_killed, args=arguments)
        process.start()
        process.join(60 if inside_chroma else rng.uniform(0, duration))
        process.kill()
        process.join()
        killed += process.exitcode == -9
        if Index.exists(home):
            answers(home)
        if moment % 5 == 4:
            writer.ingest(home, version)
            writer.ingest(tmp_path / f"reference {version}", version)
            assert_equal(home, tmp_path / f"reference {version}")
    assert killed >= MOMENTS // 2


def answers(home: Path) -> None:
    """What was committed is whole, and is found."""
    with Index.open(home, embedder=EMBEDDER, exact=0) as index:
        for summary in index.documents():
            document = index.document(summary.id)
            stored = index.chunks([f"{document.id}-{n}" for n in range(summary.chunks)])
            assert len(stored) == summary.chunks
            assert all(one.text == one.chunk.span.of(document.text) for one in stored.values())
            one = stored[f"{document.id}-0"]
            best = index.nearest(embed(one.text), one.chunk.language, 1)[0]
            assert best.score == pytest.approx(1, abs=1e-5)


def test_a_graph_saved_by_halves_is_never_opened(tmp_path: Path) -> None:
    writer.ingest(tmp_path / "torn", 0)
    writer.ingest(tmp_path / "whole", 0)
    with Index.open(tmp_path / "torn", embedder=EMBEDDER) as index:
        for language in index.languages():
            index._ledger.suspect(language)
    graphs = list((tmp_path / "torn" / "chroma").glob("*/*/link_lists.bin"))
    assert graphs
    for path in graphs:
        path.write_bytes(b"\xff" * 4096)  # opening such a file ends the process
    answers(tmp_path / "torn")
    writer.ingest(tmp_path / "torn", 0)
    assert_equal(tmp_path / "torn", tmp_path / "whole")


def test_a_write_cut_short_before_the_graph_was_saved_costs_nothing(tmp_path: Path) -> None:
    writer.ingest(tmp_path, 0)
    with Index.open(tmp_path, embedder=EMBEDDER) as index:
        before = index._ledger.progress()["en"]
        index._ledger.suspect("en")
        with index.writing():
            pass
        after = index._ledger.progress()["en"]
    assert (after.epoch, after.suspect) == (before.epoch, False)


@pytest.fixture(autouse=True)
def _frequent_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer.index_module, "_SETTLE_EVERY", 12)
    monkeypatch.setattr(writer.replica, "SLICE", 3)
    monkeypatch.setattr(writer.vectors, "_HNSW", {"hnsw": {"space": "cosine", "sync_threshold": 5}})
