"""A Chroma server that goes away and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag.errors import VectorStoreError
from rag.index import Index
from tests.index.conftest import ChromaServer
from tests.index.made import embed, make

pytestmark = pytest.mark.net
Opened = Callable[..., Index]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path / "chroma")
    server.start()
    yield server
    server.stop()


def test_gone_and_back(opened: Opened, server: ChromaServer) -> None:
    index = opened(exact=0, chroma_url=server.url)
    make("a", ["One cat."]).put(index)
    assert index.nearest(embed("One cat."), "en", 1)[0].chunk_id == "a-0"
    server.stop()
    with pytest.raises(VectorStoreError, match=str(server.port)) as caught:
        index.nearest(embed("One cat."), "en", 1)
    assert "RAG_CHROMA_URL" in caught.value.hint
    with pytest.raises(VectorStoreError), index.writing():
        pytest.fail("this is no time to start embedding")
    server.start()
    assert index.nearest(embed("One cat."), "en", 1)[0].chunk_id == "a-0"


def test_gone_while_writing(opened: Opened, server: ChromaServer) -> None:
    index = opened(exact=0, chroma_url=server.url)
    make("a", ["One cat."]).put(index)
    writing = index.writing()
    writing.__enter__()
    make("b", ["One dog."]).put(index)
    server.stop()
    with pytest.raises(VectorStoreError):
        writing.__exit__(None, None, None)
    assert [document.id for document in index.documents()] == ["a", "b"]  # committed, and Chroma is behind
    assert index.nearest(embed("One dog."), "en", 1)[0].chunk_id == "b-0"
    server.start()
    assert index.nearest(embed("One dog."), "en", 1)[0].chunk_id == "b-0"
    with index.writing():
        pass
    assert index.differences() == (0, 0)
    assert index.nearest(embed("One dog."), "en", 1)[0].chunk_id == "b-0"


def test_a_small_index_is_searched_without_its_server(opened: Opened, server: ChromaServer) -> None:
    index = opened(chroma_url=server.url)
    make("a", ["One cat."]).put(index)
    server.stop()
    assert index.nearest(embed("One cat."), "en", 1)[0].chunk_id == "a-0"


def test_a_server_that_lost_everything_is_filled_again(opened: Opened, server: ChromaServer) -> None:
    index = opened(exact=0, chroma_url=server.url)
    with index.writing():
        make("a", ["One cat. Two dogs."]).put(index)
        make("b", ["Ein Hund."], "de").put(index)
    server.stop()
    server.folder = server.folder.with_name("empty")
    server.start()
    again = opened(exact=0, chroma_url=server.url)
    assert again.nearest(embed("One cat. Two dogs."), "en", 1)[0].chunk_id == "a-0"
    assert again.differences() == (2, 0)
    again.repair()
    assert again.differences() == (0, 0)
    assert again._replica._opened["en"].vectors.ids() == {"a-0"}


def test_what_a_server_takes_up_meanwhile_is_found_once(opened: Opened, server: ChromaServer) -> None:
    writer, reader = (opened(exact=3, chroma_url=server.url) for _ in range(2))
    with writer.writing():
        for n in range(5):
            make(f"a{n}", [f"This is a{n}."]).put(writer)
    assert len(reader.nearest(embed("x"), "en", 9)) == 5  # from the server, which is in line
    made = make("b", ["This is b."])
    writer._catalog.put(made.document, list(writer._rows(made.chunks, made.passages, made.sentences, made.terms)))
    assert len(reader.nearest(embed("x"), "en", 9)) == 6  # the sixth from the catalog
    with writer.writing():  # the server hears of it, in the same generation of the catalog
        pass
    assert len({one.chunk_id for one in reader.nearest(embed("x"), "en", 6)}) == 6


def test_two_indexes_share_a_server(tmp_path: Path, opened: Opened, server: ChromaServer) -> None:
    from tests.index.made import EMBEDDER

    mine = opened(exact=0, chroma_url=server.url)
    with Index.open(tmp_path / "other", embedder=EMBEDDER, exact=0, chroma_url=server.url) as other:
        make("a", ["One cat."]).put(mine)
        make("b", ["One cat."]).put(other)
        assert [n.chunk_id for n in mine.nearest(embed("One cat."), "en", 9)] == ["a-0"]
        Index.rebuild(tmp_path / "other", embedder=EMBEDDER, chroma_url=server.url).close()
        assert [n.chunk_id for n in mine.nearest(embed("One cat."), "en", 9)] == ["a-0"]
        assert mine.differences() == other.differences() == (0, 0)
