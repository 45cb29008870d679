"""From the environment to an open service: what every command begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.cli.output import note

if TYPE_CHECKING:
    from rag.service import Service


def name_unknown_variables() -> None:
    """Say which `RAG_` variables are no settings: a typing error is better told than ignored."""
    from rag.config import unknown_variables

    for name in unknown_variables():
        note(f"warning: {name} is not a setting and has no effect")


@contextmanager
def open_service() -> Iterator[Service]:
    """The service that the settings describe, closed at the end. Unknown `RAG_` variables are named."""
    from rag.config import load_settings
    from rag.service import Service

    name_unknown_variables()
    with Service(load_settings()) as service:
        yield service
