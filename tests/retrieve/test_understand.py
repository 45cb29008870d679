from __future__ import annotations

import pytest

from rag.errors import QuestionError
from rag.retrieve.understand import understand


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("what did Lavrov say about Kursk?", "en"),
        ("Was sagte Lawrow über Kursk?", "de"),
        ("拉夫罗夫谈到库尔斯克时说了什么？", "zh-Hans"),
        ("拉夫羅夫談到庫爾斯克時說了什麼？", "zh-Hant"),
    ],
)
def test_the_language_of_a_question(question: str, language: str) -> None:
    assert understand(f"  {question}\n").language == language


def test_scripts_of_one_language_are_one() -> None:
    query = understand("拉夫羅夫談到庫爾斯克時說了什麼？")
    assert query.is_own("zh-Hans")
    assert query.is_own("zh-Hant")
    assert not query.is_own("ja")


def test_names_alone_are_at_home_everywhere() -> None:
    query = understand("Kursk")
    assert all(query.is_own(language) for language in ("en", "de", "zh-Hans"))


@pytest.mark.parametrize("question", ["", " ", "🙂", "???", "——"])
def test_a_question_without_words(question: str) -> None:
    with pytest.raises(QuestionError) as error:
        understand(question)
    assert error.value.hint
