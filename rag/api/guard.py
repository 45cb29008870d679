"""The door: who is asking, from where, how much and how often, all before a byte of the body is read."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

import anyio
from fastapi import Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.api.auth import Caller, Key, Role, caller_of
from rag.api.errors import error_response
from rag.api.limits import RateLimit
from rag.errors import AccessError, BodyTooLargeError, RagError, UnauthorizedError, UsageError

BODY_BYTES = 1 << 20
"""The largest body but for an upload."""
BODY_SECONDS = 30.0
"""How long the next piece of a body may take."""
DOCUMENTS = "/v1/documents"
_OPEN = ("/page/", "/healthz", "/readyz", "/openapi.json")
_CLOSE = {"Connection": "close"}
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Door:
    """What the guard goes by. `hosts` are the names, besides addresses and localhost, that this service answers to."""

    keys: tuple[Key, ...] = ()
    hosts: frozenset[str] = frozenset()
    rate: RateLimit | None = None
    upload_bytes: int = 50_000_000


class GuardMiddleware:
    """Lets a request in, with `request.state.caller` set, or answers it with the error that says why not."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request in the order in which a stranger learns least."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            scope["state"]["caller"] = self._admit(scope)
        except RagError as error:
            await error_response(Request(scope), error)(scope, receive, send)
            return
        await self.app(scope, _bounded(receive, self._limit(scope)), send)

    def _admit(self, scope: Scope) -> Caller | None:
        headers = Headers(scope=scope)
        path, method = scope["path"], scope["method"]
        _check_host(headers, self._door.hosts)
        _check_origin(headers)
        if path == "/" or path.startswith(_OPEN):
            return None
        caller = caller_of(headers.get("authorization"), self._door.keys)
        if caller is None:
            raise UnauthorizedError("A key is needed.", hint="Send it as Authorization: Bearer KEY.")
        if path.startswith(DOCUMENTS) and method not in _SAFE and caller.role is not Role.WRITER:
            raise AccessError(f"The key {caller.name} may only read.", hint="Use a key with the role writer.")
        if self._door.rate and self._door.keys:
            self._door.rate.check(caller.name)
        _check_length(headers, self._limit(scope))
        return caller

    def _limit(self, scope: Scope) -> int:
        """How many bytes the body may have."""
        return self._door.upload_bytes if scope["path"] == DOCUMENTS else BODY_BYTES


def _hostname(netloc: str) -> str:
    """The host of `host:port`, without the brackets of an IPv6 address."""
    host = netloc.rpartition("]")[0].removeprefix("[") if netloc.startswith("[") else netloc.partition(":")[0]
    return host.rstrip(".").lower()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _check_host(headers: Headers, hosts: frozenset[str]) -> None:
    """Only a name can be made to point here by another page's owner (DNS rebinding): addresses are always good."""
    given = headers.getlist("host")
    host = _hostname(given[0]) if len(given) == 1 else ""
    if not (_is_address(host) or host == "localhost" or host in hosts):
        raise UsageError(
            "This service does not answer to that Host.",
            hint="Use its address, or name it with rag serve --allow-host.",
            code="host_unknown",
        )


def _check_origin(headers: Headers) -> None:
    """A browser names the page that a request comes from; only our own may send any."""
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2].lower() != headers["host"].lower():
        raise AccessError("The request comes from another web page.", hint="Only this service's own page may ask it.")


def _check_length(headers: Headers, limit: int) -> None:
    """What is announced; a body that announces nothing is counted while it is read."""
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise BodyTooLargeError(f"The body may have {limit:,} bytes.", hint="Send less, or in several requests.")


def _bounded(receive: Receive, limit: int) -> Receive:
    """`receive` that gives up on a body that grows too large, or whose next piece does not come.

    It raises what FastAPI lets pass while it reads a body, which other errors are not.
    """
    arriving, size = True, 0

    async def receive_in_time() -> Message:
        nonlocal arriving, size
        if not arriving:  # what comes now is the client's going away, whenever that is
            return await receive()
        with anyio.move_on_after(BODY_SECONDS):
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise HTTPException(413, f"The body may have {limit:,} bytes.", headers=_CLOSE)
            arriving = message["type"] == "http.request" and message.get("more_body", False)
            return message
        raise HTTPException(408, "The body did not arrive in time.", headers=_CLOSE)

    return receive_in_time
