"""Retrieval end to end over an encoder with a known language bias."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from rag.embed.languages import EmbedderMeans
from rag.errors import QuestionError
from rag.index import Index
from rag.index.records import Neighbour
from rag.retrieve.flow import retrieve
from rag.retrieve.statistics import Statistics
from rag.types import Document, Hit

from .world import ConceptEmbedder, MemoryIndex, means

ENGLISH = [
    "The teachers of the school went on a walk through the old town yesterday.",
    "The court was painted white and the garden behind it was planted with roses.",
    "The minister opened a museum of modern art in the small town by the sea.",
    "Frost covered the windows of the house and the children drew faces on them.",
    "The satellite dish on the roof of the house was broken by the storm.",
]
GERMAN = [
    "Die Überschwemmung riss am Abend die alte Brücke über den Fluss mit sich fort.",
    "Der Minister sprach mit den Lehrern der Schule über die neuen Bücher im Herbst.",
    "Das Gericht vertagte sich, weil der Zeuge nicht zu dem Termin gekommen war.",
]
CHINESE = [
    "霜冻毁坏了今年的咖啡收成，价格上涨了一倍。",
    "卫星昨天已经顺利进入预定的轨道。",
    "教师们宣布下周在全市的学校举行罢工。",
]


@pytest.fixture
def embedder() -> ConceptEmbedder:
    return ConceptEmbedder()


@pytest.fixture
def index(embedder: ConceptEmbedder) -> MemoryIndex:
    return MemoryIndex(embedder)


def search(index: MemoryIndex, question: str, prior: EmbedderMeans | None = None, **options: object) -> list[Hit]:
    statistics = Statistics(index, prior or means(index.embedder))
    return retrieve(question, index=index, embedder=index.embedder, statistics=statistics, **options)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which coffee harvest was destroyed by frost?", CHINESE[0]),
        ("Which bridge over the river did the flood take?", GERMAN[0]),
        ("Wann streiken die Lehrer der Schule, der Streik?", CHINESE[2]),
        ("卫星进入轨道了吗？", CHINESE[1]),
        ("衛星進入軌道了嗎？", CHINESE[1]),
        ("洪水冲走了河流上的哪座大桥？", GERMAN[0]),
    ],
)
def test_the_passage_is_found_in_whatever_language_it_is(index: MemoryIndex, question: str, expected: str) -> None:
    index.add(*ENGLISH, *GERMAN, *CHINESE)
    assert expected in [hit.text for hit in search(index, question, k=2)]


def test_without_the_means_the_question_finds_its_own_language(index: MemoryIndex) -> None:
    """What the correction is for: this fails if the world above has no bias to remove."""
    index.add(*ENGLISH, *GERMAN, *CHINESE)
    (question,) = index.embedder.embed_queries(["Which coffee harvest was destroyed by frost?"])
    scores = {id_: float(passage @ question) for id_, (passage, _) in index.raw.items()}
    best = sorted(scores, key=lambda id_: -scores[id_])[: len(ENGLISH)]
    assert {index.stored[id_].text for id_ in best} == set(ENGLISH)


def test_hits_are_ranked_and_explained(index: MemoryIndex) -> None:
    index.add(*ENGLISH, *GERMAN, *CHINESE)
    hits = search(index, "Where did the teachers of the school walk?", k=5, explained=True)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    dense, lexical = next(hit for hit in hits if hit.text == ENGLISH[0]).arms
    assert (dense.name, lexical.name, lexical.rank) == ("dense", "lexical", 1)
    assert lexical.note == "teachers, school, walk"


def test_what_was_folded_is_named(index: MemoryIndex) -> None:
    index.add(*CHINESE, "天气很好，人们都去公园散步。", "他在图书馆里读了一整天的书。", "火车晚点了两个小时。")
    hits = search(index, "衛星進入軌道了嗎？", k=1, explained=True)
    assert "衛星 = 卫星" in next(arm.note for arm in hits[0].arms if arm.name == "lexical")


def test_an_arm_without_a_match_is_absent(index: MemoryIndex) -> None:
    index.add(*CHINESE)
    (hit,) = search(index, "Which orbit does the satellite have?", k=1)
    assert [arm.name for arm in hit.arms] == ["dense"]


@pytest.mark.parametrize("texts", [ENGLISH, GERMAN, CHINESE, ENGLISH[:1], CHINESE[:1]], ids=len)
def test_a_corpus_of_one_language_or_one_document(index: MemoryIndex, texts: list[str]) -> None:
    index.add(*texts)
    for question in ("Which frost?", "Welcher Frost?", "霜冻？"):
        hits = search(index, question, k=3)
        assert len(hits) == min(3, len(texts))
        assert all(np.isfinite(hit.score) for hit in hits)


def test_documents_all_identical_are_one_hit(index: MemoryIndex) -> None:
    index.add(*[ENGLISH[0]] * 12)
    (hit,) = search(index, "What did the teachers do?", k=5)
    assert hit.text == ENGLISH[0]
    assert np.isfinite(hit.score)


def test_no_documents_no_hits(index: MemoryIndex) -> None:
    assert search(index, "What did the teachers do?") == []


def test_a_question_in_a_language_without_a_mean(index: MemoryIndex) -> None:
    index.add(*ENGLISH, *CHINESE)
    index.add("Les professeurs sont en grève depuis une semaine dans toute la ville.", language="fr")
    hits = search(index, "Pourquoi les professeurs de la ville sont-ils en grève depuis une semaine ?", k=3)
    assert hits[0].chunk.language == "fr"
    assert len(hits) == 3


def test_scripts_mixed_in_one_question(index: MemoryIndex) -> None:
    index.add(*ENGLISH, *GERMAN, *CHINESE)
    hits = search(index, "satellite 卫星 Satellit orbit 轨道", k=2)
    assert CHINESE[1] in [hit.text for hit in hits]


@pytest.mark.parametrize("question", ["", "  \n", "🙂🙃", "?!…"])
def test_nothing_to_search_for(index: MemoryIndex, question: str) -> None:
    index.add(*ENGLISH)
    with pytest.raises(QuestionError):
        search(index, question)


def test_a_chunk_removed_meanwhile_is_left_out(index: MemoryIndex) -> None:
    index.add(*ENGLISH)
    statistics = Statistics(index, means(index.embedder))
    chunks = index.chunks
    gone = next(id_ for id_, stored in index.stored.items() if stored.text == ENGLISH[0])
    index.chunks = lambda ids: {id_: one for id_, one in chunks(ids).items() if id_ != gone}  # type: ignore[method-assign]
    hits = retrieve("teachers of the school", index=index, embedder=index.embedder, statistics=statistics, k=5)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]


def test_a_reranker_has_the_last_word(index: MemoryIndex) -> None:
    class Shortest:
        def score(self, question: str, passages: list[str]) -> np.ndarray:
            return np.array([-float(len(passage)) for passage in passages])

    index.add(*ENGLISH)
    hits = search(index, "What did the teachers of the school do?", k=2, reranker=Shortest())
    assert [hit.text for hit in hits] == sorted(ENGLISH, key=len)[:2]
    assert [hit.arms[-1].name for hit in hits] == ["rerank", "rerank"]
    assert [hit.rank for hit in hits] == [1, 2]


def test_a_translation_brings_its_own_words(index: MemoryIndex) -> None:
    """Neither the concept nor a word of the question is in the passage; the translated word is."""
    index.add(
        *ENGLISH, *GERMAN, "Der Igel frisst nachts Käfer.", "Der Wind weht heute stark.", "Das Haus ist sehr alt."
    )
    asked = "What does the hedgehog eat?"
    hits = search(
        index, asked, k=2, translate=lambda text, language: "Was frisst der Igel?" if language == "de" else None
    )
    found = next(hit for hit in hits if "Igel" in hit.text)
    assert "lexical" in [arm.name for arm in found.arms]


def test_the_index_may_change_between_questions(index: MemoryIndex) -> None:
    index.add(*ENGLISH)
    statistics = Statistics(index, means(index.embedder))
    ask = {"index": index, "embedder": index.embedder, "statistics": statistics, "k": 1}
    assert retrieve("Which coffee did the frost destroy?", **ask)[0].chunk.language == "en"
    index.add(*CHINESE)
    assert retrieve("Which coffee did the frost destroy?", **ask)[0].text == CHINESE[0]


@pytest.mark.parametrize("sample", [2, 256], ids=["by the nearest", "whole"])
@pytest.mark.parametrize("question", ["What did the frost do to the coffee?", "霜冻对咖啡有什么影响？"])
def test_each_sentence_has_a_score_to_compare_by(
    index: MemoryIndex, question: str, sample: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every language alike: what says as much about the question scores as much, wherever it stands."""
    monkeypatch.setattr("rag.retrieve.statistics.SAMPLE", sample)
    index.add(*ENGLISH, *GERMAN, *CHINESE)
    index.add(
        "It was a long week. The frost destroyed the coffee. People went home.",
        "Der Tag war lang. Der Frost zerstörte den Kaffee.",
        "这一天很长。霜冻毁坏了咖啡。",
    )
    hits = search(index, question, k=40)
    assert {hit.chunk.id for hit in hits} == set(index.stored)
    assert all(len(hit.sentence_scores) == len(hit.chunk.sentences) for hit in hits)
    scores = {
        span.of(hit.text): score
        for hit in hits
        for span, score in zip(hit.chunk.sentences, hit.sentence_scores, strict=True)
    }
    told = [
        scores["The frost destroyed the coffee."],
        scores["Der Frost zerstörte den Kaffee."],
        scores["霜冻毁坏了咖啡。"],
    ]
    others = [score for text, score in scores.items() if not any(word in text for word in ("rost", "霜冻"))]
    assert min(told) > max(others) + 1
    assert max(told) < 1.5 * min(told)


def test_likeness_is_of_the_best_sentence_and_tells_what_is_not_there(index: MemoryIndex) -> None:
    """Something always stands out; only what speaks of the question is like it."""
    index.add(*ENGLISH, *GERMAN, *CHINESE)
    frost = search(index, "Which coffee harvest was destroyed by frost?", k=40)
    likeness = {hit.text: hit.likeness for hit in frost}
    assert likeness[CHINESE[0]] > 0.6 > 0.3 > max(likeness[text] for text in GERMAN)
    nothing = search(index, "Which orchestra plays tonight?", k=40)
    assert max(hit.likeness for hit in nothing) < 0.3
    assert nothing[0].score > 0


def test_a_hit_found_by_words_alone_has_sentence_scores(index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.retrieve.statistics.SAMPLE", 2)
    monkeypatch.setattr(index, "nearest", lambda *_: [])
    index.add(*ENGLISH)
    (hit,) = search(index, "teachers", k=1)
    assert [arm.name for arm in hit.arms] == ["dense", "lexical"]
    assert len(hit.sentence_scores) == len(hit.chunk.sentences)


def test_hits_are_plain_values(index: MemoryIndex) -> None:
    index.add(*ENGLISH)
    (hit,) = search(index, "teachers", k=1)
    assert dataclasses.asdict(hit)["chunk"]["language"] == "en"


@pytest.mark.parametrize("question", ["Which coffee harvest was destroyed by frost?", "衛星進入軌道了嗎？"])
def test_a_language_beyond_the_sample_is_searched_by_its_nearest(
    index: MemoryIndex, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add(*ENGLISH, *GERMAN, *CHINESE)
    (best,) = search(index, question, k=1)
    monkeypatch.setattr("rag.retrieve.statistics.SAMPLE", 2)
    asked: list[str] = []
    nearest = index.nearest

    def spy(vector: np.ndarray, language: str, k: int) -> list[Neighbour]:
        asked.append(language)
        return nearest(vector, language, k)

    monkeypatch.setattr(index, "nearest", spy)
    assert best.text in [hit.text for hit in search(index, question, k=3)]
    assert set(asked) == {"en", "de", "zh-Hans"}


def test_over_the_real_index(embedder: ConceptEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma and the catalog in place of the memory; the sample is too small to be everything."""
    monkeypatch.setattr("rag.retrieve.statistics.SAMPLE", 2)
    memory = MemoryIndex(embedder)
    memory.add(*ENGLISH, *GERMAN, *CHINESE)
    with Index.open(tmp_path, embedder=embedder) as index:
        for id_, stored in memory.stored.items():
            document = Document(
                stored.document.id, stored.document.source, "text/plain", stored.text, "0" * 64, "0" * 64
            )
            passage, sentences = memory.raw[id_]
            index.put(document, [stored.chunk], passage[None], sentences, [memory.terms[id_]])
        statistics = Statistics(index, means(embedder))
        hits = retrieve(
            "Where did the teachers of the school walk?",
            index=index,
            embedder=embedder,
            statistics=statistics,
            explained=True,
        )
        assert ENGLISH[0] in [hit.text for hit in hits[:3]]
        assert {hit.chunk.language for hit in hits} == {"en", "de", "zh-Hans"}
        lexical = next(arm for hit in hits if hit.text == ENGLISH[0] for arm in hit.arms if arm.name == "lexical")
        assert (lexical.rank, lexical.note) == (1, "teachers, school, walk")


def test_a_common_word_is_not_rare_on_the_only_page_in_the_other_script(index: MemoryIndex) -> None:
    """Every Simplified page speaks of the meeting, so it tells nothing that one of the Traditional passages does."""
    index.add(*[f"会议第{n}天，记者报道了城市建设。" for n in "一二三四五六七八九"], *CHINESE)
    index.add("會議在圖書館舉行。", "他讀了一整天的書。", "火車晚點了兩個小時。", language="zh-Hant")
    arms = {hit.text: {arm.name for arm in hit.arms} for hit in search(index, "会议和卫星", k=20)}
    assert "lexical" in arms[CHINESE[1]]
    assert "lexical" not in arms["會議在圖書館舉行。"]
