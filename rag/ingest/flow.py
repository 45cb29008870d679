"""Files in, documents in the index: discover, load, clean, cut, embed, commit.

Small documents are embedded together and committed one by one, so what is lost to a crash is at most the batch in work.
While one batch is embedded the next is read and cut, in another thread.
The index has one writer at a time; a second ingest waits.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np

from rag.embed.base import Embedder, Vectors
from rag.errors import IngestError, InterruptedByUserError, RagError
from rag.index import Index
from rag.ingest.chunk import CHUNKER_VERSION, chunk, embedding_text, sentence_texts
from rag.ingest.clean import clean
from rag.ingest.discover import Discovery, Failure, SourceFile, absolute, discover, document_id, failure_of
from rag.ingest.load import fingerprint, load
from rag.models.progress import Progress, Silent
from rag.text.terms import terms
from rag.types import Chunk, Document

_Item = TypeVar("_Item")

_PROMPT_TOKENS = 16
"""Left free in every text for the embedder's own prompt and special tokens."""
_BATCH_PASSAGES = 48
"""Passages from which a batch is full; about twenty thousand tokens with their sentences."""
_SLICE_TEXTS = 512
"""Texts given to the embedder at a time, so that one huge document needs no more memory than many small ones."""
_WAIT_SECONDS = 1.0
"""How long the index may keep an ingest waiting without a word."""

_BASES = "ingest_bases"
_VERSION = "chunker_version"
_STALE = "stale_documents"


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did. `documents` and `chunks` are what the index holds now; what is skipped has no known form."""

    added: int
    updated: int
    unchanged: int
    removed: int
    skipped: int
    failed: int
    failures: tuple[Failure, ...]
    skipped_files: tuple[str, ...]
    documents: int
    chunks: int
    seconds: float


def ingest(
    paths: Sequence[Path],
    *,
    index: Index,
    embedder: Embedder,
    max_bytes: int,
    prune: bool = False,
    progress: Progress | None = None,
) -> IngestReport:
    """Add or update the files under `paths`; with `prune`, remove documents under them whose files are gone.

    A file that fails is reported and the rest go on. Raises `NotFoundError` for a path that does not exist, before
    anything is done, and `InterruptedByUserError` on Ctrl-C; what was committed by then stays.
    """
    run = _Run(index, embedder, max_bytes, progress or Silent())
    return run.report(discover(paths), prune_below=paths if prune else ())


def ingest_files(
    files: Sequence[SourceFile], *, index: Index, embedder: Embedder, max_bytes: int, progress: Progress | None = None
) -> IngestReport:
    """Add or update these files, such as an upload under its own name: `SourceFile(path, name, document_id(name))`."""
    run = _Run(index, embedder, max_bytes, progress or Silent())
    return run.report(Discovery(tuple(files), (), (), frozenset()))


def read_folder(folder: Path, *, max_bytes: int) -> Iterator[Document]:
    """The documents in a folder as their files have them now; those that cannot be read are left out."""
    for file in discover([folder]).files:
        try:
            yield load(file.path, file.source, max_bytes=max_bytes)
        except IngestError:
            continue


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A document that only lacks its vectors."""

    document: Document
    chunks: list[Chunk]
    terms: list[list[str]]

    @property
    def texts(self) -> tuple[list[str], list[str]]:
        """What is embedded: the passages, and the sentences of all passages in a row."""
        text = self.document.text
        return [embedding_text(chunk, text) for chunk in self.chunks], [
            sentence for chunk in self.chunks for sentence in sentence_texts(chunk, text)
        ]


class _Run:
    """One ingest, counting what it does."""

    def __init__(self, index: Index, embedder: Embedder, max_bytes: int, progress: Progress) -> None:
        self._index = index
        self._embedder = embedder
        self._max_bytes = max_bytes
        self._progress = progress
        self._counts: Counter[str] = Counter()
        self._failures: list[Failure] = []
        self._digests: dict[str, str] = {}

    def report(self, found: Discovery, prune_below: Sequence[Path] = ()) -> IngestReport:
        """Do it all."""
        started = time.perf_counter()
        self._failures.extend(found.failures)
        try:
            with _writing(self._index, self._progress):
                self._ingest(found)
                if prune_below and (gone := self._gone(found, prune_below)):
                    self._counts["removed"] = self._index.remove(gone)
        except KeyboardInterrupt:
            done = self._counts["added"] + self._counts["updated"]
            raise InterruptedByUserError(
                f"Stopped; {done} documents were finished and are kept.", hint="Run the same command again to go on."
            ) from None
        return IngestReport(
            **{name: self._counts[name] for name in ("added", "updated", "unchanged", "removed")},
            skipped=len(found.skipped),
            failed=len(self._failures),
            failures=tuple(self._failures),
            skipped_files=found.skipped,
            documents=len(self._index.documents()),
            chunks=sum(self._index.languages().values()),
            seconds=time.perf_counter() - started,
        )

    def _ingest(self, found: Discovery) -> None:
        self._digests = self._index.file_digests()
        stale = self._begin(found)
        self._progress.start("Ingesting", len(found.files))
        for number, batch in _ahead(self._batches(found.files, frozenset(stale))):
            self._commit(batch, stale)
            self._progress.advance(number)
        self._progress.finish()

    def _batches(self, files: Sequence[SourceFile], stale: frozenset[str]) -> Iterator[tuple[int, list[_Prepared]]]:
        """What there is to embed, in batches, each with how many of the files are then done."""
        batch: list[_Prepared] = []
        for number, file in enumerate(files):
            prepared = self._prepare(file, is_stale=file.id in stale)
            if prepared is not None:
                batch.append(prepared)
            if sum(len(each.chunks) for each in batch) >= _BATCH_PASSAGES:
                yield number + 1, batch
                batch = []
        yield len(files), batch

    def _begin(self, found: Discovery) -> set[str]:
        """Write down what this run needs to be understood later; the documents that an older version made."""
        manifest = self._index.manifest
        bases = sorted({*manifest.get(_BASES, ()), *found.bases})
        if bases != manifest.get(_BASES, []):
            self._index.set_manifest(_BASES, bases)
        stale = set(manifest.get(_STALE, ()))
        if manifest.get(_VERSION) != CHUNKER_VERSION:
            stale |= set(self._digests)
            self._index.set_manifest(_STALE, sorted(stale))
            self._index.set_manifest(_VERSION, CHUNKER_VERSION)
        return stale

    def _prepare(self, file: SourceFile, *, is_stale: bool) -> _Prepared | None:
        """The file's document, cut; None if nothing is to be done or it fails."""
        try:
            known = self._digests.get(file.id)
            if known and not is_stale and known == fingerprint(file.path, max_bytes=self._max_bytes):
                self._counts["unchanged"] += 1
                return None
            document = clean(load(file.path, file.source, max_bytes=self._max_bytes, id=file.id))
            chunks = chunk(document, self._embedder.count_tokens, self._embedder.max_tokens - _PROMPT_TOKENS)
        except IngestError as error:
            self._failures.append(failure_of(file.source, error))
            return None
        except RagError:
            raise
        except Exception as error:  # a fault of ours that one odd file brings out must not cost the others
            internal = IngestError(f"{type(error).__name__}: {error}.", hint="Please report it.", code=RagError.code)
            self._failures.append(failure_of(file.source, internal))
            return None
        found = [[term.text for term in terms(embedding_text(each, document.text), each.language)] for each in chunks]
        return _Prepared(document, chunks, found)

    def _commit(self, batch: Sequence[_Prepared], stale: set[str]) -> None:
        """Embed the batch together, each text once, and commit its documents one by one."""
        texts = [each.texts for each in batch]
        row_of = {text: row for row, text in enumerate(dict.fromkeys(chain.from_iterable(chain.from_iterable(texts))))}
        vectors = self._embedded(list(row_of))
        for each, (passages, sentences) in zip(batch, texts, strict=True):
            rows = [vectors[[row_of[text] for text in some]] for some in (passages, sentences)]
            self._index.put(each.document, each.chunks, rows[0], rows[1], each.terms)
            self._counts["updated" if each.document.id in self._digests else "added"] += 1
        if not stale.isdisjoint(each.document.id for each in batch):
            stale -= {each.document.id for each in batch}
            self._index.set_manifest(_STALE, sorted(stale))

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        slices = [
            self._embedder.embed_passages(texts[start : start + _SLICE_TEXTS])
            for start in range(0, len(texts), _SLICE_TEXTS)
        ]
        return np.concatenate(slices) if slices else np.zeros((0, self._embedder.dimension), np.float32)

    def _gone(self, found: Discovery, below: Sequence[Path]) -> list[str]:
        """The documents whose file was below one of the paths and is no more.

        The index does not know a document's path; it is the one whose id the document has.
        """
        present = {file.id for file in found.files}
        bases = [Path(base) for base in self._index.manifest.get(_BASES, ())]
        missing = [document for document in self._index.documents() if document.id not in present]
        paths = ((document.id, base / document.source) for document in missing for base in bases)
        return [id_ for id_, path in paths if id_ == document_id(path) and _is_gone(path) and _is_below(path, below)]


def _ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """The items, each made in another thread while the one before it is in use."""
    with ThreadPoolExecutor(1, thread_name_prefix="ingest") as maker:
        coming = maker.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = maker.submit(next, items, None)
            yield item


@contextmanager
def _writing(index: Index, progress: Progress) -> Iterator[None]:
    """Be the index's only writer; say so if that takes waiting."""
    notice = threading.Timer(_WAIT_SECONDS, progress.note, ["Waiting for the index: another ingest may be at work."])
    notice.daemon = True
    notice.start()
    try:
        with index.writing():
            notice.cancel()
            yield
    finally:
        notice.cancel()


def _is_gone(path: Path) -> bool:
    """Whether nothing has this name; a folder that may not be opened hides its files, and hidden is not gone."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _is_below(path: Path, roots: Sequence[Path]) -> bool:
    real = Path(os.path.realpath(path))
    return any(
        absolute(path).is_relative_to(absolute(root)) or real.is_relative_to(os.path.realpath(root)) for root in roots
    )
