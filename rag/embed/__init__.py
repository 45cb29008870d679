"""Turning questions and passages into vectors."""

from __future__ import annotations

from rag.embed.base import Embedder, Vectors
from rag.models.store import ModelStore

__all__ = ["Embedder", "Vectors", "open_embedder"]


def open_embedder(model: str, store: ModelStore) -> Embedder:
    """The embedder named by the registry, else any sentence-transformers model, by hub name or folder."""
    from rag.embed.e5 import E5Embedder

    entry = store.entry(model)
    return E5Embedder(entry.name, entry.sha256, store.path(model), store.prepared(model))
