"""From a service and its settings to a running server: what `rag serve` does."""

from __future__ import annotations

import signal
from collections.abc import Sequence

from rag.api import logging
from rag.api.app import create_app
from rag.api.auth import check_exposure, parse_keys
from rag.api.guard import Door
from rag.api.limits import RateLimit
from rag.api.queue import Line, LineModel
from rag.api.server import Server
from rag.errors import RagError
from rag.service import Service
from rag.text.language import detect
from rag.text.spelling import is_frequent_english, is_german_word

ENDPOINT_WIDTH = 8
"""Questions that an endpoint is asked at once; the local model is asked one."""


def door_of(service: Service, *, host: str, allowed: Sequence[str], rate: str) -> Door:
    """What the guard goes by. Raises SettingsError where the service would stand open to a network."""
    secret = service.settings.api_keys
    keys = parse_keys(secret.get_secret_value() if secret else None)
    check_exposure(host, keys)
    return Door(
        keys=keys,
        hosts=frozenset(name.lower() for name in (*allowed, host)),
        rate=RateLimit(rate),
        upload_bytes=service.settings.max_file_mb * 1_000_000 + 1_000_000,  # and the rest of its form
    )


def line_before(service: Service) -> Line | None:
    """A line before the service's model, which from now on is asked through it; None where there is no model."""
    model = service.chat_model
    if model is None:
        return None
    line = Line(width=1 if service.settings.llm == "local" else ENDPOINT_WIDTH)
    service.chat_model = LineModel(model, line)
    return line


def warm(service: Service) -> None:
    """Load what the first question would wait for. What is missing is said by `/readyz`, not by not starting.

    Here and not later also because llama.cpp lets no other thread of the process run while it loads.
    """
    for load in (_ask, _count):
        try:
            load(service)
        except RagError as error:
            logging.log.warning("not ready", code=error.code, detail=str(error), hint=error.hint)


def _ask(service: Service) -> None:
    is_german_word("wort")
    is_frequent_english("word")
    detect("Was kostet die Miete?")
    service.ask("What is said?", answerer="extractive")


def _count(service: Service) -> None:
    if service.chat_model is not None:
        service.chat_model.count_tokens("ready?")


def _stop_quietly() -> None:
    """uvicorn raises the signal that ended it once more when all is done; a stop that was asked for is no failure."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)


def serve(service: Service, *, host: str, port: int, allowed: Sequence[str], rate: str) -> None:
    """Serve until told to stop. Raises SettingsError."""
    door = door_of(service, host=host, allowed=allowed, rate=rate)
    logging.configure()
    warm(service)
    server = Server(create_app(service, door=door, line=line_before(service)), host=host, port=port)
    _stop_quietly()
    server.run()
