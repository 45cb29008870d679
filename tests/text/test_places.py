from __future__ import annotations

import pytest

from rag.text.fold import fold
from rag.text.places import places


def keys(text: str) -> list[str]:
    return [place.key for place in places(fold(text))]


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        ("KP", ["North Korea", "Nordkorea", "朝鲜", "朝鮮", "北韓", "DPRK"]),
        ("UA", ["Ukraine", "der Ukraine", "乌克兰", "烏克蘭"]),
        ("RU", ["Russia", "Russland", "Russlands", "俄罗斯", "俄羅斯"]),
        ("US", ["the United States", "der Vereinigten Staaten", "USA", "U.S.", "美国", "美國"]),
        ("Moscow", ["Moscow", "Moskau", "莫斯科"]),
        ("NZ", ["New Zealand", "Neuseeland", "新西兰", "紐西蘭"]),
    ],
)
def test_a_place_is_one_in_every_language(key: str, spellings: list[str]) -> None:
    assert [keys(spelling) for spelling in spellings] == [[key]] * len(spellings)


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        ("RU", ["Russian", "russische", "die russischen Truppen", "russisch"]),
        ("FR", ["French wine", "französischer Wein"]),
        ("TR", ["Turkish", "türkischen"]),
    ],
)
def test_adjectives_of_nations(key: str, spellings: list[str]) -> None:
    assert [keys(spelling) for spelling in spellings] == [[key]] * len(spellings)


def test_the_longer_name_wins_and_small_letters_are_words() -> None:
    assert keys("South Korea and North Macedonia") == ["KR", "MK"]
    assert keys("He told us to cook turkey, in Jordan") == ["JO"]
    assert keys("moskau") == ["Moscow"]


def test_positions_are_of_the_folded_text() -> None:
    folded = fold("Gespräche in Neu-Delhi über Großbritannien")
    assert [folded.text[place.span.start : place.span.end] for place in places(folded)][-1] == "grossbritannien"
