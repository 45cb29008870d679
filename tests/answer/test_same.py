from __future__ import annotations

import pytest

from rag.answer.same import are_different, may_be_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lavrov", "拉夫罗夫"),
        ("Sergei Lawrow", "拉夫羅夫"),
        ("Kim Jong Un", "金正恩"),
        ("Xi Jinping", "習近平"),
        ("Yoon Suk Yeol", "尹锡悦"),
        ("Choe Son Hui", "崔善姬"),
        ("Angela Merkel", "Merkel"),
    ],
)
def test_one_bearer(one: str, other: str) -> None:
    assert may_be_same(one, other)
    assert may_be_same(other, one)
    assert not are_different(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lavrov", "金正恩"),
        ("Choe Son Hui", "金正恩"),
        ("Macron", "拉夫罗夫"),
        ("Kaliningrad", "库尔斯克"),
        ("Lavrov", "Putin"),
    ],
)
def test_certainly_two(one: str, other: str) -> None:
    assert are_different(one, other)
    assert are_different(other, one)
    assert not may_be_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("State Department", "国务院"),
        ("Strasbourg", "斯特拉斯堡"),
        ("Scotland", "苏格兰"),
        ("Palu", "帕鲁"),
        ("", "金正恩"),
    ],
)
def test_what_cannot_be_compared_is_not_called_different(one: str, other: str) -> None:
    assert not are_different(one, other)
