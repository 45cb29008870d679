"""One process that serves: uvicorn, told to be patient with answers in flight and impatient with idle connections."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 30.0
"""How long the head of a request may take to arrive."""
IDLE_SECONDS = 30
"""How long a connection is kept for its next request: longer than clients keep theirs (httpx 5), else one sends its
request into a connection that is just being closed."""
STOP_SECONDS = 60
"""How long answers in flight have when the server is told to stop."""


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection whose next request does not come: half-open ones cost nothing for long.

    h11 also bounds the size of a request's head, which uvicorn's faster parser does not.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection begins with the wait for a request."""
        super().connection_made(transport)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """When a request's head is whole, its body has a time of its own; see `rag.api.guard`."""
        super().handle_events()
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """The wait for the next request begins."""
        super().on_response_complete()
        if self.cycle is None or self.cycle.response_complete:
            self._await_request()

    def _await_request(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(REQUEST_SECONDS, self.timeout_keep_alive_handler)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class Server(uvicorn.Server):
    """A server that says where it listens once it does."""

    def __init__(self, app: ASGIApp, *, host: str, port: int) -> None:
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            http=PatientProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # the names in them would be anybody's word
            timeout_keep_alive=IDLE_SECONDS,
            timeout_graceful_shutdown=STOP_SECONDS,
            h11_max_incomplete_event_size=32_768,
            backlog=512,
        )
        super().__init__(config)

    @property
    def address(self) -> str:
        """`http://host:port` of the socket; useful where port 0 let the system choose."""
        listening: socket.socket = self.servers[0].sockets[0]
        host, port = listening.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
