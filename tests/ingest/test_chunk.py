"""Passages are whole sentences of one kind and language, sized in tokens, and leave nothing of the story out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.ingest.chunk import chunk, embedding_text, sentence_texts
from rag.ingest.clean import clean
from rag.types import Block, BlockKind, Chunk, Document, Span
from tests.ingest.fakes import count_tokens


def document(text: str) -> Document:
    return clean(Document("d" * 16, "a.txt", "text/plain", text, "0" * 64, "1" * 64))


def cut(text: str, max_tokens: int = 300) -> tuple[Document, list[Chunk]]:
    made = document(text)
    return made, chunk(made, count_tokens, max_tokens)


SENTENCES = st.sampled_from(
    [
        "Lavrov met Kim in Wonsan on Saturday.",
        "“We stand side by side,” he said.",
        "拉夫罗夫说:“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州。”",
        "他未透露更多细节。",
        "——如何看待朝鲜半岛问题?",
        "答:俄朝双方均认为,朝鲜半岛问题悬而未决。",
        "Kim sagte: „Wir helfen.“ Danach ging er.",
        "阅读全文",
        "Leave a Reply",
        "# A heading",
        "unended line",
        "\n",
        "\n\n",
        " ",
        "。",
        "x" * 90,
        "的" * 400,
    ]
)


@given(st.one_of(st.lists(SENTENCES, max_size=30).map("".join), st.text(max_size=400)), st.sampled_from([24, 60, 512]))
@settings(max_examples=200, deadline=None)
def test_passages_hold_for_any_text(text: str, max_tokens: int) -> None:
    made, chunks = cut(text, max_tokens)
    position = 0
    for each in chunks:
        assert position <= each.span.start < each.span.end <= len(text)
        position = each.span.end
        assert each.sentences[0].start == each.span.start
        assert each.sentences[-1].end == each.span.end
        inside = each.span.start
        for sentence in each.sentences:
            assert sentence.start >= inside
            assert re.fullmatch(r"(?:[#>\s]|(?:`{3,}|~{3,})\w*)*", text[inside : sentence.start])
            assert sentence.of(text) == sentence.of(text).strip() != ""
            inside = sentence.end
        assert count_tokens(embedding_text(each, text)) <= max_tokens
        assert len({block.kind for block in made.blocks if overlap(block, each)}) == 1
        assert len({block.language for block in made.blocks if overlap(block, each)}) == 1
    covered = [0] * len(text)
    for each in chunks:
        for i in range(each.span.start, each.span.end):
            covered[i] += 1
    kinds = {block.kind for block in made.blocks} - {BlockKind.BOILERPLATE}
    left_out = {BlockKind.BOILERPLATE} | ({BlockKind.TITLE} if len(kinds) > 1 else set())
    for block in made.blocks:
        wanted = 0 if block.kind in left_out else 1
        for i in range(block.span.start, block.span.end):
            assert text[i].isspace() or covered[i] == wanted
    assert len({each.id for each in chunks}) == len(chunks)


def overlap(block: Block, each: Chunk) -> bool:
    return block.span.start < each.span.end and each.span.start < block.span.end


def test_ids_are_the_same_each_time_and_follow_the_text() -> None:
    text = "Lavrov met Kim in Wonsan. They talked for hours."
    made = document(text)
    first = chunk(made, count_tokens, 300)
    assert first == chunk(made, count_tokens, 300)
    other = chunk(replace(made, sha256="2" * 64), count_tokens, 300)
    assert [each.span for each in other] == [each.span for each in first]
    assert other[0].id != first[0].id


def test_a_question_stays_with_its_answer() -> None:
    filler = "The minister then spoke at some length about the harbour and the railway. " * 5
    for question, answer in (
        ("——如何看待朝鲜半岛问题?", "答:俄朝双方均认为,朝鲜半岛问题悬而未决。"),
        ("Frage: Was sagte Lawrow?", "Lawrow: Er sagte zu."),
        ("Q: What did he say?", "A: He agreed to come."),
    ):
        text = "\n".join(part for _ in range(12) for part in (filler, question, answer))
        _, chunks = cut(text, 150)
        assert len(chunks) > 6
        for each in chunks:
            held = each.span.of(text)
            assert held.count(question) == held.count(answer), held


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Camp\n\n## Are dogs allowed?\n\nNo.\n\nIt rained.", ["Are dogs allowed?\n\nNo.", "It rained."]),
        ("Gibt es WLAN? – Nein. Nur im Café am Eingang.", ["Gibt es WLAN? – Nein.", "Nur im Café am Eingang."]),
        (
            "问：可以养狗吗？\n答：可以。\n今天下雨了，路很滑。",
            ["问：可以养狗吗？\n答：可以。", "今天下雨了，路很滑。"],
        ),
        ("Who founded it?\nMax Uhl founded it in 1962.", ["Who founded it?", "Max Uhl founded it in 1962."]),
        ("He left. No. She stayed at home.", ["He left.", "No.", "She stayed at home."]),
    ],
)
def test_a_short_answer_is_one_sentence_with_its_question(text: str, expected: list[str]) -> None:
    _, chunks = cut(text)
    assert [sentence for each in chunks for sentence in sentence_texts(each, text)] == expected


def test_a_heading_stays_with_what_follows() -> None:
    filler = "The minister then spoke at some length about the harbour and the railway. " * 4
    text = "\n\n".join(part for _ in range(10) for part in ("What Kim wants", filler))
    _, chunks = cut(text, 120)
    assert len(chunks) > 4
    stories = [each.span.of(text) for each in chunks if each.kind is BlockKind.ARTICLE]
    assert not any(story.endswith("What Kim wants") for story in stories)


@pytest.mark.parametrize("between", ["\n\n## Delivery\n\n", "\n```bash\nmake demo\n```\n", "\n>\n> > "])
def test_what_markdown_marks_ends_no_passage(between: str) -> None:
    _, chunks = cut(f"# The desks\n\nHe agreed to come on Friday.{between}She will bring the desks then.", 200)
    assert [each.kind for each in chunks] == [BlockKind.ARTICLE]


def test_parts_are_balanced() -> None:
    text = " ".join(f"This is sentence number {i} of the long story." for i in range(60))
    _, chunks = cut(text, 300)
    sizes = [count_tokens(each.span.of(text)) for each in chunks]
    assert len(sizes) > 1
    assert min(sizes) > 0.6 * max(sizes)


def test_an_overlong_sentence_is_cut_at_clauses() -> None:
    clause = "die umfassende strategische Partnerschaft zwischen beiden Ländern noch zuverlässiger zu entwickeln"
    text = "Beim Gespräch ging es darum, " + ", ".join([clause] * 40) + "."
    _, chunks = cut(text, 100)
    pieces = [sentence.of(text) for each in chunks for sentence in each.sentences]
    assert all(piece.endswith((",", ".")) for piece in pieces)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_a_quotation_is_not_cut() -> None:
    quotation = "“Wir stehen Seite an Seite. Wir werden siegen. Das ist sicher.”"
    text = " ".join(["Er sprach lange über den Hafen und die Bahn."] * 30 + [f"Er sagte: {quotation}"])
    _, chunks = cut(text, 60)
    assert any(quotation in sentence for each in chunks for sentence in sentence_texts(each, text))


def test_a_quotation_of_two_paragraphs_is_one_sentence() -> None:
    quotation = "Weber said: “The bridge must be rebuilt.\n\nIt will cost 12 million euros.”"
    text = f"{'The mayor spoke about the harbour. ' * 8}\n\n{quotation} She left.\n\n{'Then it rained. ' * 9}"
    _, chunks = cut(text, 60)
    assert quotation in [sentence.of(text) for each in chunks for sentence in each.sentences]


def test_headers_speak_the_passage_s_language_and_are_short() -> None:
    text = (
        "俄外长访朝\n\n据新华社北京7月13日电 俄罗斯外长拉夫罗夫抵达元山葛麻机场,开始访问。\n\n"
        + "双方就进一步加强合作深入交换意见并取得了广泛共识。" * 12
        + "\n\nAccording to the KCNA, both sides exchanged views on a series of important issues.\n\n"
        + "Both sides clearly expressed their determination to safeguard their interests. " * 8
    )
    _, chunks = cut(text, 120)
    stories = [each for each in chunks if each.kind is BlockKind.ARTICLE]
    assert {each.header for each in stories if each.language == "zh-Hans"} == {"俄外长访朝 · 07-13"}
    english = [each.header for each in stories if each.language == "en"]
    assert english[0] == ""  # it is the lead itself
    assert set(english[1:]) == {
        "According to the KCNA, both sides exchanged views on a series of important issues. · 07-13"
    }
    assert all(count_tokens(each.header) <= 32 for each in chunks)


def test_a_title_is_a_passage_only_where_there_is_nothing_else() -> None:
    _, chunks = cut("# Rye bread\n\nPreheat the oven to 250 degrees and bake it for an hour.")
    assert [(each.kind, each.header) for each in chunks] == [(BlockKind.ARTICLE, "Rye bread")]
    _, chunks = cut("# Rye bread")
    assert [each.kind for each in chunks] == [BlockKind.TITLE]


def test_another_story_s_teaser_has_no_header() -> None:
    text = "A headline\nJuly 13, 2025\n\nLavrov met Kim on Saturday.\n\nRelated stories\nAnother headline of a story"
    _, chunks = cut(text)
    teaser = next(each for each in chunks if each.kind is BlockKind.TEASER)
    assert (teaser.header, teaser.span.of(text)) == ("", "Another headline of a story")


@pytest.mark.parametrize("kind", list(BlockKind))
def test_each_kind_but_boilerplate_is_cut(kind: BlockKind) -> None:
    text = "One line of text."
    made = Document("d", "s", "text/plain", text, "0", "1", blocks=(Block(Span(0, len(text)), kind, "en"),))
    chunks = chunk(made, count_tokens, 300)
    assert [each.kind for each in chunks] == ([] if kind is BlockKind.BOILERPLATE else [kind])


def test_a_document_without_blocks_has_no_passages() -> None:
    assert chunk(Document("d", "s", "text/plain", "", "0", "1"), count_tokens, 300) == []
