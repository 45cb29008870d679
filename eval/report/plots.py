"""The report's plots as PNG, drawn without a display: per language, per kind, reliability, risk against coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from eval.metrics.registry import MAIN
from eval.runs import Run
from eval.score import Scores, Summary
from eval.stats import area_under_risk_coverage, risk_coverage, wilson
from rag.text.visible import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BINS = 10


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _png(figure: Figure) -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=110, metadata={"Software": None})
    return buffer.getvalue()


def _label(name: str) -> str:
    """A name that the plot's font can show and that is not read as mathematics."""
    return "".join(ch if ch.isascii() else "?" for ch in visible(name)).replace("$", "?")


def per_language(scores: Scores) -> bytes:
    """The main metrics, a group of bars a metric, a bar a language, with intervals."""
    return _bars(scores.by_language, MAIN)


def per_kind(scores: Scores) -> bytes:
    """The share of rows that pass, per kind, with intervals."""
    parts = {kind: {"passed": summaries["passed"]} for kind, summaries in scores.by_kind.items()}
    figure, axes = _figure(9, 3.4)
    for place, summaries in enumerate(parts.values()):
        _bar(axes, place, 0.7, summaries["passed"])
    axes.set_xticks(range(len(parts)), [_label(kind) for kind in parts], rotation=30, ha="right")
    axes.set_ylim(0, 1)
    axes.set_ylabel("passed")
    return _png(figure)


def _bars(parts: Mapping[str, Mapping[str, Summary]], metrics: Sequence[str]) -> bytes:
    figure, axes = _figure(9, 3.4)
    width = 0.8 / max(1, len(parts))
    for series, (name, summaries) in enumerate(parts.items()):
        for place, metric in enumerate(metrics):
            label = _label(name) if place == 0 else None
            _bar(axes, place + series * width - 0.4 + width / 2, width * 0.9, summaries[metric], f"C{series}", label)
    axes.set_xticks(range(len(metrics)), [_label(metric) for metric in metrics])
    axes.set_ylim(0, 1)
    axes.legend(ncols=max(1, len(parts)), fontsize="small", loc="lower center", bbox_to_anchor=(0.5, 1), frameon=False)
    return _png(figure)


def _bar(axes: Axes, x: float, width: float, summary: Summary, color: str = "C0", label: str | None = None) -> None:
    value = summary.value or 0.0
    axes.bar(x, value, width, color=color, label=label)
    if summary.value is not None and summary.low is not None and summary.high is not None:
        spread = [[max(0.0, value - summary.low)], [max(0.0, summary.high - value)]]
        axes.errorbar(x, value, yerr=spread, color="black", linewidth=0.8, capsize=2)


def _confidences(run: Run) -> list[tuple[float, bool, str]]:
    """Confidence, whether the question is answerable, and the row's id, of every row that states a confidence."""
    gold = {row.id: row for row in run.gold}
    return [
        (row.answer.confidence, gold[row.id].answerable, row.id)
        for row in run.rows.values()
        if row.answer is not None and row.answer.confidence is not None
    ]


def reliability(run: Run) -> bytes | None:
    """How often questions were answerable, by the confidence stated; None if no answer states one."""
    rows = _confidences(run)
    if not rows:
        return None
    figure, axes = _figure(4.4, 4)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
    bins = np.minimum((np.array([confidence for confidence, _, _ in rows]) * BINS).astype(int), BINS - 1)
    for bin_ in sorted(set(bins.tolist())):
        members = [row for row, own in zip(rows, bins, strict=True) if own == bin_]
        share = sum(answerable for _, answerable, _ in members) / len(members)
        low, high = wilson(share * len(members), len(members))
        mean = sum(confidence for confidence, _, _ in members) / len(members)
        spread = [[max(0.0, share - low)], [max(0.0, high - share)]]
        axes.errorbar(mean, share, yerr=spread, fmt="o", color="C0", capsize=2)
        axes.annotate(str(len(members)), (mean, share), textcoords="offset points", xytext=(6, -3), fontsize=7)
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), xlabel="confidence stated", ylabel="share answerable")
    return _png(figure)


def risk_against_coverage(run: Run, scores: Scores) -> bytes | None:
    """The share of answers that do not pass if only the surest are given; None without confidences.

    Refusals are no answers, so they are in neither.
    """
    rows = [
        (confidence, scores.cells[row_id]["passed"] != 1.0)
        for confidence, _, row_id in _confidences(run)
        if (answer := run.rows[row_id].answer) is not None and answer.status == "answered"
    ]
    if not rows:
        return None
    confidences, wrong = [confidence for confidence, _ in rows], [failed for _, failed in rows]
    coverage, risk = risk_coverage(confidences, wrong)
    figure, axes = _figure(4.4, 4)
    axes.plot(coverage, risk, drawstyle="steps-post")
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel="coverage: share of the answers given, surest first",
        ylabel="risk: share of them that fails",
    )
    axes.set_title(f"area under the curve {area_under_risk_coverage(confidences, wrong):.3f}", fontsize="small")
    return _png(figure)
