"""Each mutation moves the metric it must, in the right direction, on the small gold and on the seeds'."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.datasets.gold import read
from eval.metrics.registry import METRICS
from eval.oracle import oracle
from eval.runs import Run
from eval.score import score
from eval.sensitivity import MUTATIONS, sensitivity

SEEDS = Path(__file__).parents[2] / "eval" / "gold" / "seeds.jsonl"
REQUIRED = {
    "invent an id",
    "swap a source",
    "alter a digit",
    "negate",
    "drop a sentence",
    "drop a row",
    "crash a row",
    "answer in the wrong language",
    "answer everything",
    "refuse everything",
}


@pytest.fixture(scope="module")
def seeds() -> Run:
    return oracle("seeds", list(read(SEEDS).values()))


@pytest.mark.parametrize("which", ["small", "seeds"])
def test_every_metric_that_must_move_moves(which: str, perfect: Run, seeds: Run):
    stuck = [effect for effect in sensitivity(perfect if which == "small" else seeds) if not effect.moved]
    assert stuck == []


def test_no_mutation_is_forgotten_and_no_metric_goes_untested():
    assert set(MUTATIONS) >= REQUIRED
    moved = {move[1:].partition(".")[0] for _, moves in MUTATIONS.values() for move in moves.split()}
    assert moved <= set(METRICS)
    assert {name for name, metric in METRICS.items() if metric.gated} <= moved


def test_the_gold_agrees_with_itself(seeds: Run):
    """A run that says what the gold says is perfect: references fill their slots, marks lead to quotes."""
    scores = score(seeds)
    for name in ("passed", "slot_accuracy", "citation_precision", "citation_recall", "polarity", "answer_language"):
        wrong = {key: cells[name] for key, cells in scores.cells.items() if cells[name] not in (1.0, "skipped")}
        assert wrong == {}, name
