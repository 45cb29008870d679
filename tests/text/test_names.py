from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.names import names, same_name
from rag.types import Span

CHINESE = (
    "俄罗斯外长拉夫罗夫说，朝鲜劳动党总书记金正恩会见了他。外务相崔善姬嘱托拉夫罗夫向普京总统问候。安德烈·鲁登科在座。"
)


def found(text: str, language: str) -> list[str]:
    return [name.text for name in names(text, language)]


def test_chinese_names_by_list_sound_and_context() -> None:
    assert found(CHINESE, "zh-Hans") == [
        *("俄罗斯", "拉夫罗夫", "朝鲜", "金正恩", "崔善姬", "拉夫罗夫", "普京", "安德烈·鲁登科"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("拉夫罗夫什么时候抵达？", "拉夫罗夫"),
        ("卡瓦诺法官表示同意。", "卡瓦诺"),
        ("特朗普希望再次参选。", "特朗普"),
        ("拉夫羅夫可能訪問這裡。", "拉夫羅夫"),
        ("萨拉·佩林提到此事。", "萨拉·佩林"),
        ("奥巴马上台之后。", "奥巴马"),
        ("泽连斯基本人没有出席。", "泽连斯基"),
        ("拜登上周离开。", "拜登"),
    ],
)
def test_a_chinese_name_ends_where_a_word_begins(text: str, name: str) -> None:
    assert [found.text for found in names(text, "zh-Hans")] == [name]


def test_traditional_names_are_found_as_they_stand() -> None:
    assert found("外長拉夫羅夫說，崔善姬表示同意。", "zh-Hant") == ["拉夫羅夫", "崔善姬"]


@pytest.mark.parametrize("text", ["金融市场和高科技", "他们高兴地说，何时能来", "大方的东西", "特别军事行动"])
def test_ordinary_chinese_has_no_names(text: str) -> None:
    assert found(text, "zh-Hans") == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("President Putin met Kim Jong Un in Moscow on Friday.", "en", ["Putin", "Kim Jong Un", "Moscow"]),
        ("Talking to reporters, Mr. Adams thanked NATO’s members.", "en", ["Adams", "NATO"]),
        ("Am Freitag empfing Außenminister Lawrow den Botschafter.", "de", ["Lawrow"]),
        ("Beim Gespräch übermittelte Sergei Lawrow den herzlichen Gruß.", "de", ["Sergei Lawrow"]),
        ("The talks were good, and he said so.", "en", []),
        ("拉夫罗夫（Sergey Lavrov）说", "zh-Hans", ["拉夫罗夫", "Sergey Lavrov"]),
    ],
)
def test_latin_names_without_titles_and_nouns(text: str, language: str, expected: list[str]) -> None:
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lavrov", "Lawrow"),
        ("Sergei Lawrow", "Sergey Lavrov"),
        ("Lavrov", "Sergei Lawrows"),
        ("Lavrov", "拉夫罗夫"),
        ("Sergei Lawrow", "謝爾蓋·拉夫羅夫"),
        ("Zelensky", "Selenskyj"),
        ("Jelzin", "Yeltsin"),
        ("Kim", "Kim Jong Un"),
        ("拉夫羅夫", "拉夫罗夫"),
        ("金正恩", "金正恩"),
    ],
)
def test_one_bearer(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Biden", "Putin"),
        ("Putin", "拜登"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Donald Trump", "Melania Trump"),
        ("金正恩", "金正日"),
        ("Rudenko", "拉夫罗夫"),
        ("Lavrov", ""),
    ],
)
def test_different_bearers(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


@given(
    st.text(st.one_of(st.sampled_from("拉夫罗夫·金正恩说,。ABvon de r"), st.characters()), max_size=60),
    st.sampled_from(["en", "de", "zh-Hans"]),
)
def test_names_stand_in_the_text_in_order(text: str, language: str) -> None:
    position = 0
    for name in names(text, language):
        assert name.span.of(text) == name.text != ""
        assert name.span.start >= position
        position = name.span.end


@pytest.mark.timeout(10)
@pytest.mark.parametrize("unit", ["夫", "金正恩说", "夫·", "A ", "von A ", "Aa", "拉夫罗夫x"])
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    names(unit * 10_000, "zh-Hans")


def test_a_name_at_the_very_end_of_which_a_longer_form_is_known_too() -> None:
    text = "吉姆·弗里克希望他的球员来。\n吉姆·弗里克"
    assert names(text, "zh-Hans")[-1].span == Span(len(text) - 6, len(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hat Nordkorea Russland Waffen geliefert?", ["Nordkorea", "Russland"]),
        ("Hat Russland Kim Jong Un eingeladen?", ["Russland", "Kim Jong Un"]),
        ("Es traf Chinas Präsidenten Xi Jinping ein.", ["Chinas", "Präsidenten Xi Jinping"]),
        ("Sie lebte in der Deutschen Demokratischen Republik.", ["Deutschen Demokratischen Republik"]),
        ("Die Stadt liegt in den Vereinigten Staaten.", ["Vereinigten Staaten"]),
    ],
)
def test_a_german_name_does_not_run_into_the_country_beside_it(text: str, found: list[str]) -> None:
    assert [name.text for name in names(text, "de")] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Warum hat Hanna Lindqvist Oslo verlassen?", ["Hanna Lindqvist", "Oslo"]),
        ("Wann besuchte Macron Berlin?", ["Macron", "Berlin"]),
        ("Warum hat Lawrow New York verlassen?", ["Lawrow", "New York"]),
        ("Wann hat die Universität Hamburg eröffnet?", ["Universität Hamburg"]),
        ("Wo steht das Museum Ludwig Köln?", ["Museum Ludwig Köln"]),
        ("Tauchen Sie in Bonn?", ["Bonn"]),
    ],
)
def test_who_acts_and_a_place_beside_him_are_two_names(text: str, found: list[str]) -> None:
    assert [name.text for name in names(text, "de")][-len(found) :] == found
