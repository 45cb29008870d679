from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.quotation import CLOSING
from rag.text.sentences import LONGEST_QUOTATION, is_question, split_clauses, split_sentences
from rag.types import Span

MARKS = "。！？…；，、,.:;!?“”‘’「」『』„«»()（）\"' \n\t—-"
TEXTS = st.text(st.one_of(st.sampled_from(MARKS), st.sampled_from("他说俄aBßä12WzB"), st.characters()), max_size=80)


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


def clauses(text: str) -> list[str]:
    return [span.of(text) for span in split_clauses(text)]


@pytest.mark.parametrize(
    "parts",
    [
        # Chinese, full-width and half-width marks
        ["他来了。", "她走了！", "为什么？", "没人知道…"],
        ["他走了.", "她来了?", "是的!", "好."],
        ["他说:“很高兴见到您。我们在这里见面。”", "随后,双方落座交谈。"],
        ["他說：「一個老朋友勝過兩個新朋友。」", "「這種智慧完全適用。」", "他走了。"],
        ["他说，“我们解放了那个州”。", "会见时，大使在座。"],
        ["他被问及“您会记得什么？您会推荐吗？”，他回答说：“我愿意”。", "后来走了。"],
        ["他说：“俄罗斯对朝鲜......在他们选择的道路上给予支持。”", "她指出，“这很好”。"],
        ["“我们来了。”拉夫罗夫说。", "后来走了。"],
        ["（他走了。她来了。）", "完。"],
        # German
        ["Er empfing am 12. Juli Sergei Lawrow.", "Danach sprach W. W. Putin."],
        ["Die 2. strategischen Gespräche und der 19. Parteitag waren z. B. wichtig, d. h. teuer.", "Nr. 5 auch."],
        ["„Kommt er?“ fragte Lawrow.", "„Ja. Er kommt.“", "Dann ging er.", "»Nein.«", "Er blieb."],
        ["Es geschah 2010.", "Danach kam Dr. Müller mit 3.5 Mio. Euro."],
        ["Am Grauberg hingen rd. 300 Menschen fest.", "Dr. med. Hans Weber aus der Hauptstr. 5 half."],
        ["I never mind.", "He lived on Baker Rd.", "They left."],
        # English
        ["Mr. Adams lives in the U.S.", "The end.", "U.S. President Biden spoke at 3 p.m. on Friday."],
        ['He said: "Stop. Now."', "Then he left.", '"Why?" Kim asked.', "No."],
        ["See https://a.b/c?d=e!f.g for more.", "It's the leaders' plan.", "’Twas so."],
        ["He died in 1907.[12][3]", "Then nothing."],
        # mixed
        ["拉夫罗夫说（“Lavrov said. Yes.”）。", "He left.", "他走了。"],
    ],
)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    """Each list is joined with a space where a script with spaces is involved, and must come apart again."""
    spaced = " ".join(parts)
    assert sentences(spaced) == parts
    if all(part[0] >= "\u3000" or part[0] in "“「（" for part in parts):
        assert sentences("".join(parts)) == parts


def test_a_line_is_a_paragraph() -> None:
    assert sentences("主要包括:\n——何时将再会见?\n答:保持接触。\r\n\r\n国际") == [
        "主要包括:",
        "——何时将再会见?",
        "答:保持接触。",
        "国际",
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "The museum was founded in 1962 by Dr. Harriet P. Longbottom, who had bought the\nold mill from her uncle.",
            1,
        ),
        ("Der Mieter ist jedoch verpflichtet, die Wohnung am letzten Tag des\nmonats zu räumen. Er haftet.", 2),
        ("It is closed in January for the whole of the month\nand February. It opens in March.", 2),
        ("It is open on every day of the week but Monday.\nand so is the café, which is next to it", 2),  # a mark
        ("a) the tenant pays the rent on the third of every month\nb) the landlord heats", 2),
        ("The tenant pays the rent on the third of every month\nThe landlord pays the heating", 2),
        ("总工程师白建军在通车典礼上对记者说，施工期间没有人员死亡，我们对\n此感到骄傲。", 1),
        ("第一条 本规定适用于全体员工，包括实习生\n第二条 本规定自发布之日起施行。", 2),
        ("联系人：王小明，李四，电话零五七一八八八八\n地址：杭州市西湖区文三路。", 2),
        ("| a row of a table that is as wide as a line of text | 3 |\n| and another | 4 |", 2),
        ("title: A report on the rewetting of the moor by the river\ndate: 2024-11-18", 2),
        ("1.1 The Landlord lets to the Tenants the flat on the second floor of\n27 Orchard Street, Exeter.", 1),
        (
            "Das Sommerfest findet nicht im großen Garten, sondern in der\nTurnhalle statt. Es beginnt um 15 Uhr.",
            2,
        ),
        ("Zinsen in Höhe von fünf Prozentpunkten über dem Basiszinssatz seit dem\n2. August 2023 zu zahlen.", 1),
        ("The meeting was about the town and what it is to be proud of\n- the bridge", 2),
        ("> the freezer in laboratory four has been broken since Friday, and the\n> Repair was late.", 1),
        ("Contact and imprint\nprivacy policy\ncookies", 3),  # short lines are furniture
    ],
)
def test_a_line_that_stops_within_a_sentence_goes_on(text: str, parts: int) -> None:
    assert len(split_sentences(text)) == parts


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "This is a paragraph whose lines have been broken by an editor at\n"
        "sixty-six columns. It goes on with Many Words, and it does not end\n"
        "before here. Next."
    )
    assert len(sentences(wrapped)) == 3
    assert len(sentences("A list of short lines here\nthat someone wrote\nand nothing wrapped")) == 3


WRAPPED = """\
The committee met in the small hall on Tuesday evening, with eleven of
Thirteen members present. It resolved that the old bell of the church of
Saint Olaf be recast.

Bitte melden Sie sich bis zum Freitag der kommenden Woche bei Frau Luise
Hollerbach an. Die Gebühr für Kinder beträgt wie schon im vorigen Jahr nur
8 Euro.

- Anna Weber, who will speak for the council at the hearing of Saturday
- Bo Sand

> Marcus, are we ready for the launch? Sofia says that the translation is
> Missing 240 strings.
>> No.
"""


def test_in_a_wrapped_text_a_full_line_goes_on() -> None:
    found = sentences(WRAPPED)
    assert [part for part in found if "\n" in part] == [
        "The committee met in the small hall on Tuesday evening, with eleven of\nThirteen members present.",
        "It resolved that the old bell of the church of\nSaint Olaf be recast.",
        "Bitte melden Sie sich bis zum Freitag der kommenden Woche bei Frau Luise\nHollerbach an.",
        "Die Gebühr für Kinder beträgt wie schon im vorigen Jahr nur\n8 Euro.",
        "Sofia says that the translation is\n> Missing 240 strings.",
    ]
    assert "- Bo Sand" in found
    assert ">> No." in found


def test_where_paragraphs_are_lines_none_goes_on() -> None:
    text = "\n".join(
        f"{'The mayor opened the bridge '[: 9 + i * 7]}and it rained on the town of Kehl" for i in range(4)
    )
    assert len(sentences(text)) == 4


def test_chinese_lines_are_as_full_in_characters_as_digits_leave_them() -> None:
    text = "隧道于2019年10月1日正式通车，全长12.5公里，是该省目前最长的公路隧道，通行费为每车30元，货车为每车80元。"
    wrapped = "\n".join(text[start : start + 24] for start in range(0, len(text), 24))
    assert len(split_sentences(wrapped)) == 1


def test_a_quotation_longer_than_the_limit_is_split_inside() -> None:
    sentence = "我们认为这是最好的选择。"
    short, long = 2, LONGEST_QUOTATION // (3 * len(sentence)) + 2
    assert len(sentences(f"他说：“{sentence * short}”")) == 1
    parts = sentences(f"他说：“{sentence * long}”完。")
    assert len(parts) == long + 1
    assert parts[-2].endswith("。”")


@pytest.mark.parametrize(
    "parts",
    [
        ["Weber said: “The bridge must be rebuilt.\n\nIt will cost 12 million euros.” ", "She left.\n", "It rained."],
        ["金正恩说:“桥必须重建。\n这是我们的责任。\n我们会做到。”", "他走了。\n", "下雨了。"],
        ["他說：「橋必須重建。\r\n這是責任。」\r\n", "下雨了。"],
        ["Weber sagte: „Sie wird gebaut.\nDas ist Pflicht.“ ", "Er ging."],
        ["“First line\nand second,” he sang. ", "Then he left."],
        # marks repeated at the head of each paragraph, forgotten ones, and a span of a whole speech
        ["He said: “One.\n", "“Two.\n", "“Three.” ", "Done."],
        ["He said: “One.\n", "She said: “Two.”\n", "Three."],
        ['The 5" pipe.\n', 'The 7" pipe.'],
        ["’Tis the ‘first.\n", "The boys’ second."],
        [f"He said: “{'Word ' * 60}.\n", f"{'More ' * 70}.” ", "Done."],
    ],
)
def test_a_quotation_goes_on_in_the_next_paragraph(parts: list[str]) -> None:
    assert sentences("".join(parts)) == [part.strip() for part in parts]


@pytest.mark.parametrize("mark", list("“”„‘’「」『』«»\"'()（）"))
def test_one_forgotten_mark_does_no_harm(mark: str) -> None:
    text = f"他走了。{mark}她来了。后来下雨。"
    assert len(sentences(text)) == 3


@given(TEXTS)
def test_sentences_tile_the_text(text: str) -> None:
    for split in (split_sentences, split_clauses):
        spans = split(text)
        position = 0
        for index, span in enumerate(spans):
            assert span.start >= position
            assert not text[position : span.start].strip()
            quoted = span.of(text)
            assert quoted
            assert quoted == quoted.strip()
            assert index == 0 or quoted[0] not in CLOSING
            position = span.end
        assert not text[position:].strip()


@given(TEXTS, TEXTS, TEXTS)
def test_a_span_restricts_the_view(before: str, text: str, after: str) -> None:
    whole = before + text + after
    spans = split_sentences(whole, Span(len(before), len(before) + len(text)))
    assert [span.of(whole) for span in spans] == sentences(text)


def test_clauses_follow_commas_but_not_those_in_numbers() -> None:
    assert clauses("双方交谈,“甲；乙，丙”。1,000人,12:30到") == [
        "双方交谈,",
        "“甲；",
        "乙，",
        "丙”。",
        "1,000人,",
        "12:30到",
    ]
    assert clauses("At 12:30, he said: 1,000 men – no, more") == ["At 12:30,", "he said:", "1,000 men", "– no,", "more"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("——两国领导人何时将再会见?", True),
        ("“您会推荐吗？”", True),
        ("what did Lavrov say about Kursk", True),
        ("Was sagte Lawrow zu Kursk", True),
        ("拉夫罗夫说了什么", True),
        ("答:普京和金正恩保持经常接触。", False),
        ("他问：“吗？”她说不。", False),
        ("Er weiß, was Lawrow sagte.", False),
        ("Lavrov in Kursk", False),
        ("", False),
    ],
)
def test_questions(text: str, asked: bool) -> None:
    assert is_question(text) is asked


@pytest.mark.timeout(10)
@pytest.mark.parametrize("unit", ["“", "他说“A。", "A. ", "! ", "(", "'a", "„A.“ ", "1. ", "。", "a\n"])
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    text = unit * 30_000
    assert split_sentences(text)
    assert split_clauses(text)
