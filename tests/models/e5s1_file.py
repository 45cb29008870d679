"""Writes small E5S1 files with random weights, and says what the weights are."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS = 64, 2, 2, 128, 24
NORMALISATION = {
    0x0A: " ",
    0x0D: " ",
    0x3000: " ",
    0x2581: " ",
    0x200B: " ",
    0xFF11: "1",
    0xFB01: "fi",
    0xBD: "1⁄2",
    7: "",
}
PIECES = {"<s>": 0.0, "<pad>": 0.0, "</s>": 0.0, "<unk>": 0.0, "▁": -3.0}
PIECES |= {letter: -6.0 - n / 10 for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz:1⁄2äöüß我们你好。，的解放")}
PIECES |= {"▁the": -4.0, "▁a": -5.0, "ab": -6.5, "abc": -9.0, "er": -5.5, "▁解放": -8.0, "解放": -7.5, "你好": -7.0}
PIECES |= {"▁query": -7.0, "▁pass": -7.0, "age": -7.0, "▁fi": -6.8, "ss": -6.9, "▁und": -6.1, "我们的": -9.9}


@dataclass
class Made:
    """What was written: float values of every tensor, matrices as (rows, columns)."""

    path: Path
    tensors: dict[str, NDArray[np.float32]]


def write(path: Path, seed: int = 0) -> Made:
    """An E5S1 file at `path`. Norms are near one and weights small, as in a trained encoder."""
    random = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {"emb.word": (len(PIECES) + 3, HIDDEN)}
    floats = {"emb.pos": POSITIONS * HIDDEN, "emb.type": 2 * HIDDEN, "emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    for layer in range(LAYERS):
        for name, rows, columns in (
            ("q", HIDDEN, HIDDEN),
            ("k", HIDDEN, HIDDEN),
            ("v", HIDDEN, HIDDEN),
            ("ao", HIDDEN, HIDDEN),
            ("fi", WIDE, HIDDEN),
            ("fo", HIDDEN, WIDE),
        ):
            shapes[f"l{layer}.{name}.w"] = (rows, columns)
            floats[f"l{layer}.{name}.b"] = rows
        floats |= {f"l{layer}.{name}.{part}": HIDDEN for name in ("aln", "oln") for part in "wb"}
    tensors: dict[str, NDArray[np.float32]] = {}
    stored: dict[str, bytes] = {}
    for name, shape in shapes.items():
        stored[name], tensors[name] = _q4(random, *shape)
    for name, size in floats.items():
        centre = 1.0 if name.endswith(("ln.w", "aln.w", "oln.w")) else 0.0
        tensors[name] = random.normal(centre, 0.2, size).astype(np.float32)
        stored[name] = tensors[name].tobytes()
    path.write_bytes(_file(stored))
    return Made(path, tensors)


def _q4(random: np.random.Generator, rows: int, columns: int) -> tuple[bytes, NDArray[np.float32]]:
    """Blocks of 32: a float16 scale; byte j holds weight j in its low half, weight j + 16 in its high one."""
    out, values = bytearray(), np.empty((rows, columns), np.float32)
    for row in range(rows):
        for at in range(0, columns, 32):
            scale, nibbles = np.float16(random.uniform(0.02, 0.08)), random.integers(0, 16, 32)
            values[row, at : at + 32] = (nibbles - 8) * np.float32(scale)
            out += scale.tobytes() + bytes(int(nibbles[j] | nibbles[j + 16] << 4) for j in range(16))
    return bytes(out), values


def _file(stored: dict[str, bytes]) -> bytes:
    pieces = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, pieces)]).astype("<u4").tobytes()
    table = b"".join(
        struct.pack(f"<IB{len(to)}I", code, len(to), *map(ord, to)) for code, to in sorted(NORMALISATION.items())
    )
    vocabulary, positions, types = len(pieces) + 3, POSITIONS, 2
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, WIDE, vocabulary, positions, types, 1e-12, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, sum(map(len, pieces)))
    head += offsets + np.array(list(PIECES.values()), "<f4").tobytes() + b"".join(pieces)
    head += struct.pack("<iI", len(NORMALISATION), len(table)) + table + struct.pack("<i", len(stored))
    at = len(head) + sum(2 + len(name) + 21 for name in stored)
    for name, data in stored.items():
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, len(data), at, len(data))
        at += len(data)
    return head + b"".join(stored.values())
