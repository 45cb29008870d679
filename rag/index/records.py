"""The plain values that the index gives and takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.types import Chunk, DocumentSummary


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """Which embedding model made the vectors; `digest` changes when the vectors would."""

    name: str
    digest: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A chunk whose passage's vector is near to a question's; `score` is the cosine."""

    chunk_id: str
    score: float


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk with the document's text at its span."""

    chunk: Chunk
    text: str
    document: DocumentSummary


@dataclass(frozen=True, slots=True)
class ChunkVectors:
    """The vectors of n chunks: shape (n, dimension), and (m, dimension) of their m sentences.

    The sentences of chunk i begin at row `starts[i]`; `documents[i]` is the id of its document.
    """

    ids: Sequence[str]
    documents: Sequence[str]
    passages: NDArray[np.float32]
    sentences: NDArray[np.float32]
    starts: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Row:
    """A chunk on its way into the catalog, with its vectors and its lexical terms."""

    chunk: Chunk
    passage: NDArray[np.float32]
    sentences: NDArray[np.float32]
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far Chroma has come with a language.

    `epoch` numbers its collections. After `writes` writes the last one holds the chunks written up to `settled` and the
    remains of `dead` removed ones, and on disk it looks like `state`. Of `chunks` chunks `behind` are still to come,
    and `departed` removed ones are still to go. `suspect`: the last write was cut short.
    """

    epoch: int
    settled: int
    writes: int
    suspect: bool
    dead: int
    state: str
    chunks: int
    behind: int
    departed: int


@dataclass(frozen=True, slots=True)
class Departed:
    """A chunk that is gone, whose vector Chroma may still hold."""

    number: int
    chunk_id: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A chunk whose passage's vector, shape (dimension,), Chroma does not hold yet."""

    seq: int
    chunk_id: str
    passage: NDArray[np.float32]
