"""What an embedding model must do for the rest of the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (n, dimension), rows of unit length."""


class Embedder(Protocol):
    """Turns questions and passages into unit vectors. Query and document prompts are the embedder's own business."""

    name: str
    digest: str
    """sha256 that changes when the vectors would; the index refuses to mix two."""
    dimension: int
    max_tokens: int
    """Tokens one text may have, the prompt included; what is longer is cut by the model."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a question, in order."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row a passage or sentence, in order."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` alone, without prompt and without special tokens."""
        ...
