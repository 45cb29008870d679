"""The gate's verdict as GitHub workflow commands, which show up as annotations of the run."""

from __future__ import annotations

from collections.abc import Iterator

from eval.gate import Result, Verdict
from eval.report.text import cut

MOST = 10
"""GitHub shows ten errors of a step."""


def workflow_commands(verdict: Verdict) -> Iterator[str]:
    """One line per check that does not pass, then the worst regressions, ten in all."""
    lines = [
        _command("Evaluation: " + check.name, f"{check.result}: {check.detail}")
        for check in verdict.checks
        if check.result is not Result.PASS
    ]
    lines += [
        _command(f"Regression: {change.id}", f"{change.question} | old: {change.old_answer} | new: {change.new_answer}")
        for change in verdict.comparison.regressions
        if not verdict.passed
    ]
    yield from lines[:MOST]


def _command(title: str, message: str) -> str:
    return f"::error title={_property(cut(title, 200))}::{_data(cut(message, 1000))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
