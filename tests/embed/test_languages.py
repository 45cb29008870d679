"""Language means: from the parallel text, shipped for the default model, estimated for any other."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from platformdirs import user_cache_path

from rag.embed.languages import EmbedderMeans, _shipped, estimate, means_of, parallel_text, passages_of, relevance, unit
from rag.text.language import detect

LANGUAGES = {"en", "de", "zh-Hans", "zh-Hant"}


class Corners:
    """Every text is its language's corner and a little noise of its own."""

    name, digest, dimension, max_tokens = "corners", "0" * 64, 64, 512

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._embed(texts, 1.0)

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._embed(texts, -1.0)

    def count_tokens(self, text: str) -> int:
        return len(text)

    def _embed(self, texts: Sequence[str], sign: float) -> np.ndarray:
        rows = []
        for text in texts:
            noise = np.random.default_rng([ord(character) for character in text]).standard_normal(64) / 8
            corner = np.zeros(64)
            corner[sorted(LANGUAGES).index(detect(text))] = 3.0 * sign
            rows.append(noise + corner)
        return unit(np.array(rows, np.float32))


def test_the_parallel_text_is_parallel() -> None:
    for kind, by_language in parallel_text().items():
        assert set(by_language) == LANGUAGES
        assert len({len(items) for items in by_language.values()}) == 1, kind
        for language, items in by_language.items():
            assert detect(" ".join(items)) == language
            assert all(items)
    assert len(parallel_text()["statements"]["en"]) % 5 == 0


def test_passages_are_all_statements_in_order() -> None:
    statements = parallel_text()["statements"]["zh-Hans"]
    assert "".join(passages_of(statements, "zh-Hans")) == "".join(statements)
    assert passages_of(["a.", "b."], "en") == ["a. b."]


def test_estimated_means_are_the_corners() -> None:
    means = estimate(Corners())
    for place, language in enumerate(sorted(LANGUAGES)):
        of = means.languages[language]
        for vector, sign in ((of.question, 1), (of.passage, -1), (of.sentence, -1)):
            assert np.argmax(np.abs(vector)) == place
            assert np.sign(vector[place]) == sign
    assert means.generic.question[:4] == pytest.approx(np.full(4, means.generic.question[0]), abs=0.05)
    assert means.spread > 0


def test_another_model_is_estimated_and_survives_a_manifest() -> None:
    means = means_of(Corners())
    again = EmbedderMeans.from_json(json.loads(json.dumps(means.to_json())))
    assert again.languages.keys() == means.languages.keys()
    assert (again.centre, again.spread) == (means.centre, means.spread)
    for language in LANGUAGES:
        assert again.languages[language].passage == pytest.approx(means.languages[language].passage, abs=1e-5)


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_relevance_is_the_passage_plus_its_best_sentence(seed: int, counts: list[int]) -> None:
    random = np.random.default_rng(seed)
    question, passages, sentences = (
        unit(random.standard_normal((rows, 8)).astype(np.float32)) for rows in (1, len(counts), sum(counts))
    )
    starts = np.cumsum([0, *counts[:-1]])
    expected = [
        passages[i] @ question[0] + max(sentences[s : s + n] @ question[0])
        for i, (s, n) in enumerate(zip(starts, counts, strict=True))
    ]
    assert relevance(passages @ question[0], sentences @ question[0], starts) == pytest.approx(expected, abs=1e-5)


def test_a_vector_of_no_length_stays() -> None:
    assert unit(np.array([[0.0, 0.0], [3.0, 4.0]], np.float32)).tolist() == [[0, 0], pytest.approx([0.6, 0.8])]


@pytest.mark.model
def test_the_shipped_means_are_the_default_models() -> None:
    """Fails when the default model's vectors change: write them anew with `rag.embed.languages.ship`."""
    from rag.config import Settings
    from rag.embed import open_embedder
    from rag.models.store import ModelStore

    root = os.environ.get("RAG_MODELS")
    store = ModelStore(Path(root) if root else user_cache_path("rag-evals") / "models")
    embedder = open_embedder(Settings.model_fields["embed_model"].default, store)
    means = means_of(embedder).languages["zh-Hant"]
    text = parallel_text()
    assert means.question == pytest.approx(embedder.embed_queries(text["questions"]["zh-Hant"]).mean(axis=0), abs=1e-3)
    assert means.sentence == pytest.approx(
        embedder.embed_passages(text["statements"]["zh-Hant"]).mean(axis=0), abs=1e-3
    )
    assert embedder.name in _shipped()
