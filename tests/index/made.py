"""A fake embedder and documents made of it: vectors depend on the text alone, so two runs can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.index import EmbedderIdentity, Index
from rag.types import BlockKind, Chunk, Document, Span

DIMENSION = 16
EMBEDDER = EmbedderIdentity("fake", "f" * 64, DIMENSION)


def embed(text: str, dimension: int = DIMENSION) -> NDArray[np.float32]:
    """A unit vector, shape (dimension,), drawn with the text as seed."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).standard_normal(dimension).astype(np.float32)
    return vector / np.linalg.norm(vector)


@dataclass(frozen=True)
class Made:
    """A document with everything `Index.put` takes."""

    document: Document
    chunks: list[Chunk]
    passages: NDArray[np.float32]
    sentences: NDArray[np.float32]
    terms: list[list[str]]

    def put(self, index: Index) -> None:
        index.put(self.document, self.chunks, self.passages, self.sentences, self.terms)


def make(name: str, paragraphs: Sequence[str], language: str = "en", dimension: int = DIMENSION) -> Made:
    """A document of one chunk a paragraph; sentences end at "." or "。"."""
    text = "\n".join(paragraphs)
    chunks, start = [], 0
    for n, paragraph in enumerate(paragraphs):
        ends = [i + 1 for i, ch in enumerate(paragraph) if ch in ".。"] or [len(paragraph)]
        starts = [0, *ends[:-1]]
        spans = tuple(Span(start + a, start + b) for a, b in zip(starts, ends, strict=True))
        span = Span(start, start + len(paragraph))
        chunks.append(Chunk(f"{name}-{n}", name, span, BlockKind.ARTICLE, language, "", spans))
        start += len(paragraph) + 1
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(name, f"{name}.txt", "text/plain", text, digest, digest, title=name, languages=(language,))
    spans = [span for chunk in chunks for span in chunk.sentences]
    return Made(
        document,
        chunks,
        np.array([embed(chunk.span.of(text), dimension) for chunk in chunks]).reshape(-1, dimension),
        np.array([embed(span.of(text), dimension) for span in spans]).reshape(-1, dimension),
        [chunk.span.of(text).lower().replace(".", " ").split() for chunk in chunks],
    )
