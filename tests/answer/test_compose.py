from __future__ import annotations

import re

from rag.answer.compose import EXCERPT_TOKENS, draft
from rag.answer.evidence import select
from rag.answer.question import read_question
from rag.llm.scripted import ScriptedModel
from tests.answer.seeds import NEWS_OF_JULY, hits_of, seed_hits, seed_text


def prompt_of(question: str, text: str | None = None) -> str:
    asked = read_question(question)
    hits = hits_of(text) if text else seed_hits(NEWS_OF_JULY)
    evidence = select(asked, hits, text_of=None if text else seed_text)
    return draft(asked, evidence, hits, ScriptedModel())[0][-1].content


def test_an_excerpt_a_line_with_speaker_and_question() -> None:
    prompt = prompt_of("What did Lavrov say about Kursk?")
    assert "[1] (Lavrov) 他说,“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州”。" in prompt
    assert "(朝鲜士兵对俄收复库尔斯克州作出贡献,会否参与其他地区作战?)" in prompt


def test_names_are_spelled_in_both_ways() -> None:
    assert "Names: Kursk region = 库尔斯克州" in prompt_of("What did Lavrov say about Kursk?")
    assert "Names: -" in prompt_of("What was closed at Kehl?", "The bridge at Kehl was closed on Monday.")


def test_a_name_the_question_does_not_have_is_spelled_as_the_passages_do() -> None:
    text = "Kim Jong Un met the minister in Wonsan.\n金正恩在元山会见了外长。"
    assert "Kim Jong Un = 金正恩" in prompt_of("Who met the minister?", text)


def test_the_language_is_stated() -> None:
    for question, name in (
        ("What did Lavrov say?", "English"),
        ("Was sagte Lawrow zu Kursk?", "German"),
        ("拉夫罗夫说了什么？", "Simplified Chinese"),
        ("拉夫羅夫說了什麼？", "Traditional Chinese"),
    ):
        assert prompt_of(question).endswith(f"Answer in {name}:")


def test_the_budget_holds_and_one_excerpt_is_always_there() -> None:
    long = "\n".join(
        f"The bridge number {n} at Kehl was closed because of {'very ' * 20}bad weather there." for n in range(9)
    )
    asked = read_question("Why was the bridge at Kehl closed?")
    hits = hits_of(long)
    messages, used = draft(asked, select(asked, hits, limit=9), hits, ScriptedModel())
    lines = [line for line in messages[-1].content.splitlines() if re.match(r"\[\d", line)]
    assert len(lines) == len(used)
    assert 1 <= len(used) < 5
    assert sum(map(len, lines)) <= EXCERPT_TOKENS or len(lines) == 1


def test_the_fixed_part_is_the_same_for_every_question() -> None:
    asked = [read_question(q) for q in ("What did Lavrov say?", "拉夫罗夫说了什么？")]
    hits = seed_hits(NEWS_OF_JULY)
    systems = {draft(one, select(one, hits), hits, ScriptedModel())[0][0].content for one in asked}
    assert len(systems) == 1


def test_the_date_of_a_document_is_named_where_a_date_is_asked_about() -> None:
    assert "published 13 July" in prompt_of("What did Lavrov say about Kursk on 12 July?")
    assert "13 July" not in prompt_of("What did Lavrov say about Kursk?")
