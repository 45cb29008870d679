"""Count, sum and sum of outer products of vectors: what a mean and a covariance need, and what can be added to.

Held in float64, where taking away what was added once leaves an error of about 1e-16 of the sum: far below what the
float32 vectors themselves carry.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.index.records import Moments


@dataclass(frozen=True, slots=True)
class Sums:
    """Of n vectors of dimension d: n, their sum (d,), and the sum of their outer products (d, d)."""

    count: int
    total: NDArray[np.float64]
    products: NDArray[np.float64]

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> Sums:
        """The sums of the rows of `vectors`, shape (n, d)."""
        rows = vectors.astype(np.float64)
        return cls(len(rows), rows.sum(axis=0), rows.T @ rows)

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.count + other.count, self.total + other.total, self.products + other.products)

    def __sub__(self, other: Sums) -> Sums:
        if self.count == other.count:  # nothing is left: no rounding may be left either
            return Sums(0, np.zeros_like(self.total), np.zeros_like(self.products))
        return Sums(self.count - other.count, self.total - other.total, self.products - other.products)

    def moments(self) -> Moments:
        """Mean and population covariance."""
        mean = self.total / max(self.count, 1)
        covariance = self.products / max(self.count, 1) - np.outer(mean, mean)
        return Moments(self.count, mean, covariance)
