"""`rag doctor` and `rag serve`: looking after the service, and running it."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli.output import console, one_line, print_json

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(doctor)
    app.command()(serve)


def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Bring Chroma in line with the catalog first.")] = False,
    as_json: Json = False,
) -> None:
    """Check models, index and stores; say how to fix what is wrong."""
    from rag.cli.session import open_service

    with open_service() as service:
        checks = service.doctor(fix=fix)
    if as_json:
        print_json({"checks": checks})
    else:
        out = console()
        for check in checks:
            out.print(f"{'ok   ' if check.ok else 'WRONG'}  {check.name:<18} {one_line(check.detail)}")
            if not check.ok:
                out.print(f"       fix: {one_line(check.fix)}")
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; other than loopback needs keys.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 lets the system choose.")] = 8000,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", help="A name, besides addresses, under which this is reached.")
    ] = None,
    rate: Annotated[str, typer.Option(help="Requests a key may make.")] = "600/minute",
) -> None:
    """The HTTP service, with the chat page at /. Ctrl-C lets answers in flight finish."""
    from rag.api.serve import serve as run
    from rag.cli.session import open_service

    with open_service() as service:
        run(service, host=host, port=port, allowed=allow_host or (), rate=rate)
