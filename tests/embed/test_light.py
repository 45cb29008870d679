"""What importing the rooms costs: `rag.cli` imports them before it knows what it is asked for."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "torch",
    "onnxruntime",
    "onnx",
    "transformers",
    "sentence_transformers",
    "tokenizers",
    "huggingface_hub",
    "httpx",
)


def test_importing_the_rooms_loads_nothing_heavy() -> None:
    rooms = "rag.embed, rag.embed.e5, rag.embed.rerank, rag.embed.sentence_transformer, rag.models.store"
    probe = f"import sys, {rooms}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
