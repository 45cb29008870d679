"""`python -m eval.corrupt`: see `eval.corrupt.command.mutations`."""

import typer

from eval.corrupt.command import mutations

typer.run(mutations)
