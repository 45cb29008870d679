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


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[1–3]", (1, 2, 3)), ("[1-3]", (1, 2, 3)), ("[^1]", (1,)), ("¹", (1,)), ("[¹]", (1,)), ("[①]", (1,)),
        ("②", (2,)), ("[source 1]", (1,)), ("[Source: 1, 2]", (1, 2)), ("[Quelle 1]", (1,)), ("[Auszug 2]", (2,)),
        ("[资料1]", (1,)), ("【來源 2】", (2,)), ("[[1]]", (1,)), (r"\[1\]", (1,)), ("{1}", (1,)),
        ("<sup>1</sup>", (1,)),
        ("[doc 1]", (1,)), ("【1†source】", (1,)), ("(1)", (1,)), ("（1）", (1,)), ("(source 1)", (1,)), ("^1^", (1,)),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("text", "end"),
    [("The monthly rent is £1,450", "."), ("Die Miete beträgt 1.450 Pfund", "."), ("月租为1450英镑", "。")],
)
def test_ways_to_write_a_mark(mark: str, numbers: tuple[int, ...], text: str, end: str) -> None:
    assert claims(f"{text} {mark}{end}") == [Claim(f"{text}{end}", numbers)]


@pytest.mark.parametrize(
    "text",
    [
        "The flat measures 64 m².",
        "The rent is paid under section 5 (1).",
        "Die Frist folgt aus § 573 Abs. 3 (2).",
        "依据本合同第5条(1)。",
        "Room (3) is closed on Mondays.",
        "Die Wohnung hat 64 qm².",
        "The rent is £1,450 [-1].",
        "The rent is £1,450 [citation needed].",
    ],
)
def test_what_is_no_mark_stays(text: str) -> None:
    assert claims(text) == [Claim(text, ())]


def test_in_parentheses_beside_a_mark_is_text() -> None:
    assert claims("[2] The rent is £1,450 (1).") == [Claim("The rent is £1,450 (1).", (2,))]


@pytest.mark.parametrize("line", ["[1] # He came.", "[1] > He came.", "[1] - He came.", "# [1] He came."])
def test_a_sign_of_a_heading_or_list_goes(line: str) -> None:
    assert claims(line) == [Claim("He came.", (1,))]
