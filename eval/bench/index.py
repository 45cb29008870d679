"""`python -m eval.bench.index --home DIR`: searching and writing an index of 100,000 passages of two sentences.

Texts are words of the language means' parallel text in random order, vectors random around the language's true mean;
questions are that text's, embedded by the real embedder. DIR is kept: a build that was cut short goes on from there,
and only what is built is timed. "Chroma alone" is one collection of all passages, asked without a filter.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.measure import Spread, in_turn, ratios, seconds
from rag.config import load_settings
from rag.embed import Embedder, Vectors, open_embedder
from rag.embed.languages import means_of, parallel_text, unit
from rag.index import Index
from rag.models.store import ModelStore
from rag.retrieve.flow import retrieve
from rag.retrieve.statistics import Statistics
from rag.text.terms import terms
from rag.types import BlockKind, Chunk, Document, Language, Span

LANGUAGES: tuple[Language, ...] = ("en", "de", "zh-Hans")
_PER_DOCUMENT = 16
_SENTENCES = 2
_WORDS = 40
"""Words of a sentence; of a Chinese one, characters."""
_THEMES = 40
"""Directions in which texts differ most; the rest of a vector is noise."""
_PLACES = 10


def main() -> None:
    """Build, then print one figure a line."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.index", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="where the index is built and kept")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5, help="times that each of 24 questions is asked")
    arguments = parser.parse_args()
    settings = load_settings()
    embedder = open_embedder(settings.embed_model, ModelStore(settings.models))
    documents = range(-(-arguments.passages // _PER_DOCUMENT))
    with Index.open(arguments.home / "index", embedder=embedder) as index:
        _fill(index, embedder, documents)
        _search(index, embedder, _alone(index, arguments.home / "alone", documents), arguments.rounds)


# Writing


def _fill(index: Index, embedder: Embedder, documents: Iterable[int]) -> None:
    """Write what is missing, and print what that cost beside embedding the like."""
    known = set(index.file_digests())
    missing = [number for number in documents if _name(number) not in known]
    if not missing:
        return
    began, making, finding = time.perf_counter(), 0.0, 0.0
    with index.writing():
        for number in missing:
            started = time.perf_counter()
            document, chunks = _document(number)
            vectors = _vectors(embedder, document, number)
            made = time.perf_counter()
            found = [[term.text for term in terms(each.span.of(document.text), each.language)] for each in chunks]
            making, finding = making + made - started, finding + time.perf_counter() - made
            index.put(document, chunks, *vectors, found)
    writing = time.perf_counter() - began - making - finding
    passages, embedding = len(missing) * _PER_DOCUMENT, _embedding(embedder)
    show("passages written", f"{passages:,}")
    show("ms a passage: embedding it and its sentences", f"{1000 * embedding:.1f}")
    show("ms a passage: terms", f"{1000 * finding / passages:.2f}")
    show("ms a passage: catalog and Chroma", f"{1000 * writing / passages:.2f}")
    show("terms, catalog and Chroma / embedding", f"{(finding + writing) / passages / embedding:.3f}", "<= .15")


def _embedding(embedder: Embedder) -> float:
    """Seconds a passage."""
    times = []
    for number in range(3 * len(LANGUAGES)):
        document, chunks = _document(number)
        texts = [span.of(document.text) for chunk in chunks for span in (chunk.span, *chunk.sentences)]
        times.append(seconds(lambda texts=texts: embedder.embed_passages(texts)))  # type: ignore[misc]
    return sum(times[1:]) / len(times[1:]) / _PER_DOCUMENT  # the first is the warm-up


def _name(number: int) -> str:
    return f"{number:032x}"


def _ids(number: int) -> list[str]:
    """The chunks' ids: in no order, as digests are."""
    return [f"{(number * _PER_DOCUMENT + place) * 0x9E3779B97F4A7C15 % 2**64:032x}" for place in range(_PER_DOCUMENT)]


def _document(number: int) -> tuple[Document, list[Chunk]]:
    """A text of passages of two sentences, and its chunks."""
    random, language, name = np.random.default_rng(number), LANGUAGES[number % len(LANGUAGES)], _name(number)
    sentences = [_sentence(language, random) for _ in range(_SENTENCES * _PER_DOCUMENT)]
    ends = np.cumsum([0, *map(len, sentences)]).tolist()
    spans = [Span(start, end) for start, end in pairwise(ends)]
    chunks = []
    for place, id_ in enumerate(_ids(number)):
        some = tuple(spans[_SENTENCES * place : _SENTENCES * (place + 1)])
        span = Span(some[0].start, some[-1].end)
        chunks.append(Chunk(id_, name, span, BlockKind.ARTICLE, language, "", some))
    digest = "0" * 64
    return Document(name, name, "text/plain", "".join(sentences), digest, digest, languages=(language,)), chunks


def _sentence(language: Language, random: np.random.Generator) -> str:
    statements = parallel_text()["statements"][language]
    if language.startswith("zh"):
        return "".join(random.choice(list("".join(statements).replace("。", "")), _WORDS)) + "。"
    return " ".join(random.choice(" ".join(statements).replace(".", "").split(), _WORDS // 2)).capitalize() + ". "


def _vectors(embedder: Embedder, document: Document, number: int) -> tuple[Vectors, Vectors]:
    """Of a document's passages and sentences."""
    means, random = means_of(embedder).languages[document.languages[0]], np.random.default_rng(number)
    passages = _around(means.passage, _PER_DOCUMENT, random)
    return passages, _around(means.sentence, _SENTENCES * _PER_DOCUMENT, random)


def _around(mean: Vectors, count: int, random: np.random.Generator) -> Vectors:
    """Unit vectors, shape (count, d), spread about a mean as wide as real ones."""
    themes = np.random.default_rng(0).standard_normal((_THEMES, len(mean))) / _THEMES**0.5
    rows = random.standard_normal((count, _THEMES)) @ themes + 0.5 * random.standard_normal((count, len(mean)))
    apart = (1 - float(mean @ mean)) ** 0.5
    return unit(mean + apart * unit(rows))


# Searching


def _alone(index: Index, folder: Path, documents: Sequence[int]) -> Any:
    """All passages in one collection of Chroma, with Chroma's defaults."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection(
        "passages", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )
    for start in range(collection.count() // _PER_DOCUMENT, len(documents), 64):
        some = documents[start : start + 64]
        vectors = index.vectors([id_ for number in some for id_ in _ids(number)])
        collection.upsert(ids=list(vectors.ids), embeddings=vectors.passages)
    return collection


def _search(index: Index, embedder: Embedder, alone: Any, rounds: int) -> None:
    statistics = Statistics(index, means_of(embedder))
    questions = [question for language in LANGUAGES for question in parallel_text()["questions"][language][:8]]
    measured: list[list[float]] = [[], [], []]
    for question in questions:
        vector = embedder.embed_queries([question])
        works = (
            lambda question=question: embedder.embed_queries([question]),
            lambda vector=vector: alone.query(query_embeddings=vector, n_results=_PLACES, include=["distances"]),
            lambda question=question: retrieve(
                question, index=index, embedder=embedder, statistics=statistics, k=_PLACES
            ),
        )
        for column, timed in zip(measured, in_turn(works, rounds), strict=True):
            column.append(Spread.of(timed).median)
    embed, chroma, search = measured
    show("passages searched", f"{sum(index.languages().values()):,}")
    for name, column in (("embedding the question", embed), ("Chroma alone", chroma), ("search", search)):
        show(f"ms, {name}", f"{Spread.of([1000 * value for value in column]):.1f}")
    both = [one + other for one, other in zip(embed, chroma, strict=True)]
    show("search / (embedding + Chroma alone)", f"{ratios(search, both):.2f}", "<= 2")


def show(name: str, value: str, target: str = "") -> None:
    """One line a figure: name, value, what it should be."""
    print(f"{name:<52} {value:<32} {target}", flush=True)


if __name__ == "__main__":
    main()
