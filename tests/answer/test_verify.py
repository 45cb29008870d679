from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from rag.answer.cite import cite
from rag.answer.verify import read_answers, verify
from rag.errors import NotFoundError, UsageError
from rag.types import Answer, Citation, Evidence, Refusal, Span
from tests.answer.seeds import document

TEXT = "他说,“好”。 And then he left."


def citation(number: int = 1, **changes: object) -> Citation:
    made = cite(Evidence(1, document(TEXT), Span(0, 7), TEXT[:7], "zh-Hans", 1.0), number)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def answer(*citations: Citation, refusal: Refusal | None = None) -> Answer:
    status = "refused" if refusal else "answered"
    return Answer("q", "en", status, "a", refusal, (), citations, "extractive", "extractive")  # type: ignore[arg-type]


def saved(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_answer_or_one_a_line(tmp_path: Path) -> None:
    one = json.dumps(dataclasses.asdict(answer(citation())), indent=2)
    assert read_answers(saved(tmp_path, one)) == [(citation(),)]
    line = json.dumps(dataclasses.asdict(answer(citation(), citation(2))))
    assert read_answers(saved(tmp_path, f"\ufeff{line}\n\n{line}\n")) == [(citation(), citation(2))] * 2


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    odd = citation(quote="one\u2028two\x85three\x0cfour")
    line = json.dumps(dataclasses.asdict(answer(odd)), ensure_ascii=False)
    assert read_answers(saved(tmp_path, f"{line}\r\n{line}\n")) == [(odd,)] * 2


def test_the_nearest_passages_of_a_refusal_are_citations_too(tmp_path: Path) -> None:
    refused = answer(refusal=Refusal("no_evidence", "no", (citation(),)))
    assert read_answers(saved(tmp_path, json.dumps(dataclasses.asdict(refused)))) == [(citation(),)]


def test_everything_holds() -> None:
    report = verify([(citation(), citation(2))], lambda _: TEXT)
    assert (report.checked, report.failed, report.failures) == (2, 0, ())


@pytest.mark.parametrize(
    ("given", "text", "reason"),
    [
        (citation(), None, "document_missing"),
        (citation(), TEXT + "!", "text_changed"),
        (citation(quote="他说,“坏”。"), TEXT, "quote_mismatch"),
        (citation(start=1, end=8), TEXT, "quote_mismatch"),
        (citation(end=9999), TEXT, "offset_out_of_range"),
        (citation(start=-3), TEXT, "offset_out_of_range"),
        (citation(start=7, end=0), TEXT, "offset_out_of_range"),
    ],
)
def test_each_failure_by_its_name(given: Citation, text: str | None, reason: str) -> None:
    report = verify([(citation(9),), (given,)], lambda one: TEXT if one.id == 9 else text)
    assert (report.checked, report.failed) == (2, 1)
    assert [(f.answer, f.citation, f.reason, f.quote) for f in report.failures] == [(1, 1, reason, given.quote)]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_answers(tmp_path / "absent.json")


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[1, 2]",
        '"text"',
        "{}",
        '{"citations": 3}',
        '{"citations": [3]}',
        '{"citations": [{"id": 1}]}',
        json.dumps({"citations": [dataclasses.asdict(citation()) | {"start": "0"}]}),
        "[" * 100_000,
        "",
        "\n \n",
        "[]",
        '{"citations": [], "refusal": {"nearest": 5}}',
        json.dumps({"citations": [dataclasses.asdict(citation()) | {"start": True}]}),
    ],
)
def test_a_file_that_holds_no_answer(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        read_answers(saved(tmp_path, text))


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        read_answers(path)
