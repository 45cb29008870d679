"""The `rag` program: its commands, and the one place where an error becomes a line and an exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rag.cli import documents, models, questions, service
from rag.cli.output import print_error
from rag.errors import InterruptedByUserError, RagError, UsageError

app = typer.Typer(
    name="rag",
    help="Answers questions from your documents, in any language, with citations that carry their proof.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (documents, questions, service):
    group.register(app)
app.add_typer(models.app, name="models", help="The model store.")


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Options of every command; `main` reads `--debug` itself, so that it holds before parsing ends."""


def main(arguments: list[str] | None = None) -> None:
    """Run the program and exit with the contract's code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if "--debug" in arguments:
        arguments = ["--debug", *(argument for argument in arguments if argument != "--debug")]
    as_json = "--json" in arguments
    try:
        code = app(arguments, standalone_mode=False) or 0
        if code == InterruptedByUserError.exit_code:  # what typer makes of Ctrl-C
            raise KeyboardInterrupt
        raise SystemExit(code)
    except (typer.Abort, KeyboardInterrupt):
        error: RagError = InterruptedByUserError("Stopped.")
    except typer.TyperException as usage:
        if not usage.format_message():  # no arguments at all: the help is printed already
            raise SystemExit(UsageError.exit_code) from None
        error = UsageError(
            usage.format_message(), hint="rag --help lists the commands, rag COMMAND --help its options."
        )
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away: there is nobody to tell
        raise SystemExit(1) from None
    except RagError as known:
        error = known
    except Exception as unexpected:
        error = RagError(f"{type(unexpected).__name__}: {unexpected}", hint="This is a bug; --debug shows where.")
        error.__cause__ = unexpected
    if "--debug" in arguments:
        import traceback

        traceback.print_exception(error.__cause__ or error)
    print_error(error, as_json=as_json)
    raise SystemExit(error.exit_code)
