from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

import pytest

from rag.answer.cite import cite
from rag.answer.verify import Found, SavedAnswer, read_answers, verify
from rag.errors import NotFoundError, UsageError
from rag.types import Answer, AnswerSentence, Citation, Evidence, Refusal, Span
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
    assert read_answers(saved(tmp_path, one)) == [SavedAnswer("a", (), (citation(),))]
    line = json.dumps(dataclasses.asdict(answer(citation(), citation(2))))
    assert (
        read_answers(saved(tmp_path, f"\ufeff{line}\n\n{line}\n"))
        == [SavedAnswer("a", (), (citation(), citation(2)))] * 2
    )


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    odd = citation(quote="one\u2028two\x85three\x0cfour")
    line = json.dumps(dataclasses.asdict(answer(odd)), ensure_ascii=False)
    assert read_answers(saved(tmp_path, f"{line}\r\n{line}\n")) == [SavedAnswer("a", (), (odd,))] * 2


def test_the_nearest_passages_of_a_refusal_are_citations_too(tmp_path: Path) -> None:
    refused = answer(refusal=Refusal("no_evidence", "no", (citation(),)))
    (read,) = read_answers(saved(tmp_path, json.dumps(dataclasses.asdict(refused))))
    assert read.citations == (citation(),)


REFUSED = {"status": "refused", "answer": "no", "refusal": {"reason": "no_evidence", "message": "no", "nearest": []}}
ANSWERED = {"status": "answered", "answer": "a", "refusal": None}


@pytest.mark.parametrize(
    ("saved_as", "holds"),
    [
        (REFUSED, True),
        ({**ANSWERED, "answer": ""}, True),
        (ANSWERED, False),  # what no sentence says
        ({**REFUSED, "status": "answered"}, False),
        ({**REFUSED, "answer": "The answer is 42."}, False),
        ({**ANSWERED, "status": "refused"}, False),
        ({key: REFUSED[key] for key in ("answer", "refusal")}, True),  # saved without a status
    ],
)
def test_a_refusal_is_not_passed_off_as_an_answer(tmp_path: Path, saved_as: dict[str, object], holds: bool) -> None:
    read = read_answers(saved(tmp_path, json.dumps({**saved_as, "sentences": [], "citations": []})))
    assert [one.reason for one in verify(read, lambda _: None).failures] == ([] if holds else ["answer_altered"])


def bare(*citations: Citation, text: str = "", sentences: tuple[AnswerSentence, ...] = ()) -> SavedAnswer:
    return SavedAnswer(text, sentences, citations)


def test_everything_holds() -> None:
    report = verify([bare(citation(), citation(2))], lambda _: Found(TEXT, "docs/a.txt"))
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
        (citation(source="docs/b.txt"), TEXT, "source_mismatch"),
        (citation(source=""), TEXT, "source_mismatch"),
    ],
)
def test_each_failure_by_its_name(given: Citation, text: str | None, reason: str) -> None:
    def find(one: Citation) -> Found | None:
        found = TEXT if one.id == 9 else text
        return None if found is None else Found(found, "docs/a.txt")

    report = verify([bare(citation(9)), bare(given)], find)
    assert (report.checked, report.failed) == (2, 1)
    assert [(f.answer, f.citation, f.reason, f.quote) for f in report.failures] == [(1, 1, reason, given.quote)]


@pytest.mark.parametrize("source", ["a.txt", "docs/a.txt", "more/docs/a.txt", "docs\\a.txt"])
def test_a_source_is_the_same_as_far_as_both_paths_go(source: str) -> None:
    assert verify([bare(citation(source=source))], lambda _: Found(TEXT, "docs/a.txt")).failed == 0


@pytest.mark.parametrize(
    ("text", "sentences", "failures"),
    [
        ("He said it [1].", (AnswerSentence("He said it [1].", (1,), "supported"),), []),
        ("He said it [1].", (), [(0, "answer_altered")]),
        ("He said it [1][2].", (AnswerSentence("He said it [1][2].", (1,), "supported"),), [(2, "citation_missing")]),
        ("He said it.", (AnswerSentence("He said it.", (), "supported"),), [(0, "citation_missing")]),
        ("He said it.", (AnswerSentence("He said it.", (3,), "supported"),), [(3, "citation_missing")]),
        ("他说,“好”。 [1]", (AnswerSentence("“他说,‘好’。” [1]", (1,), "quoted"),), []),
        ("他说,“坏”。 [1]", (AnswerSentence("他说,“坏”。 [1]", (1,), "quoted"),), [(1, "quote_missing")]),
        ("It was good [1].", (AnswerSentence("It was good [1].", (1,), "supported"),), []),
    ],
)
def test_numbers_lead_to_citations_and_quotes_are_quoted(
    text: str, sentences: tuple[AnswerSentence, ...], failures: list[tuple[int, str]]
) -> None:
    report = verify([bare(citation(), text=text, sentences=sentences)], lambda _: Found(TEXT, "a.txt"))
    assert [(one.citation, one.reason) for one in report.failures] == failures


def test_a_number_in_brackets_inside_a_quote_is_the_documents_own() -> None:
    text = "Built in 1998 [12]."
    made = cite(Evidence(1, document(text), Span(0, len(text)), text, "en", 1.0), 1)
    shown = f"“{text}” [1]"
    saved_answer = bare(made, text=shown, sentences=(AnswerSentence(shown, (1,), "quoted"),))
    assert verify([saved_answer], lambda _: Found(text, "a.txt")).failed == 0


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
        '{"citations": [], "sentences": [3]}',
        '{"citations": [], "sentences": [{"text": "a", "citations": ["1"]}]}',
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


def test_the_answer_is_what_its_sentences_say() -> None:
    sentences = (AnswerSentence("He said it [1].", (1,), "supported"),)
    report = verify([bare(citation(), text="He denied it [1].", sentences=sentences)], lambda _: Found(TEXT, "a.txt"))
    assert [(one.citation, one.reason) for one in report.failures] == [(0, "answer_altered")]


ROW = "Tue | 10-18"
TABLE = f"Day | Hours\n{ROW}\n"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("The documents say: (columns: “Day | Hours”) “Tue | 10-18” [1] (3 May 2021)", True),
        ("（表頭：「Day | Hours」）「Tue | 10-18」 [1] (2021年5月3日)", True),
        ("The documents say: (columns: “Hours | Day”) “Tue | 10-18” [1] (3 May 2021)", False),
        ("The documents say: (columns: “Day | Hours”) “Tue | 10-18” [1] (4 May 2021)", False),
    ],
)
def test_what_stands_around_a_quote_is_checked_too(text: str, holds: bool) -> None:
    start = TABLE.index(ROW)
    digest = hashlib.sha256(TABLE.encode()).hexdigest()
    cited = citation(sha256=digest, start=start, end=start + len(ROW), quote=ROW, published="2021-05-03")
    given = bare(cited, text=text, sentences=(AnswerSentence(text, (1,), "quoted"),))
    report = verify([given], lambda _: Found(TABLE, "a.txt"))
    assert [one.reason for one in report.failures] == ([] if holds else ["answer_altered"])


@pytest.mark.parametrize("changes", [{"title": "Another"}, {"published": "2020-01-01"}])
def test_a_citation_tells_no_other_title_or_day_than_its_document(changes: dict[str, str]) -> None:
    given = [bare(citation(**changes))]
    report = verify(given, lambda _: Found(TEXT, "docs/a.txt", (None, None)))
    assert [one.reason for one in report.failures] == ["metadata_mismatch"]
    assert verify(given, lambda _: Found(TEXT, "docs/a.txt")).failed == 0  # not known
    assert verify(given, lambda _: Found(TEXT, "docs/a.txt", ("Another", "2020-01-01"))).failed == 0


def test_a_verdict_that_there_is_not(tmp_path: Path) -> None:
    made = dataclasses.asdict(answer(citation()))
    made["sentences"] = [{"text": "He said it [1].", "citations": [1], "verdict": "certain"}]
    with pytest.raises(UsageError, match="certain"):
        read_answers(saved(tmp_path, json.dumps(made)))
