"""Progress bars on stderr, for what takes long enough to wonder about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rag.cli.output import console, one_line


class Bar:
    """Draws one piece of work after the other, as `rag.models.progress.Progress` tells of them."""

    def __init__(self, *, in_bytes: bool) -> None:
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        amount = (DownloadColumn(), TransferSpeedColumn()) if in_bytes else (MofNCompleteColumn(),)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), *amount, TimeRemainingColumn())
        out = console(stderr=True)
        self.progress = Progress(*columns, console=out, disable=not out.is_terminal)
        self._task = self.progress.add_task("", visible=False)

    def start(self, name: str, total: int) -> None:
        """Begin a piece of work of `total` units."""
        self.progress.reset(self._task, description=one_line(name), total=total, visible=True)

    def advance(self, done: int) -> None:
        """`done` units are there by now."""
        self.progress.update(self._task, completed=done)

    def note(self, message: str) -> None:
        """A line above the bar."""
        self.progress.console.print(one_line(message))

    def finish(self) -> None:
        """The piece of work is over."""
        self.progress.update(self._task, visible=False)


@contextmanager
def bar(*, in_bytes: bool = False) -> Iterator[Bar]:
    """A bar for the length of a `with` block."""
    shown = Bar(in_bytes=in_bytes)
    with shown.progress:
        yield shown
