"""The `rag-eval` program. Importing it loads nothing heavy: every command imports what it needs."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eval.corrupt.command import mutations
from eval.refusal.__main__ import app as refusal
from eval.retrieval.command import retrieval
from rag.cli.output import note, one_line, print_json
from rag.cli.session import name_unknown_variables
from rag.errors import InterruptedByUserError, RagError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.gate import Check, Verdict
    from eval.runs import Run
    from eval.score import Scores

app = typer.Typer(
    name="rag-eval",
    help="Asks gold questions, scores the answers, and gates a change on them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Answerer(StrEnum):
    """Who writes the answers."""

    AUTO = "auto"
    LLM = "llm"
    EXTRACTIVE = "extractive"


Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Folder = Annotated[Path, typer.Argument(help="The folder of a run.", show_default=False)]
BaselineFile = Annotated[
    Path, typer.Option("--baseline", help="The blessed state to compare with.", show_default=False)
]
SuiteName = Annotated[
    str, typer.Option("--suite", help="seeds, a gold file (.jsonl), or beir|nomiracl|rgb|squad:PATH.")
]


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Options of every command; `main` reads `--debug` itself, so that it holds before parsing ends."""


@app.command()
def run(
    suite: SuiteName = "seeds",
    answerer: Annotated[Answerer, typer.Option(help="Who writes the answers.")] = Answerer.EXTRACTIVE,
    live: Annotated[bool, typer.Option("--live", help="Ask the language model itself, not its cassettes.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Where the rows go.", show_default="runs/...")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask so many, spread over languages and kinds.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of sampling and of the bootstrap.")] = 0,
    as_json: Json = False,
) -> None:
    """Ask the gold questions and store the rows. An interrupted run goes on where it stopped."""
    from eval.runner import run_suite

    summary = run_suite(suite, answerer.value, live=live, out=out, limit=limit, seed=seed, note=note)
    if as_json:
        print_json(summary)
    else:
        typer.echo(
            f"{summary['folder']}: {summary['rows']} rows, {summary['failed']} failed, {summary['stale']} stale, "
            f"{summary['unmeasured']} unmeasured, {summary['seconds']:.1f} s"
        )
    if summary["failed"]:
        raise typer.Exit(1)


@app.command()
def score(folder: Folder, as_json: Json = False) -> None:
    """Score the rows of a run. Needs no model."""
    run, scores = _scored(folder)
    if as_json:
        print_json(
            {
                "digest": scores.digest,
                "metrics": scores.overall,
                "by_language": scores.by_language,
                "by_kind": scores.by_kind,
            }
        )
        return
    from eval.report.terminal import print_scores

    print_scores(scores, run.name)


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(help="A run or a baseline.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="The run to compare with it.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Compare two runs row by row, with paired tests."""
    from eval.baseline import baseline_side, read_baseline
    from eval.compare import compare as compare_sides
    from eval.compare import side

    run, scores = _scored(new)
    before = side(*_scored(old)) if old.is_dir() else baseline_side(read_baseline(old), old.stem)
    comparison = compare_sides(before, side(run, scores), run.gold, seed=scores.seed)
    if as_json:
        outcomes = {change.name: "fail" if change.verdict == "loss" else "pass" for change in comparison.metrics}
        print_json({"outcomes": outcomes, **asdict(comparison)})
        return
    from eval.report.terminal import print_comparison, print_regressions

    print_comparison(comparison)
    print_regressions(comparison.regressions)


@app.command()
def gate(folder: Folder, baseline: BaselineFile, as_json: Json = False) -> None:
    """Exit 1 unless the run is at least as good as the baseline in every respect.

    Writes report.md, report.html and junit.xml into the run's folder. On GitHub it also annotates the run and writes
    its summary.
    """
    from eval.baseline import read_baseline
    from eval.gate import gate as decide

    run, scores = _scored(folder)
    verdict = decide(run, scores, read_baseline(baseline))
    _write_reports(folder, run, scores, verdict)
    if as_json:
        print_json(
            {
                "passed": verdict.passed,
                **_outcomes(verdict.checks),
                "regressions": [asdict(change) for change in verdict.comparison.regressions],
            }
        )
    else:
        from eval.report.terminal import print_checks, print_comparison, print_regressions

        print_comparison(verdict.comparison)
        print_regressions(verdict.comparison.regressions)
        print_checks(verdict.checks)
    if not verdict.passed:
        raise typer.Exit(1)


@app.command()
def check(folder: Folder, as_json: Json = False) -> None:
    """Exit 1 unless every question has a row that was measured, and every citation verifies. Needs no baseline."""
    from eval.gate import Result, check_run

    checks = check_run(*_scored(folder))
    if as_json:
        print_json(_outcomes(checks))
    else:
        from eval.report.terminal import print_checks

        print_checks(checks)
    if any(check.result is not Result.PASS for check in checks):
        raise typer.Exit(1)


@app.command()
def bless(folder: Folder, baseline: BaselineFile, as_json: Json = False) -> None:
    """Make a run the baseline, and say what that accepts."""
    from eval.baseline import bless as make
    from eval.baseline import read_baseline, write_baseline

    run, scores = _scored(folder)
    blessing = make(run, scores, read_baseline(baseline) if baseline.exists() else None)
    write_baseline(baseline, blessing.baseline)
    regressions = blessing.comparison.regressions if blessing.comparison else ()
    if as_json:
        print_json(
            {
                "outcomes": {},
                "regressions": [asdict(change) for change in regressions],
                "lowered": blessing.lowered,
                "raised": blessing.raised,
            }
        )
        return
    from eval.report.terminal import print_comparison, print_regressions

    if blessing.comparison:
        print_comparison(blessing.comparison)
        print_regressions(regressions)
    for sentence in blessing.lowered:
        typer.echo(f"accepts a weaker floor: {one_line(sentence)}")
    typer.echo(f"{baseline}: {len(blessing.baseline.rows)} rows blessed, {len(regressions)} of them worse than before")


@app.command()
def report(folder: Folder) -> None:
    """Write report.html, with plots, into the folder of a run."""
    from eval.report.page import page

    run, scores = _scored(folder)
    path = folder / "report.html"
    path.write_text(page(run, scores), encoding="utf-8")
    typer.echo(str(path))


@app.command()
def record(
    suite: SuiteName = "seeds",
    limit: Annotated[int, typer.Option(min=1, max=40, help="Rows that have cassettes.")] = 40,
    as_json: Json = False,
) -> None:
    """Record what the language model says to the gold questions: only rows whose tape is stale or missing."""
    from eval.runner import record_suite

    counts = record_suite(suite, limit=limit, note=note)
    if as_json:
        print_json(counts)
    else:
        typer.echo(f"{counts['recorded']} rows recorded, {counts['kept']} kept, {counts['failed']} failed")
    if counts["failed"]:
        raise typer.Exit(1)


@app.command()
def sensitivity(
    folder: Annotated[Path | None, typer.Argument(help="A run; a perfect one is made up if absent.")] = None,
    suite: SuiteName = "seeds",
    as_json: Json = False,
) -> None:
    """Spoil a run in known ways and print what each metric made of it; exit 1 if one did not move."""
    from eval.oracle import oracle
    from eval.runs import read_run
    from eval.sensitivity import sensitivity as measure
    from eval.suites import open_suite

    subject = read_run(folder) if folder else oracle(suite, open_suite(suite).gold)
    effects = measure(subject)
    if as_json:
        print_json({"effects": [asdict(effect) | {"moved": effect.moved} for effect in effects]})
    else:
        from eval.report.terminal import print_sensitivity

        print_sensitivity(effects)
    if not all(effect.moved for effect in effects):
        raise typer.Exit(1)


@app.command()
def judge(
    folder: Folder,
    base_url: Annotated[str, typer.Option(help="An OpenAI-compatible endpoint.", show_default=False)],
    model: Annotated[str, typer.Option(help="The model's name there.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Ask a language model whether the answers are right, and how far it agrees with the gold slots.

    Its key is read from JUDGE_API_KEY. The opinions are written to judge.jsonl; no gate reads them.
    """
    from eval.judge import judge as ask
    from eval.judge import summarise, write_opinions
    from rag.llm import open_chat_model

    run, scores = _scored(folder)
    key = os.environ.get("JUDGE_API_KEY")
    judging = open_chat_model("openai-compatible", base_url=base_url, model=model, api_key=key)
    assert judging is not None
    opinions = list(ask(run, scores, judging))
    write_opinions(folder / "judge.jsonl", opinions)
    judgement = asdict(summarise(opinions, judging))
    if as_json:
        print_json(judgement)
    else:
        for key, value in judgement.items():
            typer.echo(f"{key:10} {value:.3f}" if isinstance(value, float) else f"{key:10} {one_line(str(value))}")


@app.command()
def init(
    docs: Annotated[Path, typer.Argument(help="The folder of your documents.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="The gold file to write.")] = Path("gold.jsonl"),
) -> None:
    """Write a starter gold file for your own documents: a quote of each, and questions to fill in."""
    from eval.starter import write_starter

    rows = write_starter(docs, out)
    typer.echo(f"{out}: {rows} rows to fill in; then: rag-eval run --suite {out}")


app.command()(retrieval)
app.command()(mutations)
app.add_typer(refusal, name="refusal")


def _scored(folder: Path) -> tuple[Run, Scores]:
    from eval.runs import read_run
    from eval.score import score

    run = read_run(folder)
    return run, score(run)


def _outcomes(checks: Sequence[Check]) -> dict[str, Any]:
    return {
        "outcomes": {check.name: check.result for check in checks},
        "details": {check.name: check.detail for check in checks if check.detail},
    }


def _write_reports(folder: Path, run: Run, scores: Scores, verdict: Verdict) -> None:
    from eval.report.github import workflow_commands
    from eval.report.junit import junit
    from eval.report.markdown import markdown
    from eval.report.page import page

    words = markdown(run, verdict)
    (folder / "report.md").write_text(words, encoding="utf-8")
    (folder / "report.html").write_text(page(run, scores, verdict), encoding="utf-8")
    (folder / "junit.xml").write_text(junit(run, verdict), encoding="utf-8")
    if os.environ.get("GITHUB_ACTIONS") == "true":
        sys.stderr.writelines(f"{line}\n" for line in workflow_commands(verdict))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(words)


def main(arguments: list[str] | None = None) -> None:
    """Run the program and exit with the contract's code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    if debug:
        arguments = ["--debug", *(argument for argument in arguments if argument != "--debug")]
    name_unknown_variables()
    error: RagError
    try:
        raise SystemExit(app(arguments, standalone_mode=False) or 0)
    except (typer.Abort, KeyboardInterrupt):
        error = InterruptedByUserError("Stopped.", hint="The same command goes on where it stopped.")
    except typer.TyperException as usage:
        if not usage.format_message():  # no arguments at all: the help is printed already
            raise SystemExit(UsageError.exit_code) from None
        error = UsageError(usage.format_message(), hint="rag-eval --help lists the commands.")
    except RagError as known:
        error = known
    except Exception as unexpected:
        error = RagError(f"{type(unexpected).__name__}: {unexpected}", hint="This is a bug; --debug shows where.")
        error.__cause__ = unexpected
    if debug:
        import traceback

        traceback.print_exception(error.__cause__ or error)
    _print_error(error, as_json="--json" in arguments)
    raise SystemExit(error.exit_code)


def _print_error(error: RagError, *, as_json: bool) -> None:
    problems: tuple[str, ...] = getattr(error, "problems", ())
    if as_json:
        fields: dict[str, Any] = {"code": error.code, "message": str(error), "hint": error.hint}
        print_json({"error": fields | ({"problems": problems} if problems else {})})
    for line in problems or (str(error),):
        note(f"rag-eval: {line} [{error.code}]")
    if error.hint:
        note(f"          {error.hint}")
