"""Where it is settled that the evidence answers: one sentence of each excerpt, checked, repaired once, or its quote."""

from __future__ import annotations

import pytest

from rag.answer.question import read_question
from rag.answer.writer import Writer
from rag.errors import LLMError
from rag.llm.scripted import Reply, Script, ScriptedModel
from rag.types import AnswerSentence, Evidence, Span
from tests.answer.seeds import document

OPENED = "Macron opened the new bridge on 12 July."
CLOSED = "Scholz closed the old bridge on 13 July."


def write(*scripts: Script) -> tuple[list[AnswerSentence], ScriptedModel]:
    evidence = [
        Evidence(number, document(quote), Span(0, len(quote)), quote, "en", 1.0)
        for number, quote in ((4, OPENED), (2, CLOSED))
    ]
    model = ScriptedModel.of(*scripts)
    writer = Writer(model, None, read_question("When were the bridges opened and closed?"), [])
    return list(writer.write_each(evidence)), model


def asked_to_write(model: ScriptedModel) -> list[str]:
    """The last messages of the prompts for a sentence, without those that ask for a yes or a no."""
    return [asked.messages[-1].content for asked in model.history if asked.max_tokens > 1]


def test_a_sentence_is_asked_for_of_each_excerpt_and_cites_it() -> None:
    told, model = write(
        "Macron opened it on 12 July.", "yes", "[4] Scholz closed the other on 13 July.\nAnything else?", "yes"
    )
    assert told == [
        AnswerSentence("Macron opened it on 12 July [4].", (4,), "supported"),
        AnswerSentence("Scholz closed the other on 13 July [2].", (2,), "supported"),
    ]
    first, second = asked_to_write(model)
    assert OPENED in first
    assert CLOSED not in first
    assert CLOSED in second
    assert first.split("Names:")[1] == second.split("Names:")[1]


def test_what_fails_is_repaired_before_the_next_excerpt() -> None:
    told, model = write(
        "Macron opened it on 11 July.", "Macron opened it on 12 July.", "yes", "Scholz closed it on 13 July.", "yes"
    )
    assert [(one.verdict, one.citations) for one in told] == [("supported", (4,)), ("supported", (2,))]
    assert "11 July" in asked_to_write(model)[1]


@pytest.mark.parametrize("reply", ["NONE", "", "???", "12 July"])
def test_a_reply_that_states_nothing_leaves_the_quote(reply: str) -> None:
    told, _ = write(reply, *([reply] if reply == "12 July" else []), "Scholz closed it on 13 July.", "yes")
    assert [(one.verdict, one.citations) for one in told] == [("quoted", (4,)), ("supported", (2,))]
    assert told[0].text.startswith("The documents say: “Macron opened")


def test_the_model_is_asked_whether_the_excerpt_says_so() -> None:
    told, model = write("Macron opened it on 12 July.", "no", "Macron opened a bridge on 12 July.", "yes", "", "")
    assert told[0] == AnswerSentence("Macron opened a bridge on 12 July [4].", (4,), "supported")
    question = model.history[1].messages[-1].content
    assert OPENED in question
    assert "Claim: Macron opened it on 12 July." in question
    assert "the excerpt does not say that" in model.history[2].messages[-1].content


def test_what_the_model_denies_twice_is_a_quote() -> None:
    told, _ = write("Macron opened it on 12 July.", "no", "Macron opened a bridge on 12 July.", "no", "", "")
    assert [one.verdict for one in told] == ["quoted", "quoted"]


def test_a_model_without_an_opinion_does_not_deny() -> None:
    told, _ = write("Macron opened it on 12 July.", "perhaps", "")
    assert told[0].verdict == "supported"


def test_a_model_that_dies_in_the_middle_has_shown_what_held() -> None:
    evidence = [
        Evidence(number, document(quote), Span(0, len(quote)), quote, "en", 1.0)
        for number, quote in enumerate((OPENED, CLOSED), 1)
    ]
    model = ScriptedModel.of("Macron opened it on 12 July.", "yes", Reply("Scholz cl", error=LLMError("cut")))
    sentences = Writer(model, None, read_question("When?"), []).write_each(evidence)
    assert next(sentences).text == "Macron opened it on 12 July [1]."
    with pytest.raises(LLMError):
        next(sentences)
