"""Records as rows of the catalog, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.index.records import ChunkVectors, Progress
from rag.types import Block, BlockKind, Chunk, Document, DocumentSummary, Span


def from_document(document: Document) -> tuple[Any, ...]:
    """The values of a row of `document`."""
    return (
        document.id,
        document.source,
        document.media_type,
        document.text,
        document.sha256,
        document.file_sha256,
        document.title,
        document.outlet,
        document.published,
        json.dumps(document.languages),
        json.dumps([(b.span.start, b.span.end, b.kind, b.language) for b in document.blocks]),
    )


def to_document(row: tuple[Any, ...]) -> Document:
    """The document of a row."""
    id_, source, media_type, text, sha256, file_sha256, title, outlet, published, languages, blocks = row
    return Document(
        id=id_,
        source=source,
        media_type=media_type,
        text=text,
        sha256=sha256,
        file_sha256=file_sha256,
        title=title,
        outlet=outlet,
        published=published,
        languages=tuple(json.loads(languages)),
        blocks=tuple(Block(Span(start, end), BlockKind(kind), code) for start, end, kind, code in json.loads(blocks)),
    )


def to_summary(row: tuple[Any, ...]) -> DocumentSummary:
    """The summary of a row that ends with the languages and the number of chunks."""
    id_, source, sha256, title, outlet, published, languages, chunks = row
    return DocumentSummary(id_, source, sha256, title, outlet, published, tuple(json.loads(languages)), chunks)


def from_chunk(chunk: Chunk) -> tuple[Any, ...]:
    """The values of a row of `chunk`."""
    return (
        chunk.id,
        chunk.document,
        chunk.span.start,
        chunk.span.end,
        chunk.kind.value,
        chunk.language,
        chunk.header,
        json.dumps([(s.start, s.end) for s in chunk.sentences]),
    )


def to_progress(row: tuple[Any, ...]) -> Progress:
    """How far Chroma has come, from the row of a language."""
    epoch, settled, writes, suspect, dead, state, chunks, behind, departed = row
    return Progress(epoch, settled, writes, bool(suspect), dead, state, chunks, behind, departed)


def to_chunk(row: tuple[Any, ...]) -> Chunk:
    """The chunk of a row."""
    id_, document, start, stop, kind, language, header, sentences = row
    spans = tuple(Span(*ends) for ends in json.loads(sentences))
    return Chunk(id_, document, Span(start, stop), BlockKind(kind), language, header, spans)


def from_array(array: NDArray[np.floating[Any]]) -> bytes:
    """The bytes of an array, little-endian, in its own precision."""
    return array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()


def to_vectors(blob: bytes, dimension: int) -> NDArray[np.float32]:
    """Vectors, shape (n, dimension)."""
    return np.frombuffer(blob, dtype="<f4").reshape(-1, dimension)


def to_chunk_vectors(rows: Sequence[tuple[str, str, bytes, bytes]], dimension: int) -> ChunkVectors:
    """The vectors of chunks, from the id, the document's id and the bytes of passage and sentences of each."""
    passages = to_vectors(b"".join([row[2] for row in rows]), dimension)
    sentences = to_vectors(b"".join([row[3] for row in rows]), dimension)
    size = sentences.itemsize * dimension
    ends = np.cumsum([0, *(len(row[3]) // size for row in rows)])
    return ChunkVectors([row[0] for row in rows], [row[1] for row in rows], passages, sentences, ends[:-1])
