"""From the environment to an open service: what every command begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.cli.output import note

if TYPE_CHECKING:
    from rag.service import Service


@contextmanager
def open_service() -> Iterator[Service]:
    """The service that the settings describe, closed at the end. Unknown `RAG_` variables are named."""
    from rag.config import load_settings, unknown_variables
    from rag.service import Service

    for name in unknown_variables():
        note(f"warning: {name} is not a setting and has no effect")
    with Service(load_settings()) as service:
        yield service
