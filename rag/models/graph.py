"""Turns an E5S1 file into an ONNX graph for ONNX Runtime: the encoder without its word embeddings.

The 4-bit weights are carried over bit for bit (MatMulNBits). Word embeddings stay in the source file, whose rows are
read as they are needed: the table is 54 MB of blocks, 384 MB as float32, and a batch touches a few thousand rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.models.e5s1 import BLOCK, E5S1File

GRAPH_VERSION = 1
"""Grows when the graph below changes; part of the prepared file's name and of the embedder's digest."""
_CONTRIB = "com.microsoft"
_INT8_ACTIVATIONS = 4
"""MatMulNBits `accuracy_level`: activations in 8 bits with one scale for every 32 of them."""


def write_graph(source: Path, target: Path) -> None:
    """Write the encoder of `source` to `target`.

    Inputs `embeddings` (batch, length, hidden) float32, word plus position plus type, before layer norm, and `mask`
    (batch, length) int32; output `tokens` (batch, length, hidden) float32.
    """
    from onnx import save

    save(_Builder(E5S1File(source)).model(), str(target))


class _Builder:
    def __init__(self, weights: E5S1File) -> None:
        self._weights = weights
        self._nodes: list[Any] = []
        self._initializers: list[Any] = []

    def model(self) -> Any:
        from onnx import TensorProto, helper

        hidden = self._weights.hidden
        x = self._norm("LayerNormalization", ["embeddings"], "emb.ln", axis=-1)
        for layer in range(self._weights.layers):
            x = self._layer(x, f"l{layer}.")
        self._nodes[-1].output[0] = "tokens"
        info = helper.make_tensor_value_info
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [
                info("embeddings", TensorProto.FLOAT, ["batch", "length", hidden]),
                info("mask", TensorProto.INT32, ["batch", "length"]),
            ],
            [info("tokens", TensorProto.FLOAT, ["batch", "length", hidden])],
            self._initializers,
        )
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def _layer(self, x: str, prefix: str) -> str:
        """Post-norm transformer layer, Devlin et al. 2019 (BERT)."""
        hidden, wide = self._weights.hidden, self._weights.feed_forward
        joined = self._linear(x, [prefix + "q", prefix + "k", prefix + "v"], hidden)
        parts = [prefix + "query", prefix + "key", prefix + "value"]
        self._node("Split", [joined], parts, axis=-1, num_outputs=3)
        (mixed,) = self._node(
            "MultiHeadAttention",
            [*parts, "", "mask"],
            [prefix + "mixed"],
            domain=_CONTRIB,
            num_heads=self._weights.heads,
        )
        x = self._norm("SkipLayerNormalization", [x, self._linear(mixed, [prefix + "ao"], hidden)], prefix + "aln")
        widened = self._linear(x, [prefix + "fi"], hidden)
        (active,) = self._node("Gelu", [widened], [prefix + "active"], domain=_CONTRIB)
        return self._norm("SkipLayerNormalization", [x, self._linear(active, [prefix + "fo"], wide)], prefix + "oln")

    def _linear(self, x: str, names: Sequence[str], columns: int) -> str:
        """One product for all matrices of `names`, stacked; each has its bias."""
        matrices = [self._weights.matrix(name + ".w", columns) for name in names]
        nibbles = np.concatenate([matrix.nibbles() for matrix in matrices])
        scales = np.concatenate([matrix.scales() for matrix in matrices])
        bias = np.concatenate([self._weights.floats(name + ".b") for name in names])
        inputs = [
            x,
            self._constant(names[0] + ".packed", nibbles[..., 0::2] | nibbles[..., 1::2] << 4),
            self._constant(names[0] + ".scales", scales),
            "",
            "",
            self._constant(names[0] + ".bias", bias),
        ]
        (out,) = self._node(
            "MatMulNBits",
            inputs,
            [names[0] + ".out"],
            domain=_CONTRIB,
            K=columns,
            N=len(bias),
            bits=4,
            block_size=BLOCK,
            accuracy_level=_INT8_ACTIVATIONS,
        )
        return out

    def _norm(self, kind: str, inputs: list[str], name: str, **attributes: Any) -> str:
        weights = [self._constant(f"{name}.{part}", self._weights.floats(f"{name}.{part}")) for part in ("w", "b")]
        domain = _CONTRIB if kind.startswith("Skip") else ""
        epsilon = self._weights.epsilon
        (out,) = self._node(kind, inputs + weights, [name + ".out"], domain=domain, epsilon=epsilon, **attributes)
        return out

    def _node(self, kind: str, inputs: Sequence[str], outputs: list[str], **attributes: Any) -> list[str]:
        from onnx import helper

        self._nodes.append(helper.make_node(kind, inputs, outputs, name=outputs[0], **attributes))
        return outputs

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name
