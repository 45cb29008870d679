"""A collection made with another width of search is searched as wide as a new one, once it is opened again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chromadb.api.models.Collection import Collection
from chromadb.errors import InternalError

from rag.index import Index, vectors
from tests.index.made import embed, make

Opened = Callable[..., Index]


def widths(index: Index) -> set[int]:
    """How wide the open collections are searched."""
    return {one.vectors._collection.configuration_json["hnsw"]["ef_search"] for one in index._replica._opened.values()}


@pytest.fixture
def old(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> Index:
    """An index of one document, made by a program that searched wider."""
    with monkeypatch.context() as earlier:
        earlier.setattr(vectors, "_EF_SEARCH", 400)
        earlier.setattr(vectors, "_HNSW", {"hnsw": {"space": "cosine", "ef_search": 400}})
        index = opened(exact=0)
        make("a", ["One cat. Two dogs."]).put(index)
        assert widths(index) == {400}
        index.close()
    return index


def test_a_reader_sets_the_width(opened: Opened, old: Index) -> None:
    for _ in range(2):  # once to set it, once to find it set
        index = opened(exact=0)
        assert [n.chunk_id for n in index.nearest(embed("One cat."), "en", 9, "sentence")] == ["a-0", "a-0"]
        assert widths(index) == {vectors._EF_SEARCH}
    assert index.differences() == (0, 0)


def test_a_collection_that_is_busy_is_searched_as_it_is(
    opened: Opened, old: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise InternalError("database is locked")

    index = opened(exact=0)
    with monkeypatch.context() as now:
        now.setattr(Collection, "modify", busy)
        assert index.nearest(embed("One cat."), "en", 1, "sentence")[0].sentence == 0
    assert widths(index) == {400}
