"""The gate on the real language model: sampling at temperature is no regression."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from eval.baseline import bless
from eval.cassette import Player, read_tapes
from eval.collect import collect
from eval.gate import Result, gate
from eval.live import Models
from eval.records import Outcome
from eval.runner import manifest_of
from eval.runs import Run, append_row, read_run, start_run
from eval.score import score
from eval.suite import Suite
from eval.suites import cassettes_of, open_suite
from rag.config import Settings

ROWS = 4


@pytest.mark.llm
@pytest.mark.timeout(600)
def test_the_gate_lets_sampling_at_temperature_pass(tmp_path: Path, request: pytest.FixtureRequest):
    """The same few questions, first at temperature 0, from their cassettes where these still hold, then sampled."""
    from rag.llm import llama_cpp

    models = Models(Settings())
    request.addfinalizer(models.close)
    suite = open_suite("seeds").sample(ROWS)
    fixed = _fixed(suite, models, tmp_path / "fixed")
    generate = llama_cpp._run
    sampling = {"temperature": 0.7, "seed": 1}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(llama_cpp, "_run", lambda run, request, until: generate(run, request | sampling, until))
        sampled = _live(suite, models, tmp_path / "sampled")
    verdict = gate(sampled, score(sampled), bless(fixed, score(fixed), None).baseline)
    assert {check.name: check.detail for check in verdict.checks if check.result is not Result.PASS} == {}
    said = [[run.rows[row.id].answer.answer for row in suite.gold] for run in (fixed, sampled)]
    assert said[0] != said[1], "nothing was sampled"


def _fixed(suite: Suite, models: Models, folder: Path) -> Run:
    """The rows as their cassettes play them; those whose cassette is missing or stale are asked live."""
    tapes = read_tapes(cassettes_of("seeds"))
    player = Player(tapes)
    manifest = manifest_of(suite, "llm", models, "fixed", live=True, seed=0)
    collect(suite, partial(models.open, chat_model=player), folder / "played", manifest, player=player)
    start_run(folder / "all", manifest, suite.gold)
    for row in read_run(folder / "played").rows.values():
        if row.outcome is Outcome.OK:
            append_row(folder / "all", row)
    return _live(suite, models, folder / "all")


def _live(suite: Suite, models: Models, folder: Path) -> Run:
    manifest = manifest_of(suite, "llm", models, "fixed", live=True, seed=0)
    collect(suite, partial(models.open, chat_model=models.chat_model()), folder, manifest)
    return read_run(folder)
