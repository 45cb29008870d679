"""Where the tests find the default local language model: the store, or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

GGUF = "*qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"


def local_weights() -> Path:
    """The GGUF file in the model store; the test is skipped if it was never pulled."""
    store = Path(os.environ.get("RAG_MODELS") or platformdirs.user_cache_path("rag-evals") / "models")
    found = sorted(store.rglob(GGUF)) if store.is_dir() else []
    if not found:
        pytest.skip("the local language model is not in the store: rag models pull")
    return found[0]
