"""Turning questions and passages into vectors."""

from __future__ import annotations

from rag.embed.base import Embedder, Vectors
from rag.errors import SettingsError
from rag.models.store import ModelStore

__all__ = ["Embedder", "Vectors", "open_embedder"]


def open_embedder(model: str, store: ModelStore) -> Embedder:
    """The store's embedding model of that name, else any sentence-transformers model, by its hub name or folder.

    Raises ModelMissingError where it has to be fetched first, SettingsError where the name is not an embedding model's.
    """
    entry = next((entry for entry in store.entries() if entry.name == model), None)
    if entry is None:
        from rag.embed.sentence_transformer import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(model)
    if entry.format != "e5s1":
        raise SettingsError(f"{model} is a {entry.purpose} model and embeds nothing.", hint="Set RAG_EMBED_MODEL.")
    from rag.embed.e5 import E5Embedder

    return E5Embedder(entry.name, entry.sha256, store.path(model), store.prepared(model))
