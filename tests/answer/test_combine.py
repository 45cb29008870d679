from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from rag.answer.decompose import decompose
from rag.answer.flow import answer_parts
from rag.answer.verify import Found, read_answers, verify
from rag.errors import UsageError
from rag.llm.scripted import ScriptedModel
from rag.types import Answer, Evidence
from tests.answer.seeds import hits_of

BRIDGE = "The bridge at Kehl was built by Anna Weber."
FERRY = "The ferry at Mainz carries forty cars a day."


def ask(message: str, texts: list[str], model: ScriptedModel | None = None, **options: object) -> Answer:
    """The message asked of documents, one a part of it."""
    parts = decompose(message)
    assert len(parts) == len(texts)
    found = [(part, hits_of(text, f"{text[:9]}.txt")) for part, text in zip(parts, texts, strict=True)]
    return answer_parts(message, found, model=model, **options)  # type: ignore[arg-type]


TWO = "Who built the bridge at Kehl, and how many cars does the ferry at Mainz carry?"


def test_two_questions_have_one_answer() -> None:
    given = ask(TWO, [BRIDGE, FERRY])
    assert (given.status, given.question) == ("answered", TWO)
    assert [(one.id, one.quote) for one in given.citations] == [(1, BRIDGE), (2, FERRY)]
    assert [one.citations for one in given.sentences] == [(1,), (2,)]
    assert given.answer == f"The documents say: “{BRIDGE}” [1]\nThe documents say: “{FERRY}” [2]"
    assert given.unanswered == ()


def test_evidence_is_told_once_before_any_sentence() -> None:
    heard: list[tuple[str, object]] = []
    given = ask(TWO, [BRIDGE, FERRY], on_event=lambda *event: heard.append(event))
    assert [name for name, _ in heard] == ["evidence", "sentence", "sentence", "answer"]
    evidence = heard[0][1]
    assert isinstance(evidence, list)
    assert [(one.id, one.quote) for one in evidence if isinstance(one, Evidence)] == [(1, BRIDGE), (2, FERRY)]
    assert heard[-1][1] == given


def test_a_sentence_that_answers_both_has_one_number() -> None:
    message = "Who were the builder and the owner of the bridge at Kehl?"
    text = "The builder and owner of the bridge at Kehl was Anna Weber."
    parts = [(part, hits_of(text)) for part in decompose(message)]
    given = answer_parts(message, parts, model=None)
    assert [(one.id, one.quote) for one in given.citations] == [(1, text)]
    assert given.answer == f"The documents say: “{text}” [1]"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (TWO, "“how many cars does the ferry at Mainz carry?” The documents do not answer this question clearly."),
        (
            "Wer baute die Brücke in Kehl, und wie viele Autos trägt die Fähre in Mainz?",
            "„wie viele Autos trägt die Fähre in Mainz?“ Die Dokumente beantworten diese Frage nicht eindeutig.",
        ),
    ],
)
def test_a_part_without_an_answer_is_named(message: str, told: str, tmp_path: Path) -> None:
    given = ask(message, [BRIDGE, ""])
    assert given.status == "answered"
    assert [one.quote for one in given.citations] == [BRIDGE]
    assert [(one.reason, one.message) for one in given.unanswered] == [("no_evidence", told)]
    assert given.answer.endswith(f"\n{told}")
    saved = tmp_path / "answer.json"
    saved.write_text(json.dumps(dataclasses.asdict(given)), encoding="utf-8")
    found = Found(BRIDGE, given.citations[0].source)
    assert verify(read_answers(saved), lambda _: found).failures == ()
    saved.write_text(json.dumps({**dataclasses.asdict(given), "unanswered": []}), encoding="utf-8")
    assert [one.reason for one in verify(read_answers(saved), lambda _: found).failures] == ["answer_altered"]


def test_what_has_no_answer_in_any_part_is_refused() -> None:
    given = ask(TWO, ["", ""])
    assert (given.status, given.answer) == ("refused", "The documents do not answer this question clearly.")
    assert given.refusal is not None
    assert given.refusal.message == given.answer
    assert given.unanswered == ()


def test_a_model_writes_of_each_part_and_what_it_cost_is_counted_once() -> None:
    replies = "[1] Anna Weber built the bridge at Kehl.", "[2] The ferry at Mainz carries forty cars a day."
    given = ask(TWO, [BRIDGE, FERRY], ScriptedModel.of(*replies))
    assert given.answer == "Anna Weber built the bridge at Kehl [1].\nThe ferry at Mainz carries forty cars a day [2]."
    assert [one.verdict for one in given.sentences] == ["supported", "supported"]
    assert (given.answerer, given.model) == ("llm", "scripted")
    assert given.usage.completion_tokens == sum(map(len, replies))
    assert 0 < given.timings.first_token_ms <= given.timings.total_ms


def test_the_answer_is_in_the_language_of_the_whole_message() -> None:
    given = ask("《桥》的作者和导演是谁？", ["《桥》的作者是安娜。", "《桥》的导演是李明。"])
    assert given.language == "zh-Hans"
    assert given.answer.startswith("文件中写道：")


def test_a_mark_that_a_reader_types_cites_nothing() -> None:
    given = ask("Who built the bridge at Kehl [1], and when was the ferry [1] at Mainz sold [7]?", [BRIDGE, ""])
    assert [one.message for one in given.unanswered] == [
        "“when was the ferry at Mainz sold?” The documents do not answer this question clearly."
    ]
    assert given.answer.count("[1]") == 1


def test_of_a_part_with_a_false_premise_the_reason_is_told_and_no_quote_without_its_proof() -> None:
    text = "Anna Weber and Karl Brandt met at Mainz on Monday."
    given = ask("Who built the bridge at Kehl, and why did Anna Weber kill Karl Brandt?", [BRIDGE, text])
    assert [one.reason for one in given.unanswered] == ["false_premise"]
    assert given.unanswered[0].message.endswith("takes something for granted that was not found in the documents.")
    assert text not in given.answer


@pytest.mark.parametrize("unanswered", ["x", [None], [{"message": 1}], [{}], {"message": "x"}])
def test_an_answer_that_does_not_say_what_it_leaves_out_is_refused(unanswered: object, tmp_path: Path) -> None:
    saved = tmp_path / "answer.json"
    given = {**dataclasses.asdict(ask(TWO, [BRIDGE, ""])), "unanswered": unanswered}
    saved.write_text(json.dumps(given), encoding="utf-8")
    with pytest.raises(UsageError, match="unanswered"):
        read_answers(saved)
