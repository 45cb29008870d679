from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text import sound
from rag.text.fold import fold
from rag.text.numerals import chinese
from rag.text.sound import reads_like_a_name, skeleton, skeletons, sounds_alike, transliterations
from rag.types import Span


@pytest.mark.parametrize(
    "spellings",
    [
        ("Lavrov", "Lawrow", "拉夫罗夫", "拉夫羅夫"),
        ("Kursk", "库尔斯克", "庫爾斯克"),
        ("Rudenko", "鲁登科"),
        ("Matsegora", "Mazegora", "马采戈拉"),
        ("Peskov", "Peskow", "佩斯科夫"),
        ("Budanov", "Budanow", "布達諾夫"),
        ("Ivanov", "Iwanow", "伊万诺夫"),
        ("Ronaldo", "罗纳尔多"),
    ],
)
def test_a_name_sounds_the_same_in_every_script(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("latin", "han"), [("Sanders", "桑德斯"), ("Jones", "琼斯"), ("Moscow", "莫斯科"), ("Brown", "布朗")]
)
def test_variants_meet_what_chinese_drops(latin: str, han: str) -> None:
    assert skeleton(latin) != skeleton(han)
    assert skeleton(han) in skeletons(latin)


@pytest.mark.parametrize(("latin", "han"), [("Putin", "拜登"), ("Kim", "金正恩"), ("Lavrov", "鲁登科"), ("Xi", "席")])
def test_other_names_do_not_sound_alike(latin: str, han: str) -> None:
    assert not sounds_alike(latin, han)
    assert sounds_alike("Biden", "拜登")


@pytest.mark.parametrize("word", ["大方", "中国人民", "可能", "东西", "因此", "通道", "高兴", "内外"])
def test_ordinary_words_are_no_transliterations(word: str) -> None:
    assert transliterations(word) == []


def test_a_run_is_cut_at_known_names() -> None:
    text = "俄罗斯外长拉夫罗夫"
    assert transliterations(text, [Span(0, 3)]) == [Span(5, 9)]
    assert reads_like_a_name("拉夫罗夫")


def test_the_table_of_syllables_is_what_pypinyin_says() -> None:
    """Initials and final n of each character's pinyin, by the classes the module's docstring names."""
    from pypinyin import lazy_pinyin

    initials = {"zh": "s", "ch": "s", "sh": "s", "h": "", "j": "k", "q": "s", "x": "s", "r": "l", "z": "s", "c": "s"}
    for character, written in sound._SOUND_OF.items():
        syllable = lazy_pinyin(character)[0]
        if syllable == "er":
            assert written == "l"
            continue
        initial = next((one for one in ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcs") if syllable.startswith(one)), "")
        is_consonant_w = syllable[0] == "w" and syllable != "wu"
        expected = "f" if is_consonant_w else initials.get(initial, initial)
        assert written == expected + ("n" if syllable.endswith(("n", "ng")) else ""), character


@given(st.text(max_size=30))
def test_a_skeleton_is_made_of_its_nine_classes(text: str) -> None:
    for found in skeletons(text):
        assert set(found) <= set("fptklmns")
    assert skeleton(text) == skeleton(fold(text).text)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(sound, raise_on_error=True).attempted == 1
    assert doctest.testmod(chinese, raise_on_error=True).attempted == 1
