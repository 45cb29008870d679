"""`python -m eval.parallel --data DIR`: what the checker stops of true and of corrupted sentences of parallel texts."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from eval.datasets.parallel import ParallelDocument

_DIRECTIONS = ("same", "en<de", "en<zh", "de<en", "de<zh", "zh<en", "zh<de")
_Half: TypeAlias = Literal["first", "second"]
_DATA = Annotated[Path | None, typer.Option(help="The folder with ntrex and xquad; RAG_EVAL_DATA if not given.")]
_SET = Annotated[
    Literal["ntrex", "xquad"], typer.Option("--set", help="News, or an encyclopedia (XQuAD-R, its aligned paragraphs).")
]
_HALF = Annotated[_Half, typer.Option(help="Rules were written in sight of the first half; report the second.")]


def parallel(
    data: _DATA = None,
    of: _SET = "ntrex",
    half: _HALF = "second",
    step: Annotated[int, typer.Option(help="One in so many sentences.")] = 4,
) -> None:
    """Judge the sentences of one half of a set beside their translations, and corruptions of them; print two tables.

    Rules alone: language, numbers, dates, names, denials (by the embedder's nearness), speakers. The first half of
    NTREX are the documents of the shipped means, of XQuAD its even articles.
    """
    folder = data or (Path(os.environ["RAG_EVAL_DATA"]) if os.environ.get("RAG_EVAL_DATA") else None)
    source = folder / _SOURCES[of] if folder else None
    if source is None or not source.exists():
        typer.echo(f"{of}: unmeasured (no {_SOURCES[of]} in the folder of data)")
        raise typer.Exit(1)
    from eval.parallel.judge import Judge
    from eval.parallel.spoil import Spoiler
    from eval.parallel.texts import pairs

    documents, chosen = _READ[of](source, half)
    judge, spoiler = Judge(), Spoiler(documents)
    asked: Counter[tuple[str, str]] = Counter()
    stopped: Counter[tuple[str, str]] = Counter()
    for pair in pairs(chosen, step):
        asked["true", pair.direction] += 1
        if (layer := judge.objecting(pair, pair.text)) is not None:
            stopped["true", pair.direction] += 1
            stopped[layer, pair.direction] += 1
        for kind, text, question in spoiler.spoilt(pair):
            asked[kind, pair.direction] += 1
            stopped[kind, pair.direction] += judge.objecting(pair, text, question) is not None
    kinds = [kind for kind in dict.fromkeys(kind for kind, _ in asked) if kind != "true"]
    layers = sorted({layer for layer, _ in stopped} - {"true", *kinds})
    _table("true sentences stopped", ["true", *layers], asked, stopped, of="true")
    _table("corrupted sentences stopped", kinds, asked, stopped)


def _ntrex(source: Path, half: _Half) -> tuple[list[ParallelDocument], list[ParallelDocument]]:
    """All documents of NTREX, and those of the half."""
    from eval.datasets.ntrex import MEANS_DOCUMENTS, read

    documents = read(source)
    return documents, documents[:MEANS_DOCUMENTS] if half == "first" else documents[MEANS_DOCUMENTS:]


def _xquad(source: Path, half: _Half) -> tuple[list[ParallelDocument], list[ParallelDocument]]:
    """All aligned paragraphs of XQuAD-R, and those of the half."""
    from eval.datasets.xquad_r import read
    from eval.retrieval.tasks import is_tuned_on

    found = read(source.parent)
    chosen = [document for article, document in found if is_tuned_on(article) == (half == "first")]
    return [document for _, document in found], chosen


_SOURCES: Mapping[str, str] = {"ntrex": "ntrex/ntrex_docs.jsonl", "xquad": "xquad/xquad-r.en.json"}
_READ: Mapping[str, Callable[[Path, _Half], tuple[list[ParallelDocument], list[ParallelDocument]]]] = {
    "ntrex": _ntrex,
    "xquad": _xquad,
}


def _table(
    title: str,
    rows: list[str],
    asked: Counter[tuple[str, str]],
    stopped: Counter[tuple[str, str]],
    of: str | None = None,
) -> None:
    """Percentages, with how many in brackets; the layers' are of all true sentences (`of`)."""
    typer.echo(f"| {title}, % (n) | {' | '.join(_DIRECTIONS)} | all |\n|{'---|' * (len(_DIRECTIONS) + 2)}")
    for row in rows:
        cells = [(stopped[row, direction], asked[of or row, direction]) for direction in _DIRECTIONS]
        cells.append((sum(part for part, _ in cells), sum(whole for _, whole in cells)))
        written = [f"{100 * part / whole:.1f} ({whole})" if whole else "-" for part, whole in cells]
        typer.echo(f"| {row} | {' | '.join(written)} |")
    typer.echo("")


if __name__ == "__main__":
    typer.run(parallel)
