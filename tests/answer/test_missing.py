from __future__ import annotations

import pytest

from rag.answer.missing import mentions_a_name, missing_names
from rag.answer.question import read_question
from tests.answer.seeds import hits_of

CHINESE = "俄罗斯外长拉夫罗夫11日晚抵达元山葛麻机场,会见了金正恩。"
ENGLISH = "Lavrov arrived at Wonsan airport on the 11th and met Kim Jong Un."


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("What did Lavrov say about Kaliningrad?", CHINESE, ("Kaliningrad",)),
        ("Was sagte Selenskyj?", CHINESE, ("Selenskyj",)),
        ("Did Lavrov arrive in Russia?", CHINESE, ()),
        ("When did Lavrov come to Wonsan?", CHINESE, ()),  # 元山 is read, not spelled: it cannot be compared
        ("When did Lavrov come to Hanoi?", ENGLISH, ("Hanoi",)),
        ("拉夫罗夫关于加里宁格勒说了什么？", ENGLISH, ("加里宁格勒",)),
        ("拉夫羅夫何時抵達？", ENGLISH, ()),
    ],
)
def test_names_that_no_passage_has(question: str, text: str, missing: tuple[str, ...]) -> None:
    assert missing_names(read_question(question), hits_of(text)) == missing


def test_a_name_that_is_there() -> None:
    assert mentions_a_name(read_question("What did Lavrov say about Kaliningrad?"), hits_of(CHINESE))
    assert not mentions_a_name(read_question("Who won the World Cup in Qatar?"), hits_of(CHINESE))
