"""Decides whether a run may replace a baseline. A check is pass, fail, unmeasured or stale; only pass passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from eval.baseline import MIN_SIZE, Baseline, baseline_side, holds
from eval.compare import Comparison, MetricChange, compare, side
from eval.metrics.base import Case
from eval.metrics.quote_validity import all_citations, verifies
from eval.metrics.registry import METRICS
from eval.records import GoldRow, ResultRow
from eval.runs import Run
from eval.score import Scores, Unscored


class Result(StrEnum):
    """What a check came to."""

    PASS = "pass"  # noqa: S105  not a password
    FAIL = "fail"
    UNMEASURED = "unmeasured"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the gate looked at; `detail` is a sentence, empty for a pass that needs none."""

    name: str
    result: Result
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks, and the comparison behind them."""

    checks: tuple[Check, ...]
    comparison: Comparison

    @property
    def passed(self) -> bool:
        """Whether every check is a pass."""
        return all(check.result is Result.PASS for check in self.checks)


def gate(run: Run, scores: Scores, baseline: Baseline) -> Verdict:
    """Compare `run` with `baseline` and check everything a regression could hide behind."""
    comparison = compare(baseline_side(baseline, "baseline"), side(run, scores), run.gold, seed=scores.seed)
    return Verdict(
        checks=(
            _same_gold(run, baseline),
            *check_run(run, scores, baseline.rows),
            *_no_losses(comparison, scores),
            *_floors_hold(scores, baseline),
        ),
        comparison=comparison,
    )


def check_run(run: Run, scores: Scores, wanted: Iterable[str] = ()) -> tuple[Check, ...]:
    """What needs no baseline: every question has a row that was measured, and every citation verifies.

    `wanted` are ids of rows that must be there besides.
    """
    return (*_all_rows(run, scores, wanted), _citations_verify(run))


def _same_gold(run: Run, baseline: Baseline) -> Check:
    made_of = (run.manifest.suite, run.manifest.answerer, run.manifest.gold)
    blessed = (baseline.suite, baseline.answerer, baseline.gold)
    if made_of == blessed:
        return Check("baseline", Result.PASS)
    detail = "The baseline is of {} answered by {} (gold {}), the run of {} answered by {} (gold {}).".format(
        *blessed, *made_of
    )
    return Check("baseline", Result.FAIL, f"{detail} Bless a run of the new gold.")


def _all_rows(run: Run, scores: Scores, wanted: Iterable[str]) -> Iterator[Check]:
    missing = [row.id for row in run.gold if row.id not in run.rows]
    gone = sorted(set(wanted) - {row.id for row in run.gold})
    yield _check("rows", Result.FAIL, [*missing, *gone], "missing")
    for unscored, result in (
        (Unscored.FAILED, Result.FAIL),
        (Unscored.STALE, Result.STALE),
        (Unscored.UNMEASURED, Result.UNMEASURED),
    ):
        ids = [row.id for row in run.gold if scores.cells[row.id]["passed"] is unscored and row.id in run.rows]
        yield _check(f"rows {unscored}", result, ids, str(unscored))


def _check(name: str, otherwise: Result, ids: list[str], what: str) -> Check:
    if not ids:
        return Check(name, Result.PASS)
    more = ", ..." if len(ids) > 5 else ""
    rows = "1 row" if len(ids) == 1 else f"{len(ids)} rows"
    return Check(name, otherwise, f"{rows} {what}: {', '.join(ids[:5])}{more}")


def _citations_verify(run: Run) -> Check:
    gold = {row.id: row for row in run.gold}
    wrong = [row.id for row in run.rows.values() if row.answer is not None and not _verifies(gold[row.id], row)]
    if not wrong:
        return Check("citations", Result.PASS)
    return Check("citations", Result.FAIL, f"Rows cite what the documents do not say: {', '.join(wrong[:5])}")


def _verifies(gold: GoldRow, row: ResultRow) -> bool:
    case = Case(gold, row)
    return all(verifies(case, citation) for citation in all_citations(case.answer))


def _no_losses(comparison: Comparison, scores: Scores) -> Iterator[Check]:
    for change in comparison.metrics:
        yield Check(f"loss {change.name}", *_loss(change, scores))


def _loss(change: MetricChange, scores: Scores) -> tuple[Result, str]:
    if change.n == 0:
        measurable = scores.overall[change.name]
        whole = measurable.failed == measurable.stale == measurable.unmeasured == 0
        if whole and measurable.n == change.unpaired == 0:
            return Result.PASS, "does not apply to any row"
        if whole and 0 < change.unpaired < MIN_SIZE:
            return Result.PASS, f"scored on {change.unpaired} rows, on one side each: too few to compare"
        return Result.UNMEASURED, "no row was scored on both sides"
    detail = f"{change.old:.3f} to {change.new:.3f} on {change.n} rows, p = {change.p:.4f}"
    return (Result.FAIL if change.verdict == "loss" else Result.PASS), detail


def _floors_hold(scores: Scores, baseline: Baseline) -> Iterator[Check]:
    for name, parts in baseline.floors.items():
        for part, bound in parts.items():
            summary = scores.slices.get(part, {}).get(name)
            if summary is None or summary.value is None:
                yield Check(f"floor {name}, {part}", Result.UNMEASURED, "no row was scored")
                continue
            held = holds(METRICS[name], bound, summary)
            detail = f"{summary.value:.3f} of {summary.n} rows, the floor is {bound:.3f}"
            yield Check(f"floor {name}, {part}", Result.PASS if held else Result.FAIL, "" if held else detail)
