"""Turns an E5S1 file into an ONNX graph for ONNX Runtime: the encoder without its word embeddings.

The 4-bit weights keep their exact values, each in a byte of its own: MatMulNBits is 15% faster so than with two in one.
Word embeddings stay in the source file, whose rows are read as they are needed: the table is 54 MB of blocks, 384 MB
as float32, and a batch touches a few hundred rows. Layer norm follows a plain Add, which together take an eighth of
the time of the runtime's fused SkipLayerNormalization; whoever opens the graph must not let it fuse them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.models.e5s1 import BLOCK, E5S1File

GRAPH_VERSION = 2
"""Grows when the graph's results or its shape change: part of the prepared file's name and of the embedder's digest."""
_CONTRIB = "com.microsoft"
_INT8_ACTIVATIONS = 4
"""MatMulNBits `accuracy_level`: activations in 8 bits, a scale for every 32 of them (cosine .99993 to float32)."""
_ZERO = 128 - 8
"""From a nibble (zero at 8) to a byte (zero at 128)."""


def graph_of(source: Path) -> bytes:
    """The encoder of the E5S1 file `source` as a serialized ONNX model; the same bytes every time.

    Inputs `embeddings` (batch, length, hidden) float32, word plus position plus type, before layer norm, and `mask`
    (batch, length) int32; output `tokens` (batch, length, hidden) float32.
    """
    return _Builder(E5S1File(source)).model().SerializeToString(deterministic=True)  # type: ignore[no-any-return]


class _Builder:
    def __init__(self, weights: E5S1File) -> None:
        self._weights = weights
        self._nodes: list[Any] = []
        self._initializers: list[Any] = []

    def model(self) -> Any:
        from onnx import TensorProto, helper

        x = self._norm("embeddings", "emb.ln")
        for layer in range(self._weights.layers):
            x = self._layer(x, f"l{layer}.")
        self._nodes[-1].output[0] = "tokens"
        embeddings, mask, tokens = (
            helper.make_tensor_value_info(name, kind, ["batch", "length", *rest])
            for name, kind, rest in (
                ("embeddings", TensorProto.FLOAT, [self._weights.hidden]),
                ("mask", TensorProto.INT32, []),
                ("tokens", TensorProto.FLOAT, [self._weights.hidden]),
            )
        )
        graph = helper.make_graph(self._nodes, "encoder", [embeddings, mask], [tokens], self._initializers)
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def _layer(self, x: str, at: str) -> str:
        """A transformer layer that normalises after each of its halves (Devlin et al. 2019, BERT)."""
        hidden, wide = self._weights.hidden, self._weights.feed_forward
        heads = {"domain": _CONTRIB, "num_heads": self._weights.heads}
        joined = self._linear(x, [at + "q", at + "k", at + "v"], hidden)
        parts = self._node("Split", [joined], [at + "query", at + "key", at + "value"], axis=-1, num_outputs=3)
        (mixed,) = self._node("MultiHeadAttention", [*parts, "", "mask"], [at + "mixed"], **heads)
        x = self._norm(self._add(x, self._linear(mixed, [at + "ao"], hidden)), at + "aln")
        (active,) = self._node("Gelu", [self._linear(x, [at + "fi"], hidden)], [at + "active"], domain=_CONTRIB)
        return self._norm(self._add(x, self._linear(active, [at + "fo"], wide)), at + "oln")

    def _linear(self, x: str, names: Sequence[str], columns: int) -> str:
        """One product with the matrices of `names` stacked, plus their biases."""
        matrices = [self._weights.matrix(name + ".w", columns) for name in names]
        weights = np.concatenate([matrix.nibbles() for matrix in matrices]) + np.uint8(_ZERO)
        scales = np.concatenate([matrix.scales() for matrix in matrices])
        bias = np.concatenate([self._weights.floats(name + ".b") for name in names])
        shape = {"K": columns, "N": len(bias), "bits": 8, "block_size": BLOCK, "accuracy_level": _INT8_ACTIVATIONS}
        values = {"weights": weights, "scales": scales, "bias": bias}
        held = [self._constant(f"{names[0]}.{part}", value) for part, value in values.items()]
        inputs = [x, held[0], held[1], "", "", held[2]]
        return self._node("MatMulNBits", inputs, [names[0] + ".out"], domain=_CONTRIB, **shape)[0]

    def _norm(self, x: str, name: str) -> str:
        weights = [self._constant(part, self._weights.floats(part)) for part in (name + ".w", name + ".b")]
        return self._node("LayerNormalization", [x, *weights], [name + ".out"], axis=-1, epsilon=self._weights.epsilon)[
            0
        ]

    def _add(self, x: str, y: str) -> str:
        return self._node("Add", [x, y], [y + ".sum"])[0]

    def _node(self, kind: str, inputs: Sequence[str], outputs: list[str], **attributes: Any) -> list[str]:
        from onnx import helper

        self._nodes.append(helper.make_node(kind, inputs, outputs, name=outputs[0], **attributes))
        return outputs

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name
