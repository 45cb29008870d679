from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from rag.errors import DiskFullError, ModelError, NotFoundError
from rag.models.registry import ModelEntry

from . import e5s1_file
from .sources import CONTENT, NAME, FileServer, Heard, entry, leftovers, serving, store_of


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
def test_an_embedding_model_is_prepared_and_its_graph_checked(tmp_path: Path) -> None:
    content = e5s1_file.write(tmp_path / "tiny.bin").path.read_bytes()
    with serving(FileServer(content=content)) as server:
        store = store_of(tmp_path, replace(entry(server.source(), content=content), format="e5s1"))
        store.pull([NAME])
        (graph,) = (store.root / NAME).glob("*.onnx")
        assert store.prepared(NAME) == graph
        good = graph.read_bytes()
        graph.write_bytes(good[:-1])
        assert graph.name in store.verify(NAME)[0]
        store.pull([NAME])
        assert graph.read_bytes() == good
        graph.unlink()
        assert store.prepared(NAME).read_bytes() == good, "made anew when it is asked for"
    assert len(server.offsets) == 1


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
