from __future__ import annotations

import pytest

from rag.answer.premise import untold_deed
from rag.answer.question import read_question
from tests.answer.seeds import hits_of

VISIT = "Macron visited Berlin on 3 May. He met Chancellor Scholz and praised the talks."
BESUCH = "Macron besuchte am 3. Mai Berlin. Er traf Kanzler Scholz und lobte die Gespräche."
FANGWEN = "马克龙5月3日访问柏林。他会见了德国总理朔尔茨,并称赞了会谈。"


def deed(question: str, *texts: str) -> str | None:
    hits = [hit for text in texts for hit in hits_of(text, name=text[:5])]
    return untold_deed(read_question(question), hits)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Why did Macron cancel his trip to Berlin?", "cancel"),
        ("Warum hat Macron seine Reise nach Berlin abgesagt?", "abgesagt"),
        ("Warum sagte Macron seine Reise nach Berlin ab?", "sagte … ab"),
        ("马克龙为什么取消了柏林之行？", "取消"),
        ("馬克宏為什麼拒絕會見蕭茲？", "拒絕"),
        ("Why did Macron apologise to Scholz?", "apologise"),
    ],
)
@pytest.mark.parametrize("text", [VISIT, BESUCH, FANGWEN])
def test_a_deed_that_nothing_tells_of(question: str, words: str, text: str) -> None:
    assert deed(question, text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Macron cancelled his trip to Berlin after the storm.",
        "Macron sagte seine Reise nach Berlin wegen des Sturms ab.",
        "马克龙因暴风雨取消了柏林之行。",
        "馬克龍因暴風雨取消了柏林之行。",
    ],
)
@pytest.mark.parametrize(
    "question", ["Why did Macron cancel his trip?", "Warum hat Macron seine Reise abgesagt?", "马克龙为什么取消行程？"]
)
def test_a_deed_that_is_told_in_any_language(question: str, text: str) -> None:
    assert deed(question, VISIT, text) is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How do I cancel my IronWorks membership?", "IronWorks rules. You may cancel your membership at any time."),
        ("Why did Miriam Osterhagen resign?", "Miriam Osterhagen led the firm. In 1979 she resigned after a dispute."),
        ("Wann starb Magdalena Reuß?", "Magdalena Reuß war Malerin. Sie starb 1949 in Bremen."),
        ("图书馆为什么禁止吸烟？", "馆内严禁吸烟,因为古籍书库一旦起火后果严重。"),
        (
            "What is forbidden in camp Birkhain?",
            "Rules of camp Birkhain: see below. Knives are forbidden in the tents.",
        ),
        ("Was ist im Stadion von Talheim verboten?", "Das Stadion von Talheim hat Regeln. Hunde sind verboten."),
        ("为什么禁止带宠物？", "乘客不得携带宠物上车,以免影响他人。"),
    ],
)
def test_a_deed_is_told_in_rules_and_beside_pronouns(question: str, text: str) -> None:
    assert deed(question, text) is None


def test_a_deed_that_is_denied_is_not_told() -> None:
    assert deed("Why did Macron cancel his trip?", "Macron did not cancel his trip.") == "cancel"


def test_the_deed_of_somebody_else_is_not_told() -> None:
    assert deed("Why did Macron cancel his trip?", "Biden cancelled a concert in Boston.") == "cancel"


@pytest.mark.parametrize(
    "question", ["Why did Macron meet Scholz?", "Wann besuchte Macron Berlin?", "马克龙说了什么？"]
)
def test_other_deeds_are_not_judged(question: str) -> None:
    assert deed(question, "It rained in Madrid on Sunday.") is None


@pytest.mark.parametrize(
    "question",
    [
        "Did Macron cancel his trip?",
        "Was the trip cancelled?",
        "Hat Macron seine Reise abgesagt?",
        "马克龙取消行程了吗？",
    ],
)
def test_a_question_of_yes_or_no_takes_nothing_for_granted(question: str) -> None:
    assert deed(question, VISIT) is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many people were killed in the fire?", "Twelve people died when a hall in Bonn burnt."),
        ("How many people were killed in the fire?", "It rained in Madrid on Sunday."),
        ("Where was the lost dog found?", "The dog was found in Bonn."),
        ("Why was the man arrested?", "The man was taken into custody because he stole a car."),
        ("Welche Informationen gibt es zu dem Unfall in Bonn?", "In Bonn gab es einen Unfall."),
        ("Was sagte der Minister in Bonn zu den Preisen ab Januar?", "In Bonn sagte der Minister, Preise stiegen."),
        ("Wann räumte die Polizei in Bonn ein Haus?", "Die Polizei in Bonn holte am Montag alle aus einem Haus."),
        ("Wann sagte die Stadt das Konzert in Bonn ab?", "Die Stadt sagte das Konzert in Bonn am 3. Mai ab."),
        ("Warum sagte die Stadt das Konzert in Bonn ab?", "Die Stadt sagte das Konzert in Bonn ab und zahlt."),
    ],
)
def test_words_that_only_look_like_a_deed_take_nothing_for_granted(question: str, text: str) -> None:
    assert deed(question, text) is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What does it cost if I lose a Macron bike?", "A lost or stolen Macron bike costs $900."),
        ("What was in Hanna Lindqvist's lost suitcase?", "Hanna Lindqvist sprach über einen vergessenen Koffer."),
        ("Was kostet ein verlorenes Fahrrad von Macron?", "Wer ein Fahrrad von Macron nicht zurückgibt, zahlt."),
        ("What did Lindqvist lose in Oslo?", "Lindqvist came to Oslo without a suitcase."),
        ("Wo hat Lindqvist ihren Koffer verloren?", "Der Koffer von Lindqvist liegt in Kopenhagen."),
        ("Wann starb Anna Keller?", "Anna Keller (1921–1998) war Malerin."),
        ("When did Anna Keller die?", "Anna Keller (born 5 March 1921 in Bonn – 21 October 1998) was a painter."),
        ("When did Anna Keller die?", "Anna Keller (*1921, †1998) was a painter."),
        ("王建国哪年死亡？", "王建国（1912年3月5日—1999年10月21日），工程师。"),
        ("王建国哪年死亡？", "王建国表示满意。王建国1999年去世。"),
        ("Why did Macron lose the election?", "Two rounds were held. In the end Macron lost by a hair."),
    ],
)
def test_losing_a_thing_is_no_failure_and_dates_tell_of_a_death(question: str, text: str) -> None:
    assert deed(question, text) is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Why did Macron lose the presidential election?", "lose"),
        ("Why did Macron lose to Scholz?", "lose"),
        ("Warum verlor Macron die Wahl?", "verlor"),
        ("Warum hat Macron die Wahl verloren?", "Wahl verloren"),
        ("Why did Lavrov's talks with Macron fail?", "fail"),
        ("马克龙为什么输掉选举？", "输掉"),
        ("Who killed Macron?", "killed"),
        ("Wann starb Macron?", "starb"),
    ],
)
@pytest.mark.parametrize("text", [VISIT, FANGWEN, "Macron (France) met Scholz (Germany) in 2019–2021."])
def test_lost_contests_and_deaths_that_nothing_tells_of(question: str, words: str, text: str) -> None:
    assert deed(question, text) == words
