from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.decompose import MOST, Part, decompose


@pytest.mark.parametrize(
    ("message", "texts"),
    [
        (
            "Who received Lavrov, and what did Kim say about Kursk?",
            ["Who received Lavrov?", "what did Kim say about Kursk?"],
        ),
        ("What was served? And what did Putin promise?", ["What was served?", "what did Putin promise?"]),
        (
            "Where did Kim receive Lavrov in October 2023, and where in July?",
            ["Where did Kim receive Lavrov in October 2023?", "where in July? (Kim, Lavrov)"],
        ),
        (
            "When did Ewan McAllister retire and who succeeded him?",
            ["When did Ewan McAllister retire?", "who succeeded him? (Ewan McAllister)"],
        ),
        ("What did Lavrov say and when did he arrive?", ["What did Lavrov say?", "when did he arrive? (Lavrov)"]),
        ("Wer empfing Lawrow, und was sagte Kim über Kursk?", ["Wer empfing Lawrow?", "was sagte Kim über Kursk?"]),
        ("Which of Kim's talks was longer? Where was Putin?", ["Which of Kim's talks was longer?", "Where was Putin?"]),
        ("Was sagte Lawrow und wann kam er an?", ["Was sagte Lawrow?", "wann kam er an? (Lawrow)"]),
        ("拉夫罗夫说了什么，金正恩又是怎么回答的？", ["拉夫罗夫说了什么？", "金正恩又是怎么回答的？"]),
        ("拉夫羅夫說了什麼？普丁承諾了什麼？", ["拉夫羅夫說了什麼？", "普丁承諾了什麼？"]),
        ("2022年澳网男单和女单冠军分别是谁？", ["2022年澳网男单冠军是谁？", "2022年澳网女单冠军是谁？"]),
        (
            "北京冬奥会和冬残奥会的开幕日期分别是什么时候？",
            ["北京冬奥会的开幕日期是什么时候？", "北京冬残奥会的开幕日期是什么时候？"],
        ),
        ("《心居》的导演和编剧是谁？", ["《心居》的导演是谁？", "《心居》的编剧是谁？"]),
        ("2021年和2022年全國棉花產量", ["2021年全國棉花產量", "2022年全國棉花產量"]),
        ("2022和2023年冠军是谁？", ["2022年冠军是谁？", "2023年冠军是谁？"]),
        (
            "How many people lived in Berlin and Paris in 2020, respectively?",
            ["How many people lived in Berlin in 2020?", "How many people lived in Paris in 2020?"],
        ),
        (
            "Who were the director and the author of the film?",
            ["Who were the director of the film?", "Who were the author of the film?"],
        ),
    ],
)
def test_what_is_asked_for_itself_is_a_question_of_its_own(message: str, texts: list[str]) -> None:
    assert [part.text for part in decompose(message)] == texts


@pytest.mark.parametrize(
    "message",
    [
        "What did Lavrov say about Kursk?",
        "When and where was the treaty signed?",
        "In what year and in which city did Luther die?",
        "Did Lavrov say who attacked and who was killed?",
        "What did Putin and Kim discuss?",
        "在1828年與1832年美國國會提高關稅，南方各州通過哪一個法規反制？",
        "How long did each last, and which was longer: Kim's talks or Putin's?",
        "What does it cost a year, and where did it start?",  # nothing tells what "it" is
        "What is the name of the woman who lives here and who sings?",
        "What hymn did Luther write after the martyrdom of Esch and Voes?",
        "Sag mir, wann er kam und wann er ging.",
        "Weißt du, wer kam und wie er hieß?",
        "Was finanzierten Lane und Vail?",
        "普京和金正恩谈了什么？",
        "美國與德國在哪一年斷交？",
        "三和弦与什么有关？",
        "中华人民共和国何时成立？",
        "中国古代四大水利工程分别是都江堰、郑国渠和哪一个？",
        "「吾奉命南來，豈可無功遽還？」這是誰的主張？",
        "相关组织在什么情况下，会判断该物种归入哪一个组别？",
        "《什么是什么，谁是谁》的作者是谁？",
        "Who? What? When? Where? Why?",
        "",
    ],
)
def test_what_cannot_be_told_apart_is_asked_whole(message: str) -> None:
    assert decompose(message) == (Part(message, message),)


def test_a_part_is_called_as_the_message_calls_it() -> None:
    assert [(part.label, part.of) for part in decompose("Wo war Kim, und wo im Juli?")] == [
        ("Wo war Kim?", 1),
        ("wo im Juli?", 1),
    ]
    assert [(part.label, part.of) for part in decompose("2022年澳网男单和女单冠军分别是谁？")] == [
        ("男单", 2),
        ("女单", 2),
    ]


_WORDS = st.sampled_from(
    [
        "who",
        "what did",
        " and ",
        ", und ",
        "wo ",
        "Kim",
        "Lavrov",
        "？",
        "?",
        "，",
        "和",
        "分别",
        "是谁",
        "哪里",
        "2022年",
        "“",
        "」",
        " ",
    ]
)


@given(st.lists(_WORDS, max_size=14).map("".join) | st.text(max_size=40))
def test_any_message_has_from_one_to_three_parts(message: str) -> None:
    parts = decompose(message)
    assert 1 <= len(parts) <= MOST
    assert all(part.text.strip() for part in parts) or len(parts) == 1


@pytest.mark.parametrize("unit", ["和", "是谁，", "a. ", "who? ", " and who is ", "2022年和", "“", "，谁", "Kim and "])
def test_a_long_message_is_read_in_time(unit: str) -> None:
    began = time.perf_counter()
    decompose((unit * 4000)[:4000])
    assert time.perf_counter() - began < 2
