"""The blessed state of a suite: every row's scores and answer, and the floors for every language and kind."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from eval.compare import Comparison, Side, compare, shown, side
from eval.errors import BaselineError
from eval.metrics.base import Metric
from eval.metrics.registry import GATED, METRICS
from eval.records import Record
from eval.runs import Run
from eval.score import Scores, Summary, Unscored
from eval.stats import falls_short

MIN_SIZE = 4
"""Independent rows a slice needs for a floor: with fewer, losing all of them would hardly be beyond chance."""


class BaselineRow(Record):
    """What a row said when it was blessed, and scored under the gated metrics that apply to it."""

    scores: dict[str, float]
    answer: str


class Baseline(Record):
    """`gold` is the version of the gold rows; `code` and `models` say what was blessed.

    `floors[metric][slice]` is the best mean blessed in a slice ("overall", "language de", "kind date"). Runs may fall
    under it by chance, not by more: see `holds`.
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
    """Write JSON with a line for every floor and every row, so that a change of baseline can be reviewed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = baseline.model_dump(mode="json")
    rows = {key: _line(row) for key, row in fields.pop("rows").items()}
    floors = {key: _line(parts) for key, parts in fields.pop("floors").items()}
    head = ",\n".join(f"{_line(key)}: {_line(value)}" for key, value in fields.items())
    path.write_text(f'{{\n{head},\n"floors": {_block(floors)},\n"rows": {_block(rows)}\n}}\n', encoding="utf-8")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _block(lines: dict[str, str]) -> str:
    """An object with a member on each line; values are JSON already."""
    return "{\n" + ",\n".join(f"{_line(key)}: {value}" for key, value in lines.items()) + "\n}"


def baseline_side(baseline: Baseline, name: str) -> Side:
    """A baseline as one side of a comparison."""
    cells = {
        row_id: {name: row.scores.get(name, Unscored.SKIPPED) for name in GATED}
        for row_id, row in baseline.rows.items()
    }
    return Side(name, baseline.gold, cells, {row_id: row.answer for row_id, row in baseline.rows.items()})


def bless(run: Run, scores: Scores, old: Baseline | None) -> Blessing:
    """The baseline that `run` makes. Raises BaselineError for a run that is incomplete or cites what does not verify.

    A floor is the blessed mean. Where the old baseline's floor is higher, it stays as long as the run reaches it but
    for chance, so that no row of small losses, each blessed, wears it down; accepting one loss lowers no other floor.
    """
    _check_complete(run, scores)
    floors = {name: _floors(name, scores, old) for name in GATED}
    rows = {
        row.id: BaselineRow(
            scores={name: cell for name in GATED if not isinstance(cell := scores.cells[row.id][name], Unscored)},
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


def _floors(name: str, scores: Scores, old: Baseline | None) -> dict[str, float]:
    before = old.floors.get(name, {}) if old else {}
    return {
        part: _floor(METRICS[name], summaries[name], before.get(part))
        for part, summaries in scores.slices.items()
        if summaries[name].size >= MIN_SIZE
    }


def _floor(metric: Metric, summary: Summary, before: float | None) -> float:
    assert summary.value is not None
    if before is None or not holds(metric, before, summary):
        return summary.value
    return before if metric.loss(before, summary.value) > 0 else summary.value


def holds(metric: Metric, bound: float, summary: Summary) -> bool:
    """Whether a summary that has a value reaches a floor, but for the chance that its rows leave."""
    assert summary.value is not None
    if metric.better == "lower":
        return not falls_short(1 - summary.value, 1 - bound, summary.size)
    return not falls_short(summary.value, bound, summary.size)


def _moved(old: Baseline | None, new: Baseline) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences on the floors that a blessing weakens, and on those that it makes stricter."""
    weaker: list[str] = []
    stricter: list[str] = []
    for name, parts in (old.floors if old else {}).items():
        for part, before in parts.items():
            after = new.floors.get(name, {}).get(part)
            if after is None:
                weaker.append(f"{name}, {part}: {before:.3f} is gone")
            elif (loss := METRICS[name].loss(before, after)) != 0:
                (weaker if loss > 0 else stricter).append(f"{name}, {part}: {before:.3f} becomes {after:.3f}")
    return tuple(weaker), tuple(stricter)
