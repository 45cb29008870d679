"""Fetches a model file from its address, going on where an earlier attempt stopped."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies

from rag.models.registry import SourceError, UrlSource

if TYPE_CHECKING:
    import httpx

_CONNECT_SECONDS = 5.0
_READ_SECONDS = 20.0


def fetch_url(source: UrlSource, part: Path, size: int, advance: Callable[[int], None]) -> None:
    """Append to `part`, which holds a beginning of the file, what is missing of its `size` bytes.

    A server that does not know ranges begins again at zero. Raises SourceError.
    """
    import httpx

    _require_name(source.url)
    have = part.stat().st_size if part.exists() else 0
    timeout = httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS)
    headers = {"Accept-Encoding": "identity", "Range": f"bytes={have}-"}
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=True) as client,
            client.stream("GET", source.url, headers=headers) as response,
        ):
            _write(response, part, _offset(response, have, size), size, advance)
    except httpx.HTTPError as error:
        raise SourceError(f"{source.url} cannot be read ({error or type(error).__name__})") from error


def _write(response: httpx.Response, part: Path, offset: int, size: int, advance: Callable[[int], None]) -> None:
    with part.open("ab") as out:
        out.truncate(offset)
        for chunk in response.iter_raw():
            if offset + len(chunk) > size:
                raise SourceError(f"{response.url} sends more than {size} bytes")
            out.write(chunk)
            offset += len(chunk)
            advance(offset)
        out.flush()
        os.fsync(out.fileno())


def _offset(response: httpx.Response, have: int, size: int) -> int:
    """Where in the file the answer's first byte belongs. Raises SourceError if it is an answer to something else."""
    if response.status_code == 206 and response.headers.get("content-range") == f"bytes {have}-{size - 1}/{size}":
        return have
    if response.status_code == 200 and response.headers.get("content-length", str(size)) == str(size):
        return 0
    raise SourceError(f"{response.url} answers {response.status_code}, not with a file of {size} bytes")


def _require_name(url: str) -> None:
    """Give up on a name that does not resolve in time: the resolver alone may try for half a minute."""
    parts = urlsplit(url)
    if parts.scheme in getproxies():
        return  # the proxy resolves it
    failures: list[OSError] = []

    def resolve() -> None:
        try:
            socket.getaddrinfo(parts.hostname, parts.port or parts.scheme)
        except OSError as error:
            failures.append(error)

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(_CONNECT_SECONDS)
    if thread.is_alive() or failures:
        reason = failures[0].strerror if failures else "no answer"
        raise SourceError(f"{parts.hostname} cannot be found ({reason})")
