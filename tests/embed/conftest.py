from __future__ import annotations

import os
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from rag.models.store import ModelStore


@pytest.fixture(scope="session")
def default_store() -> ModelStore:
    """Where `make test` has put the default models."""
    return ModelStore(Path(os.environ.get("RAG_MODELS") or user_cache_path("rag-evals") / "models"))


@pytest.fixture
def offline_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub's library asks no network, whatever the environment was when it was imported."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
