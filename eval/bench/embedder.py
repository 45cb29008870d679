"""`python -m eval.bench.embedder --data DIR`: the default embedder against sentence-transformers with the same weights.

Same texts, same process, in turn; torch and float32 there, both on all cores. DIR holds `ntrex/ntrex_docs.jsonl`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.bench.measure import Spread, in_turn, process, ratios
from eval.bench.reference import normalise, reference_model
from eval.datasets import ntrex
from rag.config import load_settings
from rag.embed import Embedder, Vectors, open_embedder
from rag.models.e5s1 import E5S1File
from rag.models.store import ModelStore

_ROUNDS = 7
_SENTENCES = 160
_PASSAGES = 24
_PASSAGE_TOKENS = 250
_QUERIES = 20


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.embedder", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ntrex/ in it")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    arguments = parser.parse_args()
    settings = load_settings()
    _opening(settings.embed_model, settings.models)  # first: a child's peak counts what its parent held
    store = ModelStore(settings.models)
    embedder = open_embedder(settings.embed_model, store)
    file = E5S1File(store.path(settings.embed_model))
    reference = reference_model(file)
    documents = ntrex.read(arguments.data / "ntrex" / "ntrex_docs.jsonl")
    columns = [[normalise(file, s) for s in column] for d in documents for column in d.sentences.values()]
    for kind, texts in (("sentences", _sentences(columns)), ("passages", _passages(columns, embedder.count_tokens))):
        _throughput(kind, texts, embedder, reference, arguments.rounds)
    _latency(_sentences(columns)[:_QUERIES], embedder, reference, arguments.rounds)


def _throughput(kind: str, texts: Sequence[str], ours: Embedder, reference: Any, rounds: int) -> None:
    def theirs() -> Vectors:
        vectors: Vectors = reference.encode_document(list(texts), show_progress_bar=False)
        return vectors

    tokens = sum(map(ours.count_tokens, texts))
    each = f"{len(texts)} {kind} of {tokens / len(texts):.0f} tokens"
    seconds = in_turn([lambda: ours.embed_passages(texts), theirs], rounds)
    show(f"tokens/s, {each}", f"{Spread.of([tokens / s for s in seconds[0]]):.0f}")
    show("  sentence-transformers", f"{Spread.of([tokens / s for s in seconds[1]]):.0f}")
    show("  times as fast", f"{ratios(seconds[1], seconds[0]):.2f}", ">= 1")
    cosines = (ours.embed_passages(texts) * theirs()).sum(axis=1)
    show("  cosine with it", f"mean {cosines.mean():.5f}, least {cosines.min():.5f}")


def _latency(queries: Sequence[str], ours: Embedder, reference: Any, rounds: int) -> None:
    def one_by_one(embed: Callable[[list[str]], object]) -> Callable[[], object]:
        return lambda: [embed([query]) for query in queries]

    works = [one_by_one(ours.embed_queries), one_by_one(lambda q: reference.encode_query(q, show_progress_bar=False))]
    seconds = in_turn(works, rounds)
    show("ms a query", f"{Spread.of([s / len(queries) * 1e3 for s in seconds[0]]):.1f}")
    show("  sentence-transformers", f"{Spread.of([s / len(queries) * 1e3 for s in seconds[1]]):.1f}")
    show("  times as fast", f"{ratios(seconds[1], seconds[0]):.2f}", ">= 1")


def _opening(model: str, models: Path) -> None:
    """A process of its own that opens the embedder and embeds one question, against one that only imports its parts."""
    parts = "import numpy, onnxruntime; from rag.embed import open_embedder; from rag.models.store import ModelStore"
    use = f"from pathlib import Path; open_embedder({model!r}, ModelStore(Path({str(models)!r}))).embed_queries(['?'])"
    commands = [[sys.executable, "-c", code] for code in (f"{parts}; {use}", parts)]
    whole, imports = ([process(command, dict(os.environ)) for _ in range(3)] for command in commands)
    opened = min(seconds for seconds, _ in whole) - min(seconds for seconds, _ in imports)
    show("s to open and embed one query, imports apart", f"{opened:.2f}", "<= .5")
    show("  MB of that process at its peak", f"{max(peak for _, peak in whole) / 1e6:.0f}")


def _sentences(columns: Sequence[Sequence[str]]) -> list[str]:
    every = [sentence for column in columns for sentence in column]
    return every[:: len(every) // _SENTENCES][:_SENTENCES]


def _passages(columns: Sequence[Sequence[str]], count: Callable[[str], int]) -> list[str]:
    every = [passage for column in columns for passage in _grown(column, count)]
    return every[:: len(every) // _PASSAGES][:_PASSAGES]


def _grown(sentences: Sequence[str], count: Callable[[str], int]) -> Iterator[str]:
    """Neighbouring sentences joined until they pass `_PASSAGE_TOKENS`; a shorter rest is left out."""
    passage = ""
    for sentence in sentences:
        passage = f"{passage} {sentence}".strip()
        if count(passage) >= _PASSAGE_TOKENS:
            yield passage
            passage = ""


def show(name: str, value: str, target: str = "") -> None:
    """One line a figure: name, value, what it should be."""
    print(f"{name:<52} {value:<32} {target}", flush=True)


if __name__ == "__main__":
    main()
