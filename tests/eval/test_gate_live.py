"""The gate on the real service: what breaks it must show in the seeds' rows, and what does not must not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from live_changes import BREAKING, HARMLESS, Bench, LiveChange, bench

from eval.gate import Result, Verdict

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench(tmp_path_factory.mktemp("bench")) as made:
        yield made


def failing(verdict: Verdict) -> set[str]:
    return {check.name for check in verdict.checks if check.result is not Result.PASS}


@pytest.mark.parametrize("name", BREAKING)
def test_the_gate_catches(name: str, seeds: Bench):
    checks = failing(seeds.verdict(BREAKING[name]))
    assert checks
    assert "rows failed" not in checks, "it did harm by crashing"
    assert ("citations" in checks) == (name in ("stale index", "a document missing"))


@pytest.mark.parametrize("name", HARMLESS)
def test_the_gate_lets_pass(name: str, seeds: Bench):
    assert failing(seeds.verdict(HARMLESS[name])) == set()


def test_two_runs_are_the_same_but_for_the_time(seeds: Bench):
    again = seeds.run(LiveChange())
    for row in seeds.clean().rows.values():
        other = again.rows[row.id]
        assert row.answer is not None
        assert other.answer is not None
        assert replace(row.answer, timings=other.answer.timings) == other.answer
        assert (row.hits, row.proofs) == (other.hits, other.proofs)
