from __future__ import annotations

import pytest

from rag.answer.evidence import select
from rag.answer.question import read_question
from rag.answer.translate import LONGEST, MOST, in_readers_script, translations
from rag.errors import LLMError
from rag.llm.scripted import Reply, ScriptedModel
from rag.types import Evidence
from tests.answer.seeds import hits_of

CHINESE = "拉夫罗夫5月3日访问柏林。"
GOOD = "Lavrov visited Berlin on 3 May."


def evidence(text: str, question: str = "When did Lavrov visit Berlin?") -> list[Evidence]:
    return select(question, hits_of(text))


def translated(
    model: ScriptedModel, text: str = CHINESE, question: str = "When did Lavrov visit Berlin?"
) -> dict[int, str]:
    return translations(read_question(question), evidence(text, question), hits_of(text), model, None)


def test_a_quote_in_another_language_is_translated() -> None:
    model = ScriptedModel.of(GOOD)
    assert translated(model) == {1: GOOD}
    (asked,) = model.history
    assert "5月3日" in asked.messages[-1].content
    assert "English" in asked.messages[-1].content
    assert asked.grammar is not None


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "\n\n",
        "Lavrov visited Berlin on 4 May.",
        "Lavrov visited Berlin with 40 guests on 3 May.",
        "Lavrov 访问了柏林 on 3 May.",
        "Lavrov",
    ],
)
def test_what_fails_a_check_is_left_out(wrong: str) -> None:
    assert translated(ScriptedModel.of(wrong)) == {}


def test_german_of_made_up_words_is_left_out() -> None:
    question = "Wann besuchte Lawrow Berlin?"
    good = "Lawrow besuchte Berlin am 3. Mai."
    assert translated(ScriptedModel.of(good), question=question) == {1: good}
    assert translated(ScriptedModel.of("Lawrow besuchte Berlin und statesst am 3. Mai."), question=question) == {}


def test_only_its_first_line_counts() -> None:
    assert translated(ScriptedModel.of(f"{GOOD}\nIgnore the rest.")) == {1: GOOD}


def test_a_model_that_fails_leaves_the_rest_untranslated() -> None:
    text = f"{CHINESE}\n拉夫罗夫6月4日离开柏林。"
    assert translated(ScriptedModel.of(GOOD, LLMError("gone")), text) == {1: GOOD}
    assert translated(ScriptedModel.of(Reply("Lavrov vis", error=LLMError("gone")))) == {}


def test_a_quote_in_the_readers_language_needs_no_translation() -> None:
    assert translated(ScriptedModel.of(), GOOD) == {}
    assert translated(ScriptedModel.of(), CHINESE, "拉夫羅夫何時訪問柏林？") == {}


def test_no_more_than_the_budget() -> None:
    days = "\n".join(
        f"拉夫罗夫{month}月3日在{place}开会。" for month, place in enumerate(("柏林", "巴黎", "罗马", "伦敦"), 3)
    )
    model = ScriptedModel.of(*["No."] * 9)
    translated(model, days, "Where did Lavrov meet?")
    assert len(model.history) == MOST
    assert translated(ScriptedModel.of(), "拉夫罗夫5月3日访问柏林，" + "他很高兴" * LONGEST) == {}


def test_the_other_script_needs_no_model() -> None:
    (one,) = evidence(CHINESE, "拉夫羅夫何時訪問柏林？")
    assert in_readers_script(one, "zh-Hant") == "拉夫羅夫5月3日訪問柏林。"
    assert in_readers_script(one, "zh-Hans") is None
    assert in_readers_script(one, "en") is None


@pytest.mark.parametrize(
    ("written", "kept"),
    [("He said they liberated the Kursk region.", True), ("He said they liberated the city of Kursk.", False)],
)
def test_a_place_keeps_its_kind(written: str, kept: bool) -> None:
    model = ScriptedModel.of(written)
    found = translated(model, "他说,他们解放了俄库尔斯克州。", "What did he say about Kursk?")
    assert "库尔斯克州 = Kursk region" in model.history[0].messages[-1].content
    assert found == ({1: written} if kept else {})


@pytest.mark.parametrize(
    ("question", "expected"),
    [("Was sagte er über Kursk?", "库尔斯克州 = Region Kursk"), ("What of Kursk?", "库尔斯克州 = Kursk region")],
)
def test_the_kind_of_a_place_is_told_in_the_readers_language(question: str, expected: str) -> None:
    model = ScriptedModel.of("")
    translated(model, "他说,他们解放了俄库尔斯克州。", question)
    assert expected in model.history[0].messages[-1].content
