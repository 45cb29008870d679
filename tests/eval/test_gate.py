"""The gate: it catches every seeded regression, lets every harmless change pass, and says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from changes import HARMLESS, REGRESSIONS, answered, first, only, realistic

from eval import mutations as spoil
from eval.baseline import Baseline, bless, read_baseline, write_baseline
from eval.compare import MetricChange, compare, side
from eval.datasets.gold import read
from eval.errors import BaselineError
from eval.gate import Result, Verdict, _loss, gate
from eval.metrics.registry import GATED
from eval.oracle import oracle, refuse
from eval.runs import Run
from eval.score import Unscored, score

SEEDS = Path(__file__).parents[2] / "eval" / "gold" / "seeds.jsonl"


@pytest.fixture(scope="module")
def base() -> Run:
    return realistic(oracle("seeds", list(read(SEEDS).values())))


@pytest.fixture(scope="module")
def baseline(base: Run) -> Baseline:
    return bless(base, score(base), None).baseline


@pytest.fixture(scope="module")
def regression(base: Run, baseline: Baseline) -> Callable[[str], Verdict]:
    """The verdict on a seeded regression, by name."""
    return cache(lambda name: decide(REGRESSIONS[name](base), baseline))


def decide(run: Run, baseline: Baseline) -> Verdict:
    return gate(run, score(run), baseline)


def failing(verdict: Verdict) -> dict[str, str]:
    return {check.name: check.result.value for check in verdict.checks if check.result is not Result.PASS}


def test_there_are_twenty_of_each():
    assert len(REGRESSIONS) >= 20
    assert len(HARMLESS) >= 20


@pytest.mark.parametrize("name", REGRESSIONS)
def test_the_gate_catches(name: str, regression: Callable[[str], Verdict]):
    assert not regression(name).passed


@pytest.mark.parametrize("name", HARMLESS)
def test_the_gate_lets_pass(name: str, base: Run, baseline: Baseline):
    verdict = decide(HARMLESS[name](base), baseline)
    assert failing(verdict) == {}


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("citations shuffled among answers", "loss citation_recall"),
        ("never refuses", "loss refusal_recall"),
        ("always refuses", "loss over_refusal_rate"),
        ("German answered in English", "floor answer_language, language de"),
        ("Traditional asked, Simplified answered", "floor answer_language, language zh-Hant"),
        ("follow-ups refused", "floor over_refusal_rate, kind follow_up"),
        ("index older than the files", "citations"),
        ("one quote altered by one character", "citations"),
        ("numbers invented for citations", "loss citation_precision"),
        ("denies what it cites", "loss polarity"),
        ("passages buried", "loss mrr@10"),
        ("one row crashes", "rows failed"),
        ("one row missing", "rows"),
        ("a gold question changed", "baseline"),
        ("gold questions dropped", "rows"),
    ],
)
def test_the_check_that_names_the_cause_fails(name: str, check: str, regression: Callable[[str], Verdict]):
    assert failing(regression(name))[check] == "fail"


def test_what_was_not_measured_is_not_called_failed(regression: Callable[[str], Verdict]):
    assert failing(regression("one tape stale")) == {"rows stale": "stale"}
    assert failing(regression("no model to ask")) == {"rows unmeasured": "unmeasured"}


@pytest.mark.parametrize(("unpaired", "result"), [(3, Result.PASS), (4, Result.UNMEASURED)])
def test_a_metric_scored_on_few_rows_and_never_on_both_sides_is_not_compared(base: Run, unpaired: int, result: Result):
    nowhere = MetricChange("polarity", None, None, 0.0, 1.0, 0, unpaired, "same")
    assert _loss(nowhere, score(base))[0] is result


def test_a_baseline_of_another_suite_or_answerer_is_no_baseline(base: Run, baseline: Baseline):
    for change in ({"suite": "other"}, {"answerer": "auto"}):
        other = replace(base, manifest=base.manifest.model_copy(update=change))
        assert failing(decide(other, baseline)) == {"baseline": "fail"}


def test_regressions_are_worst_first_with_both_answers(base: Run, baseline: Baseline):
    crashed = first(1, spoil.each_row(spoil.crashed), lambda row: row.id == "kursk-de")(base)
    worse = only(lambda row: row.id == "kursk-en", spoil.each_answer(spoil.alter_quote))(crashed)
    comparison = decide(worse, baseline).comparison
    assert [change.id for change in comparison.regressions] == ["kursk-de", "kursk-en"]
    row = comparison.regressions[0]
    assert row.losses["passed"] == (1.0, Unscored.FAILED)
    assert row.old_answer == baseline.rows["kursk-de"].answer
    assert row.new_answer == "(failed: internal: Something broke.)"
    assert "quote_validity" in comparison.regressions[1].losses


def test_a_loss_counts_only_beyond_chance(base: Run):
    before, gold = side(base, score(base)), base.gold
    for lost, verdict in ((1, "same"), (60, "loss")):
        run = first(lost, answered(refuse), lambda row: row.answerable and row.language == "en")(base)
        change = next(c for c in compare(before, side(run, score(run)), gold, seed=0).metrics if c.name == "passed")
        assert change.verdict == verdict
    gained = oracle("seeds", base.gold)
    change = next(c for c in compare(before, side(gained, score(gained)), gold, seed=0).metrics if c.name == "passed")
    assert (change.verdict, change.p) == ("gain", 1.0)


def test_a_baseline_survives_the_file(baseline: Baseline, tmp_path: Path):
    write_baseline(tmp_path / "b" / "seeds.json", baseline)
    written = tmp_path / "b" / "seeds.json"
    assert read_baseline(written) == baseline
    assert len(written.read_text(encoding="utf-8").splitlines()) < len(baseline.rows) + len(baseline.floors) + 20
    (tmp_path / "bad.json").write_text("{}")
    for path in (tmp_path / "bad.json", tmp_path / "none.json"):
        with pytest.raises(BaselineError):
            read_baseline(path)


def test_floors_are_the_blessed_means_of_slices_with_questions_enough(base: Run, baseline: Baseline):
    summary = score(base).by_kind["conflict"]["slot_accuracy"]
    assert summary.n == 16
    assert 6 <= summary.size < 16  # six questions; their translations are not independent
    assert baseline.floors["slot_accuracy"]["kind conflict"] == summary.value
    assert set(baseline.floors) == set(GATED)
    three = [row for row in base.gold if row.group in ("kursk", "toast", "willing")]
    perfect = oracle("three", three)
    floors = bless(perfect, score(perfect), None).baseline.floors["passed"]
    assert floors == {}, "three questions, though there are twelve rows"


@pytest.mark.parametrize(("lost", "held"), [(1, True), (2, True), (5, False), (6, False)])
def test_a_floor_gives_way_to_chance_and_to_no_more(lost: int, held: bool, base: Run):
    """Of the six questions on numbers one or two are lost by chance, five are not."""
    perfect = oracle("seeds", base.gold)
    groups = sorted({row.group for row in base.gold if row.kind == "number"})[:lost]
    run = only(lambda row: row.group in groups, answered(refuse))(perfect)
    checks = failing(decide(run, bless(perfect, score(perfect), None).baseline))
    assert ("floor over_refusal_rate, kind number" not in checks) is held


def test_small_losses_each_blessed_do_not_wear_a_floor_down(base: Run):
    """Each step loses one question more of a kind; none is a loss by itself, four are under the first floor."""
    run = oracle("seeds", base.gold)
    groups = sorted({row.group for row in base.gold if row.kind == "list"})
    baseline = bless(run, score(run), None).baseline
    verdicts = []
    for group in groups[:4]:
        run = only(lambda row, group=group: row.group == group, answered(refuse))(run)
        verdicts.append("floor over_refusal_rate, kind list" in failing(decide(run, baseline)))
        baseline = bless(run, score(run), baseline).baseline
    assert verdicts == [False, False, True, False]  # the third is blessed with its floor, and the fourth starts from it


def test_blessing_says_what_it_accepts(base: Run, baseline: Baseline):
    worse = only(lambda row: row.kind == "number", spoil.each_answer(spoil.alter_digits))(base)
    blessing = bless(worse, score(worse), baseline)
    assert blessing.comparison is not None
    assert {change.kind for change in blessing.comparison.regressions} == {"number"}
    assert any(sentence.startswith("slot_accuracy, kind number:") for sentence in blessing.lowered)
    assert not any("kind date" in sentence for sentence in blessing.lowered)
    assert decide(worse, blessing.baseline).passed


def test_blessing_a_better_run_never_lowers_a_floor(base: Run, baseline: Baseline):
    better = oracle("seeds", base.gold)
    blessing = bless(better, score(better), baseline)
    assert blessing.lowered == ()
    assert blessing.raised
    back = bless(base, score(base), blessing.baseline).baseline
    for name, parts in back.floors.items():
        for part, bound in parts.items():
            assert GATED[name].loss(baseline.floors[name][part], bound) <= 0


@pytest.mark.parametrize("name", ["one row crashes", "one row missing", "one tape stale", "sources swapped"])
def test_an_incomplete_or_unproven_run_is_never_blessed(name: str, base: Run):
    run = REGRESSIONS[name](base)
    with pytest.raises(BaselineError, match="nothing to bless"):
        bless(run, score(run), None)


def test_the_same_question_to_other_documents_is_no_sibling(base: Run):
    """RGB asks each question twice, of two closed lists whose files have the same names."""
    row = next(row for row in base.gold if row.id == "kursk-en")
    twice = [row, row.model_copy(update={"id": "again", "language": "de", "corpus": "other"})]
    assert score(oracle("two", twice)).cells["kursk-en"]["agreement"] is Unscored.SKIPPED
    twice[1] = twice[1].model_copy(update={"corpus": ""})
    assert score(oracle("two", twice)).cells["kursk-en"]["agreement"] == 1.0
