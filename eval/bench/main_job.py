"""What the main job costs: ingesting, searching and answering, measured on the real service."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.bench.measure import Spread, folder_of, in_turn, process, ratios, seconds
from eval.datasets import ntrex
from rag.config import load_settings
from rag.ingest.chunk import embedding_text, sentence_texts
from rag.service import Service

UNMEASURED = "unmeasured"
QUESTIONS = (
    "what did Lavrov say about Kursk?",
    "Was sagte Lawrow über Kursk?",
    "拉夫罗夫对库尔斯克说了什么？",
    "拉夫羅夫對庫爾斯克說了什麼？",
    "When did Lavrov arrive in Pyongyang?",
    "Wer nahm an dem Gespräch mit Kim Jong Un teil?",
    "普京和金正恩在哪里会晤？",
    "朝鮮什麼時候開始向俄羅斯提供武器？",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value in words, beside what it should be."""

    name: str
    value: str
    target: str = ""


@contextlib.contextmanager
def _service(home: Path) -> Iterator[Service]:
    with Service(load_settings(home=home)) as service:
        yield service


@contextlib.contextmanager
def seeded(seeds: Path) -> Iterator[tuple[Path, Service]]:
    """A service that has ingested `seeds`, and its home."""
    with tempfile.TemporaryDirectory() as folder, _service(Path(folder)) as service:
        service.ingest([seeds])
        yield Path(folder), service


def _embedded_texts(service: Service) -> list[str]:
    """Everything that ingesting embedded: passages under their headers, and sentences, each text once."""
    index = service.index
    ids = [id_ for language, count in index.languages().items() for id_ in index.sample(language, count).ids]
    texts: dict[str, None] = {}
    for stored in index.chunks(ids).values():
        text = index.text(stored.chunk.document)
        texts |= dict.fromkeys([embedding_text(stored.chunk, text), *sentence_texts(stored.chunk, text)])
    return list(texts)


def ingest_throughput(_: Path, data: Path | None) -> Iterator[Figure]:
    """Ingesting NTREX (one file per document and language) against embedding the same chunks and sentences bare."""
    name = "ingest throughput / bare embedder, same inputs"
    source = data / "ntrex" / "ntrex_docs.jsonl" if data else None
    if source is None or not source.exists():
        yield Figure(name, UNMEASURED, ">= 0.87")
        return
    texts = {
        f"{number:03}.{language}.txt": "\n".join(sentences)
        for number, document in enumerate(ntrex.read(source)[:12])
        for language, sentences in document.sentences.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        files = folder_of(texts, Path(folder) / "files")
        ingests: list[float] = []
        bares: list[float] = []
        tokens = 0
        for turn in range(4):
            with _service(Path(folder) / f"home{turn}") as service:
                service.embedder.embed_passages(["warm"])
                ingest = seconds(lambda service=service: service.ingest([files]))  # type: ignore[misc]
                inputs = _embedded_texts(service)
                bare = seconds(lambda service=service, inputs=inputs: service.embedder.embed_passages(inputs))  # type: ignore[misc]
                tokens = sum(map(service.embedder.count_tokens, inputs))
            if turn:  # the first is the warm-up
                ingests.append(ingest)
                bares.append(bare)
    yield Figure(name, f"{ratios(bares, ingests):.2f}", ">= 0.87")
    yield Figure("  ingest, tokens a second", f"{tokens / Spread.of(ingests).median:,.0f}")


def search_cold(seeds: Path, _: Path | None) -> Iterator[Figure]:
    """`rag search` as a whole process."""
    with seeded(seeds) as (home, service):
        service.close()
        environment = {**os.environ, "RAG_HOME": str(home)}
        command = [sys.executable, "-m", "rag.cli", "search", QUESTIONS[0]]
        runs = [process(command, environment) for _ in range(6)][1:]
    yield Figure("rag search, cold, whole process, s", f"{Spread.of([run[0] for run in runs]):.2f}", "<= 3")
    yield Figure("rag search, peak memory, MB", f"{Spread.of([run[1] / 1e6 for run in runs]):.0f}", "< 1000")


def search_warm(seeds: Path, _: Path | None) -> Iterator[Figure]:
    """`Service.search` against embedding the question alone."""
    with seeded(seeds) as (_, service):
        bare, search = in_turn(
            (
                lambda: [service.embedder.embed_queries([question]) for question in QUESTIONS],
                lambda: [service.search(question, k=5) for question in QUESTIONS],
            ),
            rounds=15,
        )
    yield Figure("warm search / bare query embedding", f"{ratios(search, bare):.2f}", "<= 3")
    each = Spread.of([value * 1000 / len(QUESTIONS) for value in search])
    yield Figure("  warm search, ms", f"{each:.1f}")


def extractive_warm(seeds: Path, _: Path | None) -> Iterator[Figure]:
    """`Service.ask` without a language model."""
    with seeded(seeds) as (_, service):
        for question in QUESTIONS:
            service.ask(question, answerer="extractive")
        each = [
            seconds(lambda question=question: service.ask(question, answerer="extractive")) * 1000  # type: ignore[misc]
            for _ in range(10)
            for question in QUESTIONS
        ]
    yield Figure("extractive answer, warm, ms", f"{Spread.of(each):.0f}", "<= 100")
