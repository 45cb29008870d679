from __future__ import annotations

import pytest

from rag.answer.wants import gives_reason, kinds_asked_for


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("When was the bridge closed?", {"date"}),
        ("In which year was it built?", {"date"}),
        ("Wann wurde die Brücke gesperrt?", {"date"}),
        ("An welchem Tag kam er an?", {"date"}),
        ("这座桥是什么时候关闭的？", {"date"}),
        ("這座橋是哪一年建成的？", {"date"}),
        ("How many guests came?", {"number"}),
        ("Wie viele Gäste kamen?", {"number"}),
        ("來了多少客人？", {"number"}),
        ("会谈进行了多久？", {"number"}),
        ("Who signed it?", {"person"}),
        ("Wem gehört das Haus?", {"person"}),
        ("是誰提議的？", {"person"}),
        ("Where did they meet?", {"place"}),
        ("In welcher Stadt trafen sie sich?", {"place"}),
        ("他们在哪里见面？", {"place"}),
        ("Why did he leave?", {"reason"}),
        ("Weshalb ging er?", {"reason"}),
        ("他為什麼離開？", {"reason"}),
        ("What did Lavrov say about Kursk?", set()),
        ("Was sagte Lawrow zu Kursk?", set()),
        ("拉夫罗夫说了什么？", set()),
    ],
)
def test_what_is_asked_for(question: str, kinds: set[str]) -> None:
    assert kinds_asked_for(question) == kinds


@pytest.mark.parametrize(
    "text", ["He left because it rained.", "Er ging, weil es regnete.", "因为下雨，他走了。", "由於下雨，他走了。"]
)
def test_a_reason(text: str) -> None:
    assert gives_reason(text)


def test_no_reason() -> None:
    assert not gives_reason("He left at noon.")
