"""`rag ingest`, `list`, `show`, `remove`: what is in the index."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.output import console, counted, describe_source, note, one_line, print_documents, print_json

SHOWN_FILES = 5
"""Files that are named of those skipped."""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(ingest)
    app.command("list")(list_documents)
    app.command()(show)
    app.command()(remove)


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.", show_default=False)],
    prune: Annotated[bool, typer.Option("--prune", help="Remove documents under PATHS whose files are gone.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Drop the index first: for another embedding model.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Add or update files and folders. Running it again changes nothing."""
    from rag.cli.progress import bar
    from rag.cli.session import open_service

    with open_service() as service, bar() as progress:
        report = service.ingest(paths, prune=prune, rebuild=rebuild, progress=progress)
    if as_json:
        print_json(report)
    else:
        for failure in report.failures:
            note(f"{failure.path}: {failure.message} [{failure.code}]")
        if report.skipped_files:
            more = len(report.skipped_files) - SHOWN_FILES
            named = [*report.skipped_files[:SHOWN_FILES], *([f"{more} more"] if more > 0 else [])]
            note(f"Skipped, of no known format: {', '.join(named)}")
        counts = ("added", "updated", "unchanged", "removed", "skipped", "failed")
        done = (
            ", ".join(f"{getattr(report, name)} {name}" for name in counts if getattr(report, name)) or "nothing to do"
        )
        holds = f"{counted(report.documents, 'document')}, {counted(report.chunks, 'passage')}"
        console().print(f"{done}; {holds}, {report.seconds:.1f} s")
    if report.failed:
        raise typer.Exit(1)


def list_documents(as_json: Json = False) -> None:
    """The documents in the index."""
    from rag.cli.session import open_service

    with open_service() as service:
        documents = service.documents()
    if as_json:
        print_json({"documents": documents})
    elif not documents:
        note("There are no documents yet: rag ingest PATH...")
    else:
        print_documents(documents)


def show(
    document: Annotated[str, typer.Argument(help="Its id or its path.", show_default=False)],
    text: Annotated[bool, typer.Option("--text", help="Print the exact text that citations index into.")] = False,
    as_json: Json = False,
) -> None:
    """One document."""
    from rag.cli.session import open_service

    with open_service() as service:
        found = service.document(document)
    if text:
        sys.stdout.flush()
        sys.stdout.buffer.write(found.text.encode())
        sys.stdout.buffer.flush()
    elif as_json:
        print_json(found)
    else:
        out = console()
        out.print(describe_source(found.source, found.title, found.published))
        out.print(f"id {found.id} · sha256 {found.sha256} · {', '.join(found.languages)}")
        for block in found.blocks:
            stretch = f"{block.span.start}-{block.span.end}"
            out.print(f"{stretch:>13}  {block.kind:<11} {block.language:<8} {one_line(block.span.of(found.text))}")


def remove(
    documents: Annotated[list[str], typer.Argument(help="Ids or paths.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Remove documents from the index; their files are not touched."""
    from rag.cli.session import open_service

    with open_service() as service:
        removed = service.remove(documents)
    if as_json:
        print_json({"removed": removed})
    else:
        console().print(f"{removed} removed")
