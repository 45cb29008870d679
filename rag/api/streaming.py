"""Work in a thread for a client that may go away: answered whole, or as server-sent events."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import TypeVar

import anyio
from anyio import CapacityLimiter, to_thread
from anyio.streams.memory import MemoryObjectReceiveStream
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from rag.api.backend import OnEvent
from rag.api.call import CURRENT, Call
from rag.api.errors import body_of
from rag.errors import InterruptedByUserError
from rag.llm.base import ABANDONED

log = logging.getLogger("rag.api")
T = TypeVar("T")
HEARTBEAT_SECONDS = 5.0
"""Silence after which a comment is sent: while the model reads its prompt, or while in line."""


async def answered(work: Callable[[], T], *, receive: Receive, limiter: CapacityLimiter, call: Call) -> T:
    """The result of `work`, run in a thread that knows its call; a client that disconnects makes the call `gone`.

    Raises what `work` raises. Returns only when the thread has ended, so nothing goes on behind the limiter's back.
    """

    def begin() -> T:
        call.check()
        return work()

    async def watch() -> None:
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:  # cancelled means that the server is stopping by force: then, too, nobody listens
            call.gone.set()

    result: list[T] = []
    failure: list[Exception] = []
    CURRENT.set(call)
    ABANDONED.set(call.gone.is_set)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watch)
        try:
            result.append(await to_thread.run_sync(begin, limiter=limiter))
        except Exception as error:  # carried out of the group, which would wrap it
            failure.append(error)
        tasks.cancel_scope.cancel()
    if failure:
        raise failure[0]
    return result[0]


def event(name: str, payload: object) -> bytes:
    """One server-sent event with a JSON payload."""
    return format_sse_event(event=name, data_str=to_json(payload).decode())


Render = Callable[[str, object], Iterable[bytes]]
"""From an event's name and payload to what is sent; the last is `answer` or `error`."""


class EventStream(EventSourceResponse):
    """Runs `work(on_event)` in a thread and sends what it tells, then its result as `answer`, or an `error`."""

    def __init__(
        self,
        work: Callable[[OnEvent], object],
        render: Render,
        *,
        limiter: CapacityLimiter,
        request_id: str,
        seat: ExitStack,
    ) -> None:
        """`seat` is closed when the work is over, however it ends; a client that reads slowly keeps none."""
        super().__init__(iter(()))
        self.headers["Cache-Control"] = "no-store"
        self.headers["X-Accel-Buffering"] = "no"
        self._work = work
        self._render = render
        self._limiter = limiter
        self._request_id = request_id
        self._seat = seat

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  the ASGI signature
        """Send the response; a slow client holds up nobody but itself."""
        events, heard = anyio.create_memory_object_stream[tuple[str, object]](math.inf)
        loop = asyncio.get_running_loop()

        def tell(name: str, payload: object) -> None:
            loop.call_soon_threadsafe(events.send_nowait, (name, payload))

        async def produce() -> None:
            with events, self._seat:
                call = Call(tell)
                try:
                    result = await answered(
                        lambda: self._work(call.on_event), receive=receive, limiter=self._limiter, call=call
                    )
                    events.send_nowait(("answer", result))
                except InterruptedByUserError:
                    log.info("client went away")
                except Exception as error:  # the status is sent already: the error becomes the last event
                    events.send_nowait(("error", body_of(error, self._request_id)))

        with self._seat, heard:  # the seat once more, in case the work never begins
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(produce)
                await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                await self._forward(heard, send)

    async def _forward(self, heard: MemoryObjectReceiveStream[tuple[str, object]], send: Send) -> None:
        due = anyio.current_time() + HEARTBEAT_SECONDS
        while True:
            chunks: Sequence[bytes] = (KEEPALIVE_COMMENT,)
            with anyio.move_on_after(due - anyio.current_time()):
                try:
                    chunks = tuple(self._render(*await heard.receive()))
                except anyio.EndOfStream:
                    break
            for chunk in chunks:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            if chunks:  # an event of which nothing is sent is no sign of life
                due = anyio.current_time() + HEARTBEAT_SECONDS
        await send({"type": "http.response.body", "body": b"", "more_body": False})
