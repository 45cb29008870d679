"""Why there is no answer, and what is told to be missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answer.evidence import rank
from rag.answer.question import read_question
from rag.answer.refuse import decide, refusal
from rag.types import Hit, Refusal
from tests.answer.seeds import hits_of

VOTE = "Mühlenbach voted on Sunday. The council of Mühlenbach had asked for a second ballot on the wind park."
CHINESE = "拉夫罗夫11日晚抵达元山葛麻机场,会见了金正恩。"


def refused(question: str, text: str, likeness: float = 0.6) -> Refusal:
    asked = read_question(question)
    hits: list[Hit] = [replace(hit, likeness=likeness, score=0.0, sentence_scores=()) for hit in hits_of(text)]
    decision = replace(decide(asked, rank(asked, hits), hits), confidence=None)
    return refusal(asked, decision, ())


@pytest.mark.parametrize(
    ("question", "text", "reason", "named"),
    [
        ("Wie viel Geld kostet Miete im Jahr?", VOTE, "no_evidence", ""),
        ("穆伦巴赫什么时候表决？", VOTE, "no_evidence", "穆伦巴赫"),
        ("Wann kam Selenskyj?", CHINESE, "no_evidence", "Selenskyj"),
        ("Who won in Qatar?", CHINESE, "off_topic", "Qatar"),
        ("Wer gewann in Katar?", VOTE, "off_topic", "Katar"),
        ("泽连斯基什么时候抵达？", CHINESE, "off_topic", "泽连斯基"),
    ],
)
def test_only_what_certainly_is_missing_makes_a_question_off_topic(
    question: str, text: str, reason: str, named: str
) -> None:
    told = refused(question, text)
    assert told.reason == reason
    assert named in told.message
    assert not {"Geld", "Miete"} & set(told.message.replace(".", "").replace(",", "").split())


def test_without_certain_names_a_passage_that_is_unlike_the_question_is_off_topic() -> None:
    assert refused("Wie viel Geld kostet Miete im Jahr?", VOTE, likeness=0.1).reason == "off_topic"
