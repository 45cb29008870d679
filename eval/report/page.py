"""The HTML report: one file that needs nothing else, in which every text from outside is escaped."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from eval.gate import Result, Verdict
from eval.metrics.registry import MAIN
from eval.report import plots
from eval.report.text import counts, cut, interval, lost, number, short, tally
from eval.runs import Run
from eval.score import Scores

if TYPE_CHECKING:
    from jinja2 import Template

MOST_ROWS = 100


def page(run: Run, scores: Scores, verdict: Verdict | None = None) -> str:
    """The report of a run and, after a gate, of its verdict."""
    pictures = {
        "Per language": plots.per_language(scores),
        "Passed, per kind": plots.per_kind(scores),
        "Reliability of the refusal score": plots.reliability(run),
        "Risk against coverage": plots.risk_against_coverage(run, scores),
    }
    return _template().render(
        run=run,
        scores=scores,
        verdict=verdict,
        open_checks=[check for check in verdict.checks if check.result is not Result.PASS] if verdict else [],
        regressions=verdict.comparison.regressions[:MOST_ROWS] if verdict else [],
        pictures={name: b64encode(png).decode() if png else None for name, png in pictures.items()},
        number=number,
        interval=interval,
        counts=counts,
        cut=cut,
        lost=lost,
        short=short,
        tally=tally,
        MAIN=MAIN,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined).get_template("page.html")
