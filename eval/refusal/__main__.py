"""`python -m eval.refusal fit|verdict|report|places|pairs --data DIR`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

_CALIBRATION = Path(__file__).parents[2] / "rag" / "answer" / "calibration.json"

app = typer.Typer(help="The study of refusal.", add_completion=False)

_DATA = Annotated[
    Path, typer.Option(help="The folder with xquad, drcd, cmrc2018 and rgb.", exists=True, file_okay=False)
]
_WORK = Annotated[Path, typer.Option(help="Where indexes and rankings are kept, as by `rag-eval retrieval`.")]
_SETS = Annotated[list[str] | None, typer.Option("--set", help="Only these sets.")]


@app.command()
def fit(data: _DATA, work: _WORK, out: Path | None = None, set_: _SETS = None) -> None:
    """Fit the calibration on the halves for fitting and write it into the package, or to OUT."""
    from eval.refusal.fit import examples
    from eval.refusal.fit import fit as fitted
    from eval.refusal.sets import SETS
    from rag.config import Settings

    found = [one for name in set_ or SETS for one in examples(SETS[name](data), work, _say)]
    defaults = Settings.model_fields
    calibration = fitted(found, defaults["embed_model"].default, [defaults["llm_model"].default])
    typer.echo(f"{len(found)} examples, {_written(calibration, out)}")


@app.command()
def verdict(data: _DATA, work: _WORK, rows: int = 15, out: Path | None = None, set_: _SETS = None) -> None:
    """Fit what the local model's verdict changes, on ROWS questions a set and language, and add it to the calibration.

    What the model says of each sentence is kept in WORK; the first time a sentence takes a second or two.
    """
    from eval.refusal.sets import SETS
    from eval.refusal.verdicts import Kept, first_right, judgements
    from eval.refusal.verdicts import fit as fitted
    from rag.config import load_settings
    from rag.errors import LLMUnavailableError
    from rag.service import Service

    with Service(load_settings()) as service:
        if service.chat_model is None:
            raise LLMUnavailableError("The local model is not here.", hint="Run `rag models pull`.")
        model = Kept(service.chat_model, work / "agreements.jsonl")
        found = [
            one
            for name in set_ or SETS
            for one in judgements(SETS[name](data), work, model, service.embedder, rows, _say)
        ]
    judged = fitted(found)
    choices = (("log-odds", 0.0), ("score", 1e9), ("both", judged["score"]))
    right = ", ".join(f"{first_right(found, weight)} by {name}" for name, weight in choices)
    name = _written({**json.loads(_CALIBRATION.read_text(encoding="utf-8")), "judged": judged}, out)
    typer.echo(f"{len(found)} examples, {judged['asked']} of them judged; the best sentence answers {right}; {name}")


@app.command()
def report(
    data: _DATA,
    work: _WORK,
    answerer: Literal["extractive", "llm"] = "extractive",
    rows: Annotated[int | None, typer.Option(help="Questions of a set and language; all if not given.")] = None,
    set_: _SETS = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Ask the held-out halves and print invention, over-refusal and wrong answers; exit 1 if a target is missed."""
    from eval.refusal import report as reporting
    from eval.refusal.asking import asker
    from eval.refusal.sets import SETS

    with asker(answerer, work) as answering:
        found = [
            one for name in set_ or SETS for one in reporting.outcomes(SETS[name](data), work, answering, _say, rows)
        ]
    table = reporting.table(found)
    missed = reporting.missed(table)
    if as_json:
        typer.echo(json.dumps({"rows": reporting.as_json(table), "missed": missed}, ensure_ascii=False))
    else:
        typer.echo(reporting.as_markdown(table))
        typer.echo("\n".join(missed), err=True)
    raise typer.Exit(1 if missed else 0)


@app.command()
def places(data: _DATA, work: _WORK, rows: int | None = None, set_: _SETS = None) -> None:
    """Print how often the sentence that answers is the first of the evidence, and among it, on the held-out halves."""
    from eval.refusal import places as placing
    from eval.refusal.sets import SETS

    found = [one for name in set_ or SETS for one in placing.places(SETS[name](data), work, _say, rows)]
    typer.echo(placing.as_markdown(found))


@app.command()
def pairs(data: _DATA, work: _WORK, rows: int = 100, set_: _SETS = None) -> None:
    """Print what is answered of two questions in one message, asked whole and one by one; ROWS questions a language."""
    from eval.refusal import pairs as pairing
    from eval.refusal.sets import SETS

    found = [one for name in set_ or ["xquad"] for one in pairing.told(SETS[name](data), work, _say, rows)]
    typer.echo(pairing.as_markdown(found))


def _written(calibration: dict[str, Any], out: Path | None) -> str:
    """The name of the file that it was written to: the package's, or OUT."""
    path = out or _CALIBRATION
    path.write_text(json.dumps(calibration, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path.name


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    app()
