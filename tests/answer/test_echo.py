"""A sentence that only hands the question back is no answer."""

from __future__ import annotations

import pytest

from rag.answer.checks import Sentence
from rag.answer.checks.echo import echoes, only_attributes
from rag.types import Language


@pytest.mark.parametrize(
    ("language", "question", "sentence"),
    [
        ("en", "What did Lavrov say about Kursk?", "Lavrov did say this about Kursk."),
        ("en", "Why did he stay in Wonsan?", "Because he stayed in Wonsan."),
        ("de", "Was sagte Lawrow zu Kursk?", "Ja, Lawrow sagte zu Kursk."),
        ("de", "Was war nach Angaben des IPCC ein Fehler?", "Ein Fehler war es nach Angaben des IPCC."),
        ("zh-Hans", "普京与金正恩会晤是哪一天？", "普京与金正恩会晤。"),
        ("zh-Hans", "金正恩2023年10月在哪里接见拉夫罗夫，7月那次又在哪里？", "金正恩2023年10月接见拉夫罗夫。"),
        ("zh-Hant", "普京與金正恩會晤是哪一天？", "普京與金正恩會晤。"),
    ],
)
def test_it_repeats_the_question(language: Language, question: str, sentence: str) -> None:
    assert echoes(Sentence(sentence, language), question, language)


@pytest.mark.parametrize(
    ("language", "question", "sentence"),
    [
        ("en", "What did Lavrov say about Kursk?", "Lavrov said that Kursk was liberated."),
        ("en", "When did he arrive?", "He arrived on 11 July."),
        ("en", "Did Lavrov visit Wonsan?", "Lavrov visited Wonsan."),  # yes is all that is asked for
        ("de", "Hat Lawrow Wonsan besucht?", "Lawrow hat Wonsan besucht."),
        ("de", "Wie viele Fragen beantwortete Lawrow?", "Lawrow beantwortete elf Fragen."),
        ("zh-Hans", "拉夫罗夫访问了元山吗？", "拉夫罗夫访问了元山。"),
        ("zh-Hans", "普京与金正恩会晤是哪一天？", "9月13日，普京与金正恩会晤。"),
        ("zh-Hant", "誰會見了拉夫羅夫？", "金正恩會見了拉夫羅夫。"),
    ],
)
def test_it_says_more_or_says_yes(language: Language, question: str, sentence: str) -> None:
    assert not echoes(Sentence(sentence, language), question, language)


@pytest.mark.parametrize(
    ("language", "question", "sentence", "untold"),
    [
        ("zh-Hans", "谁是元山度假村接待的第一位外国客人？", "金正恩说。", True),
        ("en", "Who was the first foreign guest?", "Kim Jong Un said.", True),
        ("de", "Wer war der erste Gast?", "Der Präsident sagte.", True),
        ("zh-Hans", "谁说元山是个好地方？", "金正恩说。", False),
        ("en", "Who said that the bridge was open?", "Kim Jong Un said so.", False),
        ("en", "Who was the first guest?", "Kim said that Lavrov was the first guest.", False),
        ("de", "Wer war der erste Gast?", "Lawrow war der erste Gast.", False),
    ],
)
def test_that_someone_spoke_is_no_answer(language: Language, question: str, sentence: str, untold: bool) -> None:
    assert only_attributes(Sentence(sentence, language), question) is untold
