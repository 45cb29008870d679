"""A suite: gold questions and the documents they are asked of."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from eval.metrics.spans import same_source
from eval.records import GoldRow

MAX_BYTES = 50 * 2**20


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents, either a folder as it is or texts by file name, which are written out when they are needed.

    `base` is what the gold's document paths are relative to.
    """

    folder: Path | None = None
    base: Path | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        """The sha256 over names and contents of the documents."""
        contents: Iterable[tuple[str, bytes]] = ((name, text.encode()) for name, text in sorted(self.texts.items()))
        if self.folder is not None:
            contents = ((name, path.read_bytes()) for name, path in self.place(self.folder).files.items())
        whole = hashlib.sha256()
        for name, content in contents:
            whole.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
        return whole.hexdigest()

    def place(self, scratch: Path) -> Sources:
        """The documents as files, under `scratch` if they are not files yet."""
        if self.folder is not None:
            return Sources(folder=self.folder, base=self.base or self.folder)
        scratch.mkdir(parents=True, exist_ok=True)
        for name, text in self.texts.items():
            (scratch / name).write_text(text, encoding="utf-8", newline="")
        return Sources(folder=scratch, base=scratch)


@dataclass(frozen=True)
class Sources:
    """Document files, read without the system under test."""

    folder: Path
    base: Path

    @cached_property
    def files(self) -> dict[str, Path]:
        """The files that can be read, by their path relative to `base`."""
        from rag.ingest.formats import MEDIA_TYPES

        found = sorted(path for path in self.folder.rglob("*") if path.is_file() and path.suffix.lower() in MEDIA_TYPES)
        return {path.relative_to(self.base).as_posix(): path for path in found}

    @cached_property
    def _texts(self) -> dict[Path, str | None]:
        return {}

    def text(self, source: str) -> str | None:
        """The document's text as the contract defines it; None if no file of that name holds any."""
        from rag.errors import IngestError
        from rag.ingest.load import load

        path = self.files.get(source) or next(
            (self.files[name] for name in self.files if same_source(source, name)), None
        )
        if path is None:
            return None
        if path not in self._texts:
            try:
                self._texts[path] = load(path, source, max_bytes=MAX_BYTES).text
            except IngestError:
                self._texts[path] = None
        return self._texts[path]


@dataclass(frozen=True, slots=True)
class Suite:
    """`corpora` by the name that gold rows give; most suites have one, named ""."""

    name: str
    gold: tuple[GoldRow, ...]
    corpora: Mapping[str, Corpus]

    def documents_digest(self) -> str:
        """One digest over all corpora."""
        return sha256("\n".join(f"{name} {self.corpora[name].digest()}" for name in sorted(self.corpora)))[:16]

    def sample(self, limit: int) -> Suite:
        """At most `limit` questions, always the same ones, spread evenly over languages and kinds."""
        return Suite(self.name, tuple(spread(self.gold, limit)), self.corpora)


def spread(gold: Sequence[GoldRow], limit: int) -> list[GoldRow]:
    """At most `limit` rows in the gold's order, every language in turn and within it every kind in turn.

    A smaller sample is part of every larger one. Which row stands for its kind is settled by a hash of the id.
    """
    shuffled = sorted(gold, key=lambda row: sha256(row.id))
    by_kind = _in_turn(shuffled, lambda row: f"{row.language} {row.kind}")
    chosen = {row.id for row in _in_turn(by_kind, lambda row: row.language)[:limit]}
    return [row for row in gold if row.id in chosen]


def _in_turn(rows: Sequence[GoldRow], key: Callable[[GoldRow], str]) -> list[GoldRow]:
    """The first row of every value of `key`, then the second of each, and so on; else in the order given."""
    seen: Counter[str] = Counter()
    places = []
    for row in rows:
        places.append(seen[key(row)])
        seen[key(row)] += 1
    return [row for _, row in sorted(zip(places, rows, strict=True), key=lambda pair: pair[0])]


def sha256(text: str) -> str:
    """The digest by which an answer names the text it cites."""
    return hashlib.sha256(text.encode()).hexdigest()
