"""`rag models`: which models there are, fetching them, checking them."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli.output import console, note, one_line, print_json

app = typer.Typer(no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Names = Annotated[list[str] | None, typer.Argument(help="Names from `rag models list`; none means all.")]


@app.command("list")
def list_models(as_json: Json = False) -> None:
    """The models of the registry, and which of them are here."""
    from rich.table import Table
    from rich.text import Text

    from rag.cli.session import open_service

    with open_service() as service:
        entries = [
            {
                "name": entry.name,
                "purpose": entry.purpose,
                "licence": entry.licence,
                "bytes": entry.size,
                "sha256": entry.sha256,
                "present": service.store.is_present(entry.name),
            }
            for entry in service.store.entries()
        ]
    if as_json:
        print_json({"models": entries})
        return
    table = Table(box=None, pad_edge=False)
    for name in ("name", "purpose", "licence", "size", "here"):
        table.add_column(name)
    for entry in entries:
        size = f"{int(str(entry['bytes'])) / 1e6:,.0f} MB"
        cells = (entry["name"], entry["purpose"], entry["licence"], size, "yes" if entry["present"] else "no")
        table.add_row(*(Text(str(cell)) for cell in cells))
    console().print(table)


@app.command()
def pull(names: Names = None, as_json: Json = False) -> None:
    """Fetch models: verified, resumed where a download broke off, from the first source that answers."""
    from rag.cli.progress import bar
    from rag.cli.session import open_service

    with open_service() as service, bar(in_bytes=True) as progress:
        fetched = service.pull_models(names, progress=progress)
    if as_json:
        print_json({"fetched": fetched})
    else:
        console().print(f"fetched {', '.join(fetched)}" if fetched else "every model is here")


@app.command()
def verify(names: Names = None, as_json: Json = False) -> None:
    """Check the files of the fetched models against the registry's sha256."""
    from rag.cli.session import open_service

    with open_service() as service:
        problems = service.verify_models(names)
    if as_json:
        print_json({"problems": problems})
    else:
        for name, problem in problems.items():
            note(f"{name}: {one_line(problem)}")
        console().print("every model is as the registry says" if not problems else f"{len(problems)} wrong")
    if problems:
        raise typer.Exit(1)
