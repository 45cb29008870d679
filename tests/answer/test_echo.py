"""A sentence that only hands the question back is no answer."""

from __future__ import annotations

import pytest

from rag.answer.checks import Sentence
from rag.answer.checks.echo import echoes, leaves_out, only_attributes
from rag.answer.question import read_question
from rag.types import Language
from tests.answer.test_checks import cited


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
        ("de", "Was hat Kim zu Lawrow gesagt?", "Kim Jong Un sagte freundlich zu Lawrow.", True),
        ("en", "What did Kim say?", "Kim Jong Un spoke warmly with the Russian Foreign Minister.", True),
        ("en", "What did Kim say?", "Kim said.", True),
        ("zh-Hans", "金正恩说了什么？", "金正恩对拉夫罗夫表示。", True),
        ("en", "How did Kim speak to Lavrov?", "Kim spoke warmly to Lavrov.", False),
        ("de", "Mit wem sprach Kim?", "Kim sprach mit Sergej Lawrow.", False),
        ("en", "What did Kim say?", "Kim spoke to Lavrov about Kursk.", False),
        ("en", "What did Kim say?", "Kim said to reporters that the bridge was open.", False),
        ("en", "What did Kim say?", "Kim said yes.", False),
        ("de", "Was hat Kim gesagt?", "Kim sagte Nein.", False),
        ("zh-Hans", "谁说元山是个好地方？", "金正恩说。", False),
        ("en", "Who said that the bridge was open?", "Kim Jong Un said so.", False),
        ("en", "Who was the first guest?", "Kim said that Lavrov was the first guest.", False),
        ("de", "Wer war der erste Gast?", "Lawrow war der erste Gast.", False),
    ],
)
def test_that_someone_spoke_is_no_answer(language: Language, question: str, sentence: str, untold: bool) -> None:
    assert only_attributes(Sentence(sentence, language), question) is untold


@pytest.mark.parametrize(
    ("question", "sentence", "quote", "kind"),
    [
        ("普京與金正恩會晤是哪一天？", "普京與金正恩在發射場會晤。", "9月13日,普京和金正恩在發射場會晤。", "date"),
        ("普京與金正恩會晤是哪一天？", "9月13日普京與金正恩會晤。", "9月13日,普京和金正恩在發射場會晤。", None),
        ("How much does X charge?", "X charges new users.", "X向新用户收1美元。", "number"),
        ("How much does X charge?", "X charges them one dollar.", "X向新用户收1美元。", None),
        ("Wann kam Weber nach Bonn?", "Weber kam nach Bonn.", "Weber came to Bonn on Friday.", "date"),
        ("How many died?", "Nobody died.", "Nobody died, but 12 were hurt.", None),
        ("How many died?", "A dozen people died.", "12 people died.", None),
        ("When will it open?", "It will open in spring.", "Announced on 3 May, it will open in spring.", None),
        ("它建于哪一年？", "它建于唐代。", "它建于唐代，2020年重修。", None),
        ("Wann kam Weber nach Bonn?", "Weber kam nach Bonn.", "Weber came to Bonn.", None),  # nor does the quote say
        ("Wer kam am 3. Mai nach Bonn?", "Weber kam nach Bonn.", "Weber came to Bonn on 3 May.", None),
        ("When did Weber come after 3 May?", "Weber came after 3 May.", "Weber came on 5 May, not 3 May.", "date"),
    ],
)
def test_what_is_asked_for_is_left_out(question: str, sentence: str, quote: str, kind: str | None) -> None:
    asked = read_question(question)
    assert leaves_out(Sentence(sentence, asked.language), asked, [cited(quote)]) == kind
