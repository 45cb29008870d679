"""Sentences about whom a question names, and the one that says what it asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.retrieve.flow import retrieve
from rag.retrieve.focus import focused
from rag.retrieve.statistics import Statistics
from rag.types import Hit

from .world import ConceptEmbedder, MemoryIndex, means

QUESTION = "Which coffee did the minister get at the court of the school?"
GIVEN = ("minister court school", "Which coffee did the get at the of the ?")
ABOUT_THEM = "The minister went from the court to the school."
ANSWERS = {"en": "Strong coffee was served at noon.", "de": "Am Mittag gab es Kaffee.", "zh-Hans": "中午端上了浓咖啡。"}
OTHERS = [
    "The flood took the bridge over the river.",
    "The teachers are on strike.",
    "A satellite is in orbit.",
    "There was frost in the night.",
]


@pytest.fixture
def index() -> MemoryIndex:
    made = MemoryIndex(ConceptEmbedder())
    made.add(*OTHERS, ABOUT_THEM, "Die Lehrer streiken.", "Die Brücke über den Fluss ist fort.", "卫星已经进入轨道。")
    return made


def found(index: MemoryIndex, given: tuple[str, str]) -> tuple[list[Hit], list[Hit]]:
    """The hits as retrieved, and focused."""
    statistics = Statistics(index, means(index.embedder))
    hits = retrieve(QUESTION, index=index, embedder=index.embedder, statistics=statistics, k=40)
    return hits, focused(QUESTION, given, hits, index=index, embedder=index.embedder, statistics=statistics)


def best(hits: list[Hit]) -> str:
    scored = [
        (score, span.of(hit.text))
        for hit in hits
        for span, score in zip(hit.chunk.sentences, hit.sentence_scores, strict=True)
    ]
    return max(scored)[1]


@pytest.mark.parametrize("language", ANSWERS)
def test_what_is_asked_counts_more_than_whom_it_is_asked_about(index: MemoryIndex, language: str) -> None:
    index.add(ANSWERS[language])
    before, after = found(index, GIVEN)
    assert best(before) == ABOUT_THEM
    assert best(after) == ANSWERS[language]


def test_only_the_scores_of_sentences_change(index: MemoryIndex) -> None:
    before, after = found(index, GIVEN)
    assert [replace(hit, sentence_scores=()) for hit in after] == [replace(hit, sentence_scores=()) for hit in before]
    assert [len(hit.sentence_scores) for hit in after] == [len(hit.chunk.sentences) for hit in after]


def test_without_names_nothing_is_embedded_again(index: MemoryIndex) -> None:
    before, after = found(index, ("", ""))
    assert after == before
    assert index.embedder.asked.count(QUESTION) == 1


def test_a_passage_removed_meanwhile_keeps_its_scores(index: MemoryIndex) -> None:
    index.add(ANSWERS["zh-Hans"])
    statistics = Statistics(index, means(index.embedder))
    hits = retrieve(QUESTION, index=index, embedder=index.embedder, statistics=statistics, k=40)
    gone = [hit for hit in hits if hit.chunk.language == "zh-Hans"]
    for hit in gone:
        del index.raw[hit.chunk.id], index.stored[hit.chunk.id]
    index.generation += 1
    after = focused(QUESTION, GIVEN, hits, index=index, embedder=index.embedder, statistics=statistics)
    kept = {hit.chunk.id: hit.sentence_scores for hit in after}
    assert gone
    assert all(kept[hit.chunk.id] == hit.sentence_scores for hit in gone)
    assert sum(kept[hit.chunk.id] != hit.sentence_scores for hit in hits) == len(hits) - len(gone)
