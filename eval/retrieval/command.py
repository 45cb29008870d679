"""`rag-eval retrieval`: registered in `eval.cli`. Importing this loads nothing heavy."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.output import note, print_json
from rag.errors import UsageError

_DATA_VARIABLE = "RAG_EVAL_DATA"
_Data = Annotated[Path | None, typer.Option("--data", help=f"The folder of the sets; else {_DATA_VARIABLE}.")]
_Sets = Annotated[list[str] | None, typer.Option("--set", help="Only this set; may be given again.")]
_Systems = Annotated[list[str] | None, typer.Option("--system", help="Only this system; may be given again.")]
_Work = Annotated[
    Path | None, typer.Option("--work", help="Keep the indexes here, to measure again without embedding.")
]
_Translate = Annotated[
    int | None,
    typer.Option(min=1, help="Ask so many questions a slice with and without translations by the language model."),
]


def retrieval(
    data: _Data = None,
    set_: _Sets = None,
    system: _Systems = None,
    work: _Work = None,
    translate: _Translate = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """How well passages are found in public sets, across languages, beside simpler systems; exit 1 below a target."""
    from eval.retrieval import report
    from eval.retrieval.run import OURS, SYSTEMS, TRANSLATING, run
    from eval.retrieval.targets import check
    from eval.retrieval.tasks import TASKS, load, thinned

    folder = data or Path(os.environ.get(_DATA_VARIABLE, ""))
    if not folder.is_dir() or folder == Path():
        raise UsageError("There is no folder of data.", hint=f"Name one with --data or {_DATA_VARIABLE}.")
    tasks = load(folder, _known("set", set_, TASKS))
    systems = _known("system", system, SYSTEMS)
    if translate is not None:
        tasks, systems = thinned(tasks, translate), [OURS, TRANSLATING]
    with ExitStack() as closing:
        place = work or Path(closing.enter_context(tempfile.TemporaryDirectory()))
        results = run(tasks, place, systems, note)
    outcomes = check(results) if translate is None else []  # targets are for all questions
    if as_json:
        print_json(report.as_json(results, outcomes))
    else:
        report.show(results, outcomes)
    if any(outcome.result != "pass" for outcome in outcomes):
        sys.exit(1)


def _known(kind: str, names: list[str] | None, known: Iterable[str]) -> list[str]:
    options = list(known)
    for name in names or ():
        if name not in options:
            raise UsageError(f"There is no {kind} {name!r}.", hint=f"Known: {', '.join(options)}.")
    return names or options
