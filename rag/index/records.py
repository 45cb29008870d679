"""The plain values that the index gives and takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rag.types import Chunk, DocumentSummary

Level: TypeAlias = Literal["passage", "sentence"]
LEVELS: tuple[Level, ...] = ("passage", "sentence")


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """Which embedding model made the vectors; `digest` changes when the vectors would."""

    name: str
    digest: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A vector near to a question's: of a chunk (`sentence` is None) or of its n-th sentence. `score` is a cosine."""

    chunk_id: str
    sentence: int | None
    score: float


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk with the document's text at its span."""

    chunk: Chunk
    text: str
    document: DocumentSummary


@dataclass(frozen=True, slots=True)
class ChunkVectors:
    """The raw vectors of a chunk: shape (dimension,), and (sentences, dimension)."""

    passage: NDArray[np.float32]
    sentences: NDArray[np.float32]

    def of(self, level: Level) -> NDArray[np.float32]:
        """The vectors of a level, shape (n, dimension)."""
        return self.passage[None, :] if level == "passage" else self.sentences


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

    `epoch` numbers its collections. After `writes` writes they hold the chunks written up to `settled` and the remains
    of `dead` removed ones, and on disk they look like `state`. Of `chunks` chunks `behind` are still to come, and
    `departed` removed ones are still to go. `suspect`: the last write was cut short.
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
    """A chunk that is gone, whose vectors Chroma may still hold."""

    number: int
    chunk_id: str
    sentences: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A chunk whose vectors Chroma does not hold yet."""

    seq: int
    chunk_id: str
    vectors: ChunkVectors
