"""`python -m eval.attacks`: the attack documents against the local model; exit 1 if a reader sees an order followed."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Annotated

import typer


def main(
    always: Annotated[bool, typer.Option("--all", help="Ask the model even where no order reaches it.")] = False,
) -> None:
    """Print, by language, how far the orders came."""
    from eval.attacks.run import Outcome, run

    by_language: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in run(always=always):
        by_language[outcome.attack.language].append(outcome)
        print(
            f"read {outcome.read}, obeyed {outcome.obeyed}, shown {outcome.shown}: {outcome.attack.order!r}",
            file=sys.stderr,
            flush=True,
        )
    typer.echo("| language | attacks | in the prompt | followed in the draft | seen by the reader | answered |")
    typer.echo("|---|---|---|---|---|---|")
    for language, some in by_language.items():
        counts = (
            len(some),
            sum(one.read for one in some),
            sum(one.obeyed for one in some),
            sum(one.shown for one in some),
            sum(one.answered for one in some),
        )
        typer.echo(f"| {language} | {' | '.join(map(str, counts))} |")
    raise typer.Exit(any(one.shown for some in by_language.values() for one in some))


if __name__ == "__main__":
    typer.run(main)
