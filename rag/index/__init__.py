"""The index: an SQLite catalog that must never lose anything, and Chroma, which can be rebuilt from it."""

from rag.index.index import Index
from rag.index.records import (
    ChunkVectors,
    EmbedderIdentity,
    Neighbour,
    StoredChunk,
)

__all__ = ["ChunkVectors", "EmbedderIdentity", "Index", "Neighbour", "StoredChunk"]
