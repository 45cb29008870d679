from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.embed.rerank import open_reranker
from rag.errors import ModelError, ModelMissingError
from rag.models.store import ModelStore

from .small_models import save_cross_encoder

PASSAGES = ["abc", "我们解放", "something else"]


def test_scores_are_the_cross_encoders_own_in_the_order_of_the_passages(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    folder = str(save_cross_encoder(tmp_path))
    reranker = open_reranker(folder, ModelStore(tmp_path))
    scores = reranker.score("who?", PASSAGES)
    theirs = CrossEncoder(folder, device="cpu").predict([("who?", passage) for passage in PASSAGES])
    np.testing.assert_allclose(scores, theirs, atol=1e-6)
    assert len(set(scores.round(6))) == 3
    np.testing.assert_allclose(reranker.score("who?", PASSAGES[::-1]), scores[::-1], atol=1e-5)
    assert reranker.score("who?", []).shape == (0,)
    assert reranker.name == folder


def test_a_classifier_is_no_reranker(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="3 labels"):
        open_reranker(str(save_cross_encoder(tmp_path, labels=3)), ModelStore(tmp_path))


@pytest.mark.usefixtures("offline_hub")
def test_a_model_that_is_nowhere_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="someone/reranker"):
        open_reranker("someone/reranker", ModelStore(tmp_path))
