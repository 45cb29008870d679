"""The default embedder: multilingual-e5-small with 4-bit weights, on ONNX Runtime."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.embed.base import Vectors
from rag.embed.unigram import Unigram
from rag.errors import ModelError
from rag.models.e5s1 import E5S1File
from rag.models.graph import GRAPH_VERSION

_QUERY = "query: "
_PASSAGE = "passage: "
_BATCH_TOKENS = 1024
"""Padding counted. Larger batches are no faster and pad more."""


class E5Embedder:
    """Mean-pooled unit vectors, prompted as E5's authors say (Wang et al. 2024, arXiv:2402.05672).

    A text's vector does not depend on the texts beside it but for rounding (cosine .9999).
    """

    def __init__(self, name: str, source_sha256: str, weights: Path, graph: Path) -> None:
        """Open `weights`, an E5S1 file, and the `graph` prepared from it. Raises ModelError."""
        file = E5S1File(weights)
        self.name = name
        self.digest = hashlib.sha256(f"{source_sha256} graph {GRAPH_VERSION}".encode()).hexdigest()
        self.dimension = file.hidden
        self.max_tokens = file.max_positions
        self._vocabulary = file.vocabulary
        self._tokenizer = Unigram(file.vocabulary)
        self._words = file.matrix("emb.word", file.hidden)
        self._positions = file.floats("emb.pos").reshape(-1, file.hidden) + file.floats("emb.type")[: file.hidden]
        self._session = _open_session(graph)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a question, in order."""
        return self._embed([_QUERY + text for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row a passage or sentence, in order."""
        return self._embed([_PASSAGE + text for text in texts])

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` alone, without prompt and without special tokens."""
        return len(self._tokenizer.encode(text))

    def _embed(self, texts: Sequence[str]) -> Vectors:
        encoded = [self._encode(text) for text in texts]
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for rows in _batches([len(ids) for ids in encoded]):
            vectors[rows] = self._embed_batch([encoded[row] for row in rows])
        return vectors

    def _encode(self, text: str) -> list[int]:
        ids = self._tokenizer.encode(text)[: self.max_tokens - 2]
        return [self._vocabulary.begin, *ids, self._vocabulary.end]

    def _embed_batch(self, batch: Sequence[Sequence[int]]) -> Vectors:
        length = max(map(len, batch))
        ids = np.full((len(batch), length), self._vocabulary.pad)
        mask = np.zeros((len(batch), length), np.int32)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        distinct, places = np.unique(ids, return_inverse=True)
        embeddings = self._words.rows(distinct)[places.reshape(ids.shape)] + self._positions[:length]
        (tokens_out,) = self._session.run(None, {"embeddings": embeddings, "mask": mask})
        return _unit(np.einsum("bld,bl->bd", tokens_out, mask.astype(np.float32)))


def _unit(sums: NDArray[np.float32]) -> Vectors:
    """Rows of unit length: the mean's direction is the sum's."""
    lengths: NDArray[np.float32] = np.linalg.norm(sums, axis=1, keepdims=True)
    return sums / lengths


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows of similar length, so that little is computed for padding; one row at least, however long."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[row] * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _open_session(graph: Path) -> Any:
    # Its official builds report use to Microsoft unless this is set before they are loaded; see their Privacy.md.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC  # see rag.models.graph
    options.intra_op_num_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the language model needs the cores too
    try:
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's own classes, one a status code
        raise ModelError(
            f"{graph} does not load: {error}.", hint="Run `rag models pull`, which writes it again."
        ) from error
