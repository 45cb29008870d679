"""`rag search`, `ask`, `chat`, `verify`: questions, and the proof of their answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.output import (
    console,
    counted,
    hit_as_dict,
    note,
    one_line,
    print_answer,
    print_hits,
    print_json,
    print_sentence,
)
from rag.types import ANSWER_K, AnswerSentence, Message

if TYPE_CHECKING:
    from rag.cli.remote import RemoteService
    from rag.service import Service

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
K = Annotated[int, typer.Option("--k", "-k", min=1, max=100, help="How many passages.")]


class Answerer(StrEnum):
    """Who writes the answer."""

    AUTO = "auto"
    LLM = "llm"
    EXTRACTIVE = "extractive"


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    for command in (search, ask, chat, verify):
        app.command()(command)


def search(
    question: Annotated[str, typer.Argument(show_default=False)],
    k: K = 5,
    explain: Annotated[bool, typer.Option("--explain", help="Say where each passage came from.")] = False,
    as_json: Json = False,
) -> None:
    """Ranked passages for a question, in whatever language they are written; no language model is used."""
    from rag.cli.session import open_service

    with open_service() as service:
        hits = service.search(question, k=k, explained=explain)
    if as_json:
        print_json({"hits": [hit_as_dict(hit, explain=explain) for hit in hits]})
    else:
        print_hits(hits, explain=explain)


def ask(
    question: Annotated[str, typer.Argument(show_default=False)],
    answerer: Annotated[Answerer, typer.Option(help="Who writes the answer.")] = Answerer.AUTO,
    k: K = ANSWER_K,
    fail_on_refusal: Annotated[bool, typer.Option("--fail-on-refusal", help="Exit 3 when there is no answer.")] = False,
    server: Annotated[
        str | None, typer.Option(help="Ask the `rag serve` at this address; a key in RAG_SERVER_KEY.")
    ] = None,
    as_json: Json = False,
) -> None:
    """A cited answer, or the reason why there is none."""
    with _asked(server) as service:
        if as_json:
            answer = service.ask(question, answerer=answerer.value, k=k)
            print_json(answer)
        else:
            out, streamed = console(), []

            def show(event: str, payload: object) -> None:
                if event == "sentence" and isinstance(payload, AnswerSentence):
                    streamed.append(payload)
                    print_sentence(payload, out)

            answer = service.ask(question, answerer=answerer.value, k=k, on_event=show)
            print_answer(answer, streamed=bool(streamed))
    if answer.status == "refused" and fail_on_refusal:
        raise typer.Exit(3)


@contextmanager
def _asked(server: str | None) -> Iterator[Service | RemoteService]:
    """The service here, or the one at an address."""
    if server is None:
        from rag.cli.session import open_service

        with open_service() as service:
            yield service
    else:
        from rag.cli.remote import RemoteService
        from rag.cli.session import name_unknown_variables

        name_unknown_variables()
        with closing(RemoteService(server, os.environ.get("RAG_SERVER_KEY"))) as remote:
            yield remote


def chat(k: K = ANSWER_K) -> None:
    """A conversation at the prompt; follow-up questions are understood. An empty line or Ctrl-D ends it."""
    import readline  # noqa: F401  gives input() its line editing

    from rag.cli.session import open_service
    from rag.errors import RagError

    history: list[Message] = []
    with open_service() as service:
        while question := _read_line():
            try:
                answer = service.ask(question, history=history, k=k)
            except RagError as error:
                note(f"{error} {error.hint}")
                continue
            if answer.understood:
                note(f"understood as: {answer.understood}")
            print_answer(answer, streamed=False)
            history += [Message("user", answer.understood or question), Message("assistant", answer.answer)]


def _read_line() -> str:
    try:
        return input("> " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return ""


def verify(
    file: Annotated[Path, typer.Argument(help="A saved Answer, or a JSONL of them.", show_default=False)],
    sources: Annotated[
        Path | None, typer.Option("--sources", help="Check against the files in this folder, not the index.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Re-check every citation of saved answers. Needs no model."""
    from rag.cli.session import open_service

    with open_service() as service:
        report = service.verify(file, sources=sources)
    if as_json:
        print_json(report)
    else:
        for failure in report.failures:
            note(f"[{failure.citation}] {failure.source}: {failure.reason} {one_line(failure.quote)}")
        console().print(f"{counted(report.checked, 'citation')} checked, {report.failed} failed")
    if report.failed:
        raise typer.Exit(1)
