"""Several processes and threads on one home."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from rag.index import Index, replica
from tests.index.made import EMBEDDER, embed, make

Opened = Callable[..., Index]
Context = multiprocessing.context.ForkServerContext


def put(home: Path, names: list[str]) -> None:
    with Index.open(home, embedder=EMBEDDER) as index, index.writing():
        for name in names:
            make(name, [f"This is {name}."]).put(index)


def remove(home: Path, name: str) -> None:
    with Index.open(home, embedder=EMBEDDER) as index:
        assert index.remove([name]) == 1


def hold(home: Path, inside: Event, leave: Event) -> None:
    with Index.open(home, embedder=EMBEDDER) as index, index.writing():
        make("first", ["This is first."]).put(index)
        inside.set()
        assert leave.wait(60)


def run(processes: Context, target: Callable[..., None], *arguments: object) -> None:
    process = processes.Process(target=target, args=arguments)
    process.start()
    process.join(60)
    assert process.exitcode == 0


def nearest(index: Index, name: str) -> str:
    return index.nearest(embed(f"This is {name}."), "en", 1)[0].chunk_id


@pytest.mark.parametrize("exact", [0, 2048])
def test_what_another_process_does_is_seen_at_once(opened: Opened, processes: Context, exact: int) -> None:
    index = opened(exact=exact)
    put(index.home, ["old"])
    assert nearest(index, "new") == "old-0"  # Chroma is open, as it was
    generation = index.generation
    run(processes, put, index.home, ["new"])
    assert index.generation > generation
    assert nearest(index, "new") == "new-0"
    assert [document.id for document in index.documents()] == ["new", "old"]
    assert index.match(["new"], 9)[0][0] == "new-0"
    run(processes, remove, index.home, "new")
    assert nearest(index, "new") == "old-0"
    assert index.match(["new"], 9) == []


def test_a_reader_that_has_fallen_far_behind_opens_chroma_again(opened: Opened, processes: Context) -> None:
    index = opened(exact=5)
    put(index.home, [f"a{n}" for n in range(10)])
    assert nearest(index, "a3") == "a3-0"
    before = index._replica._opened["en"]
    run(processes, put, index.home, ["few"])
    assert nearest(index, "few") == "few-0"
    assert index._replica._opened["en"] is before
    run(processes, put, index.home, [f"b{n}" for n in range(10)])
    assert nearest(index, "b3") == "b3-0"
    assert index._replica._opened["en"].through > before.through


def test_writers_wait_for_each_other_and_nobody_else_does(opened: Opened, processes: Context) -> None:
    index = opened()
    inside, leave = processes.Event(), processes.Event()
    first = processes.Process(target=hold, args=(index.home, inside, leave))
    first.start()
    assert inside.wait(60)
    second = processes.Process(target=put, args=(index.home, ["second"]))
    second.start()
    second.join(1.5)
    assert second.is_alive()
    assert nearest(index, "first") == "first-0"  # committed, and its writer is still at it
    assert [document.id for document in index.documents()] == ["first"]
    leave.set()
    for process in (first, second):
        process.join(60)
        assert process.exitcode == 0
    assert [document.id for document in index.documents()] == ["first", "second"]
    assert index.differences() == (0, 0)


def test_threads_ask_while_another_writes(opened: Opened) -> None:
    index = opened(exact=0)
    make("constant", ["This is constant."]).put(index)
    stop = time.monotonic() + 3

    def ask() -> int:
        asked = 0
        while time.monotonic() < stop:
            assert nearest(index, "constant") == "constant-0"
            assert index.match(["constant"], 3)[0][0] == "constant-0"
            asked += 1
        return asked

    with ThreadPoolExecutor(4) as threads:
        asking = [threads.submit(ask) for _ in range(3)]
        written = 0
        while time.monotonic() < stop:
            make(f"doc{written % 7}", [f"Text {written}."]).put(index)
            written += 1
    assert all(future.result() > 0 for future in asking)
    assert written > 3
    assert index.differences() == (0, 0)


def test_threads_that_write_wait_for_each_other(opened: Opened) -> None:
    index = opened()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: make(f"doc{n}", [f"Text {n}."]).put(index), range(8)))
    assert len(index.documents()) == 8
    assert index.differences() == (0, 0)


def test_a_reader_does_without_chroma_while_it_is_locked(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "_PATIENCE_S", 0.01)
    index = opened(exact=0)
    put(index.home, ["a", "b"])
    with opened()._replica._lock:
        assert nearest(index, "b") == "b-0"
        assert index._replica._opened == {}
    assert nearest(index, "b") == "b-0"
    assert index._replica._opened


def test_an_index_rebuilt_elsewhere_is_taken_up(opened: Opened, processes: Context) -> None:
    index = opened(exact=0)
    put(index.home, ["old"])
    assert nearest(index, "old") == "old-0"
    run(processes, rebuild, index.home)
    assert index.documents() == []
    assert index.nearest(embed("This is old."), "en", 1) == []
    put(index.home, ["new"])
    assert nearest(index, "old") == "new-0"
    assert index.match(["old"], 3) == []
    make("more", ["This is more."]).put(index)
    assert index.differences() == (0, 0)


def rebuild(home: Path) -> None:
    Index.rebuild(home, embedder=EMBEDDER).close()
