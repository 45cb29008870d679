"""The retrieval evaluation: tasks from files, rankings judged, targets checked, missing data said."""

from __future__ import annotations

import dataclasses
import json
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pytest
from typer.testing import CliRunner

from eval.datasets import ntrex, rgb, squad_like
from eval.datasets.errors import DatasetError
from eval.retrieval import measure, report, systems, targets, tasks
from eval.retrieval.bm25 import BM25
from eval.retrieval.run import OURS, Measured
from eval.retrieval.tasks import Query, Task, Unmeasured
from rag.retrieve.statistics import Statistics
from tests.retrieve.world import ConceptEmbedder, MemoryIndex, means


def squad(*articles: list[tuple[str, list[str]]]) -> str:
    """A SQuAD file: articles of (context, questions)."""
    data = [
        {
            "title": f"t{a}",
            "paragraphs": [
                {
                    "context": context,
                    "qas": [
                        {"id": f"{a}-{p}-{q}", "question": text, "answers": [{"text": "x", "answer_start": 0}] * 2}
                        for q, text in enumerate(questions)
                    ],
                }
                for p, (context, questions) in enumerate(paragraphs)
            ],
        }
        for a, paragraphs in enumerate(articles)
    ]
    return json.dumps({"version": "1", "data": data})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """XQuAD of two articles, DRCD of one paragraph, RGB of one row, NTREX of one text; no CMRC."""
    for folder in ("xquad", "drcd", "rgb", "ntrex"):
        (tmp_path / folder).mkdir()
    for language in ("en", "de", "zh"):
        articles = [[(f"{language} {a} {p}", [f"{language}? {a} {p}"]) for p in range(2)] for a in range(2)]
        (tmp_path / "xquad" / f"xquad.{language}.json").write_text(squad(*articles))
    (tmp_path / "drcd" / "DRCD_dev.json").write_text(squad([("衛星進入軌道。", ["衛星進入什麼？"])]))
    row = {
        "id": 0,
        "query": "谁？",
        "answer": ["甲", ["乙", "丙"]],
        "positive": ["甲是。", "同"],
        "negative": ["同", " "],
    }
    (tmp_path / "rgb" / "zh_refine.json").write_text(json.dumps(row, ensure_ascii=False) + "\n")
    text = {"doc_id": "d", "en": ["Head", "Body"], "zh_Hans": ["题", "文"]}
    (tmp_path / "ntrex" / "ntrex_docs.jsonl").write_text(json.dumps(text) + "\n")
    return tmp_path


def test_squad_is_read_with_each_answer_once(data: Path) -> None:
    first, *_, last = squad_like.read(data / "xquad" / "xquad.de.json")
    assert (first.index, first.article, last.index, last.article) == (0, 0, 3, 1)
    assert first.questions[0].answers == ("x",)


def test_rgb_answers_are_alternatives_of_all(data: Path) -> None:
    (row,) = rgb.read(data / "rgb" / "zh_refine.json")
    assert row.answers == (("甲",), ("乙", "丙"))


def test_ntrex_languages_are_tags(data: Path) -> None:
    (text,) = ntrex.read(data / "ntrex" / "ntrex_docs.jsonl")
    assert text.sentences == {"en": ("Head", "Body"), "zh-Hans": ("题", "文")}


@pytest.mark.parametrize("read", [squad_like.read, rgb.read, ntrex.read])
@pytest.mark.parametrize("content", ['{"data": 3}', "[1", '"x"', '{"data": [{"paragraphs": [{"qas": []}]}]}'])
def test_a_file_of_another_layout_is_named(tmp_path: Path, read: object, content: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(content)
    with pytest.raises(DatasetError, match=r"odd\.json"):
        read(path)  # type: ignore[operator]


def test_xquad_directions_relevance_and_halves(data: Path) -> None:
    task = tasks.xquad(data)
    assert len(task.documents) == 12
    (query, *_) = task.slices["de>zh"]
    assert query.text == "de? 0 0"
    assert {task.documents[name] for name in query.relevant} == {"zh 0 0"}
    assert {task.documents[name] for name in query.ignored} == {"en 0 0", "de 0 0"}
    everything = task.slices["de>*"][0]
    assert (len(everything.relevant), everything.ignored) == (3, frozenset())
    assert [one.text for one in task.slices["de>zh held out"]] == ["de? 1 0", "de? 1 1"]
    assert not any(language in name for name in task.documents for language in ("en", "de", "zh"))


def test_fewer_questions_are_the_same_in_each_language(data: Path) -> None:
    (task, missing) = tasks.thinned([tasks.xquad(data), Unmeasured("rgb", "not there")], 1)
    assert isinstance(task, Task)
    assert isinstance(missing, Unmeasured)
    assert set(task.slices) == {
        f"{asked}>{told} held out" for asked in ("en", "de", "zh") for told in ("en", "de", "zh", "*")
    }
    assert {query.text for queries in task.slices.values() for query in queries} == {"en? 1 0", "de? 1 0", "zh? 1 0"}


def test_translations_are_searched_beside_the_question() -> None:
    embedder = ConceptEmbedder()
    index = MemoryIndex(embedder)
    index.add("Der Wind weht heute stark.", "Das Haus ist sehr alt.", "Die Brücke wird heute gesperrt.")
    of = SimpleNamespace(index=index, embedder=embedder, statistics=Statistics(index, means(embedder)))
    rank = systems.translating(of, lambda _, language: "Was ist mit der Brücke?" if language == "de" else None)
    assert rank("What about that crossing?", 1) == ["2.txt"]


def test_drcd_is_asked_in_both_scripts(data: Path) -> None:
    task = tasks.drcd(data)
    assert task.slices["zh-Hant"][0].text == "衛星進入什麼？"
    assert task.slices["zh-Hans"][0].text == "卫星进入什么？"


def test_rgb_is_one_pool_of_distinct_snippets(data: Path) -> None:
    task = tasks.rgb_refine(data)
    assert sorted(task.documents.values()) == ["同", "甲是。"]
    assert len(task.slices["zh-Hans"][0].relevant) == 2


def test_a_headline_seeks_the_text_without_it(data: Path) -> None:
    task = tasks.ntrex_headlines(data)
    (query,) = task.slices["en>zh-Hans"]
    assert [task.documents[name] for name in query.relevant] == ["文"]
    assert [task.documents[name] for name in query.ignored] == ["Body"]


def test_missing_data_is_unmeasured(data: Path) -> None:
    (drcd, cmrc) = tasks.load(data, ["drcd", "cmrc"])
    assert isinstance(drcd, Task)
    assert isinstance(cmrc, Unmeasured)
    assert "cmrc2018_dev.json" in cmrc.reason
    outcomes = targets.check([Unmeasured("rgb", "not there")])
    assert [outcome.result for outcome in outcomes] == ["unmeasured"]


def test_rankings_are_judged_after_dropping_the_ignored() -> None:
    """Ranks 2, 1 (after one dropped) and none: recall@1 = 1/3, mrr = (1/2 + 1 + 0) / 3, ndcg = (1/log2(3) + 1) / 3."""
    queries = [
        Query("a", "1", frozenset({"x"})),
        Query("b", "2", frozenset({"y"}), frozenset({"z"})),
        Query("c", "3", frozenset({"n"})),
    ]
    judged = measure.judge(queries, {"a": ["k", "x"], "b": ["z", "y"], "c": []})
    means = {name: judged.estimate(name).value for name in judged.values}
    assert means["recall@1"] == pytest.approx(1 / 3)
    assert means["recall@5"] == pytest.approx(2 / 3)
    assert means["mrr"] == pytest.approx(1.5 / 3)
    assert means["ndcg@10"] == pytest.approx((1 / np.log2(3) + 1) / 3)
    estimate = judged.estimate("recall@1")
    assert 0 <= estimate.low < estimate.value < estimate.high <= 1


def test_average_precision_counts_every_version() -> None:
    """Relevant at ranks 1 and 3 of three: (1/1 + 2/3 + 0) / 3."""
    judged = measure.judge([Query("a", "1", frozenset({"x", "y", "z"}))], {"a": ["x", "k", "y"]})
    assert judged.estimate("map").value == pytest.approx((1 + 2 / 3) / 3)


def test_each_text_is_asked_once() -> None:
    asked: list[str] = []

    def rank(question: str, k: int) -> list[str]:
        asked.append(question)
        return ["x"]

    query = Query("a", "1", frozenset({"x"}))
    judged = measure.judge_task(Task("t", {"x": "text"}, {"one": (query,), "two": (query, query)}), rank)
    assert asked == ["a"]
    assert judged["two"].estimate("recall@1").n == 2


def perfect(data: Path, rank: systems.Rank | None = None) -> Measured:
    task = tasks.xquad(data)
    order = {
        query.text: sorted(query.relevant) for query in task.slices["en>*"] + task.slices["de>*"] + task.slices["zh>*"]
    }
    judged = measure.judge_task(task, rank or (lambda question, k: order[question]))
    return Measured(task, {OURS: judged}, 1.0, {OURS: 1.0})


def test_targets_pass_and_fail(data: Path) -> None:
    assert {outcome.result for outcome in targets.check([perfect(data)])} == {"pass"}
    assert {outcome.result for outcome in targets.check([perfect(data, lambda question, k: [])])} == {"fail"}
    without = dataclasses.replace(perfect(data), judged={})
    assert {outcome.result for outcome in targets.check([without])} == {"unmeasured"}


def test_the_loss_by_script_is_paired() -> None:
    query = [Query(text, text, frozenset({"x"})) for text in "ab"]
    slices = {
        "zh-Hant": measure.judge(query, {"a": ["x"], "b": ["x"]}),
        "zh-Hans": measure.judge(query, {"a": ["x"], "b": ["y"]}),
    }
    (target,) = [one for one in targets.TARGETS if one.at_most]
    assert target.measure(slices).value == pytest.approx(0.5)


def test_the_report_has_every_measure_and_an_interval(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = [perfect(data), Unmeasured("cmrc", "no file")]
    outcomes = targets.check(results)
    found = report.as_json(results, outcomes)
    value = found["sets"]["xquad"]["slices"]["en>de"][OURS]
    assert set(value) == {"recall@1", "recall@5", "recall@10", "mrr", "ndcg@10", "map"}
    assert set(value["mrr"]) == {"value", "low", "high", "n"}
    assert found["unmeasured"] == [{"name": "cmrc", "reason": "no file"}]
    report.show(results, outcomes)
    printed = capsys.readouterr().out
    assert "cmrc: unmeasured (no file)" in printed
    assert "mAP zh" in printed
    assert printed.count("en>de") == 1, "of a slice with a held-out part only that is shown"


def test_bm25_in_chinese_and_english() -> None:
    bm25 = BM25(["俄罗斯外长访问朝鲜", "今天天气很好", "The minister went to Korea", "nothing here"])
    assert bm25.best("朝鲜外长", 3) == [0]
    assert bm25.best("Korea's minister?", 3) == [2]
    assert bm25.best("Zeppelin", 3) == []


def test_remembered_vectors_are_the_embedders() -> None:
    class Counting:
        name, digest, dimension, max_tokens = "counting", "0", 2, 9
        calls: ClassVar[list[str]] = []

        def embed_queries(self, texts: list[str]) -> np.ndarray:
            self.calls += texts
            return np.array([[1.0, float(len(text))] for text in texts], np.float32)

        embed_passages = embed_queries

        def count_tokens(self, text: str) -> int:
            return len(text)

    inner = Counting()
    embedder = systems.Remembering(inner)
    assert embedder.embed_passages(["ab", "c", "ab"]).tolist() == [[1, 2], [1, 1], [1, 2]]
    assert embedder.embed_passages(["c"]).tolist() == [[1, 1]]
    assert embedder.embed_queries(["c"]).tolist() == [[1, 1]]
    assert embedder.embed_queries([]).shape == (0, 2)
    assert inner.calls == ["ab", "c", "c"]


def test_the_peer_answers_with_our_embedder() -> None:
    class Axes:
        """Each text is the axis of its first letter; a lock stands for what cannot be copied."""

        name, digest, dimension, max_tokens = "axes", "0", 26, 9

        def __init__(self) -> None:
            self.lock = threading.Lock()

        def embed_queries(self, texts: list[str]) -> np.ndarray:
            return np.eye(26, dtype=np.float32)[[ord(text.lower()[0]) - ord("a") for text in texts]]

        embed_passages = embed_queries

        def count_tokens(self, text: str) -> int:
            return len(text)

    rank = systems.llama_index({"a.txt": "Apples are red.", "b.txt": "Bananas are yellow."}, Axes())
    assert rank("banana", 2) == ["b.txt", "a.txt"]


def test_the_command_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    import typer

    from eval.retrieval.command import retrieval
    from rag.errors import UsageError

    app = typer.Typer()
    app.command()(retrieval)
    for arguments in (["--data", str(tmp_path / "none")], ["--data", str(tmp_path), "--set", "trivia"], []):
        assert isinstance(CliRunner().invoke(app, arguments).exception, UsageError)
