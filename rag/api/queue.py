"""The line for the language model: so many at a time, in order of arrival, and no longer than it may be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, TypeVar

from rag.api.call import Call, current
from rag.errors import BusyError
from rag.llm.base import ChatModel
from rag.types import Message

T = TypeVar("T")

LOOK_SECONDS = 0.2
"""How often someone in line looks whether their client is still there."""
SECONDS_EACH = 20
"""A guess at one answer of the local model, for Retry-After."""


class Line:
    """`width` generations at once and `seats` requests in the house, those being served included."""

    def __init__(self, *, seats: int = 16, width: int = 1) -> None:
        self.seats = seats
        self._width = width
        self._taken = 0
        self._serving = 0
        self._waiting: list[object] = []
        self._changed = threading.Condition()

    @property
    def taken(self) -> int:
        """Requests that hold a seat."""
        return self._taken

    @property
    def waiting(self) -> int:
        """Requests that wait for the model at this moment."""
        return len(self._waiting)

    @contextmanager
    def seat(self) -> Iterator[None]:
        """A seat while the request lasts. Raises BusyError, code `queue_full`, when there is none."""
        with self._changed:
            if self._taken >= self.seats:
                after = SECONDS_EACH * max(1, self.waiting) // self._width
                raise BusyError(
                    "The line for the language model is full.",
                    retry_after=after,
                    hint="Come back later, or ask with answerer=extractive, which needs no language model.",
                    code="queue_full",
                )
            self._taken += 1
        try:
            yield
        finally:
            with self._changed:
                self._taken -= 1

    @contextmanager
    def turn(self, call: Call) -> Iterator[None]:
        """Wait until it is this call's turn, telling it its place in line whenever that changes: from 1, and 0 at last.

        Raises InterruptedByUserError when its client goes away meanwhile.
        """
        me = object()
        with self._changed:
            self._waiting.append(me)
            try:
                self._wait(me, call)
                self._serving += 1
            finally:
                self._waiting.remove(me)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._serving -= 1
                self._changed.notify_all()

    def _wait(self, me: object, call: Call) -> None:
        told = 0
        while (place := self._waiting.index(me) + 1) > self._width - self._serving:
            if place != told:
                call.on_event("queue", {"place": place})
                told = place
            self._changed.wait(LOOK_SECONDS)
            call.check()
        if told:
            call.on_event("queue", {"place": 0})


class LineModel:
    """A chat model behind a line: the same model, asked by as many at a time as the line is wide."""

    def __init__(self, model: ChatModel, line: Line) -> None:
        self.name = model.name
        self._model = model
        self._line = line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    @property
    def digest(self) -> str:
        """See `ChatModel.digest`."""
        return self._model.digest

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        """See `ChatModel.stream`. Raises InterruptedByUserError when the client goes away."""
        yield from self._in_turn(lambda: self._model.stream(messages, max_tokens=max_tokens, grammar=grammar))

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        """See `ChatModel.agreements`. Raises InterruptedByUserError when the client goes away."""
        yield from self._in_turn(lambda: self._model.agreements(conversations))

    def count_tokens(self, text: str) -> int:
        """See `ChatModel.count_tokens`."""
        return self._model.count_tokens(text)

    def count_prompt(self, messages: Sequence[Message]) -> int:
        """See `ChatModel.count_prompt`."""
        return self._model.count_prompt(messages)

    def _in_turn(self, ask: Callable[[], Iterator[T]]) -> Iterator[T]:
        call = current()
        call.check()
        with self._line.turn(call), closing(ask()) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                call.check()
                yield piece
            call.check()  # an engine that noticed by itself has ended early
