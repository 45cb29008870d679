"""How a download tells what it does, without knowing who draws it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Listens to one download after the other; sizes in bytes of the finished file."""

    def start(self, name: str, total: int) -> None:
        """A model of `total` bytes is about to be fetched."""
        ...

    def advance(self, done: int) -> None:
        """`done` bytes of it are here now; less than before when a source had to begin again."""
        ...

    def note(self, message: str) -> None:
        """Something a person who is waiting should know: a source gave way to the next."""
        ...

    def finish(self) -> None:
        """The model is in place, or the attempt is over."""
        ...


class Silent:
    """Tells nobody."""

    def start(self, name: str, total: int) -> None:
        """Nothing is shown."""

    def advance(self, done: int) -> None:
        """Nothing is shown."""

    def note(self, message: str) -> None:
        """Nothing is shown."""

    def finish(self) -> None:
        """Nothing is shown."""
