"""A sentence that fails is written again once; the model is told what was wrong with it."""

from __future__ import annotations

import pytest

from rag.answer.question import read_question
from rag.answer.writer import MOST_REPAIRS, Writer
from rag.errors import LLMError
from rag.llm.scripted import Reply, Script, ScriptedModel
from rag.types import AnswerSentence, Evidence, Span
from tests.answer.seeds import document

QUOTES = ("Macron opened the new bridge on 12 July.", "Scholz closed the old bridge, which is 75 metres long.")
WRONG = "[1] Macron opened the new bridge on 13 July."
OLD = "[2] The old bridge is 76 metres long."
QUOTED = "The documents say: “Macron opened the new bridge on 12 July.” [1]"


def write(*scripts: Script) -> tuple[list[AnswerSentence], ScriptedModel]:
    evidence = [
        Evidence(n, document(quote), Span(0, len(quote)), quote, "en", 1.0) for n, quote in enumerate(QUOTES, 1)
    ]
    model = ScriptedModel.of(*scripts)
    writer = Writer(model, None, read_question("When did Macron open the bridge?"), [])
    return list(writer.write(evidence)), model


def test_a_repair_that_holds_takes_the_place_of_the_sentence() -> None:
    (told,), model = write(WRONG, "Macron opened the new bridge on 12 July.\nI hope this helps.")
    assert told == AnswerSentence("Macron opened the new bridge on 12 July [1].", (1,), "supported")
    _, first, written, again = (message.content for message in model.history[1].messages)
    assert written == "Macron opened the new bridge on 13 July."
    assert "the excerpt does not state the date 13 July" in again
    assert QUOTES[0] in first
    assert QUOTES[1] not in first  # only what the sentence cites


@pytest.mark.parametrize(
    "reply",
    [
        "Macron opened the new bridge on 14 July.",
        "Did Macron open the new bridge on 12 July?",
        "NONE",
        "",
        LLMError("gone"),
        Reply("Macron opened the new br", error=LLMError("cut")),
    ],
)
def test_a_repair_that_does_not_hold_leaves_the_quote(reply: Script) -> None:
    (told,), model = write(WRONG, reply)
    assert (told.text, told.verdict) == (QUOTED, "quoted")
    assert len(model.history) == 2  # once, not until it holds


def test_what_cites_other_evidence_in_a_repair_cites_what_the_sentence_did() -> None:
    (told,), _ = write(WRONG, "[2] Macron opened the new bridge on 12 July.")
    assert told.citations == (1,)


def test_sentences_that_hold_come_first_and_are_not_said_twice() -> None:
    told, _ = write(f"{WRONG}\n{OLD}\n[2] Scholz closed the old bridge.", QUOTES[0], "Scholz closed the old bridge.")
    assert [one.text for one in told if one.verdict != "unsupported"] == [
        "Scholz closed the old bridge [2].",
        "Macron opened the new bridge on 12 July [1].",
    ]
    assert [one.verdict for one in told] == ["supported", "supported", "unsupported"]  # what fails is not lost


def test_no_more_than_a_few_are_repaired() -> None:
    draft = "\n".join(f"[2] The old bridge is {length} metres long." for length in range(76, 76 + MOST_REPAIRS + 2))
    told, model = write(draft, *["The old bridge is 1 metre long."] * 9)
    assert len(model.history) == 1 + MOST_REPAIRS
    assert [one.verdict for one in told] == ["quoted", *["unsupported"] * (MOST_REPAIRS + 1)]


def test_what_fails_when_its_quote_is_shown_already_is_told_as_dropped() -> None:
    told, _ = write("[1] Macron opened it on 14 July.\n[1] He opened it on 15 July.", "", "")
    assert [(one.text, one.verdict) for one in told] == [
        (QUOTED, "quoted"),
        ("He opened it on 15 July.", "unsupported"),
    ]


def test_what_cites_nothing_is_not_repaired() -> None:
    (told,), model = write("Macron opened a bridge [7].", QUOTES[0])
    assert (told.verdict, len(model.history)) == ("unsupported", 1)
