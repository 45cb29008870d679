"""Exact match, the two F1s and slots, with their arithmetic."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_gold import case_of

from eval.metrics.cmrc_f1 import cmrc_f1, run_f1
from eval.metrics.exact_match import exact_match
from eval.metrics.slot_accuracy import filled, slot_accuracy
from eval.metrics.text import marks, units, unmarked
from eval.metrics.token_f1 import bag_f1, token_f1
from eval.metrics.wrong_answer_rate import wrong_answer
from eval.oracle import refuse
from eval.runs import Run
from rag.types import Answer


def says(text: str):
    return lambda answer: replace(answer, answer=text)


def test_marks_are_read_in_order_with_repetitions():
    assert marks("so [1][3], and [1, 2] but not [x] or (4)") == [1, 3, 1, 2]
    assert unmarked("so [1][3], and [2].") == "so, and."


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The bridge, closed.", "en", ["bridge", "closed"]),
        ("Die Brücke der Stadt", "de", ["brucke", "stadt"]),
        ("舊橋於2021年", "zh-Hant", ["旧", "桥", "于", "2021", "年"]),
        ("Ｎｏ．２０２１", "zh-Hans", ["no", "2021"]),
        ("the 桥", "zh-Hans", ["the", "桥"]),
    ],
)
def test_units_are_characters_in_chinese_and_words_elsewhere(text: str, language: str, expected: list[str]):
    assert units(text, language) == expected


def test_bag_f1():
    # shared: closed, on, 3 = 3 units; 2 * 3 / (4 + 5)
    assert bag_f1(["closed", "on", "3", "may"], ["closed", "on", "monday", "the", "3"]) == pytest.approx(6 / 9)
    assert bag_f1(["a", "a"], ["a"]) == pytest.approx(2 / 3)  # a repeated word is shared once
    assert bag_f1([], []) == 1.0
    assert bag_f1(["a"], []) == 0.0


def test_run_f1_wants_the_units_in_a_row():
    # longest run in common: 旧 桥 (2); 2 * 2 / (4 + 4)
    assert run_f1(list("旧桥关闭"), list("旧桥开放")) == pytest.approx(0.5)
    assert run_f1(list("闭关桥旧"), list("旧桥关闭")) == pytest.approx(0.25)
    assert bag_f1(list("闭关桥旧"), list("旧桥关闭")) == 1.0


def test_script_and_width_do_not_matter(perfect: Run):
    case = case_of(perfect, "closed-zh-Hans", says("舊橋於２０２１年５月３日關閉[1]"))
    assert exact_match(case) == token_f1(case) == cmrc_f1(case) == slot_accuracy(case) == 1.0


def test_articles_and_punctuation_do_not_matter(perfect: Run):
    assert exact_match(case_of(perfect, "closed-en", says("Old bridge was closed: on 3 May 2021 [1]"))) == 1.0
    assert exact_match(case_of(perfect, "closed-en", says("Old bridge was closed on 4 May 2021 [1]"))) == 0.0


def test_a_refusal_has_no_text_to_compare_but_fills_no_slot(perfect: Run):
    case = case_of(perfect, "closed-en", refuse)
    assert exact_match(case) is token_f1(case) is cmrc_f1(case) is None
    assert slot_accuracy(case) == 0.0
    assert wrong_answer(case) == 0.0


def test_half_the_slots(perfect: Run):
    case = case_of(perfect, "both-de", says("Weber sagte: nicht vor dem Winter [1]."))
    assert slot_accuracy(case) == 0.5
    assert wrong_answer(case) == 1.0


def test_any_language_fills_a_slot(perfect: Run):
    assert slot_accuracy(case_of(perfect, "both-de", says("Weber: “not before winter” [1]. 2011 [2]."))) == 1.0


@pytest.mark.parametrize(
    ("string", "text", "expected"),
    [
        ("11", "in 2011 or 110", False),
        ("11", "it was 11.", True),
        ("11", "it cost 11.5", False),
        ("11", "on 3.11", False),
        ("11", "2021年11月", True),
        ("no", "a piano and a north wind", True),  # a word may go on: endings follow
        ("no", "a piano", False),
        ("befrei", "wurde befreit", True),
        ("1,200", "some 1,200 men", True),
        ("一千二百萬", "工程费用为一千二百万元", True),
        ("3 May", "on 3  may", True),
        ("Straße", "in der STRASSE", True),
    ],
)
def test_where_a_slot_string_may_stand(string: str, text: str, expected: bool):
    from rag.text.fold import fold

    assert filled({"en": (string,)}, " ".join(fold(text).text.split())) is expected


def test_a_mark_is_not_a_number(perfect: Run):
    def cites_2021(answer: Answer) -> Answer:
        return replace(answer, answer="The old bridge was closed on 3 May [2021].")

    assert slot_accuracy(case_of(perfect, "closed-en", cites_2021)) == 0.5
