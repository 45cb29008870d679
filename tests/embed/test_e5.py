from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bench.reference import normalise, reference_model
from rag.embed import e5, open_embedder
from rag.embed.e5 import E5Embedder
from rag.errors import ModelError
from rag.models.e5s1 import E5S1File
from rag.models.graph import graph_of
from rag.models.store import ModelStore
from tests.models import e5s1_file

from .token_counts import COUNTS

TEXTS = ["abc und fisch", "我们的解放，你好。", "a", "", "the query: passage über 1 ½", "ab er " * 30, "漢字"]


def opened(folder: Path, seed: int = 0, sha256: str = "0") -> E5Embedder:
    made = e5s1_file.write(folder / "tiny.bin", seed)
    (folder / "graph.onnx").write_bytes(graph_of(made.path))
    return E5Embedder("tiny", sha256, made.path, folder / "graph.onnx")


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> E5Embedder:
    return opened(tmp_path_factory.mktemp("e5"))


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory):
    made = e5s1_file.write(tmp_path_factory.mktemp("reference") / "tiny.bin")
    return made, reference_model(E5S1File(made.path))


def test_the_reference_has_the_weights_that_were_written(reference) -> None:
    made, model = reference
    state = model[0].auto_model.state_dict()
    np.testing.assert_array_equal(state["encoder.layer.1.output.dense.weight"], made.tensors["l1.fo.w"])
    np.testing.assert_array_equal(state["embeddings.word_embeddings.weight"], made.tensors["emb.word"])


@pytest.mark.parametrize("kind", ["query", "document"])
def test_vectors_are_those_of_sentence_transformers_in_float32(embedder: E5Embedder, reference, kind: str) -> None:
    made, model = reference
    texts = [normalise(E5S1File(made.path), text) for text in TEXTS]
    ours = embedder.embed_queries(TEXTS) if kind == "query" else embedder.embed_passages(TEXTS)
    theirs = (model.encode_query if kind == "query" else model.encode_document)(texts, show_progress_bar=False)
    assert ours.dtype == np.float32
    assert (ours * theirs).sum(axis=1).min() > 0.998
    other = embedder.embed_passages(TEXTS) if kind == "query" else embedder.embed_queries(TEXTS)
    assert (ours * other).sum(axis=1).max() < 0.998, "the prompts make a difference"


def test_rows_are_of_unit_length_and_in_order(embedder: E5Embedder) -> None:
    together = embedder.embed_passages(TEXTS)
    alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS])
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    assert (together * alone).sum(axis=1).min() > 0.9999, "padding changes nothing"


def test_no_texts_give_no_rows(embedder: E5Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_what_is_too_long_is_cut(embedder: E5Embedder) -> None:
    assert embedder.max_tokens == e5s1_file.POSITIONS
    long, longer = "ab " * e5s1_file.POSITIONS, "ab " * 2 * e5s1_file.POSITIONS
    np.testing.assert_allclose(embedder.embed_passages([long]), embedder.embed_passages([longer]), atol=1e-6)


def test_tokens_are_counted_without_prompt_and_special_tokens(embedder: E5Embedder) -> None:
    assert [embedder.count_tokens(text) for text in ("", "the a", "解放")] == [0, 2, 1]


def test_the_digest_tells_weights_apart(tmp_path: Path, embedder: E5Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(tmp_path).digest == embedder.digest
    assert opened(tmp_path, sha256="1").digest != embedder.digest
    monkeypatch.setattr(e5, "GRAPH_VERSION", 0)
    assert opened(tmp_path).digest != embedder.digest


def test_the_graph_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    made = e5s1_file.write(tmp_path / "tiny.bin")
    assert graph_of(made.path) == graph_of(made.path)


def test_a_damaged_graph_is_told_with_its_remedy(tmp_path: Path) -> None:
    made = e5s1_file.write(tmp_path / "tiny.bin")
    (tmp_path / "graph.onnx").write_bytes(graph_of(made.path)[:5000])
    with pytest.raises(ModelError) as caught:
        E5Embedder("tiny", "0", made.path, tmp_path / "graph.onnx")
    assert "pull" in caught.value.hint


@given(st.lists(st.integers(1, 2000), max_size=80))
def test_batches_hold_every_row_once_and_little_padding(lengths: list[int]) -> None:
    batches = list(e5._batches(lengths))
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    for batch in batches:
        places = len(batch) * max(lengths[row] for row in batch)
        assert places <= e5._BATCH_TOKENS or len(batch) == 1
    longest = [max(lengths[row] for row in batch) for batch in batches]
    assert all(a <= b for a, b in pairwise(longest)), "texts of one length are together"


@pytest.mark.model
def test_the_default_model_is_true_to_its_weights_in_float32(default_store: ModelStore) -> None:
    ours = open_embedder("multilingual-e5-small-q4", default_store)
    file = E5S1File(default_store.path(ours.name))
    texts = list(COUNTS)
    theirs = reference_model(file).encode_document([normalise(file, t) for t in texts], show_progress_bar=False)
    assert (ours.embed_passages(texts) * theirs).sum(axis=1).min() > 0.9995
    assert ours.dimension == 384
    assert ours.max_tokens == 512


def test_the_runtime_keeps_no_account_of_its_use(tmp_path: Path) -> None:
    """A process of its own, for the runtime's telemetry begins, or does not, when it is loaded."""
    opened(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    code = "import sys; from pathlib import Path; from rag.embed.e5 import E5Embedder; f = Path(sys.argv[1]);"
    code += "E5Embedder('tiny', '0', f / 'tiny.bin', f / 'graph.onnx').embed_queries(['a'])"
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home), "TMPDIR": str(home)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=environment, check=True)
    assert list(home.rglob("*")) == []
