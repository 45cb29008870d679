from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.draft import Claim, claims, is_refusal, lines


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[1] He came.", [("He came.", (1,))]),
        ("[1] He came. He left.", [("He came.", (1,)), ("He left.", (1,))]),
        ("[1][2] He came.", [("He came.", (1, 2))]),
        ("He came [1]. He left [2].", [("He came.", (1,)), ("He left.", (2,))]),
        ("He came.[1] He left.[2]", [("He came.", (1,)), ("He left.", (2,))]),
        ("He came. [1] He left. [2]", [("He came.", (1,)), ("He left.", (2,))]),
        ("- [3] He came.", [("He came.", (3,))]),
        ("1. He came [2].", [("He came.", (2,))]),
        ("**[1]** He came.", [("He came.", (1,))]),
        ("【1】他来了。他走了【2】。", [("他来了。", (1,)), ("他走了。", (2,))]),
        ("他来了[1]。他走了[2]。", [("他来了。", (1,)), ("他走了。", (2,))]),
        ("He came.", [("He came.", ())]),
        ("[1]", []),
        ("   ", []),
        ("***", []),
        ("[1] Er kam am 12. Juli.", [("Er kam am 12. Juli.", (1,))]),
    ],
)
def test_sentences_and_their_numbers(line: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert claims(line) == [Claim(*one) for one in expected]


def test_lines_come_as_soon_as_they_end() -> None:
    pieces = ["[1] He", " came.\n[2]", " He left.\n\n", "", "End"]
    assert [line for line in lines(pieces) if line] == ["[1] He came.", "[2] He left.", "End"]
    stream = lines(iter(pieces))
    assert [next(stream), next(stream)] == ["", "[1] He came."]


@given(st.lists(st.text()))
def test_lines_lose_nothing(pieces: list[str]) -> None:
    assert "".join(lines(pieces)) == "".join(pieces).replace("\n", "")


@given(st.text())
def test_any_line_can_be_read(line: str) -> None:
    assert all(any(ch.isalnum() for ch in claim.text) for claim in claims(line))


@pytest.mark.parametrize(
    "text",
    ["NONE", "None.", "", "  \n", "。", "[1] NONE", "No answer", "Keine Antwort.", "无", "没有答案。",
     "我无法回答这个问题。",
     "I'm sorry, but I cannot answer that.",
     "Es tut mir leid, das steht nicht in den Auszügen.",
     "Als KI-Modell kann ich diese Frage nicht beantworten.",
     "As an AI language model, I have no opinion.",
     "作为一个人工智能语言模型，我没有看法。",
     "No answer found.", "None of the above", "没有相关信息。",
     "The provided excerpts do not say when Okafor arrived.",
     "Die Auszüge enthalten dazu keine Angaben.",
     "这些文件没有提到库尔斯克。", "摘錄中未提及此事。"],
)  # fmt: skip
def test_a_model_that_declines(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize("text", ["None of them came [1].", "Nobody came.", "他没有来。", "No bridge was closed [1].",
     "無法出席的人必須請假。", "Keine Haustiere sind erlaubt.", "The minister did not say when he would resign.",
     "Als Kind lebte er in Bonn.", "As an assistant coach he won nothing."])  # fmt: skip
def test_a_denial_is_an_answer(text: str) -> None:
    assert not is_refusal(text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("[1] He said “it is closed.", "He said it is closed."),
        ("[1] It is closed”, he said.", "It is closed, he said."),
        ("[1] 他说“桥已关闭", "他说桥已关闭"),
        ("[1] 他說「桥已關閉」。", "他說「桥已關閉」。"),
        ("[1] Er sagte: „Sie ist gesperrt.“", "Er sagte: „Sie ist gesperrt.“"),
        ("[1] He said “it is ‘closed’ now”.", "He said “it is ‘closed’ now”."),
        ('[1] He said "it is closed.', "He said it is closed."),
    ],
)
def test_a_quotation_mark_without_its_partner_goes(line: str, text: str) -> None:
    assert [claim.text for claim in claims(line)] == [text]


def test_what_hides_or_reorders_is_not_read() -> None:
    (claim,) = claims("[1] He \u202ecame\u200b in\x00 May.")
    assert claim.text == "He came in May."
