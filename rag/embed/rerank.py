"""Reordering passages with a cross-encoder, which reads question and passage together."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.embed.sentence_transformer import load
from rag.errors import ModelError
from rag.models.store import ModelStore

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker(Protocol):
    """Says how well each passage answers the question."""

    name: str

    def score(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Shape (passages,), growing with relevance; the scale is the model's own."""
        ...


class CrossEncoderReranker:
    """Any sentence-transformers cross-encoder with one output."""

    def __init__(self, model: str) -> None:
        """Load the model from a folder or the hub. Raises ModelMissingError or ModelError."""
        self._model = load(_open, model)
        self.name = model
        self._scoring = threading.Lock()  # a tokenizer serves one thread at a time
        if self._model.num_labels != 1:
            raise ModelError(
                f"{model} classifies into {self._model.num_labels} labels.", hint="A reranker has one output, a score."
            )

    def score(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Shape (passages,), growing with relevance; between 0 and 1 unless the model says otherwise."""
        if not passages:
            return np.empty(0, np.float32)
        pairs = [(question, passage) for passage in passages]
        with self._scoring:
            return np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float32)


def open_reranker(model: str, store: ModelStore) -> Reranker:  # noqa: ARG001  the store has no reranker so far
    """The reranker in a folder or on the hub. Raises ModelMissingError or ModelError."""
    return CrossEncoderReranker(model)


def _open(model: str, local_files_only: bool) -> CrossEncoder:
    from sentence_transformers import CrossEncoder

    loaded: CrossEncoder = CrossEncoder(model, local_files_only=local_files_only)
    return loaded
