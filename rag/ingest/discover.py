"""Which files a list of paths means: folders walked in sorted order, each file once, whatever paths lead to it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import IngestError, NotFoundError, UnreadableError
from rag.ingest.formats import media_type_of


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to ingest: where it is, the name it is shown under (never absolute), and its document's id."""

    path: Path
    source: str
    id: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be ingested, and why."""

    path: str
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found under the given paths.

    `skipped` are the files of no known format inside folders; `bases` are the folders that sources are relative to.
    """

    files: tuple[SourceFile, ...]
    skipped: tuple[str, ...]
    failures: tuple[Failure, ...]
    bases: frozenset[str]


def document_id(name: str | Path) -> str:
    """16 hexadecimal digits: of a file's resolved path, or of an upload's name."""
    key = os.fsencode(os.path.realpath(name)) if isinstance(name, Path) else name.encode("utf-8", "surrogatepass")
    return hashlib.sha256(key).hexdigest()[:16]


def failure_of(source: str, error: IngestError) -> Failure:
    """The record of one file's error."""
    return Failure(source, error.code, str(error), error.hint)


def discover(paths: Sequence[Path]) -> Discovery:
    """Every file under `paths`, in the order given and sorted within a folder; hidden files and folders are left out.

    A path that does not exist is a `NotFoundError` before anything else happens. A folder that cannot be opened is a
    failure, and so is a file of no known format that was named itself.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise NotFoundError(f"There is no file or folder {path}.", hint="Check the path for typing errors.")
    files: dict[str, SourceFile] = {}
    bases: set[str] = set()
    failures: list[Failure] = []
    skipped: list[str] = []
    for root in paths:
        for path in _walk(root, failures):
            base, source = _shown(path, root)
            try:
                media_type_of(path)
            except IngestError as error:
                if path == root:
                    failures.append(failure_of(source, error))
                else:
                    skipped.append(source)
                continue
            found = SourceFile(path, source, document_id(path))
            files.setdefault(found.id, found)
            bases.add(base)
    return Discovery(tuple(files.values()), tuple(skipped), tuple(failures), frozenset(bases))


def _shown(path: Path, root: Path) -> tuple[str, str]:
    """The source of `path`, found under `root`, and what it is relative to.

    That is the current folder where the file is below it, else the folder that holds `root`.
    """
    here, parent = Path.cwd(), absolute(root).parent
    walked, real = absolute(path), Path(os.path.realpath(path))
    shown, base = next((p, b) for p, b in ((walked, here), (real, here), (walked, parent)) if p.is_relative_to(b))
    return str(base), os.fsencode(shown.relative_to(base).as_posix()).decode("utf-8", "replace")


def absolute(path: Path) -> Path:
    """`path` from the root of the file system, without `..` and with its links as they are."""
    return Path(os.path.normpath(Path.cwd() / path))


def _walk(root: Path, failures: list[Failure]) -> Iterator[Path]:
    """Everything at and below `root` that is no folder; a folder reached again, by a link, is passed over."""
    visited: set[str] = set()
    pending = [root]
    while pending:
        path = pending.pop()
        try:
            if not path.is_dir():
                yield path
            elif (real := os.path.realpath(path)) not in visited:
                visited.add(real)
                inside = sorted(child for child in path.iterdir() if not child.name.startswith("."))
                pending.extend(reversed(inside))
        except OSError as error:
            reason = UnreadableError(f"The folder cannot be opened: {error.strerror}.", hint="Check its permissions.")
            failures.append(failure_of(_shown(path, root)[1], reason))
