"""The blessed state of a suite: every row's scores and answer, and the floors for every language and kind."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from eval.compare import Comparison, Side, compare, shown, side
from eval.errors import BaselineError
from eval.metrics.base import Metric
from eval.metrics.registry import METRICS
from eval.records import Record
from eval.runs import Run
from eval.score import Cell, Scores, Summary, Unscored
from eval.stats import wilson

MIN_ROWS = 5
"""Rows a slice needs for a floor: with fewer, two rows that flip by chance would fall through any."""


class BaselineRow(Record):
    """What a row scored and said when it was blessed."""

    scores: dict[str, float | Literal["failed", "stale", "unmeasured", "skipped"]]
    answer: str


class Baseline(Record):
    """`gold` is the version of the gold rows; `code` and `models` say what was blessed.

    `floors[metric][slice]` is the least a metric may be in a slice ("overall", "language de", "kind date"); for a
    metric that is better low, the most.
    """

    suite: str
    gold: str
    answerer: str
    code: str
    models: dict[str, str]
    floors: dict[str, dict[str, float]]
    rows: dict[str, BaselineRow]


@dataclass(frozen=True, slots=True)
class Blessing:
    """What a new baseline accepts."""

    baseline: Baseline
    comparison: Comparison | None
    lowered: tuple[str, ...]
    raised: tuple[str, ...]


def read_baseline(path: Path) -> Baseline:
    """Raises BaselineError if there is none or it cannot be read."""
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except OSError:
        raise BaselineError(f"{path}: there is no baseline", hint="rag-eval bless DIR --baseline FILE") from None
    except ValidationError as error:
        raise BaselineError(f"{path} is not a baseline: {error.errors()[0]['msg']}") from None


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write indented JSON, so that a change of baseline can be reviewed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(baseline.model_dump_json(indent=1) + "\n", encoding="utf-8")


def baseline_side(baseline: Baseline, name: str) -> Side:
    """A baseline as one side of a comparison."""
    cells = {
        row_id: {name: value if isinstance(value, float) else Unscored(value) for name, value in row.scores.items()}
        for row_id, row in baseline.rows.items()
    }
    return Side(name, baseline.gold, cells, {row_id: row.answer for row_id, row in baseline.rows.items()})


def bless(run: Run, scores: Scores, old: Baseline | None) -> Blessing:
    """The baseline that `run` makes. Raises BaselineError for a run that is incomplete or cites what does not verify.

    A floor is the lower Wilson bound of the blessed value, for as many observations as there are questions: losing one
    of a kind's four questions in four languages is no alarm, losing three is. Where the old baseline's floor is
    higher, it is kept as long as the blessed value still reaches it; so accepting one loss lowers no other floor.
    """
    _check_complete(run, scores)
    floors = {name: _floors(name, scores, old) for name in _gated()}
    rows = {
        row.id: BaselineRow(
            scores={name: _stored(scores.cells[row.id][name]) for name in METRICS if METRICS[name].unit},
            answer=shown(run.rows.get(row.id)),
        )
        for row in run.gold
    }
    baseline = Baseline(
        suite=run.manifest.suite,
        gold=run.manifest.gold,
        answerer=run.manifest.answerer,
        code=run.manifest.code,
        models=run.manifest.models,
        floors=floors,
        rows=rows,
    )
    comparison = None
    if old is not None:
        comparison = compare(baseline_side(old, "baseline"), side(run, scores), run.gold, seed=scores.seed)
    lowered, raised = _moved(old, baseline)
    return Blessing(baseline, comparison, lowered, raised)


def _check_complete(run: Run, scores: Scores) -> None:
    passed = scores.overall["passed"]
    for what in ("failed", "stale", "unmeasured"):
        if count := getattr(passed, what):
            raise BaselineError(f"{run.name}: {count} of {len(run.gold)} rows are {what}: nothing to bless.")
    if (valid := scores.overall["quote_validity"].value) is not None and valid < 1:
        raise BaselineError(f"{run.name} has citations that do not verify: nothing to bless.")


def _gated() -> list[str]:
    return [name for name, metric in METRICS.items() if metric.gated]


def _stored(cell: Cell) -> float | Literal["failed", "stale", "unmeasured", "skipped"]:
    return cell.value if isinstance(cell, Unscored) else cell


def _floors(name: str, scores: Scores, old: Baseline | None) -> dict[str, float]:
    before = old.floors.get(name, {}) if old else {}
    return {
        part: _floor(METRICS[name], summaries[name], before.get(part))
        for part, summaries in scores.slices.items()
        if summaries[name].n >= MIN_ROWS
    }


def _floor(metric: Metric, summary: Summary, before: float | None) -> float:
    """The Wilson bound, rounded outwards; an older floor stands where it is stricter and still reached."""
    assert summary.value is not None
    higher = metric.better == "higher"
    low, high = wilson(summary.value * summary.groups, summary.groups)
    fresh = floor(low * 1000) / 1000 if higher else ceil(high * 1000) / 1000
    if before is None or metric.loss(before, summary.value) > 0:
        return fresh
    return max(before, fresh) if higher else min(before, fresh)


def _moved(old: Baseline | None, new: Baseline) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences on the floors that a blessing weakens, and on those that it makes stricter."""
    weaker: list[str] = []
    stricter: list[str] = []
    for name, parts in (old.floors if old else {}).items():
        for part, before in parts.items():
            after = new.floors.get(name, {}).get(part)
            if after is None:
                weaker.append(f"{name}, {part}: {before} is gone")
            elif (loss := METRICS[name].loss(before, after)) != 0:
                (weaker if loss > 0 else stricter).append(f"{name}, {part}: {before} becomes {after}")
    return tuple(weaker), tuple(stricter)
