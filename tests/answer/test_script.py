from __future__ import annotations

import pytest

from rag.answer.script import grammar_for, in_script
from rag.types import Evidence, Span
from tests.answer.seeds import document

QUOTE = "他说,“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州”。"


def cited() -> tuple[Evidence, ...]:
    return (Evidence(1, document(QUOTE), Span(0, len(QUOTE)), QUOTE, "zh-Hans", 1.0),)


@pytest.mark.parametrize(
    ("text", "language", "converted"),
    [
        ("拉夫罗夫说朝鲜军队参战。", "zh-Hant", "拉夫羅夫說朝鮮軍隊參戰。"),
        ("拉夫羅夫說朝鮮軍隊參戰。", "zh-Hans", "拉夫罗夫说朝鲜军队参战。"),
        ("Das ist 说.", "de", "Das ist 说."),
        ("", "zh-Hant", ""),
        ("沈默在雾港住了23年。", "zh-Hans", "沈默在雾港住了23年。"),
        ("范先生住在高雄市，岳母姓于。", "zh-Hant", "范先生住在高雄市，岳母姓于。"),
        ("岳飛與郁達夫：游先生准許里長干預。", "zh-Hant", "岳飛與郁達夫：游先生准許里長干預。"),
    ],
)
def test_a_models_words_are_converted(text: str, language: str, converted: str) -> None:
    assert in_script(text, language) == converted


def test_a_verbatim_quotation_stays_as_the_document_writes_it() -> None:
    written = "拉夫罗夫说，“朝鮮人民軍與俄羅斯士兵並肩作戰，解放了俄庫爾斯克州”，态度坚定。"
    assert in_script(written, "zh-Hant", cited()) == (
        "拉夫羅夫說，“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州”，態度堅定。"
    )


def test_a_quotation_that_is_not_in_the_quote_is_the_models() -> None:
    assert in_script("他说“朝鲜军队参战”。", "zh-Hant", cited()) == "他說“朝鮮軍隊參戰”。"


def test_a_grammar_keeps_to_the_script() -> None:
    assert grammar_for("de") == grammar_for("en") != grammar_for("zh-Hans")
    assert grammar_for("ja") is None


def test_a_chinese_grammar_has_the_small_latin_words_of_chinese_texts_only() -> None:
    grammar = grammar_for("zh-Hant", ["他在 tweet 裡說 OK", "the steps", 'x 甲 "quoted" \\n'])
    assert grammar is not None
    assert '| "quoted"' in grammar
    assert '| "tweet"' in grammar
    assert '| "von"' in grammar  # names have it
    assert "steps" not in grammar
