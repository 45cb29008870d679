"""Values and untrusted texts as reports show them. Questions and answers may say anything, so nothing is markup."""

from __future__ import annotations

import re
from html import escape

from eval.compare import RowChange
from eval.metrics.registry import METRICS
from eval.score import Cell, Summary, Unscored
from rag.text.visible import visible

NOTHING = "–"


def number(value: float | None, metric: str) -> str:
    """A score with three decimals, a quantity with one."""
    if value is None:
        return NOTHING
    return f"{value:.3f}" if METRICS[metric].unit else f"{value:.1f}"


def interval(summary: Summary, metric: str) -> str:
    """The 95 % interval of a summary."""
    if summary.low is None or summary.high is None:
        return NOTHING
    return f"{number(summary.low, metric)}–{number(summary.high, metric)}"


def counts(summary: Summary) -> dict[str, int]:
    """How many rows there were of each sort."""
    return {name: getattr(summary, name) for name in ("n", "failed", "skipped", "stale", "unmeasured")}


WHOLE = "mean (95 %; scored/failed/skipped)"


def whole(summary: Summary, metric: str) -> str:
    """A summary in one cell, as `WHOLE` says."""
    if summary.value is None and not summary.failed:
        return NOTHING
    return f"{number(summary.value, metric)} ({interval(summary, metric)}; {tally(summary)})"


def tally(summary: Summary) -> str:
    """Rows scored, failed and skipped."""
    return f"{summary.n}/{summary.failed}/{summary.skipped}"


def cell(value: Cell, metric: str) -> str:
    """The score of a row, or why there is none."""
    return str(value) if isinstance(value, Unscored) else number(value, metric)


def lost(change: RowChange) -> list[str]:
    """A line for each metric that a row lost under; one line for a row that crashed, which lost all."""
    if all(new is Unscored.FAILED for _, new in change.losses.values()):
        return [f"{len(change.losses)} metrics → {Unscored.FAILED}"]
    return [f"{name} {cell(old, name)} → {cell(new, name)}" for name, (old, new) in change.losses.items()]


def short(text: str) -> str:
    """`text` with its digests cut to what tells them apart."""
    return re.sub(r"\b([0-9a-f]{12})[0-9a-f]{20,}\b", r"\1", text)


def cut(text: str, limit: int) -> str:
    """`text` without control characters, at most `limit` characters of it."""
    text = visible(text)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def inert(text: str, limit: int = 400) -> str:
    """`text` as HTML that GitHub and browsers show as it is: no tag, no link, no mention, no line that ends a table."""
    return f"<code>{escape(cut(text, limit)).replace(chr(10), '<br>')}</code>"
