"""The bench of a large index, on a small one."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench import index as bench
from rag.index import Index
from rag.text.language import detect
from tests.retrieve.world import ConceptEmbedder


def test_texts_are_distinct_and_in_their_language() -> None:
    made = [bench._document(number) for number in range(6)]
    passages = [chunk.span.of(document.text) for document, chunks in made for chunk in chunks]
    assert len(set(passages)) == len(passages)
    assert [detect(document.text) for document, _ in made] == [*bench.LANGUAGES, *bench.LANGUAGES]
    for document, chunks in made:
        assert "".join(span.of(document.text) for chunk in chunks for span in chunk.sentences) == document.text


def test_it_builds_once_and_prints_what_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    embedder = ConceptEmbedder()
    with Index.open(tmp_path / "index", embedder=embedder) as index:
        bench._fill(index, embedder, range(6))
        printed = capsys.readouterr().out
        assert "terms, catalog and Chroma / embedding" in printed
        assert sum(index.languages().values()) == 6 * 16
        bench._fill(index, embedder, range(6))
        assert capsys.readouterr().out == ""
        alone = bench._alone(index, tmp_path / "alone", range(6))
        assert alone.count() == 6 * 16
        bench._search(index, embedder, alone, rounds=1)
    printed = capsys.readouterr().out
    assert "passages searched" in printed
    assert "search / (embedding + Chroma alone)" in printed
