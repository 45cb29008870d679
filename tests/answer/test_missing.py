from __future__ import annotations

import pytest

from rag.answer.missing import mentions_a_name, missing_names, nowhere
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


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("What is the torque for an M16 bolt?", "Hex bolts M8 and M10 need a torque of 25 Nm and 49 Nm.", ("M16",)),
        ("Was kostet die RX-200?", "Die RX-100 kostet 40 Euro.", ("RX-200",)),
        ("RX-200多少钱？", "RX-100的价格是四百元。", ("RX-200",)),
        ("What is the torque for an M10 bolt?", "Hex bolts M8 and M10 need a torque of 25 Nm and 49 Nm.", ()),
        ("Was kostet die RX-200?", "RX 200的价格是四百元。", ()),
        ("What was said at the G20 summit?", "二十国集团峰会在里约举行。", ()),
        ("Was sagte Sabine Röhrig über Donald Trump?", "Sabine Röhrig lobte den Windpark.", ("Donald Trump",)),
        ("What did Sabine Röhrig say about Donald Trump?", "Sabine Röhrig sagte, Trumps Besuch freue sie.", ()),
        ("What did Sabine Röhrig say about prices?", "Sabine Röhrig lobte den Windpark.", ()),
        ("What did Lavrov say about Kim Jong Un?", CHINESE, ()),
    ],
)
def test_an_identifier_or_a_person_asked_about_that_stands_nowhere(
    question: str, text: str, lacking: tuple[str, ...]
) -> None:
    asked, hits = read_question(question), hits_of(text)
    assert nowhere(asked, hits, missing_names(asked, hits)) == lacking
