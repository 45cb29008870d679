from __future__ import annotations

import pytest

from rag.answer.wants import gives_reason, kinds_asked_for, units_asked_for


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
        ("What is the population of Warsaw?", {"number"}),
        ("What was the date of the battle?", {"date"}),
        ("What is the capital of Poland?", {"place"}),
        ("Wie lautet die Einwohnerzahl von Warschau?", {"number"}),
        ("Was ist die Hauptstadt von Polen?", {"place"}),
        ("Was war das Datum der Schlacht?", {"date"}),
        ("布林肯訪華時間", {"date"}),
        ("二十大开幕时间？", {"date"}),
        ("会谈持续时间", {"number"}),
        ("我国2021年人口出生率", {"number"}),
        ("2022年汽车出口量是？", {"number"}),
        ("《七人樂隊》的導演", {"person"}),
        ("世界杯決賽在哪舉辦", {"place"}),
        ("Was kostet der Eintritt?", {"number"}),
        ("What does the pass cost?", {"number"}),
        ("Wie lang ist der Kurs?", {"number"}),
        ("Bei welcher Temperatur wird gewaschen?", {"number"}),
        ("門票什麼價錢？", {"number"}),
        ("What time does the library open?", {"date"}),
        ("Wie sind die Öffnungszeiten?", {"date"}),
        ("图书馆的营业时间是什么？", {"date"}),
        ("两国在哪些方面合作？", set()),
        ("他对此有何评价？", set()),
        ("他什么时候谈到出生率和时间的关系？", {"date"}),
        ("What did he say about the date of the battle?", set()),
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


@pytest.mark.parametrize(
    ("question", "unit", "other"),
    [
        ("How many days of leave do I get?", "week", "usd"),
        ("Wie viele Tage Urlaub gibt es?", "day", None),
        ("试用期有几个月？", "day", "cny"),
        ("Was kostet der Eintritt?", "eur", "day"),
        ("学费多少？", "cny", "hour"),
        ("How many euros does it cost?", "eur", "day"),
    ],
)
def test_the_units_of_a_number_that_is_asked_for(question: str, unit: str, other: str | None) -> None:
    units = units_asked_for(question)
    assert units is not None
    assert unit in units
    assert other not in units


@pytest.mark.parametrize(
    "question",
    [
        "How many guests paid the fee?",
        "多少人付了票价？",
        "How many guests came?",
        "How long did it take?",
        "会谈进行了多久？",
    ],
)
def test_a_number_of_any_unit(question: str) -> None:
    assert units_asked_for(question) is None
