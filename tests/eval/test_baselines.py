"""The baselines and cassettes that ship: of the gold as it is, complete, and small enough to be read in a review."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.baseline import Baseline, read_baseline
from eval.cassette import MAX_TAPES, read_tapes
from eval.metrics.registry import GATED
from eval.records import gold_version
from eval.suite import Suite
from eval.suites import cassettes_of, open_suite

BASELINES = Path(__file__).parents[2] / "eval" / "baselines"
TAPED = 24
"""Rows of the sample that have cassettes; .github/workflows/evals.yml asks so many."""


def blessed() -> list[tuple[str, Suite]]:
    seeds = open_suite("seeds")
    return [("seeds.json", seeds), ("seeds-llm.json", seeds.sample(TAPED))]


@pytest.mark.parametrize(("name", "suite"), blessed(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_baseline_is_of_the_gold_as_it_is(name: str, suite: Suite):
    baseline: Baseline = read_baseline(BASELINES / name)
    assert baseline.gold == gold_version(suite.gold), f"bless {name} again: the gold has changed"
    assert set(baseline.rows) == {row.id for row in suite.gold}
    assert set(baseline.floors) == set(GATED)
    assert len((BASELINES / name).read_text(encoding="utf-8").splitlines()) < len(suite.gold) + 40


def test_cassettes_are_of_the_sample():
    tapes = read_tapes(cassettes_of("seeds"))
    assert set(tapes) == {row.id for row in open_suite("seeds").sample(TAPED).gold}
    assert len(tapes) <= MAX_TAPES
    assert len({tape.digest for tape in tapes.values()}) == 1, "of one model"
