from __future__ import annotations

import pytest

from rag.errors import QuestionError
from rag.retrieve.understand import understand
from rag.text.terms import terms


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


@pytest.mark.parametrize(
    ("question", "document", "language", "meet"),
    [
        ("Who won the Super Bowl?", "Das Spiel begann am Abend.", "de", False),
        ("Who won the Super Bowl?", "A spell of bad weather.", "en", False),
        ("What did Lavrov say?", "拉夫罗夫在平壤。", "zh-Hans", True),
        ("拉夫羅夫說了什麼？", "Lawrow ist in Pjöngjang.", "de", True),
        ("Lavrov", "Lawrow ist in Pjöngjang.", "de", True),
        ("Who is Mr Bändel?", "Das Pendel schwingt.", "de", False),
        ("What happened in March 2021?", "Im März 2021 fiel Schnee.", "de", True),
        ("Lavrov 说了什么？", "拉夫罗夫在平壤。", "zh-Hans", True),
    ],
)
def test_what_meets_across_scripts_and_languages(question: str, document: str, language: str, meet: bool) -> None:
    """Names by sound across scripts; in one script sounds would make Super of Spiel."""
    sought = {term.text for term in understand(question).sought(language)}
    assert bool(sought & {term.text for term in terms(document, language)}) == meet


def test_every_word_is_sought_in_its_own_language_only() -> None:
    query = understand("Which bridge over the river was closed in 2021?")
    kinds = {language: {term.kind for term in query.sought(language)} for language in ("en", "de")}
    assert "word" in kinds["en"]
    assert kinds["de"] == {"date"}
