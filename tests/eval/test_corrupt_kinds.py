"""Each corrupter on made-up answers in four languages: what it changes, and what it must leave alone."""

from __future__ import annotations

import pytest

from eval.corrupt.answer import Reference, prose, quotations
from eval.corrupt.citations import invented_citation, moved_citation
from eval.corrupt.dates import changed_date
from eval.corrupt.make import CORRUPTERS, corrupted, untouched
from eval.corrupt.names import COUNTRIES, PEOPLE, PLACES, swapped_name
from eval.corrupt.negation import negated
from eval.corrupt.numbers import changed_number
from eval.corrupt.quotes import altered_quote, quoting, spliced_quote
from eval.corrupt.speakers import attributed, wrong_speaker
from rag.types import Language

QUOTE = "马克龙周二在柏林表示,11座桥将关闭三个月,车辆须绕行。"


def reference(
    text: str, language: Language, *passages: str, right: int = 1, speakers: tuple[str, ...] = (), question: str = ""
) -> Reference:
    return Reference("r", "g", language, text, passages or (QUOTE,), right, speakers, question)


@pytest.mark.parametrize(
    ("text", "language", "changed"),
    [
        ("It lasted four hours [1].", "en", "It lasted five hours [1]."),
        ("It took an hour [1].", "en", "It took four hours [1]."),
        ("Es dauerte vier Stunden [1].", "de", "Es dauerte fünf Stunden [1]."),
        ("Es dauerte eine Stunde [1].", "de", "Es dauerte vier Stunden [1]."),
        ("Es waren 26 Fälle [1].", "de", "Es waren 27 Fälle [1]."),
        ("会谈持续了四个小时[1]。", "zh-Hans", "会谈持续了五个小时[1]。"),
        ("會談持續了兩個小時[1]。", "zh-Hant", "會談持續了四個小時[1]。"),
        ("他回答了２６個問題[1]。", "zh-Hant", "他回答了２７個問題[1]。"),
    ],
)
def test_numbers(text: str, language: Language, changed: str) -> None:
    assert changed in set(changed_number(reference(text, language)))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They met on 12 July 2023 [1].", "en"),
        ("Sie kamen am 12. Juli [1].", "de"),
        ("他们2023年7月12日会面[1]。", "zh-Hans"),
        ("他說「11座橋」關閉[1]。", "zh-Hant"),
        ("One of them is the best one [1].", "en"),
    ],
)
def test_dates_marks_and_quotations_are_no_numbers(text: str, language: Language) -> None:
    assert not list(changed_number(reference(text, language)))


def test_no_number_is_changed_to_one_that_the_passages_state() -> None:
    told = set(changed_number(reference("Es dauerte zwei Monate [1].", "de")))
    assert told
    assert not any("drei Monate" in text for text in told)  # 三个月 is in the passage


@pytest.mark.parametrize(
    ("text", "language", "changed"),
    [
        ("They met on 12 July 2023 [1].", "en", "They met on 13 July 2023 [1]."),
        ("They met on 12 July 2023 [1].", "en", "They met on 12 August 2023 [1]."),
        ("They met on 12 July 2023 [1].", "en", "They met on 12 July 2022 [1]."),
        ("Sie kamen am Mittwoch [1].", "de", "Sie kamen am Donnerstag [1]."),
        ("Sie kamen am 12. Juli [1].", "de", "Sie kamen am 13. Juli [1]."),
        ("他们周三会面[1]。", "zh-Hans", "他们周四会面[1]。"),
        ("他們7月12日會面[1]。", "zh-Hant", "他們8月12日會面[1]。"),
    ],
)
def test_dates(text: str, language: Language, changed: str) -> None:
    assert changed in set(changed_date(reference(text, language)))


def test_no_date_is_changed_to_one_that_passages_or_question_state() -> None:
    told = set(changed_date(reference("Sie kamen am Montag [1].", "de", QUOTE)))
    assert told
    assert not any("Dienstag" in text for text in told)  # 周二
    asked = reference("They met in June [1].", "en", question="What happened in July?")
    assert not any("July" in text for text in changed_date(asked))


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Putin's plane landed in Kyiv [1].", "en", "Putin"),
        ("Putins Flugzeug landete in Kiew [1].", "de", "Putin"),
        ("普京的专机抵达基辅[1]。", "zh-Hans", "普京"),
        ("普丁的專機抵達基輔[1]。", "zh-Hant", "普丁"),
    ],
)
def test_names_are_swapped_for_others_of_their_kind(text: str, language: Language, kind: str) -> None:
    told = list(swapped_name(reference(text, language)))
    persons = [other for other in told if kind not in other]
    places = [other for other in told if kind in other]
    assert persons
    assert places
    assert all(any(form in other for one in PEOPLE for form in one.forms[language]) for other in persons)
    assert all(any(form in other for one in PLACES for form in one.forms[language]) for other in places)
    assert all(other.endswith(("[1].", "[1]。")) for other in told)


def test_no_name_is_swapped_for_an_alias_or_for_one_that_the_passages_mention() -> None:
    told = list(swapped_name(reference("Putin came [1].", "en", "Macron traf Putin. 泽连斯基没有来。")))
    assert told
    assert not any(name in text for text in told for name in ("Macron", "Zelensky", "Putin"))


@pytest.mark.parametrize("bearers", [PEOPLE, COUNTRIES, PLACES])
def test_every_bearer_has_a_form_in_every_language(bearers: tuple[object, ...]) -> None:
    assert all(len(one.forms) == 4 and all(one.forms.values()) for one in bearers)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "language", "changed"),
    [
        ("The bridge was closed [1].", "en", "The bridge was not closed [1]."),
        ("He landed in Paris [1].", "en", "He never landed in Paris [1]."),
        ("There was no evidence [1].", "en", "There was some evidence [1]."),
        ("Es fand am Montag statt [1].", "de", "Es fand nicht am Montag statt [1]."),
        ("Es gibt keine Beweise [1].", "de", "Es gibt eine Beweise [1]."),
        ("他们没有证据[1]。", "zh-Hans", "他们有证据[1]。"),
        ("他抵达了机场[1]。", "zh-Hans", "他没有抵达机场[1]。"),
        ("他抵達了機場[1]。", "zh-Hant", "他並未抵達機場[1]。"),
        ("這是機場[1]。", "zh-Hant", "這不是機場[1]。"),
    ],
)
def test_negation(text: str, language: Language, changed: str) -> None:
    assert changed in set(negated(reference(text, language)))


def test_words_in_quotation_marks_are_not_negated() -> None:
    assert not list(negated(reference("“It was closed” [1].", "en")))


@pytest.mark.parametrize(
    ("text", "language", "framed"),
    [
        ("The bridge is closed [1].", "en", "Macron said: The bridge is closed [1]."),
        ("He said it is closed [1].", "en", "Macron said it is closed [1]."),
        ("Die Brücke ist zu [1].", "de", "Macron sagte: Die Brücke ist zu [1]."),
        ("他说，桥关闭了[1]。", "zh-Hans", "马克龙说，桥关闭了[1]。"),
        ("橋關閉了[1]。", "zh-Hant", "馬克宏說：橋關閉了[1]。"),
    ],
)
def test_speakers(text: str, language: Language, framed: str) -> None:
    told = reference(text, language, speakers=("macron",))
    assert attributed(told) == framed
    wrong = list(wrong_speaker(told))
    assert wrong
    assert framed not in wrong


def test_a_named_speaker_is_replaced_where_he_speaks() -> None:
    told = list(wrong_speaker(reference("Putin met Macron, Macron said [1].", "en", speakers=("macron",))))
    assert told
    assert all(text.startswith("Putin met Macron, ") and "Macron said" not in text for text in told)


def test_citations() -> None:
    given = reference("He came [1][2]; she left [2].", "en", "a", "b", "c", right=2)
    assert list(moved_citation(given)) == ["He came [3]; she left [2].", "He came [1][2]; she left [3]."]
    invented = list(invented_citation(given))
    assert "He came [4]; she left [2]." in invented
    assert "He came [1][2][4]; she left [2]." in invented
    assert not list(moved_citation(reference("He came [1].", "en", "a")))


@pytest.mark.parametrize(("language", "marks"), [("en", "“”"), ("de", "„“"), ("zh-Hans", "“”"), ("zh-Hant", "「」")])
def test_quotes_are_spliced_and_altered(language: Language, marks: str) -> None:
    given = reference(
        "X [1]." if language in ("en", "de") else "好[1]。", language, QUOTE, "他说,天气很好,大家都很高兴。"
    )
    whole = quoting(given)
    assert whole is not None
    assert f"{marks[0]}{QUOTE}{marks[1]}" in whole
    for corrupt in (spliced_quote, altered_quote):
        told = list(corrupt(given))
        assert told
        inside = [text[start:end] for text in told for start, end in quotations(text)]
        assert inside
        assert not any("".join(filter(str.isalnum, words)) in "".join(filter(str.isalnum, QUOTE)) for words in inside)
    assert all(abs(len(text) - len(whole)) <= 1 for text in altered_quote(given))


def test_quotes_inside_a_quotation_change_their_marks() -> None:
    assert "“马克龙说:‘好天气今天真好’”" in str(quoting(reference("X [1].", "en", "马克龙说:“好天气今天真好”")))


def test_prose_is_what_is_neither_mark_nor_quotation() -> None:
    text = "He said “no” [1] „nein“ 「不」."
    blanked = prose(text)
    assert len(blanked) == len(text)
    assert blanked.replace("\0", "") == "He said   ."


def test_shares_are_equal_and_always_the_same() -> None:
    text, others = (
        "Putin met Macron for four hours on 12 July 2023 in Kyiv, Macron said [1].",
        "今天天气很好,大家都很高兴。",
    )
    given = [
        Reference(split, split, "en", text, (QUOTE, others), 1, ("macron",), "", split) for split in ("tune", "held")
    ]
    first = corrupted(given, 1)
    assert first == corrupted(given, 1)
    counted = {(case.kind, case.reference.split) for case in first}
    assert counted == {(kind, split) for kind in CORRUPTERS for split in ("tune", "held")}
    assert len(first) == len(counted)
    assert all(case.text != case.reference.text for case in first)
    assert [case.text for case in untouched(given)][:1] == [text]
