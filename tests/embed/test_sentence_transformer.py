from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from rag.embed import Embedder, open_embedder
from rag.errors import ModelError, ModelMissingError, SettingsError
from rag.models.store import ModelStore

from .small_models import DIMENSION, MAX_TOKENS, PROMPTS, save_embedder

TEXTS = ["abc?", "我们你好。", "the longer of these texts", ""]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_embedder(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ModelStore:
    return ModelStore(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def embedder(folder: Path, store: ModelStore) -> Embedder:
    return open_embedder(str(folder), store)


def test_vectors_are_the_models_own_with_its_prompts(folder: Path, embedder: Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(folder), device="cpu")
    for kind, ours in (("query", embedder.embed_queries(TEXTS)), ("document", embedder.embed_passages(TEXTS))):
        theirs = plain.encode([PROMPTS[kind] + text for text in TEXTS], prompt="", show_progress_bar=False)
        np.testing.assert_allclose(ours, theirs / np.linalg.norm(theirs, axis=1, keepdims=True), atol=1e-5)
        assert ours.dtype == np.float32
    assert not np.allclose(embedder.embed_queries(TEXTS), embedder.embed_passages(TEXTS), atol=1e-3)


def test_it_says_what_it_is(folder: Path, embedder: Embedder) -> None:
    assert embedder.name == str(folder)
    assert embedder.dimension == DIMENSION
    assert embedder.max_tokens == MAX_TOKENS
    assert embedder.count_tokens("abc de") == 6
    assert embedder.count_tokens("a" * 1000) == 1000, "counting does not cut"
    assert embedder.embed_passages([]).shape[0] == 0


def test_the_digest_follows_the_files_not_the_place(
    folder: Path, embedder: Embedder, store: ModelStore, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert open_embedder(str(copy), store).digest == embedder.digest
    settings = copy / "config_sentence_transformers.json"
    settings.write_text(settings.read_text().replace("q: ", "x: "))
    assert open_embedder(str(copy), store).digest != embedder.digest


@pytest.mark.usefixtures("offline_hub")
def test_a_name_on_the_hub_comes_from_its_cache_without_a_network(
    folder: Path, embedder: Embedder, store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    cached = tmp_path / "models--someone--small"
    shutil.copytree(folder, cached / "snapshots" / commit)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text(commit)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    from_hub = open_embedder("someone/small", store)
    np.testing.assert_allclose(from_hub.embed_queries(TEXTS), embedder.embed_queries(TEXTS), atol=1e-6)
    assert from_hub.digest != embedder.digest


@pytest.mark.usefixtures("offline_hub")
def test_a_model_that_is_nowhere_is_said_so(store: ModelStore) -> None:
    with pytest.raises(ModelMissingError, match="someone/else") as caught:
        open_embedder("someone/else", store)
    assert "folder" in caught.value.hint


def test_a_folder_without_a_model_is_said_so(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model|does not load"):
        open_embedder(str(tmp_path), store)


def test_a_chat_model_embeds_nothing(store: ModelStore) -> None:
    with pytest.raises(SettingsError, match="chat model"):
        open_embedder("qwen2.5-coder-1.5b-instruct-q4", store)


def test_the_default_model_has_to_be_pulled_first(store: ModelStore) -> None:
    with pytest.raises(ModelMissingError) as caught:
        open_embedder("multilingual-e5-small-q4", store)
    assert "rag models pull" in caught.value.hint


def test_threads_may_ask_and_count_at_once(embedder: Embedder) -> None:
    """What several questions at once and an ingest do; a shared tokenizer mixes up their padding."""
    alone = embedder.embed_queries(TEXTS)

    def ask() -> bool:
        return all(np.allclose(embedder.embed_queries(TEXTS), alone, atol=1e-5) for _ in range(30))

    def count() -> bool:
        return all(embedder.count_tokens("a" * n) == n for n in range(2000, 2300))

    with ThreadPoolExecutor(6) as pool:
        assert all(work.result() for work in [pool.submit(one) for one in (ask, count) * 3])
