"""The request a thread works for: whom to tell of progress, and whether anyone still listens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

from rag.errors import InterruptedByUserError


@dataclass(frozen=True, slots=True)
class Call:
    """One request's work. `tell` may be called from any thread; `gone` is set when the client went away."""

    tell: Callable[[str, object], None]
    gone: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Raise InterruptedByUserError if nobody waits for the result any more."""
        if self.gone.is_set():
            raise InterruptedByUserError("The client went away.")

    def on_event(self, event: str, payload: object) -> None:
        """Pass an event on, or end the work that has nobody to tell."""
        self.check()
        self.tell(event, payload)


def _nobody(event: str, payload: object) -> None:  # noqa: ARG001  a listener that is not there
    return None


CURRENT: ContextVar[Call | None] = ContextVar("call", default=None)
"""Set in the thread that works for a request; models deep inside the service find it here."""


def current() -> Call:
    """The call this thread works for; outside of a request, one that nobody hears."""
    return CURRENT.get() or Call(_nobody)
