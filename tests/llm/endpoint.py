"""A tiny HTTP server on loopback that plays one script for every request, in OpenAI's shapes or out of shape."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

Script: TypeAlias = "Callable[[BaseHTTPRequestHandler], None]"


class Endpoint(ThreadingHTTPServer):
    """Plays `script` and remembers the requests' bodies and headers."""

    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.cut_off = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.headers.append(dict(self.headers.items()))
        try:
            self.server.script(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.cut_off.set()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving(script: Script) -> Iterator[Endpoint]:
    """The endpoint, running until the block ends."""
    endpoint = Endpoint(script)
    thread = threading.Thread(target=endpoint.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.shutdown()
        endpoint.server_close()
        thread.join()


def says(*pieces: str, finish: bool = True, delay: float = 0.0) -> Script:
    """Streams the pieces; without `finish` the connection closes before the model is done."""

    def play(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, "text/event-stream")
        for piece in pieces:
            time.sleep(delay)
            _send(handler, _chunk(piece, None))
        if finish:
            _send(handler, _chunk("", "stop"))
            handler.wfile.write(b"data: [DONE]\n\n")

    return play


def fails(status: int, body: str = '{"error": {"message": "nope"}}', headers: dict[str, str] | None = None) -> Script:
    """Answers with an error."""

    def play(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, status, "application/json", headers)
        handler.wfile.write(body.encode())

    return play


def writes(data: bytes, content_type: str = "text/event-stream") -> Script:
    """Answers 200 with bytes that nobody asked for."""

    def play(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, content_type)
        handler.wfile.write(data)

    return play


def hangs(seconds: float) -> Script:
    """Says nothing for a while."""
    return lambda handler: time.sleep(seconds)


def _head(handler: BaseHTTPRequestHandler, status: int, kind: str, headers: dict[str, str] | None = None) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()


def _chunk(text: str, finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    return {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}


def _send(handler: BaseHTTPRequestHandler, chunk: dict[str, Any]) -> None:
    handler.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
    handler.wfile.flush()
