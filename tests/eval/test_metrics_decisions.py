"""Refusing or answering, in which language, denying what is cited, and the outcome of a row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_gold import case_of

from eval.metrics.answer_language import answer_language, own_words
from eval.metrics.base import Case
from eval.metrics.invention_rate import invention
from eval.metrics.latency import latency
from eval.metrics.over_refusal_rate import over_refusal
from eval.metrics.passed import passed
from eval.metrics.polarity import negated, polarity
from eval.metrics.refusal_precision import refusal_precision
from eval.metrics.refusal_reason import refusal_reason
from eval.metrics.refusal_recall import refusal_recall
from eval.metrics.tokens import tokens
from eval.mutations import answer_always
from eval.oracle import refuse, sentences
from eval.runs import Run
from rag.types import Answer, Timings, Usage


def says(text: str):
    return lambda answer: replace(answer, answer=text, sentences=sentences(text))


def test_refusals_and_inventions(perfect: Run):
    right, wrong = case_of(perfect, "paint-en"), case_of(perfect, "closed-en", refuse)
    assert (refusal_precision(right), refusal_precision(wrong)) == (1.0, 0.0)
    assert refusal_precision(case_of(perfect, "closed-en")) is None
    assert (refusal_recall(right), invention(right)) == (1.0, 0.0)
    assert (over_refusal(wrong), over_refusal(case_of(perfect, "closed-en"))) == (1.0, 0.0)
    gold = right.gold
    invented = case_of(perfect, "paint-en", lambda answer: answer_always(answer, gold))
    assert (refusal_recall(invented), invention(invented)) == (0.0, 1.0)


def test_the_reason_counts_only_for_a_refusal(perfect: Run):
    def off_topic(answer: Answer) -> Answer:
        assert answer.refusal is not None
        return replace(answer, refusal=replace(answer.refusal, reason="off_topic"))

    assert refusal_reason(case_of(perfect, "paint-en")) == 1.0
    assert refusal_reason(case_of(perfect, "paint-en", off_topic)) == 0.0
    assert refusal_reason(case_of(perfect, "closed-en")) is None


@pytest.mark.parametrize(
    ("row", "text", "expected"),
    [
        ("closed-de", "Die alte Brücke wurde am 3. Mai 2021 gesperrt [1].", 1.0),
        ("closed-de", "The old bridge was closed that day [1].", 0.0),
        ("closed-de", "In den Dokumenten steht: “The old bridge was closed on 3 May 2021.” [1]", 1.0),
        ("closed-de", "In den Dokumenten steht: The old bridge was closed on 3 May 2021. [1]", 1.0),  # a cited quote
        ("closed-zh-Hant", "舊橋於2021年5月3日關閉[1]。", 1.0),
        ("closed-zh-Hant", "旧桥于2021年5月3日关闭[1]。", 0.0),  # the other script
        ("closed-zh-Hans", "舊橋於2021年5月3日關閉[1]。", 0.0),
        ("closed-zh-Hant", "2021年5月3日[1]。", 1.0),  # no character tells the scripts apart
        ("closed-zh-Hans", "2021年5月3日[1]。", 1.0),
        ("closed-en", "Kim Jong Un [1]", None),  # a name has no language
    ],
)
def test_the_language_of_what_is_said(perfect: Run, row: str, text: str, expected: float | None):
    assert answer_language(case_of(perfect, row, says(text))) == expected


def test_nothing_but_a_quote_must_be_in_the_readers_language(perfect: Run):
    bare = says("The old bridge was closed on 3 May 2021. [1]")
    assert own_words(case_of(perfect, "closed-en", bare)).strip() == ""
    assert answer_language(case_of(perfect, "closed-en", bare)) == 1.0
    assert answer_language(case_of(perfect, "closed-de", bare)) == 0.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was not closed", True),
        ("It wasn't closed", True),
        ("a knot, a note", False),
        ("Sie war nicht da", True),
        ("keine Brücke, kein Tor", True),
        ("Kleine Nichte", False),
        ("港口從未關閉", True),
        ("没有", True),
        ("港口关闭", False),
    ],
)
def test_negations(text: str, expected: bool):
    assert negated(text) is expected


def test_denying_what_quote_and_reference_affirm(perfect: Run):
    assert polarity(case_of(perfect, "closed-en", says("The old bridge was not closed on 3 May 2021 [1]."))) == 0.0
    assert polarity(case_of(perfect, "harbour-de", says("Der Hafen wurde am 3. Mai 2021 gesperrt [1]."))) == 0.0
    # the quote denies, the reference ("not before winter") denies; the second sentence affirms like its quote
    text = "It will open before winter [1]. 2011 ships came [2]."
    assert polarity(case_of(perfect, "both-en", says(text))) == 0.5
    assert polarity(case_of(perfect, "both-en", says("It rained. No!"))) is None  # cites no gold quote
    assert polarity(case_of(perfect, "both-en", refuse)) is None


def test_a_row_passes_when_everything_is_right(perfect: Run):
    assert all(passed(case_of(perfect, row)) == 1.0 for row in perfect.rows)


@pytest.mark.parametrize(
    ("row", "spoil"),
    [
        ("closed-en", refuse),
        ("closed-en", says("The old bridge was closed on 4 May 2021 [1].")),
        ("closed-en", says("The old bridge was closed on 3 May 2021 [1][7].")),
        ("closed-en", says("The old bridge was not closed on 3 May 2021 [1].")),
        ("closed-en", says("旧桥于2021年5月3日关闭[1]。")),
        ("closed-en", lambda a: replace(a, citations=tuple(replace(c, source="x.txt") for c in a.citations))),
        ("closed-en", lambda a: replace(a, citations=tuple(replace(c, quote="x") for c in a.citations))),
    ],
    ids=["refused", "slot", "dangling", "denied", "language", "other document", "quote"],
)
def test_a_row_fails_when_one_thing_is_wrong(perfect: Run, row: str, spoil):
    assert passed(case_of(perfect, row, spoil)) == 0.0


def test_a_row_with_sides_passes_only_if_each_is_cited(perfect: Run):
    def only_first(answer: Answer) -> Answer:
        return replace(answer, answer=answer.answer.replace("[2]", "[1]"), citations=answer.citations[:1])

    case = case_of(perfect, "both-en", only_first)
    for sides, expected in (((), 1.0), (((1, 2),), 1.0), (((1,), (2,)), 0.0)):
        assert passed(Case(case.gold.model_copy(update={"sides": sides}), case.row)) == expected


def test_costs_are_read_off_the_answer(perfect: Run):
    def cost(answer: Answer) -> Answer:
        return replace(answer, timings=Timings(total_ms=120.5), usage=Usage(300, 40))

    assert latency(case_of(perfect, "closed-en", cost)) == 120.5
    assert tokens(case_of(perfect, "closed-en", cost)) == 340
    assert tokens(case_of(perfect, "closed-en")) is None
