"""Asking: crashes become rows, interruptions go on, proofs come from the files, two runs score alike."""

from __future__ import annotations

from dataclasses import replace
from math import nextafter
from pathlib import Path

import pytest
from small_gold import TEXTS, ScriptedSystem

pytest.importorskip("rag.ingest.load")

from eval.collect import collect, run_row
from eval.errors import RunError
from eval.oracle import oracle
from eval.records import Manifest, Outcome, gold_version
from eval.runs import ROWS, Run, read_run
from eval.score import Unscored, score
from eval.suite import Suite, sha256
from rag.errors import LLMError, LLMUnavailableError


def manifest(suite: Suite, **changes: object) -> Manifest:
    fields = oracle("small", suite.gold).manifest.model_copy(update={"code": "test", "k": 8, **changes})
    assert fields.gold == gold_version(suite.gold)
    return fields


def test_a_run_that_goes_well(suite: Suite, system: ScriptedSystem, tmp_path: Path):
    counts = collect(suite, system.opened, tmp_path / "run", manifest(suite))
    assert counts == {Outcome.OK: 16}
    run = read_run(tmp_path / "run")
    assert run.gold == suite.gold
    scores = score(run)
    assert scores.overall["passed"].value == 1.0
    assert scores.overall["quote_validity"].value == 1.0
    assert system.ingested == [tmp_path / "docs"]


def test_a_crash_is_a_failed_row_with_its_error(suite: Suite, system: ScriptedSystem, tmp_path: Path):
    system.answers = {
        "closed-en": ValueError("boom"),
        "both-de": LLMError("no words"),
        "both-en": LLMUnavailableError("x"),
    }
    counts = collect(suite, system.opened, tmp_path / "run", manifest(suite))
    assert counts == {Outcome.OK: 13, Outcome.FAILED: 2, Outcome.UNMEASURED: 1}
    run = read_run(tmp_path / "run")
    assert run.rows["closed-en"].error is not None
    assert (run.rows["closed-en"].error.code, run.rows["closed-en"].error.message) == ("ValueError", "boom")
    assert run.rows["both-de"].error is not None
    assert run.rows["both-de"].error.code == "llm"
    scores = score(run)
    assert scores.cells["closed-en"]["passed"] is Unscored.FAILED
    assert scores.cells["closed-en"]["refusal_recall"] is Unscored.SKIPPED  # it would not have applied
    summary = scores.overall["passed"]
    assert (summary.value, summary.n, summary.failed, summary.unmeasured) == (1.0, 13, 2, 1)


def test_a_lesser_answer_than_the_one_asked_for_measures_nothing(suite: Suite, system: ScriptedSystem, tmp_path: Path):
    rows = oracle("small", suite.gold).rows
    reasons = {"closed-en": "llm_unavailable", "closed-de": "llm_failed", "both-en": "uncalibrated"}
    system.answers = {row: replace(rows[row].answer, degraded=reason) for row, reason in reasons.items()}
    collect(suite, system.opened, tmp_path / "run", manifest(suite))
    outcomes = [read_run(tmp_path / "run").rows[row].outcome for row in reasons]
    assert outcomes == [Outcome.UNMEASURED, Outcome.FAILED, Outcome.OK]
    collect(suite, system.opened, tmp_path / "auto", manifest(suite, answerer="auto"))
    assert read_run(tmp_path / "auto").rows["closed-en"].outcome is Outcome.OK


def test_an_interrupted_run_goes_on_where_it_stopped(suite: Suite, system: ScriptedSystem, tmp_path: Path):
    system.answers = {"harbour-en": KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        collect(suite, system.opened, tmp_path / "run", manifest(suite))
    asked = len(system.asked)
    with (tmp_path / "run" / ROWS).open("a", encoding="utf-8") as file:
        file.write('{"id": "harbour-en", "run"')  # the power went off in the middle of a line
    system.answers, system.asked = {}, []
    counts = collect(suite, system.opened, tmp_path / "run", manifest(suite))
    assert counts == {Outcome.OK: 16}
    assert len(system.asked) == 16 - (asked - 1)
    whole = ScriptedSystem(suite.gold)
    collect(suite, whole.opened, tmp_path / "whole", manifest(suite))
    assert (tmp_path / "run" / ROWS).read_bytes() == (tmp_path / "whole" / ROWS).read_bytes()


def test_a_run_made_otherwise_is_not_continued(suite: Suite, system: ScriptedSystem, tmp_path: Path):
    collect(suite, system.opened, tmp_path / "run", manifest(suite))
    with pytest.raises(RunError, match="code differ"):
        collect(suite, system.opened, tmp_path / "run", manifest(suite, code="other"))


def test_two_runs_score_alike_but_for_the_time(suite: Suite, tmp_path: Path):
    for name, milliseconds in (("a", 10.0), ("b", 99.0)):
        system = ScriptedSystem(suite.gold)
        right = oracle("small", suite.gold)
        for row in suite.gold:
            answer = right.rows[row.id].answer
            assert answer is not None
            citations = tuple(replace(c, sha256=sha256(TEXTS[c.source])) for c in answer.citations)
            timings = replace(answer.timings, total_ms=milliseconds)
            system.answers[row.id] = replace(answer, citations=citations, timings=timings)
        collect(suite, system.opened, tmp_path / name, manifest(suite))
    first, second = (score(read_run(tmp_path / name)) for name in "ab")
    assert first.digest == second.digest
    a, b = first.slices, second.slices
    for part in a:
        for metric in a[part]:
            assert (a[part][metric] == b[part][metric]) is (metric != "latency_ms")


def test_the_digest_of_scores_knows_every_bit(perfect: Run):
    clean = score(perfect)
    cells = {row: dict(scores) for row, scores in clean.cells.items()}
    cells["closed-en"]["token_f1"] = nextafter(cells["closed-en"]["token_f1"], 0)
    assert replace(clean, cells=cells).digest != clean.digest


def test_the_proof_is_what_the_file_says_not_what_the_answer_claims(
    suite: Suite, system: ScriptedSystem, tmp_path: Path
):
    answer = oracle("small", suite.gold).rows["both-en"].answer
    assert answer is not None
    first, second = answer.citations
    system.answers["both-en"] = replace(
        answer, citations=(replace(first, quote="Mayor Weber lied.", sha256="f" * 64), replace(second, end=10**6))
    )
    row = next(row for row in suite.gold if row.id == "both-en")
    result = run_row(row, system, suite.corpora[""].place(tmp_path), manifest(suite))
    assert result.proofs[0].text == first.quote
    assert result.proofs[0].sha256 == sha256(TEXTS["docs/bridge.txt"])
    assert result.proofs[1].text is None


def test_follow_ups_are_asked_with_their_history_and_not_ranked(suite: Suite, system: ScriptedSystem, tmp_path: Path):
    row = suite.gold[0].model_copy(update={"history": ({"role": "user", "content": "Hello"},)})
    result = run_row(row, system, suite.corpora[""].place(tmp_path), manifest(suite))
    assert result.hits is None
    assert result.outcome is Outcome.OK


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda lines: [], "no rows yet"),
        (lambda lines: [*lines, lines[0]], "is there twice"),
        (lambda lines: [lines[0].replace('"id": "closed-en"', '"id": "stranger"')], "belongs to another run"),
        (lambda lines: ['{"id": 3}'], "line 1"),
        (lambda lines: [lines[0].replace('"status": "answered"', '"status": "perhaps"')], "answer.status"),
    ],
)
def test_rows_that_were_meddled_with_are_refused(suite: Suite, system: ScriptedSystem, tmp_path: Path, spoil, message):
    collect(suite, system.opened, tmp_path / "run", manifest(suite))
    path = tmp_path / "run" / ROWS
    path.write_text("".join(f"{line}\n" for line in spoil(path.read_text().splitlines())))
    with pytest.raises(RunError, match=message):
        read_run(tmp_path / "run")


def test_a_folder_without_a_run(suite: Suite, tmp_path: Path):
    with pytest.raises(RunError, match="holds no run"):
        read_run(tmp_path)
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(RunError, match=r"run\.json cannot be read: suite"):
        read_run(tmp_path)
    with pytest.raises(RunError, match=r"run\.json cannot be read"):
        collect(suite, ScriptedSystem(suite.gold).opened, tmp_path, manifest(suite))
