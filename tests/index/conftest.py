"""An index in a folder of the test's own, with Chroma embedded or as a server on loopback."""

from __future__ import annotations

import multiprocessing
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag.index import Index
from tests.index.made import EMBEDDER


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Index]]:
    """Open the index of this test, as often as wished."""
    indexes: list[Index] = []

    def open_(**options: object) -> Index:
        indexes.append(Index.open(tmp_path / "home", **{"embedder": EMBEDDER, **options}))  # type: ignore[arg-type]
        return indexes[-1]

    yield open_
    for index in indexes:
        index.close()


@pytest.fixture(scope="session")
def processes() -> multiprocessing.context.ForkServerContext:
    """Processes that start in no time, because chromadb is imported already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "tests.index.writer"])
    return context


class ChromaServer:
    """A real `chroma run`, which can be stopped and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        code = "from chromadb.cli.cli import app; app()"
        command = [sys.executable, "-c", code, "run", "--path", str(self.folder), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(f"chroma run did not answer at {self.url}")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A server for all tests marked `net`: every index has its own collections there."""
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.stop()
