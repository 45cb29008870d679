"""Scores the rows of a run. Needs no model, asks nothing, and can be repeated: the same run gives the same bits."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import fsum

from eval.metrics.base import Case, Metric
from eval.metrics.registry import METRICS
from eval.records import GoldRow, Outcome, ResultRow, digest
from eval.runs import Run
from eval.stats import Interval, effective_size, mean_interval
from rag.types import Answer


class Unscored(StrEnum):
    """Why a row has no number under a metric."""

    FAILED = "failed"
    STALE = "stale"
    UNMEASURED = "unmeasured"
    SKIPPED = "skipped"  # the metric does not apply


Cell = float | Unscored

_OUTCOMES = {
    Outcome.FAILED: Unscored.FAILED,
    Outcome.STALE: Unscored.STALE,
    Outcome.UNMEASURED: Unscored.UNMEASURED,
}


@dataclass(frozen=True, slots=True)
class Summary:
    """The mean of the scored rows and how many there were of each sort.

    `low` and `high` bound the mean at 95 % and are None where nothing bounds it. A failed row widens them by what it
    could have been, from worst to best (Manski 1990), so that no crash ever improves a lower bound. `size` is how many
    independent observations the scored rows are worth, translations of one question not being independent.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    size: float
    failed: int
    skipped: int
    stale: int
    unmeasured: int


@dataclass(frozen=True)
class Scores:
    """Every metric of every gold row: `cells[row id][metric name]`."""

    gold: tuple[GoldRow, ...]
    cells: Mapping[str, Mapping[str, Cell]]
    seed: int

    def summary(self, name: str, rows: Iterable[GoldRow] | None = None) -> Summary:
        """One metric over `rows`, or over all."""
        rows = self.gold if rows is None else tuple(rows)
        return summarise(METRICS[name], [(self.cells[row.id][name], row.group) for row in rows], seed=self.seed)

    @cached_property
    def overall(self) -> dict[str, Summary]:
        """Every metric over all rows."""
        return {name: self.summary(name) for name in METRICS}

    def by(self, key: Callable[[GoldRow], str]) -> dict[str, dict[str, Summary]]:
        """Every metric over the rows of each value of `key`, values in order."""
        parts: defaultdict[str, list[GoldRow]] = defaultdict(list)
        for row in self.gold:
            parts[key(row)].append(row)
        return {value: {name: self.summary(name, parts[value]) for name in METRICS} for value in sorted(parts)}

    @cached_property
    def by_language(self) -> dict[str, dict[str, Summary]]:
        """Every metric per language of the question."""
        return self.by(lambda row: row.language)

    @cached_property
    def by_kind(self) -> dict[str, dict[str, Summary]]:
        """Every metric per kind of question."""
        return self.by(lambda row: row.kind)

    @cached_property
    def digest(self) -> str:
        """Equal for two runs of one gold whose scores are equal bit for bit, quantities such as latency aside."""
        units = [name for name, metric in METRICS.items() if metric.unit]
        cells = {row.id: [_exact(self.cells[row.id][name]) for name in units] for row in self.gold}
        return digest(json.dumps([units, cells], sort_keys=True))

    @cached_property
    def slices(self) -> dict[str, dict[str, Summary]]:
        """All rows, every language and every kind: "overall", "language de", "kind date"."""
        return {
            "overall": self.overall,
            **{f"language {key}": part for key, part in self.by_language.items()},
            **{f"kind {key}": part for key, part in self.by_kind.items()},
        }


def score(run: Run, *, seed: int | None = None) -> Scores:
    """Score a run. `seed` is the bootstrap's; the run's own by default."""
    siblings = _siblings(run)
    cells = {gold.id: _cells(gold, run.rows.get(gold.id), siblings.get(gold.id, ())) for gold in run.gold}
    return Scores(gold=run.gold, cells=cells, seed=run.manifest.seed if seed is None else seed)


def _exact(cell: Cell) -> str:
    return cell.value if isinstance(cell, Unscored) else cell.hex()


def _siblings(run: Run) -> dict[str, tuple[Answer, ...]]:
    """The answers to the same question of the same documents in other languages, by row."""
    groups: defaultdict[tuple[str, str], list[tuple[str, ResultRow]]] = defaultdict(list)
    for gold in run.gold:
        if gold.id in run.rows:
            groups[gold.group, gold.corpus].append((gold.language, run.rows[gold.id]))
    return {
        row.id: tuple(other.answer for spoken, other in rows if spoken != language and other.answer is not None)
        for rows in groups.values()
        for language, row in rows
    }


def _cells(gold: GoldRow, row: ResultRow | None, siblings: tuple[Answer, ...]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    case = Case(gold, row, siblings) if row is not None and row.outcome is Outcome.OK else None
    for name, metric in METRICS.items():
        if not metric.applies(gold):
            cells[name] = Unscored.SKIPPED
        elif case is None:
            cells[name] = Unscored.FAILED if row is None else _OUTCOMES[row.outcome]
        else:
            value = metric.score(case)
            cells[name] = Unscored.SKIPPED if value is None else float(value)
    return cells


def summarise(metric: Metric, cells: Sequence[tuple[Cell, str]], *, seed: int) -> Summary:
    """Mean, interval and counts of the cells of one metric, each with its group."""
    scored = [(cell, group) for cell, group in cells if not isinstance(cell, Unscored)]
    failed = [group for cell, group in cells if cell is Unscored.FAILED]
    low = high = None
    if scored:
        low, high = _interval(scored, metric.unit, seed)
    if failed and metric.unit:
        worst, _ = _interval([*scored, *((0.0, group) for group in failed)], True, seed)
        _, best = _interval([*scored, *((1.0, group) for group in failed)], True, seed)
        low, high = min(worst, 1.0 if low is None else low), max(best, 0.0 if high is None else high)
    values = [value for value, _ in scored]
    return Summary(
        value=fsum(values) / len(values) if values else None,
        low=low,
        high=high,
        n=len(values),
        size=effective_size(values, [group for _, group in scored]) if scored and metric.unit else float(len(values)),
        failed=len(failed),
        skipped=sum(cell is Unscored.SKIPPED for cell, _ in cells),
        stale=sum(cell is Unscored.STALE for cell, _ in cells),
        unmeasured=sum(cell is Unscored.UNMEASURED for cell, _ in cells),
    )


def _interval(pairs: Sequence[tuple[float, str]], unit: bool, seed: int) -> Interval:
    return mean_interval([value for value, _ in pairs], [group for _, group in pairs], unit=unit, seed=seed)
