"""The app in process for what needs no wire, and on a real socket for what does."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog

from rag.api.app import create_app
from rag.api.guard import Door
from rag.api.queue import Line, LineModel
from rag.api.server import Server
from rag.llm.scripted import ScriptedModel
from tests.http.scripted import ScriptedService

BASE = "http://127.0.0.1"


@pytest.fixture
def client_of() -> Iterator[Callable[..., Any]]:
    """Builds a client for a service; errors of the server are responses, as they are on a wire."""
    from starlette.testclient import TestClient

    opened: list[TestClient] = []

    def build(service: ScriptedService, door: Door | None = None, line: Line | None = None) -> TestClient:
        client = TestClient(create_app(service, door=door, line=line), base_url=BASE, raise_server_exceptions=False)
        opened.append(client.__enter__())
        return client

    yield build
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """Unconfigured, structlog prints to stdout; here only what fails is worth a line."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService.with_article()


@pytest.fixture
def client(client_of: Callable[..., Any], service: ScriptedService) -> Any:
    return client_of(service)


@contextmanager
def running(app: Any) -> Iterator[str]:
    """The address of `app` served on loopback until the block ends."""
    server = Server(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield server.address
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive()


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serves services on loopback; their addresses."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda service, door=None, line=None: stack.enter_context(
            running(create_app(service, door=door, line=line))
        )


def with_model(*replies: Any, **line: int) -> tuple[ScriptedService, ScriptedModel, Line]:
    """A service whose language model stands behind a line."""
    model, queue = ScriptedModel.of(*replies), Line(**line)
    return ScriptedService.with_article(chat_model=LineModel(model, queue)), model, queue
