"""Reads the E5S1 container: a BERT encoder in Q4_0 blocks together with its Unigram vocabulary.

Little-endian throughout. Header, vocabulary (offsets, scores, UTF-8 blob), normalisation map (code point to code
points), tensor directory, then the tensors themselves, which stay on disk until they are asked for.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError

BLOCK = 32
"""Weights in one Q4_0 block: a float16 scale and 16 bytes, byte j holding weight j (low nibble) and j + 16 (high)."""
_BLOCK_BYTES = 2 + BLOCK // 2
_MAGIC = b"E5S1"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A SentencePiece Unigram vocabulary: piece to id, log probability by id, and what normalisation does."""

    ids: dict[str, int]
    scores: list[float]
    begin: int
    end: int
    pad: int
    unknown: int
    normalisation: dict[int, str]
    """From a code point to the characters that stand for it, as `str.translate` takes it."""


@dataclass(frozen=True, slots=True)
class Q4:
    """A matrix in Q4_0 blocks: weight = (nibble - 8) * scale of its block."""

    blocks: NDArray[np.uint8]
    """Shape (rows, columns / 32, 18)."""

    def nibbles(self, rows: NDArray[np.integer[Any]] | slice = slice(None)) -> NDArray[np.uint8]:
        """Shape (rows, columns / 32, 32), values 0 to 15, in the order of the weights."""
        packed = self.blocks[rows, :, 2:]
        return np.concatenate([packed & 15, packed >> 4], axis=-1)

    def scales(self, rows: NDArray[np.integer[Any]] | slice = slice(None)) -> NDArray[np.float32]:
        """Shape (rows, columns / 32)."""
        raw = np.ascontiguousarray(self.blocks[rows, :, :2])
        return raw.view("<f2")[..., 0].astype(np.float32)

    def rows(self, rows: NDArray[np.integer[Any]] | slice = slice(None)) -> NDArray[np.float32]:
        """The rows asked for as float32, shape (rows, columns); nothing else is read from disk."""
        weights = (self.nibbles(rows).astype(np.float32) - 8) * self.scales(rows)[..., None]
        return weights.reshape(len(weights), -1)


class E5S1File:
    """An open E5S1 file. Tensors are views of the memory-mapped file."""

    def __init__(self, path: Path) -> None:
        """Read header and vocabulary. Raises ModelError if this is not an E5S1 file."""
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._at = len(_MAGIC)
        if bytes(self._bytes[: self._at]) != _MAGIC:
            raise ModelError(f"{path.name} is not an E5S1 file.", hint="Run `rag models verify`.")
        _version, self.hidden, self.layers, self.heads, self.feed_forward = self._read("I4i")
        _vocabulary, self.max_positions, _types = self._read("3i")
        self.epsilon, block = self._read("fi")
        if block != BLOCK:
            raise ModelError(
                f"{path.name} has blocks of {block} weights, not {BLOCK}.", hint="Run `rag models verify`."
            )
        self.vocabulary = self._read_vocabulary()
        self._directory = dict(self._read_tensor_entry() for _ in range(self._read("i")[0]))

    def floats(self, name: str) -> NDArray[np.float32]:
        """A float32 tensor, flat."""
        return self._tensor(name).view("<f4")

    def matrix(self, name: str, columns: int) -> Q4:
        """A Q4_0 matrix with so many columns."""
        return Q4(self._tensor(name).reshape(-1, columns // BLOCK, _BLOCK_BYTES))

    def _tensor(self, name: str) -> NDArray[np.uint8]:
        offset, size = self._directory[name]
        return self._bytes[offset : offset + size]

    def _read(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self._bytes.data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def _take(self, size: int) -> bytes:
        self._at += size
        return bytes(self._bytes[self._at - size : self._at])

    def _read_vocabulary(self) -> Vocabulary:
        count, begin, end, pad, unknown = self._read("5i")
        (blob_size,) = self._read("Q")
        offsets = np.frombuffer(self._take(4 * (count + 1)), "<u4").tolist()
        scores = np.frombuffer(self._take(4 * count), "<f4").tolist()
        blob = self._take(blob_size)
        ids = {blob[offsets[i] : offsets[i + 1]].decode(): i for i in range(count)}
        return Vocabulary(ids, scores, begin, end, pad, unknown, self._read_normalisation())

    def _read_normalisation(self) -> dict[int, str]:
        entries, _size = self._read("iI")
        table = {}
        for _ in range(entries):
            code_point, length = self._read("IB")
            table[code_point] = "".join(map(chr, self._read(f"{length}I")))
        return table

    def _read_tensor_entry(self) -> tuple[str, tuple[int, int]]:
        name = self._take(self._read("H")[0]).decode()
        _dtype, _count, offset, size = self._read("BIQQ")
        return name, (offset, size)
