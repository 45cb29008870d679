"""Tables for the terminal. Only names, numbers and row ids are shown, made safe on their way."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.compare import Comparison, RowChange
from eval.gate import Check, Result
from eval.metrics.registry import MAIN
from eval.report.text import WHOLE, counts, cut, interval, number, whole
from eval.score import Scores
from eval.sensitivity import Effect
from rag.cli.output import one_line

_STYLES = {Result.PASS: "green", Result.FAIL: "bold red", Result.UNMEASURED: "yellow", Result.STALE: "yellow"}

_OF_KINDS = ("passed", "slot_accuracy", "citation_precision", "recall@5")


def _console() -> Console:
    """A console that reads no markup; wide where nobody sees its edge."""
    width = None if sys.stdout.isatty() else 160
    return Console(markup=False, emoji=False, highlight=False, soft_wrap=True, width=width)


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[str | Text]], title: str) -> None:
    table = Table(title=Text(title), title_justify="left", box=None, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*(value if isinstance(value, Text) else Text(one_line(value)) for value in row))
    out = _console()
    out.print(table)
    out.print()


def print_scores(scores: Scores, name: str) -> None:
    """Every metric with its interval and counts, then its mean per language and per kind."""
    _print_table(
        ("metric", "mean", "95 %", "n", "failed", "skipped", "stale", "unmeasured"),
        [
            (metric, number(summary.value, metric), interval(summary, metric), *map(str, counts(summary).values()))
            for metric, summary in scores.overall.items()
        ],
        f"{name}: scores {scores.digest}",
    )
    _print_table(
        ("metric", *scores.by_language),
        [(name, *(whole(part[name], name) for part in scores.by_language.values())) for name in MAIN],
        f"by language: {WHOLE}",
    )
    _print_table(
        ("kind", *_OF_KINDS),
        [(kind, *(whole(part[name], name) for name in _OF_KINDS)) for kind, part in scores.by_kind.items()],
        f"by kind: {WHOLE}",
    )


def print_comparison(comparison: Comparison) -> None:
    """Gated metrics of both sides on the rows they share."""
    _print_table(
        ("metric", "old", "new", "loss", "p", "n", "unpaired", ""),
        [
            (
                change.name,
                number(change.old, change.name),
                number(change.new, change.name),
                f"{change.loss:+.3f}",
                f"{change.p:.4f}",
                str(change.n),
                str(change.unpaired),
                change.verdict,
            )
            for change in comparison.metrics
        ],
        f"{comparison.old} against {comparison.new}: {len(comparison.regressions)} rows lost something, "
        f"{len(comparison.improved)} gained",
    )


def print_regressions(regressions: Sequence[RowChange], limit: int = 10) -> None:
    """The worst regressions with both answers, cut to a line each."""
    out = _console()
    for change in regressions[:limit]:
        lost = ", ".join(change.losses)
        out.print(
            Text(f"{one_line(change.id)}: {one_line(cut(change.question, 100))}", style="bold"), Text(f"({lost})")
        )
        out.print(Text(f"  old  {one_line(cut(change.old_answer, 160))}"))
        out.print(Text(f"  new  {one_line(cut(change.new_answer, 160))}"))
    if len(regressions) > limit:
        out.print(f"... and {len(regressions) - limit} more")


def print_checks(checks: Sequence[Check]) -> None:
    """What did not pass, and how much did."""
    others = [check for check in checks if check.result is not Result.PASS]
    title = f"{len(checks) - len(others)} of {len(checks)} checks pass"
    if not others:
        _console().print(title)
        return
    rows = [(check.name, Text(check.result, style=_STYLES[check.result]), check.detail) for check in others]
    _print_table(("check", "outcome", ""), rows, title)


def print_sensitivity(effects: Sequence[Effect]) -> None:
    """What each mutation moved."""
    _print_table(
        ("mutation", "metric", "wanted", "before", "after", ""),
        [
            (
                effect.mutation,
                effect.metric,
                "up" if effect.wanted == "+" else "down",
                *("–" if value is None else f"{value:.3f}" for value in (effect.before, effect.after)),
                "moved" if effect.moved else "DID NOT MOVE",
            )
            for effect in effects
        ],
        "sensitivity of the metrics",
    )
