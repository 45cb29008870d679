"""Fetches a model file from its address, going on where an earlier attempt stopped."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rag.models.registry import SourceError, UrlSource

if TYPE_CHECKING:
    import httpx

_CONNECT_SECONDS = 5.0
_READ_SECONDS = 20.0
_CHUNK_BYTES = 1 << 20


def fetch_url(source: UrlSource, part: Path, size: int, advance: Callable[[int], None]) -> None:
    """Append to `part`, which holds a prefix of the file, what is missing of its `size` bytes.

    A server that does not know ranges begins again at zero. Raises SourceError.
    """
    import httpx

    have = part.stat().st_size if part.exists() else 0
    timeout = httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS)
    headers = {"Accept-Encoding": "identity", "Range": f"bytes={have}-"}
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=True) as client,
            client.stream("GET", source.url, headers=headers) as response,
            part.open("ab") as out,
        ):
            out.truncate(_offset(response, have))
            for chunk in response.iter_bytes(_CHUNK_BYTES):
                out.write(chunk)
                if out.tell() > size:
                    raise SourceError(f"{source.url} sends more than the {size} bytes of the file")
                advance(out.tell())
            out.flush()
            os.fsync(out.fileno())
    except httpx.HTTPError as error:
        raise SourceError(f"{source.url}: {error}") from error


def _offset(response: httpx.Response, have: int) -> int:
    """Where in the file the answer's first byte belongs."""
    if response.status_code == 200:
        return 0
    if response.status_code == 206 and response.headers.get("content-range", "").startswith(f"bytes {have}-"):
        return have
    raise SourceError(f"{response.url} answers {response.status_code} {response.reason_phrase}")
