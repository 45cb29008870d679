"""The measurements as JSON and as tables for the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from eval.retrieval.measure import Estimate
from eval.retrieval.run import Measured
from eval.retrieval.targets import Outcome
from eval.retrieval.tasks import HELD_OUT, Unmeasured

_SHOWN = ("recall@1", "recall@5", "recall@10", "mrr", "ndcg@10")


def as_json(results: Sequence[Measured | Unmeasured], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Every measure of every system on every slice, the targets, and what could not be measured."""
    sets: dict[str, Any] = {}
    for result in results:
        if isinstance(result, Measured):
            sets[result.task.name] = {
                "documents": len(result.task.documents),
                "ingest_seconds": result.ingest_seconds,
                "question_ms": dict(result.question_ms),
                "slices": {
                    name: {
                        system: {measure: asdict(judged[name].estimate(measure)) for measure in judged[name].values}
                        for system, judged in result.judged.items()
                    }
                    for name in result.task.slices
                },
            }
    return {
        "sets": sets,
        "targets": [
            {
                "set": outcome.target.set,
                "name": outcome.target.name,
                "reach": outcome.target.reach,
                "at_most": outcome.target.at_most,
                "result": outcome.result,
                "measured": {system: asdict(estimate) for system, estimate in outcome.measured.items()},
            }
            for outcome in outcomes
        ],
        "unmeasured": [asdict(result) for result in results if isinstance(result, Unmeasured)],
    }


def show(results: Sequence[Measured | Unmeasured], outcomes: Sequence[Outcome]) -> None:
    """A table of the targets, one of each set, and what could not be measured.

    Of a slice with a held-out part only that is shown.
    """
    names = list(dict.fromkeys(name for result in results if isinstance(result, Measured) for name in result.judged))
    rows = [
        (
            outcome.target.name,
            f"{'<=' if outcome.target.at_most else '>='} {outcome.target.reach:.2f}",
            outcome.result,
            *(_interval(outcome.measured.get(system)) for system in names),
        )
        for outcome in outcomes
    ]
    if rows:
        _table("targets", ("target", "reach", "", *names), rows)
    for result in results:
        if isinstance(result, Measured):
            _table(_title(result), ("questions", "n", "system", *_SHOWN), _rows(result))
    for result in results:
        if isinstance(result, Unmeasured):
            print(f"{result.name}: unmeasured ({result.reason})")


def _rows(result: Measured) -> Iterable[Sequence[str]]:
    for name, queries in result.task.slices.items():
        if f"{name}{HELD_OUT}" in result.task.slices:
            continue
        slice_ = (name, str(len(queries)))
        for system, judged in result.judged.items():
            yield (*slice_, system, *(_interval(judged[name].estimate(shown)) for shown in _SHOWN))
            slice_ = ("", "")


def _title(result: Measured) -> str:
    """The set, and what a question took."""
    each = ", ".join(f"{name} {milliseconds:.0f}" for name, milliseconds in result.question_ms.items())
    return f"\n{result.task.name}: {len(result.task.documents):,} documents; ms a question, embedded: {each}"


def _interval(estimate: Estimate | None) -> str:
    return f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]" if estimate else ""


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place == 0 else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 200, markup=False, emoji=False, highlight=False).print(table)
