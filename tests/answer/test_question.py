from __future__ import annotations

import pytest

from rag.answer.question import read_question


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Macron say about Berlin?", "Macron"),
        ("what did macron say about berlin", None),  # a search box without capitals shows no names
        ("What did Macron tell Scholz?", "Macron"),
        ("What is Macron's view on Berlin?", "Macron"),
        ("Why, according to Macron, did the talks fail?", "Macron"),
        ("Who said that the talks in Berlin had failed?", None),
        ("Where did Macron meet Scholz?", None),
        ("Was sagte Scholz zu Paris?", "Scholz"),
        ("Was hat Scholz über Paris gesagt?", "Scholz"),
        ("Wie äußerte sich Scholz zu Paris?", "Scholz"),
        ("Warum sind die Gespräche laut Scholz gescheitert?", "Scholz"),
        ("Wo traf Scholz Macron?", None),
        ("马克龙关于柏林说了什么？", "马克龙"),
        ("关于柏林，马克龙说了什么？", "马克龙"),
        ("马克龙对柏林会谈有什么看法？", "马克龙"),
        ("馬克宏關於柏林說了什麼？", "馬克宏"),
        ("马克龙在哪里会见了舒尔茨？", None),
    ],
)
def test_whose_words_are_asked_for(question: str, speaker: str | None) -> None:
    found = read_question(question).speaker
    assert (found.text if found else None) == speaker


def test_what_they_are_about_leaves_the_speaker_out() -> None:
    asked = read_question("What did Lavrov say about Kursk in June 2024?")
    assert [concept.text for concept in asked.about] == ["Kursk"]


def test_names_that_nobody_is_asked_about_are_not_what_it_is_about() -> None:
    assert read_question("Why, according to Lavrov, did Russia accept the soldiers?").about == ()


def test_one_name_is_one_concept_in_every_script() -> None:
    kursk = next(one for one in read_question("What happened in Kursk?").concepts if one.text == "Kursk")
    other = next(one for one in read_question("庫爾斯克發生了什麼？").concepts if one.text == "庫爾斯克")
    assert kursk.terms & other.terms


def test_a_chinese_name_is_one_concept_in_latin_letters() -> None:
    named = {one.text: one for one in read_question("Wann traf Lawrow Kim Jong-un in Wonsan?").concepts}
    assert "正恩" in named["Kim Jong-un"].terms
    assert "元山" in named["Wonsan"].terms


def test_a_text_in_another_language_has_no_words_of_the_question() -> None:
    assert not read_question("What did Lavrov say about Kursk?").is_in("zh-Hans")
    assert read_question("拉夫罗夫说了什么？").is_in("zh-Hant")
    assert read_question("Lavrov?").is_in("zh-Hant")


def test_a_question_of_no_known_language_is_answered_in_english() -> None:
    assert read_question("Kursk?").reply_language == "en"


@pytest.mark.parametrize(
    ("question", "names", "rest"),
    [
        ("What was served at Macron's lunch for Scholz?", "Macron Scholz", "What was served at 's lunch for ?"),
        ("Was gab es bei Macrons Essen für Olaf Scholz?", "Macrons Olaf Scholz", "Was gab es bei Essen für ?"),
        ("拉夫罗夫在平壤吃了什么？", "拉夫罗夫 平壤", "在 吃了什么？"),
        ("拉夫羅夫在平壤吃了什麼？", "拉夫羅夫 平壤", "在 吃了什麼？"),
        ("What did Macron say about Berlin?", "Macron", "What did say about Berlin?"),
        ("Who is Macron?", "", ""),
        ("Wer ist Olaf Scholz?", "", ""),
        ("马克龙是谁？", "", ""),
        ("Kursk?", "", ""),
        ("How many people came to the meeting?", "", ""),
    ],
)
def test_names_that_something_is_asked_about(question: str, names: str, rest: str) -> None:
    assert read_question(question).given == (names, rest)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Please tell me the price.", []),
        ("List her honours.", []),
        ("Explain Lavrov's position on Kursk.", ["Lavrov", "Kursk"]),
        ("Nenne die Gründe für Lawrows Reise.", ["Lawrows"]),
        ("Was kostet das pro Jahr?", []),
    ],
)
def test_what_a_message_orders_is_no_name(question: str, named: list[str]) -> None:
    assert [name.text for name in read_question(question).names] == named


@pytest.mark.parametrize("question", ["李强说了什么？", "吳京說了什麼？", "What did Li Qiang say?"])
def test_a_surname_of_one_letter_is_read(question: str) -> None:
    assert read_question(question).names


@pytest.mark.parametrize(
    ("question", "speaker", "named"),
    [
        ("蒋雨桐怎么说？", "蒋雨桐", ["蒋雨桐"]),
        ("林淑芬怎麼說？", "林淑芬", ["林淑芬"]),
        ("韩立群有何看法？", "韩立群", ["韩立群"]),
        ("王毅怎么看？", "王毅", ["王毅"]),
        ("王毅如何看待柏林会谈？", "王毅", ["王毅", "柏林"]),
        ("关于停火，拉夫罗夫怎么说？", "拉夫罗夫", ["拉夫罗夫"]),
        ("外交部怎么说？", "外交部", []),
        ("高层怎么说？", "高层", []),
        ("他怎么说？", None, []),
        ("专家如何评价？", "专家", []),
        ("怎么说服他？", None, []),
    ],
)
def test_what_someone_says_is_asked_for_in_chinese(question: str, speaker: str | None, named: list[str]) -> None:
    asked = read_question(question)
    assert (asked.speaker.text if asked.speaker else None) == speaker
    assert [name.text for name in asked.names] == named


def test_the_verb_that_asks_for_words_is_nothing_that_a_text_must_have() -> None:
    assert [concept.text for concept in read_question("蒋雨桐怎么说？").concepts] == ["蒋雨桐"]
