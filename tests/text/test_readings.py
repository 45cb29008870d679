"""Chinese and Korean names across scripts: by how their characters are read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.fold import fold
from rag.text.readings import han_pairs, is_reading, name_pairs, written_as
from rag.text.terms import question_terms, spellings, terms

NAMES = [
    ("Wang Yi", "王毅"),
    ("Xi Jinping", "习近平"),
    ("Li Qiang", "李强"),
    ("Lü Buwei", "吕不韦"),
    ("Shenzhen", "深圳"),
    ("Chongqing", "重庆"),
    ("Huawei", "华为"),
    ("Xi'an", "西安"),
    ("Lai Ching-te", "賴清德"),
    ("Kaohsiung", "高雄"),
    ("Hsinchu", "新竹"),
    ("Kim Jong Un", "金正恩"),
    ("Kim Jong-un", "金正恩"),
    ("Choe Son Hui", "崔善姬"),
    ("Choi Sun-hee", "崔善姬"),
    ("Ri Yong-ho", "李勇浩"),
    ("Lee Jae-myung", "李在明"),
    ("Yoon Suk-yeol", "尹錫悅"),
    ("Park Geun-hye", "朴槿惠"),
    ("Moon Jae-in", "文在寅"),
    ("Wonsan", "元山"),
    ("Pyŏngyang", "平壤"),
    ("Busan", "釜山"),
    ("Panmunjom", "板门店"),
]


def _pairs(latin: str) -> frozenset[tuple[str, str, str]]:
    words = fold(latin).text.replace("-", " ").replace("'", " ").split()
    return frozenset(pair for _, pairs in name_pairs(words) for pair in pairs)


def _written(latin: str) -> frozenset[str]:
    return frozenset(gram for pair in _pairs(latin) for gram in written_as(pair))


@pytest.mark.parametrize(("latin", "han"), NAMES)
def test_a_name_meets_its_characters(latin: str, han: str) -> None:
    characters = fold(han).text
    pairs = ["".join(two) for two in pairwise(characters)]
    assert set(pairs) & _written(latin)
    assert any(han_pairs(pair) & _pairs(latin) for pair in pairs)


@pytest.mark.parametrize(
    ("latin", "han"),
    [("Wang Yi", "王晨"), ("Kim Jong Un", "金日成"), ("Li Qiang", "李克"), ("Wonsan", "平壤"), ("Shenzhen", "上海")],
)
def test_a_name_does_not_meet_another(latin: str, han: str) -> None:
    assert not {han[i : i + 2] for i in range(len(han) - 1)} & _written(latin)


@pytest.mark.parametrize("latin", ["Berlin", "Minister", "Lavrov", "Hannover", "Xian"])
def test_what_has_no_two_syllables_is_no_such_name(latin: str) -> None:
    assert _pairs(latin) == frozenset()


def test_what_is_less_of_a_name_in_another_system_is_left_out() -> None:
    assert {system for system, *_ in _pairs("Choe Son Hui")} == {"korean"}
    assert {system for system, *_ in _pairs("Kaohsiung")} == {"wade"}


@given(st.sampled_from(NAMES))
def test_what_a_pair_is_written_with_is_read_as_that_pair(name: tuple[str, str]) -> None:
    pairs = _pairs(name[0])
    assert all(han_pairs(gram) & pairs for gram in _written(name[0]))


@given(st.lists(st.text(alphabet="abceghijklmnopqrstuwyz'", max_size=24), max_size=6))
def test_any_words_can_be_read(words: list[str]) -> None:
    for run, pairs in name_pairs(words):
        assert 0 <= run.start < run.stop <= len(words)
        assert all(one and other for _, one, other in pairs)


def _met(question: str, asked_in: str, text: str, language: str) -> bool:
    named = (term.text for term in question_terms(question, asked_in) if term.kind == "name")
    asked = {spelling for term in named for spelling in spellings(term)}
    return not asked.isdisjoint(term.text for term in terms(text, language))


@pytest.mark.parametrize(
    ("question", "asked_in", "text", "language"),
    [
        ("Who is Choe Son Hui?", "en", "朝鮮外務相崔善姬迎接了他。", "zh-Hant"),
        ("Wann kam er nach Wonsan?", "de", "他11日抵达元山。", "zh-Hans"),
        ("Wohin ging Kims Reise?", "de", "金正恩前往海参崴。", "zh-Hans"),
        ("what did wang yi say", "en", "王毅表示欢迎。", "zh-Hans"),
        ("崔善姬是谁？", "zh-Hans", "Foreign Minister Choe Son Hui greeted him.", "en"),
        ("金正恩说了什么？", "zh-Hans", "Kim sagte, er freue sich.", "de"),
        ("王毅說了什麼？", "zh-Hant", "Außenminister Wang Yi sagte zu.", "de"),
    ],
)
def test_a_question_finds_a_name_in_the_other_script(question: str, asked_in: str, text: str, language: str) -> None:
    assert _met(question, asked_in, text, language)


def test_a_surname_alone_stands_before_a_given_name_only() -> None:
    assert not _met("What did Kim promise?", "en", "银行的金融业务和金额都增加了。", "zh-Hans")


def test_a_name_is_one_stretch_whatever_stands_beside_it() -> None:
    text = "Lawrow traf Nordkoreas Kim Jong Un"
    assert {term.span.of(text) for term in terms(text, "de") if "&" in term.text} == {"Kim Jong Un"}


@pytest.mark.parametrize(
    ("han", "latin", "expected"),
    [
        ("金正恩", "Kim Jong Un", True),
        ("金正恩", "Jong-un Kim", True),
        ("金正恩", "Kim Il Sung", False),
        ("王毅", "Wang Wenbin", False),
        ("王毅", "Yi Wang", True),
        ("王毅", "Wang", None),
        ("王毅", "Li Qiang", None),
        ("元山", "Wonsan", True),
        ("赖清德", "Lai Ching-te", True),
        ("柯文哲", "Ko Wen-je", None),
        ("李嘉诚", "Li Ka-shing", None),
        ("马云", "Jack Ma", None),
        ("岸田文雄", "Fumio Kishida", None),
    ],
)
def test_whether_characters_are_read_so(han: str, latin: str, expected: bool | None) -> None:
    assert is_reading(fold(latin).text.replace("-", " ").split(), han) is expected


def test_many_words_in_a_row_are_no_name() -> None:
    assert is_reading(["jinan", "fangan"] * 20, "济南") is None
