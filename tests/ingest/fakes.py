"""A small embedder that needs no model: tokens are words and Han characters, vectors follow from the text's sha256."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from rag.embed.base import Vectors

DIMENSION = 8


def count_tokens(text: str) -> int:
    return len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+|[^\w\s]", text))


class FakeEmbedder:
    name = "fake"
    digest = "0" * 64
    dimension = DIMENSION
    max_tokens = 512

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.failing = False

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if self.failing:
            raise KeyboardInterrupt
        self.texts.extend(texts)
        rows = [np.frombuffer(hashlib.sha256(text.encode()).digest()[:DIMENSION], np.uint8) for text in texts]
        vectors = np.array(rows, np.float32).reshape(len(texts), DIMENSION) + 1
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)

    def count_tokens(self, text: str) -> int:
        return count_tokens(text)
