"""The `rag-eval` program: exit codes, JSON, reports on disk, and an import that loads nothing heavy."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from changes import answered, only
from small_gold import BRIDGE, HARBOUR

from eval import mutations as spoil
from eval.cli import main
from eval.oracle import refuse
from eval.runs import Run, append_row, start_run

HEAVY = ("torch", "transformers", "sentence_transformers", "onnxruntime", "chromadb", "llama_index", "xllamacpp")


def stored(run: Run, folder: Path) -> Path:
    start_run(folder, run.manifest, run.gold)
    for row in run.rows.values():
        append_row(folder, row)
    return folder


def call(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    return int(caught.value.code or 0)


@pytest.fixture
def good(perfect: Run, tmp_path: Path) -> Path:
    return stored(perfect, tmp_path / "good")


@pytest.fixture
def worse(perfect: Run, tmp_path: Path) -> Path:
    run = only(lambda row: row.id == "closed-en", spoil.each_answer(spoil.alter_quote))(perfect)
    return stored(run, tmp_path / "worse")


def test_score_prints_every_metric_with_its_counts(good: Path, capsys: pytest.CaptureFixture[str]):
    assert call("score", good, "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result) == {"digest", "metrics", "by_language", "by_kind"}
    assert result["metrics"]["passed"]["value"] == 1.0
    assert {"value", "low", "high", "n", "failed", "skipped"} <= set(result["metrics"]["passed"])
    assert result["by_language"]["zh-Hant"]["slot_accuracy"]["n"] == 3
    assert set(result["by_kind"]) == {"comparison", "date", "same_event", "unanswerable"}
    assert call("score", good) == 0
    assert "citation_precision" in capsys.readouterr().out


def test_bless_then_gate(good: Path, worse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    baseline = tmp_path / "b.json"
    assert call("bless", good, "--baseline", baseline) == 0
    capsys.readouterr()
    assert call("gate", good, "--baseline", baseline, "--json") == 0
    verdict = json.loads(capsys.readouterr().out)
    assert set(verdict["outcomes"].values()) == {"pass"}
    assert verdict["regressions"] == []
    assert call("gate", worse, "--baseline", baseline, "--json") == 1
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["outcomes"]["citations"] == "fail"
    assert verdict["regressions"][0]["id"] == "closed-en"
    assert call("gate", worse, "--baseline", baseline) == 1
    assert "closed-en" in capsys.readouterr().out
    for report in ("report.md", "report.html", "junit.xml"):
        assert "closed-en" in (worse / report).read_text(encoding="utf-8")


def test_check_wants_every_row_and_every_citation(
    good: Path, worse: Path, perfect: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert call("check", good, "--json") == 0
    assert set(json.loads(capsys.readouterr().out)["outcomes"].values()) == {"pass"}
    assert call("check", worse, "--json") == 1
    assert json.loads(capsys.readouterr().out)["outcomes"]["citations"] == "fail"
    torn = stored(replace(perfect, rows={key: perfect.rows[key] for key in list(perfect.rows)[1:]}), tmp_path / "torn")
    assert call("check", torn) == 1
    assert "missing" in capsys.readouterr().out


def test_on_github_the_gate_annotates_and_summarises(
    good: Path, worse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    call("bless", good, "--baseline", tmp_path / "b.json")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    capsys.readouterr()
    assert call("gate", worse, "--baseline", tmp_path / "b.json", "--json") == 1
    shown = capsys.readouterr()
    json.loads(shown.out)  # the annotations do not get into the object
    assert "::error title=Evaluation%3A citations::" in shown.err
    assert "does not pass" in (tmp_path / "summary.md").read_text()


def test_compare_takes_runs_and_baselines(good: Path, worse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    call("bless", good, "--baseline", tmp_path / "b.json")
    capsys.readouterr()
    results = []
    for old in (good, tmp_path / "b.json"):
        assert call("compare", old, worse, "--json") == 0
        results.append(json.loads(capsys.readouterr().out))
    assert results[0]["regressions"] == results[1]["regressions"]
    assert results[0]["outcomes"]["passed"] == "pass"  # one row is not beyond chance
    assert call("compare", good, worse) == 0


def test_bless_says_what_it_accepts(good: Path, perfect: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    baseline = tmp_path / "b.json"
    call("bless", good, "--baseline", baseline)
    lazy = stored(only(lambda row: row.language != "en", answered(refuse))(perfect), tmp_path / "lazy")
    capsys.readouterr()
    assert call("bless", lazy, "--baseline", baseline, "--json") == 0
    accepted = json.loads(capsys.readouterr().out)
    assert len(accepted["regressions"]) >= 9
    assert any(sentence.startswith("passed, overall: 1.000 becomes") for sentence in accepted["lowered"])
    assert call("gate", lazy, "--baseline", baseline) == 0


def test_report_and_sensitivity(good: Path, capsys: pytest.CaptureFixture[str]):
    assert call("report", good) == 0
    assert (good / "report.html").stat().st_size > 10_000
    capsys.readouterr()
    assert call("sensitivity", good, "--json") == 0
    effects = json.loads(capsys.readouterr().out)["effects"]
    assert len(effects) > 20
    assert all(effect["moved"] for effect in effects)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["score", "nowhere"], 1, "holds no run"),
        (["gate", "nowhere", "--baseline", "x"], 1, "holds no run"),
        (["gate", "nowhere"], 2, "--baseline"),
        (["run", "--suite", "sedes"], 1, "no suite 'sedes'"),
        (["run", "--answerer", "oracle"], 2, "oracle"),
        (["run", "--suite", "beir:nowhere"], 1, "unmeasured"),
        (["init", "nowhere"], 1, "not a folder"),
        (["juggle"], 2, "juggle"),
        ([], 2, ""),
    ],
)
def test_bad_input_is_a_line_and_a_code(
    arguments: list[str], code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert call(*arguments) == code
    shown = capsys.readouterr()
    assert words in shown.err
    assert "Traceback" not in shown.err


def test_a_missing_baseline_says_how_to_make_one(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert call("gate", good, "--baseline", tmp_path / "none.json", "--json") == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["error"]["code"] == "baseline"
    assert "rag-eval bless" in shown.err


def test_every_broken_gold_line_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "g.jsonl").write_text('{"id": 1}\nnonsense\n')
    assert call("run", "--suite", tmp_path / "g.jsonl") == 1
    errors = capsys.readouterr().err
    assert "g.jsonl, line 1" in errors
    assert "g.jsonl, line 2" in errors


def test_init_writes_a_gold_file_to_fill_in(tmp_path: Path, monkeypatch, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("rag.ingest.load")
    from eval.datasets.gold import load
    from eval.errors import GoldError

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/bridge.md").write_text(BRIDGE, encoding="utf-8")
    (tmp_path / "docs/harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (tmp_path / "docs/short.txt").write_text("Nothing.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert call("init", "docs") == 0
    assert "3 rows to fill in" in capsys.readouterr().out
    with pytest.raises(GoldError) as caught:
        load(Path("gold.jsonl"))
    assert all("still to be written" in problem or "accepted strings" in problem for problem in caught.value.problems)
    rows = [json.loads(line) for line in Path("gold.jsonl").read_text().splitlines()]
    assert [row["quotes"][0]["document"] for row in rows[:2]] == ["docs/bridge.md", "docs/harbour.txt"]
    for row in rows:
        row["question"] = "What?"
        if row["answerable"]:
            row["slots"] = [{"en": ["closed"]}]
    Path("gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert len(load(Path("gold.jsonl")).gold) == 3
    assert call("init", "docs") == 1  # never overwrites
    assert "already there" in capsys.readouterr().err


@pytest.mark.parametrize(
    "module", ["eval.cli", "eval.score", "eval.gate", "eval.report.terminal", "eval.report.markdown"]
)
def test_importing_loads_nothing_heavy(module: str):
    code = f"import {module}, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_command_line_itself_loads_not_even_numpy():
    code = "import eval.cli, sys; print([m for m in ('numpy', 'pydantic', 'matplotlib', 'rich') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.net
def test_a_judge_at_an_endpoint(good: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    from tests.llm.endpoint import says, serving

    monkeypatch.setenv("JUDGE_API_KEY", "of-the-judge")
    with serving(says("RIGHT")) as endpoint:
        assert call("judge", good, "--base-url", endpoint.url, "--model", "m", "--json") == 0
    judgement = json.loads(capsys.readouterr().out)
    assert (judgement["judged"], judgement["right"], judgement["agreement"]) == (12, 1.0, 1.0)
    assert {headers["Authorization"] for headers in endpoint.headers} == {"Bearer of-the-judge"}
    assert all(body["temperature"] == 0 for body in endpoint.bodies)
    assert len((good / "judge.jsonl").read_text().splitlines()) == 12


def test_every_command_that_is_written_about_exists():
    import re

    import yaml

    from eval.cli import app

    root = Path(__file__).parents[2]
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    names |= {group.name for group in app.registered_groups}
    workflows = sorted((root / ".github" / "workflows").glob("*.yml"))
    texts = [path.read_text(encoding="utf-8") for path in (root / "docs" / "evaluation.md", *workflows)]
    written = {name for text in texts for name in re.findall(r"rag-eval ([a-z]+)", text)}
    assert {"run", "score", "gate", "bless", "compare", "record", "init"} <= written
    assert written <= names
    steps = [
        step for path in workflows for job in yaml.safe_load(path.read_text())["jobs"].values() for step in job["steps"]
    ]
    assert any("rag-eval gate" in step.get("run", "") for step in steps)
