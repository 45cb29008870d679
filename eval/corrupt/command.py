"""`rag-eval mutations`, also `python -m eval.corrupt`. Importing this loads nothing heavy."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.output import note, print_json

if TYPE_CHECKING:
    from eval.corrupt.measure import Outcome

EACH = 48
"""Corrupted answers of every kind and half of the gold: nine kinds and two halves make 864."""


def mutations(
    suite: Annotated[str, typer.Option("--suite", help="seeds, or a gold file (.jsonl).")] = "seeds",
    each: Annotated[int, typer.Option(min=1, help="So many of every kind and half.")] = EACH,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Corrupt the gold's answers in nine ways and count what the checker stops; exit 1 if a target is missed.

    Targets are those of the half that is kept out of tuning; the other half stands beside it.
    """
    from eval.corrupt.measure import measure
    from eval.corrupt.references import material
    from eval.suites import open_suite

    with material(open_suite(suite), note) as given:
        outcomes = measure(given, each, note)
    missed = [outcome.kind for outcome in outcomes if outcome.split == "held" and not outcome.is_met]
    if as_json:
        print_json({"kinds": [asdict(outcome) for outcome in outcomes], "missed": missed})
    else:
        typer.echo(table(outcomes))
    if missed:
        note(f"missed: {', '.join(missed)}")
        sys.exit(1)


def table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes in Markdown, the held half first, both halves of a kind in one row."""
    lines = [
        "| kind | held: stopped [95 %] | of them mended | n | target | tune: stopped | n |",
        "|---|---|---|---|---|---|---|",
    ]
    halves = {(outcome.kind, outcome.split): outcome for outcome in outcomes}
    for kind in dict.fromkeys(outcome.kind for outcome in outcomes):
        held, tune = halves.get((kind, "held")), halves.get((kind, "tune"))
        target = "" if held is None or held.target is None else _target(held)
        first = ("", "", "") if held is None else (_share(held), str(held.mended), str(held.n))
        second = ("", "") if tune is None else (f"{tune.share:.1%}", str(tune.n))
        lines.append(f"| {' | '.join((kind, *first, target, *second))} |")
    return "\n".join(lines)


def _share(outcome: Outcome) -> str:
    return f"{outcome.share:.1%} [{outcome.low:.1%}, {outcome.high:.1%}]"


def _target(outcome: Outcome) -> str:
    from eval.corrupt.measure import ANSWERS

    sign = "≤" if outcome.kind == ANSWERS else "≥"
    return f"{sign} {outcome.target:.0%} {'met' if outcome.is_met else 'missed'}"
