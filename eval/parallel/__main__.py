"""`python -m eval.parallel --data DIR`: what the checker stops of true and of corrupted sentences of parallel news."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

import typer

_DIRECTIONS = ("same", "en<de", "en<zh", "de<en", "de<zh", "zh<en", "zh<de")
_DATA = Annotated[Path | None, typer.Option(help="The folder with ntrex; RAG_EVAL_DATA if not given.")]
_HALF = Annotated[
    Literal["first", "second"], typer.Option(help="Rules were written in sight of the first half; report the second.")
]


def parallel(
    data: _DATA = None, half: _HALF = "second", step: Annotated[int, typer.Option(help="One in so many sentences.")] = 4
) -> None:
    """Judge the sentences of one half of NTREX beside their translations, and corruptions of them; print two tables.

    Rules alone: language, numbers, dates, names, denials (by the embedder's nearness), speakers.
    """
    from eval.datasets.ntrex import MEANS_DOCUMENTS, read

    folder = data or (Path(os.environ["RAG_EVAL_DATA"]) if os.environ.get("RAG_EVAL_DATA") else None)
    source = folder / "ntrex" / "ntrex_docs.jsonl" if folder else None
    if source is None or not source.exists():
        typer.echo("ntrex: unmeasured (no ntrex/ntrex_docs.jsonl in the folder of data)")
        raise typer.Exit(1)
    from eval.parallel.judge import Judge
    from eval.parallel.spoil import Spoiler
    from eval.parallel.texts import pairs

    documents = read(source)
    chosen = documents[:MEANS_DOCUMENTS] if half == "first" else documents[MEANS_DOCUMENTS:]
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
