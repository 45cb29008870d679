"""Compares two runs row by row: is the new one worse, beyond chance, and where?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from eval.metrics.base import Metric
from eval.metrics.registry import GATED
from eval.records import GoldRow, ResultRow
from eval.runs import Run
from eval.score import Cell, Scores, Unscored
from eval.stats import holm, mcnemar, paired_bootstrap

ALPHA = 0.05
MARGIN = 0.01
"""The smallest mean loss that counts: a reworded frame moves thousandths, significantly and to nobody's harm."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things compared: a run, or a baseline."""

    name: str
    gold: str
    cells: Mapping[str, Mapping[str, Cell]]
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MetricChange:
    """A gated metric over the rows that both sides scored.

    `p` is the Holm-adjusted one-sided probability of so large a loss by chance. `unpaired` counts the rows that only
    one side scored.
    """

    name: str
    old: float | None
    new: float | None
    loss: float
    p: float
    n: int
    unpaired: int
    verdict: Literal["loss", "same", "gain"]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that got worse: what it lost under each gated metric, and both answers."""

    id: str
    language: str
    kind: str
    question: str
    losses: Mapping[str, tuple[Cell, Cell]]
    severity: float
    old_answer: str
    new_answer: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`regressions` are worst first."""

    old: str
    new: str
    metrics: tuple[MetricChange, ...]
    regressions: tuple[RowChange, ...]
    improved: tuple[str, ...]


def side(run: Run, scores: Scores) -> Side:
    """A scored run as one side of a comparison."""
    return Side(
        name=run.name,
        gold=run.manifest.gold,
        cells=scores.cells,
        answers={row.id: shown(run.rows.get(row.id)) for row in run.gold},
    )


def shown(row: ResultRow | None) -> str:
    """What a reader of a report sees of a row."""
    if row is None:
        return "(no row)"
    if row.answer is None:
        return f"({row.outcome}: {row.error.code}: {row.error.message})" if row.error else f"({row.outcome})"
    return row.answer.answer


def compare(old: Side, new: Side, gold: Sequence[GoldRow], *, seed: int) -> Comparison:
    """Compare the rows of `gold` that both sides have."""
    both = [row for row in gold if row.id in old.cells and row.id in new.cells]
    gated = list(GATED.values())
    changes = [_metric_change(metric, old, new, both, seed) for metric in gated]
    adjusted = holm([change.p for change in changes])
    rows = [_row_change(row, old, new, gated) for row in both]
    return Comparison(
        old=old.name,
        new=new.name,
        metrics=tuple(_judged(change, p) for change, p in zip(changes, adjusted, strict=True)),
        regressions=tuple(
            sorted((row for row in rows if row.losses), key=lambda row: (-row.severity, row.id)),
        ),
        improved=tuple(row.id for row in rows if row.severity < 0),
    )


def _metric_change(metric: Metric, old: Side, new: Side, rows: Sequence[GoldRow], seed: int) -> MetricChange:
    pairs, groups, unpaired = [], [], 0
    for row in rows:
        before, after = old.cells[row.id][metric.name], new.cells[row.id][metric.name]
        if isinstance(before, Unscored) or isinstance(after, Unscored):
            unpaired += isinstance(before, Unscored) != isinstance(after, Unscored)
            continue
        pairs.append((before, after))
        groups.append(row.group)
    if not pairs:
        return MetricChange(metric.name, None, None, 0.0, 1.0, 0, unpaired, "same")
    gains = [-metric.loss(before, after) for before, after in pairs]
    binary = all(value in (0.0, 1.0) for pair in pairs for value in pair)
    p = mcnemar(gains, groups) if binary else paired_bootstrap(gains, groups, seed=seed)
    means = [fsum(pair[i] for pair in pairs) / len(pairs) for i in (0, 1)]
    return MetricChange(metric.name, means[0], means[1], metric.loss(*means), p, len(pairs), unpaired, "same")


def _judged(change: MetricChange, p: float) -> MetricChange:
    verdict: Literal["loss", "same", "gain"] = "same"
    if change.loss >= MARGIN and p < ALPHA:
        verdict = "loss"
    elif change.loss <= -MARGIN:
        verdict = "gain"
    return MetricChange(change.name, change.old, change.new, change.loss, p, change.n, change.unpaired, verdict)


def _row_change(row: GoldRow, old: Side, new: Side, gated: Sequence[Metric]) -> RowChange:
    losses: dict[str, tuple[Cell, Cell]] = {}
    severity = 0.0
    for metric in gated:
        before, after = old.cells[row.id][metric.name], new.cells[row.id][metric.name]
        loss = _cell_loss(metric, before, after)
        severity += loss
        if loss > 0:
            losses[metric.name] = (before, after)
    return RowChange(
        id=row.id,
        language=row.language,
        kind=row.kind,
        question=row.question,
        losses=losses,
        severity=severity,
        old_answer=old.answers.get(row.id, ""),
        new_answer=new.answers.get(row.id, ""),
    )


def _cell_loss(metric: Metric, before: Cell, after: Cell) -> float:
    """A row that was scored and crashed lost everything; one that became inapplicable lost nothing by that."""
    if isinstance(before, Unscored):
        return 0.0
    if isinstance(after, Unscored):
        return 1.0 if after is Unscored.FAILED else 0.0
    return metric.loss(before, after)
