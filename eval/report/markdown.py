"""The gate's verdict as Markdown for a pull request: worst regressions first, old and new answer side by side."""

from __future__ import annotations

from collections.abc import Sequence

from eval.compare import MetricChange, RowChange
from eval.gate import Result, Verdict
from eval.report.text import inert, lost, number
from eval.runs import Run

MOST_ROWS = 20


def markdown(run: Run, verdict: Verdict) -> str:
    """The whole report. Tables are HTML: inside them GitHub reads no Markdown, so no answer can draw anything."""
    word = "passes" if verdict.passed else "does not pass"
    lines = [
        f"## Evaluation {word}: {inert(run.manifest.suite)}, answered by {run.manifest.answerer}",
        "",
        _checks(verdict),
        "",
        "### Metrics",
        "",
        _metrics(verdict.comparison.metrics),
        "",
        f"### Regressions: {len(verdict.comparison.regressions)} of {len(run.gold)} rows",
        "",
        _regressions(verdict.comparison.regressions),
    ]
    return "\n".join(lines) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """An HTML table; cells are HTML already. No line is empty, which would end it."""
    heads = "".join(f"<th>{name}</th>" for name in head)
    body = "\n".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
    return f"<table>\n<tr>{heads}</tr>\n{body}\n</table>"


def _checks(verdict: Verdict) -> str:
    open_checks = [check for check in verdict.checks if check.result is not Result.PASS]
    passed = f"{len(verdict.checks) - len(open_checks)} of {len(verdict.checks)} checks pass."
    if not open_checks:
        return passed
    rows = [(inert(check.name), f"<b>{check.result}</b>", inert(check.detail)) for check in open_checks]
    return f"{passed}\n\n{_table(('check', 'outcome', ''), rows)}"


def _metrics(changes: Sequence[MetricChange]) -> str:
    rows = [
        (
            inert(change.name),
            number(change.old, change.name),
            number(change.new, change.name),
            f"{change.loss:+.3f}",
            f"{change.p:.4f}",
            str(change.n),
            f"<b>{change.verdict}</b>" if change.verdict == "loss" else change.verdict,
        )
        for change in changes
    ]
    return _table(("metric", "old", "new", "loss", "p", "n", ""), rows)


def _regressions(regressions: Sequence[RowChange]) -> str:
    if not regressions:
        return "None."
    rows = [
        (
            "<br>".join([inert(change.id), *lost(change)]),
            inert(change.question),
            inert(change.old_answer),
            inert(change.new_answer),
        )
        for change in regressions[:MOST_ROWS]
    ]
    rest = len(regressions) - MOST_ROWS
    return _table(("row", "question", "old", "new"), rows) + (f"\n\n... and {rest} more." if rest > 0 else "")
