"""What an index promises, whoever finds the vectors: embedded Chroma, a Chroma server, or the catalog alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rag.index import Index
from tests.index.made import embed, make

Opened = Callable[..., Index]


@pytest.fixture(params=["embedded", pytest.param("server", marks=pytest.mark.net), "exact"])
def index(opened: Opened, request: pytest.FixtureRequest) -> Index:
    if request.param == "exact":
        return opened()
    if request.param == "embedded":
        return opened(exact=0)
    return opened(exact=0, chroma_url=request.getfixturevalue("chroma_server").url)


def test_what_is_put_comes_back(index: Index) -> None:
    made = make("a", ["One cat. Two dogs.", "Ein Hund."])
    made.put(index)
    assert index.document("a") == made.document
    assert index.text("a") == made.document.text
    assert index.find("a.txt") == index.find("a") == index.documents()[0]
    assert index.file_digests() == {"a": made.document.file_sha256}
    assert index.languages() == {"en": 2}
    stored = index.chunks(["a-1", "a-0", "missing"])
    assert stored["a-1"].chunk == made.chunks[1]
    assert stored["a-1"].text == "Ein Hund."
    assert stored["a-1"].document.chunks == 2
    assert set(stored) == {"a-0", "a-1"}
    vectors = index.vectors(["a-0"])["a-0"]
    np.testing.assert_array_equal(vectors.passage, made.passages[0])
    np.testing.assert_array_equal(vectors.sentences, made.sentences[:2])


def test_nearest_finds_passages_and_sentences(index: Index) -> None:
    with index.writing():
        make("a", ["One cat. Two dogs.", "Three birds."]).put(index)
        make("b", ["Ein Hund."], "de").put(index)
    best = index.nearest(3 * embed("Three birds."), "en", 5, "passage")
    assert best[0].chunk_id == "a-1"
    assert best[0].score == pytest.approx(1, abs=1e-5)
    assert len(best) == 2
    sentence = index.nearest(embed(" Two dogs."), "en", 1, "sentence")[0]
    assert (sentence.chunk_id, sentence.sentence) == ("a-0", 1)
    assert index.nearest(embed("x"), "zh-Hans", 3, "passage") == []


def test_removed_is_gone(index: Index) -> None:
    with index.writing():
        make("a", ["One cat."]).put(index)
        make("b", ["One dog."]).put(index)
    assert index.nearest(embed("One cat."), "en", 9, "passage")[0].chunk_id == "a-0"
    assert index.remove(["a", "nobody"]) == 1
    assert [n.chunk_id for n in index.nearest(embed("One cat."), "en", 9, "passage")] == ["b-0"]
    assert index.match(["cat"], 5) == []
    assert index.chunks(["a-0"]) == {}


def test_match(index: Index) -> None:
    with index.writing():
        make("a", ["one cat", "one dog", "two dogs"]).put(index)
        make("b", ["kein dog"], "de").put(index)
    assert [id_ for id_, _ in index.match(["dog"], 9, "en")] == ["a-1"]
    assert {id_ for id_, score in index.match(["dog"], 9) if score >= 0} == {"a-1", "b-0"}
    assert index.document_frequency(["one", "dog", "nix"]) == {"one": 2, "dog": 2, "nix": 0}


def test_moments(index: Index) -> None:
    made = make("a", ["One cat. Two dogs.", "Ein Hund."])
    made.put(index)
    moments = index.moments("en", "sentence")
    assert moments.count == 3
    np.testing.assert_allclose(moments.mean, made.sentences.mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(moments.covariance, np.cov(made.sentences.T, bias=True), atol=1e-6)
