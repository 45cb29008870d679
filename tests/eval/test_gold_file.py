"""Gold files: every broken line is named with its number, and nothing is run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_gold import BRIDGE, HARBOUR, make_gold

pytest.importorskip("rag.ingest.load")

from eval.datasets.gold import load, read
from eval.errors import GoldError, SuiteError
from eval.records import GoldRow, gold_version


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (tmp_path / "docs/harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (tmp_path / "evals").mkdir()
    return tmp_path / "evals" / "own.jsonl"


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def rows() -> list[dict[str, object]]:
    return [json.loads(row.dump_line()) for row in make_gold()]


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(GoldError) as caught:
        load(path)
    return caught.value.problems


def test_a_good_file_becomes_a_suite(gold_file: Path):
    suite = load(write(gold_file, rows()))
    assert suite.name == "own"
    assert suite.gold == make_gold()
    sources = suite.corpora[""].place(gold_file.parent)
    assert sources.text("docs/bridge.txt") == BRIDGE
    assert sources.folder == gold_file.parents[1] / "docs"


def test_every_broken_line_is_named(gold_file: Path):
    broken = rows()
    broken[1]["quotes"][0]["start"] = "0"  # type: ignore[index]
    broken[2]["colour"] = "red"
    del broken[4]["question"]
    write(gold_file, broken)
    with gold_file.open("a", encoding="utf-8") as file:
        file.write("{half a li\n")
    found = problems(gold_file)
    assert [sentence.split(":")[0].rsplit(" ", 1)[1] for sentence in found] == ["2", "3", "5", "17"]
    assert all(str(gold_file) in sentence for sentence in found)
    assert "colour" in found[1]
    assert "question" in found[2]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"question": " "}, "still to be written"),
        ({"slots": [{"en": []}]}, "accepted strings"),
        ({"slots": [{"en": [""]}]}, "none of them blank"),
        ({"quotes": [], "needed": None}, "at least one quote"),
        ({"reason": "off_topic"}, "no reason to be refused"),
        ({"reason": "bored"}, "reason"),
        ({"needed": 2}, "needed is 2, there are 1 quotes"),
        ({"sides": [[1]], "needed": 1}, "needed or sides"),
        ({"sides": [[1], [2]]}, "1 to 1, not [2]"),
        ({"sides": [[0]]}, "1 to 1, not [0]"),
        ({"sides": [[]]}, "not []"),
        ({"answerable": False}, "has no slots"),
        ({"split": "train"}, "split"),
        ({"history": [{"role": "king", "content": "x"}]}, "history.0.role"),
    ],
)
def test_a_row_that_contradicts_itself_is_broken(gold_file: Path, change: dict[str, object], expected: str):
    changed = rows()
    changed[0] |= change
    (sentence,) = problems(write(gold_file, changed))
    assert "line 1:" in sentence
    assert expected in sentence


def test_a_repeated_id_is_named_with_both_lines(gold_file: Path):
    (sentence,) = problems(write(gold_file, [*rows(), rows()[0]]))
    assert "line 17" in sentence
    assert "'closed-en' is already on line 1" in sentence


def test_offsets_that_do_not_match_say_where_the_quote_is(gold_file: Path):
    moved = rows()
    for key in ("start", "end"):
        moved[0]["quotes"][0][key] += 3  # type: ignore[index]
    (sentence,) = problems(write(gold_file, moved))
    assert "at 0, not at 3" in sentence
    moved[0]["quotes"][0]["quote"] = "x" * 40  # type: ignore[index]
    (sentence,) = problems(write(gold_file, moved))
    assert "does not contain" in sentence


def test_offsets_must_fit_the_quote_itself(gold_file: Path):
    long = rows()
    long[0]["quotes"][0]["end"] += 1  # type: ignore[index]
    (sentence,) = problems(write(gold_file, long))
    assert "end - start is 41, the quote has 40" in sentence


@pytest.mark.parametrize("document", ["docs/none.txt", "/etc/hosts", "../docs/bridge.txt"])
def test_documents_are_where_the_file_says_and_nowhere_else(gold_file: Path, document: str):
    strange = rows()[:1]
    strange[0]["quotes"][0]["document"] = document  # type: ignore[index]
    assert document in problems(write(gold_file, strange))[0]


def test_no_file_no_question_no_text(gold_file: Path):
    with pytest.raises(SuiteError):
        read(gold_file)
    gold_file.write_text("\n\n")
    assert "holds no question" in problems(gold_file)[0]
    gold_file.write_bytes(b'{"id": "\xff"}')
    assert "not UTF-8" in problems(gold_file)[0]


def test_the_version_knows_rows_but_not_their_order(gold: tuple[GoldRow, ...]):
    assert gold_version(reversed(gold)) == gold_version(gold)
    assert gold_version(gold[:-1]) != gold_version(gold)
    changed = gold[0].model_copy(update={"question": "What?"})
    assert gold_version((changed, *gold[1:])) != gold_version(gold)


def test_the_suite_of_other_genres_is_whole() -> None:
    rows = load(Path(__file__).parents[2] / "eval/genres/gold.jsonl").gold
    assert len(rows) == 224
    assert sum(not row.answerable for row in rows) == 44
    assert {row.language for row in rows} == {"en", "de", "zh-Hans", "zh-Hant"}
