"""The model store: a folder a model, holding its verified file and what was prepared from it."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import DiskFullError, ModelError, ModelMissingError, NotFoundError
from rag.models.fetch import digest, fetch
from rag.models.graph import GRAPH_VERSION, graph_of
from rag.models.progress import Progress, Silent
from rag.models.registry import ModelEntry, shipped_registry


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
        """Whether the model's file is in place, judged by its size. Raises NotFoundError."""
        target = self._target(name)
        return target.is_file() and target.stat().st_size == self.entry(name).size

    def path(self, name: str) -> Path:
        """The model's file. Raises ModelMissingError or NotFoundError."""
        if not self.is_present(name):
            raise ModelMissingError(f"The model {name} is not in {self.root}.", hint=f"Run `rag models pull {name}`.")
        return self._target(name)

    def prepared(self, name: str) -> Path:
        """The ONNX graph of an e5s1 model, which loads fast; made now if it is not there.

        Raises ModelMissingError, NotFoundError, DiskFullError, ModelError.
        """
        self.path(name)
        if not self._graph(name).exists():
            with self._writing(self.entry(name), Silent()):
                self._prepare(name)
        return self._graph(name)

    def pull(self, names: Iterable[str], progress: Progress | None = None) -> None:
        """Make each model's file and graph what `verify` wants; a broken download goes on where it stopped.

        Raises NotFoundError before anything is fetched; DownloadError or ModelDigestError with every source's failure;
        DiskFullError; ModelError if the store cannot be written.
        """
        listener = progress or Silent()
        for entry in [self.entry(name) for name in names]:
            with self._writing(entry, listener):
                listener.start(entry.name, entry.size)
                try:
                    if not self._is_sound(entry.name):
                        fetch(entry, self._target(entry.name), listener)
                    if entry.format == "e5s1":
                        self._prepare(entry.name)
                    listener.advance(entry.size)
                finally:
                    listener.finish()

    def verify(self, name: str) -> list[str]:
        """What is wrong with the model on disk, a sentence each; `pull` puts all of it right. Raises NotFoundError."""
        entry, target, graph = self.entry(name), self._target(name), self._graph(name)
        if not target.is_file():
            return [f"{target} is missing."]
        if not self._is_sound(name):
            return [f"{target} has another sha256 than {entry.sha256}."]
        if entry.format == "e5s1" and graph.exists() and graph.read_bytes() != graph_of(target):
            return [f"{graph} is not what {target.name} gives."]
        return []

    def _target(self, name: str) -> Path:
        return self.root / name / self.entry(name).file

    def _graph(self, name: str) -> Path:
        return self.root / name / f"encoder-{GRAPH_VERSION}.onnx"

    def _is_sound(self, name: str) -> bool:
        return self.is_present(name) and digest(self._target(name)) == self.entry(name).sha256

    def _prepare(self, name: str) -> None:
        graph, content = self._graph(name), graph_of(self._target(name))
        if not graph.exists() or graph.read_bytes() != content:
            fresh = graph.with_suffix(".new")
            fresh.write_bytes(content)
            fresh.replace(graph)

    @contextmanager
    def _writing(self, entry: ModelEntry, progress: Progress) -> Iterator[None]:
        """Hold the model's folder against other processes; say what a full or read-only disk means."""
        folder = self.root / entry.name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with _locked(folder / ".lock", lambda: progress.note(f"Waiting for another process at {entry.name}.")):
                yield
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFullError(
                    f"There is no room in {self.root} for {entry.name} ({entry.size / 1e6:,.0f} MB, more on the way).",
                    hint="Make room and pull again, which goes on where it stopped; RAG_MODELS moves the store.",
                ) from error
            raise ModelError(
                f"The model store {self.root} cannot be used: {error}.", hint="RAG_MODELS names another place for it."
            ) from error


@contextmanager
def _locked(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    lock = FileLock(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
