"""An index in a folder of the test's own."""

from __future__ import annotations

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
