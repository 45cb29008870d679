"""Every error leaves through here, in one shape: `{"error": {"code", "message", "hint", "request_id"}}`."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from rag.errors import BusyError, RagError, UnauthorizedError

log = logging.getLogger("rag.api")


class ErrorBody(BaseModel):
    """What happened, and what to do about it. The request's id is the one in the logs."""

    code: str
    message: str
    hint: str
    request_id: str


class ErrorResponse(BaseModel):
    """The body of every response that is not a success."""

    error: ErrorBody


DESCRIPTIONS = {
    400: "The request cannot be meant: a malformed body, an empty question, a Host this service does not answer to.",
    401: "A key is needed, or the one given is not known.",
    403: "The key may not do this, or the request came from another web page.",
    404: "There is no such thing.",
    408: "The body did not arrive in time.",
    409: "The index was built with another embedding model.",
    413: "The body is larger than allowed.",
    422: "The body does not fit the schema, or a file could not be read into a document.",
    429: "Too many requests, or the line for the language model is full; Retry-After says when to come back.",
    500: "A bug; the request id finds it in the logs.",
    502: "The language model answered with something that cannot be used.",
    503: "Something is missing: the index, a model, Chroma.",
    507: "There is no room left to write the index.",
}
EVERYWHERE = (400, 401, 403, 408, 413, 422, 429, 500)
_ADDRESS = re.compile(r"""\bhttps?://[^\s'"()]+""")
# A path in quotes may hold spaces.
_QUOTED_PATH = re.compile(r"""(?<=['"])(?:~?/|[A-Za-z]:[\\/])[^'"\n]*?([^'"/\\\n]*)(?=['"])""")
_BARE_PATH = re.compile(r"""(?<![\w:/.~'"])(?!/v1/|/openapi)(?:~?/|[A-Za-z]:[\\/])[^\s'"]*?([^\s'"/\\]*)(?=[\s'"]|$)""")


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entries of a route's errors: those of every route, and its own."""
    return {
        status: {"model": ErrorResponse, "description": DESCRIPTIONS[status]}
        for status in sorted({*EVERYWHERE, *statuses})
    }


@dataclass(frozen=True, slots=True)
class Described:
    """An error as a client sees it."""

    status: int
    code: str
    message: str
    hint: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def without_places(text: str) -> str:
    """`text` with each absolute path but our routes' cut to its last name, and no address of a server.

    Where things lie here, and what is asked of whom, is for the logs.
    """
    return _BARE_PATH.sub(r"\1", _QUOTED_PATH.sub(r"\1", _ADDRESS.sub(_unnamed, text)))


def _unnamed(address: re.Match[str]) -> str:
    return "the server" if address.start() else "The server"


def describe(error: Exception) -> Described:
    """What a client may know of an error. Of an unexpected one that is nothing: no type, no trace, no path."""
    if isinstance(error, RagError):
        return Described(
            error.http_status, error.code, without_places(str(error)), without_places(error.hint), _headers(error)
        )
    if isinstance(error, RequestValidationError):
        details = error.errors()
        malformed = any(detail["type"] == "json_invalid" for detail in details)
        message = "; ".join(_sentence(detail) for detail in details[:5])
        return Described(400 if malformed else 422, "invalid_request", message, "/openapi.json has the shapes.")
    if isinstance(error, HTTPException):
        code = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}.get(
            error.status_code, "bad_request"
        )
        return Described(error.status_code, code, str(error.detail), headers=error.headers or {})
    return Described(500, "internal", "Something went wrong on our side.", "The logs know more under this request id.")


def _headers(error: RagError) -> dict[str, str]:
    if isinstance(error, BusyError):
        return {"Retry-After": str(error.retry_after)}
    return {"WWW-Authenticate": "Bearer"} if isinstance(error, UnauthorizedError) else {}


def _sentence(detail: Mapping[str, Any]) -> str:
    """One validation error in words; the value itself is not repeated."""
    place = ".".join(str(part) for part in detail["loc"])
    return f"{place}: {detail['msg']}"


def body_of(error: Exception, request_id: str) -> dict[str, Any]:
    """The body of an error; what is our own fault is logged on the way."""
    seen = describe(error)
    if seen.status >= 500:
        trace = None if isinstance(error, RagError) else error
        log.error("%s: %s", seen.code, error, exc_info=trace)
    return {
        "error": ErrorBody(code=seen.code, message=seen.message, hint=seen.hint, request_id=request_id).model_dump()
    }


def error_response(request: Request, error: Exception) -> JSONResponse:
    """The response to an error."""
    seen = describe(error)
    body = body_of(error, request.state.request_id)
    return JSONResponse(body, status_code=seen.status, headers=dict(seen.headers))


def install(app: FastAPI) -> None:
    """Register the one handler; what it does not see, `context.ContextMiddleware` hands to the same function."""

    async def handle(request: Request, error: Exception) -> JSONResponse:
        return error_response(request, error)

    for kind in (RagError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, handle)
