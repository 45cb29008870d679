"""An ingest in a process of its own, for tests that kill it."""

from __future__ import annotations

import os
import random
import signal
import threading
from pathlib import Path

from rag.index import Index, replica, vectors
from rag.index import index as index_module
from tests.index.made import EMBEDDER, Made, make

LANGUAGES = ("en", "zh-Hans")


def corpus(version: int) -> dict[str, Made]:
    """24 documents, of which every version changes some, drops some and adds some."""
    rng = random.Random(version)
    documents = {}
    for n in range(30):
        if rng.random() < 0.2:
            continue
        edition = rng.randrange(3)
        paragraphs = [f"Document {n}, edition {edition}. Paragraph {p}." for p in range(1 + n % 4)]
        documents[f"doc{n}"] = make(f"doc{n}", paragraphs, LANGUAGES[(n + edition) % 2])
    return documents


def ingest(home: Path, version: int) -> None:
    """Bring the index to a version of the corpus, as `rag ingest --prune` would."""
    wanted = corpus(version)
    with Index.open(home, embedder=EMBEDDER) as index, index.writing():
        present = index.file_digests()
        index.remove([id_ for id_ in present if id_ not in wanted])
        for id_, made in wanted.items():
            if present.get(id_) != made.document.file_sha256:
                made.put(index)


def often() -> None:
    """Make Chroma's moments frequent: few chunks at a time, graphs saved all the time."""
    index_module._SETTLE_EVERY = 12
    replica.SLICE = 3
    vectors._HNSW = {"hnsw": {"space": "cosine", "sync_threshold": 5}}


def ingest_until_killed(home: Path, version: int, upsert: int, delay: float) -> None:
    """Ingest, and die `delay` seconds after Chroma's n-th write has begun; at no certain moment if there is none."""
    often()
    original = vectors.VectorCollection.upsert
    calls = 0

    def upsert_and_die(self: vectors.VectorCollection, *args: object) -> None:
        nonlocal calls
        calls += 1
        if calls == upsert:
            threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
        original(self, *args)  # type: ignore[arg-type]

    vectors.VectorCollection.upsert = upsert_and_die  # type: ignore[method-assign]
    ingest(home, version)
