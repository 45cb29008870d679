"""What an index promises, whoever finds the vectors: embedded Chroma, a Chroma server, or the catalog alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
    vectors = index.vectors(["a-1", "missing", "a-0"])
    assert set(vectors.ids) == {"a-0", "a-1"}
    first = vectors.ids.index("a-0")
    np.testing.assert_array_equal(vectors.passages[first], made.passages[0])
    start = vectors.starts[first]
    np.testing.assert_array_equal(vectors.sentences[start : start + 2], made.sentences[:2])
    assert len(vectors.sentences) == 3
    assert index.vectors(["missing"]).passages.shape == (0, vectors.passages.shape[1])


def test_nearest_finds_passages(index: Index) -> None:
    with index.writing():
        make("a", ["One cat. Two dogs.", "Three birds."]).put(index)
        make("b", ["Ein Hund."], "de").put(index)
    best = index.nearest(3 * embed("Three birds."), "en", 5)
    assert best[0].chunk_id == "a-1"
    assert best[0].score == pytest.approx(1, abs=1e-5)
    assert len(best) == 2
    assert index.nearest(embed("x"), "zh-Hans", 3) == []


def test_removed_is_gone(index: Index) -> None:
    with index.writing():
        make("a", ["One cat."]).put(index)
        make("b", ["One dog."]).put(index)
    assert index.nearest(embed("One cat."), "en", 9)[0].chunk_id == "a-0"
    assert index.remove(["a", "nobody"]) == 1
    assert [n.chunk_id for n in index.nearest(embed("One cat."), "en", 9)] == ["b-0"]
    assert index.match(["cat"], 5) == []
    assert index.chunks(["a-0"]) == {}


def test_match(index: Index) -> None:
    with index.writing():
        make("a", ["one cat", "one dog", "two dogs"]).put(index)
        make("b", ["kein dog"], "de").put(index)
    assert [id_ for id_, _ in index.match(["dog"], 9, "en")] == ["a-1"]
    assert {id_ for id_, score in index.match(["dog"], 9) if score >= 0} == {"a-1", "b-0"}
    assert index.document_frequency(["one", "dog", "nix"]) == {"one": 2, "dog": 2, "nix": 0}


def test_chroma_finds_what_comparing_all_finds(index: Index) -> None:
    made = [make(f"doc{n}", [f"Text {n}, {p}." for p in range(100)]) for n in range(20)]
    with index.writing():
        for one in made:
            one.put(index)
    ids = np.array([chunk.id for one in made for chunk in one.chunks])
    vectors = np.concatenate([one.passages for one in made])
    offset = vectors.mean(axis=0) + 0.2  # questions come centred, from outside of where the passages lie
    hits = 0
    for n in range(30):
        question = embed(f"Question {n}") - offset
        cosines = vectors @ (question / np.linalg.norm(question))
        expected = np.argsort(-cosines)[:20]
        found = index.nearest(question, "en", 20)
        hits += len({one.chunk_id for one in found} & set(ids[expected]))
        of = dict(zip(ids, cosines, strict=True))
        assert [one.score for one in found] == pytest.approx([of[one.chunk_id] for one in found], abs=1e-5)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        assert found == index.nearest(question, "en", 20)
    assert hits / 600 > 0.98


def test_bounds_of_k(index: Index) -> None:
    make("a", ["One. Two. Three.", "Four."]).put(index)
    assert len(index.nearest(embed("One."), "en", 1000)) == 2
    for k in (0, -1):
        assert index.nearest(embed("One."), "en", k) == []
    for nothing in (np.zeros(16), np.full(16, np.nan), np.full(16, np.inf)):
        assert index.nearest(nothing, "en", 3) == []


def test_many_removed_do_not_crowd_out_the_rest(index: Index) -> None:
    with index.writing():
        make("keep", ["Keep this."]).put(index)
        for n in range(60):
            make(f"doc{n}", [f"Keep this {n}."]).put(index)
    index.nearest(embed("x"), "en", 3)  # Chroma is open, with all of them
    index._catalog.remove([f"doc{n}" for n in range(60)])  # and has not heard of this
    assert [one.chunk_id for one in index.nearest(embed("x"), "en", 3)] == ["keep-0"]


def test_the_catalog_is_asked_about_chromas_answers_only_after_a_change(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(exact=0)
    with index.writing():
        make("a", ["One cat."]).put(index)
        make("b", ["One dog."]).put(index)
    asked: list[list[str]] = []
    unchanged = index._catalog.unchanged
    monkeypatch.setattr(index._catalog, "unchanged", lambda ids, *rest: asked.append(ids) or unchanged(ids, *rest))
    assert len(index.nearest(embed("x"), "en", 2)) == 2
    assert asked == []
    index._catalog.remove(["a"])
    assert [one.chunk_id for one in index.nearest(embed("x"), "en", 2)] == ["b-0"]
    assert asked
    with index.writing():  # Chroma hears of it
        pass
    assert [one.chunk_id for one in index.nearest(embed("x"), "en", 2)] == ["b-0"]


def test_replaced_with_other_vectors(index: Index) -> None:
    made = make("a", ["One cat."])
    made.put(index)
    index.nearest(embed("x"), "en", 1)
    other = replace(made, passages=-made.passages)
    other.put(index)
    assert index.nearest(made.passages[0], "en", 1)[0].score == pytest.approx(-1, abs=1e-5)
    np.testing.assert_array_equal(index.vectors(["a-0"]).passages[0], other.passages[0])
    assert index.differences() == (0, 0)


def test_a_chunk_that_changes_its_language(index: Index) -> None:
    make("a", ["Hund."], "de").put(index)
    index.nearest(embed("Hund."), "de", 1)
    make("a", ["Hund."], "en").put(index)
    assert index.nearest(embed("Hund."), "de", 1) == []
    assert index.nearest(embed("Hund."), "en", 1)[0].chunk_id == "a-0"
    assert index.languages() == {"en": 1}


def test_documents_without_chunks_and_chunks_without_sentences(index: Index) -> None:
    make("empty", []).put(index)
    bare = make("bare", ["Nichts."])
    bare = replace(bare, chunks=[replace(bare.chunks[0], sentences=())], sentences=bare.sentences[:0])
    bare.put(index)
    assert [(document.id, document.chunks) for document in index.documents()] == [("bare", 1), ("empty", 0)]
    assert index.nearest(embed("Nichts."), "en", 3)[0].chunk_id == "bare-0"
    assert index.remove(["empty", "bare"]) == 2
    assert index.nearest(embed("Nichts."), "en", 3) == []


def test_sample_is_a_fixed_choice(index: Index) -> None:
    with index.writing():
        for n in range(12):
            make(f"doc{n}", [f"Text {n}."], "de" if n % 3 else "en").put(index)
    sample = index.sample("de", 5)
    assert len(sample.ids) == 5
    assert set(sample.ids) == set(index.sample("de", 5).ids) <= set(index.sample("de", 8).ids)
    assert len(index.sample("de", 99).ids) == 8
    assert not index.sample("fr", 5).ids


@pytest.mark.parametrize("language", ["zh-Hant", "und", "x y/../z", "ä", "", "q" * 300])
def test_any_language_has_its_collections(index: Index, language: str) -> None:
    make("a", ["Text."], language).put(index)
    assert index.nearest(embed("Text."), language, 1)[0].chunk_id == "a-0"
    assert index.match(["text"], 1, language)[0][0] == "a-0"
    assert index.differences() == (0, 0)
