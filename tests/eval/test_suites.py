"""Suites by name, samples, and the layouts of external sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("rag.ingest.load")

from eval.datasets import beir, nomiracl, reading
from eval.datasets.errors import DatasetError
from eval.datasets.gold import check_quotes
from eval.errors import SuiteError
from eval.records import GoldRow
from eval.suite import Corpus, Suite, spread
from eval.suites import cassettes_of, open_suite


def jsonl(path: Path, *rows: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def lines(path: Path, *rows: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def quotes_hold(suite: Suite, scratch: Path) -> None:
    """Every gold quote stands in the file its corpus writes."""
    for name, corpus in suite.corpora.items():
        sources = corpus.place(scratch / name)
        check_quotes(scratch, {n: row for n, row in enumerate(suite.gold) if row.corpus == name}, sources)


@pytest.fixture
def beir_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    jsonl(
        folder / "corpus.jsonl",
        {"_id": "d/1", "title": "Bridge", "text": "The bridge was closed."},
        {"_id": "d2", "title": "", "text": "港口从未关闭。"},
    )
    jsonl(folder / "queries.jsonl", {"_id": "q1", "text": "When was the bridge closed?"}, {"_id": "q2", "text": "x"})
    lines(folder / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore", "q1\td/1\t1", "q1\td2\t0")
    return folder


def test_beir(beir_folder: Path, tmp_path: Path):
    suite = open_suite(f"beir:{beir_folder}")
    (row,) = suite.gold  # q2 is not judged, and d2 is judged irrelevant
    assert (row.id, row.language, row.answerable) == ("q1", "en", True)
    assert [quote.quote for quote in row.quotes] == ["Bridge\n\nThe bridge was closed."]
    assert list(suite.corpora[""].texts) == ["0000000.txt", "0000001.txt"]  # no name of theirs becomes a path
    quotes_hold(suite, tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("corpus.jsonl", '{"_id": "d1"}\n', "corpus.jsonl, line 1"),
        ("queries.jsonl", '{"_id": "other", "text": "x"}\n', "judge the query 'q1'"),
        ("qrels/test.tsv", "q1\td9\t1\n", "the document 'd9'"),
        ("qrels/test.tsv", "q1 d/1 1\n", "line 1: expected query-id"),
    ],
)
def test_beir_with_a_fault_names_it(beir_folder: Path, file: str, text: str, message: str):
    (beir_folder / file).write_text(text)
    with pytest.raises(DatasetError, match=message):
        beir.load(beir_folder)


def test_nomiracl_gives_every_question_its_own_closed_list(tmp_path: Path):
    folder = tmp_path / "german"
    jsonl(
        folder / "corpus.jsonl",
        {"docid": "1#0", "title": "Brücke", "text": "Die Brücke wurde gesperrt."},
        {"docid": "2#0", "title": "Hafen", "text": "Der Hafen blieb offen."},
    )
    lines(folder / "topics" / "dev.relevant.tsv", "7\tWas wurde gesperrt?")
    lines(folder / "qrels" / "dev.relevant.tsv", "7\tQ0\t2#0\t0", "7\tQ0\t1#0\t1")
    lines(folder / "topics" / "dev.non_relevant.tsv", "7\tWer hat gewonnen?", "8\tNot judged")
    lines(folder / "qrels" / "dev.non_relevant.tsv", "7\tQ0\t2#0\t0")
    suite = nomiracl.load(folder)
    assert [(row.id, row.answerable, row.kind) for row in suite.gold] == [
        ("relevant 7", True, "relevant"),
        ("non_relevant 7", False, "non_relevant"),
    ]
    assert [quote.document for quote in suite.gold[0].quotes] == ["01.txt"]
    assert {name: len(corpus.texts) for name, corpus in suite.corpora.items()} == {"relevant 7": 2, "non_relevant 7": 1}
    quotes_hold(suite, tmp_path / "scratch")
    lines(folder / "qrels" / "dev.non_relevant.tsv", "7\tQ0\t2#0")
    with pytest.raises(DatasetError, match=r"dev.non_relevant.tsv, line 1: 4 columns expected, 3 found"):
        nomiracl.load(folder)


def test_squad_asks_all_paragraphs(tmp_path: Path):
    answers = [{"text": "gesperrt", "answer_start": 18}, {"text": "gesperrt", "answer_start": 18}]
    article = {
        "title": "t",
        "paragraphs": [
            {
                "context": "Die Brücke wurde gesperrt.",
                "qas": [{"id": "a", "question": "Was war die Folge?", "answers": answers}],
            },
            {"context": "港口从未关闭。", "qas": []},
        ],
    }
    (tmp_path / "own.json").write_text(json.dumps({"data": [article]}))
    suite = reading.load_squad(tmp_path / "own.json")
    (row,) = suite.gold
    assert row.slots == ({"de": ("gesperrt",)},)
    assert len(suite.corpora[""].texts) == 2
    quotes_hold(suite, tmp_path)


def test_rgb_asks_twice(tmp_path: Path):
    row = {
        "id": 3,
        "query": "港口什么时候关闭？",
        "answer": [["五月", "5月"], "2021"],
        "positive": ["港口2021年5月关闭。"],
        "negative": [f"第{n}条新闻。" for n in range(7)],
    }
    jsonl(tmp_path / "zh.json", row)
    suite = reading.load_rgb(tmp_path / "zh.json")
    asked, refused = suite.gold
    assert asked.slots == ({"zh-Hans": ("五月", "5月")}, {"zh-Hans": ("2021",)})
    assert (asked.answerable, refused.answerable, refused.slots) == (True, False, ())
    assert [len(suite.corpora[row.corpus].texts) for row in suite.gold] == [8, 5]
    quotes_hold(suite, tmp_path / "scratch")


def test_rgb_wants_a_snippet_of_every_part(tmp_path: Path):
    row = {
        "id": 3,
        "query": "宣誓仪式和首次会议各在什么时候？",
        "answer": ["1月3日", "1月12日"],
        "positive": [["宣誓仪式1月3日举行。", "1月3日宣誓。"], ["首次会议1月12日举行。"]],
        "negative": [f"第{n}条新闻。" for n in range(7)],
    }
    jsonl(tmp_path / "zh_int.json", row)
    asked, refused = reading.load_rgb(tmp_path / "zh_int.json").gold
    assert (asked.sides, asked.needed) == (((1, 2), (3,)), None)
    assert [len(row.quotes) for row in (asked, refused)] == [3, 0]
    assert (refused.sides, refused.needed) == ((), None)


def test_a_folder_of_data_is_looked_for_where_the_variable_says(
    beir_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with pytest.raises(SuiteError, match="no data at news: unmeasured"):
        open_suite("beir:news")
    monkeypatch.setenv("RAG_EVAL_DATA", str(tmp_path))
    assert open_suite("beir:news").name == "news"
    (beir_folder / "corpus.jsonl").unlink()
    with pytest.raises(SuiteError, match=r"corpus\.jsonl"):
        open_suite("beir:news")


def test_an_unknown_suite_says_what_there_is():
    with pytest.raises(SuiteError) as caught:
        open_suite("sedes")
    assert "seeds" in caught.value.hint


def test_cassettes_lie_beside_a_gold_file(tmp_path: Path):
    assert cassettes_of(str(tmp_path / "gold.jsonl")) == tmp_path / "gold.cassettes.jsonl"
    assert cassettes_of("seeds").name == "seeds.jsonl"


def test_the_digest_of_documents_changes_with_a_character_and_with_a_name(tmp_path: Path):
    digests = {
        Corpus(texts={"a.txt": "one", "b.txt": "two"}).digest(),
        Corpus(texts={"a.txt": "one", "b.txt": "twO"}).digest(),
        Corpus(texts={"a.txt": "one", "c.txt": "two"}).digest(),
    }
    assert len(digests) == 3
    lines(tmp_path / "a.txt", "one")
    before = Corpus(folder=tmp_path).digest()
    lines(tmp_path / "a.txt", "two")
    assert Corpus(folder=tmp_path).digest() != before


def test_a_sample_takes_every_language_and_kind_in_turn(gold: tuple[GoldRow, ...]):
    many = [row.model_copy(update={"id": f"{row.id} {n}"}) for n in range(10) for row in gold]
    sample = spread(many, 16)
    assert len({(row.language, row.kind) for row in sample}) == 16
    assert spread(list(reversed(many)), 16) == sample[::-1]
    assert {row.id for row in spread(many, 5)} <= {row.id for row in sample}
    assert spread(many, 1000) == many
