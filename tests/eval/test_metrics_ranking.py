"""Recall, reciprocal rank and nDCG over spans, with their arithmetic."""

from __future__ import annotations

from math import log2

import pytest
from small_gold import CLOSED, OPEN, SHIPS, WINTER, make_gold

from eval.metrics.base import Case
from eval.metrics.mrr import reciprocal_rank
from eval.metrics.ndcg import ndcg
from eval.metrics.recall import recall
from eval.oracle import oracle
from eval.records import GoldQuote, RankedSpan

NOISE = RankedSpan(source="docs/elsewhere.txt", start=0, end=100, score=0.5)


def at(*quotes: GoldQuote) -> RankedSpan:
    start, end = min(quote.start for quote in quotes), max(quote.end for quote in quotes)
    return RankedSpan(source=quotes[0].document, start=start, end=end, score=0.5)


def case(row_id: str, *hits: RankedSpan, **changes: object) -> Case:
    gold = next(row for row in make_gold() if row.id == row_id).model_copy(update=changes)
    row = oracle("small", [gold]).rows[row_id].model_copy(update={"hits": hits})
    return Case(gold, row)


def test_recall_is_the_share_of_the_quotes_among_five_passages():
    assert recall(case("both-en", NOISE, at(WINTER), at(SHIPS))) == 1.0
    assert recall(case("both-en", at(WINTER), *[NOISE] * 4, at(SHIPS))) == 0.5  # the sixth does not count
    assert recall(case("both-en", NOISE)) == 0.0
    assert recall(case("harbour-en", at(OPEN))) == 1.0  # one of two suffices


def test_reciprocal_rank():
    assert reciprocal_rank(case("both-en", NOISE, NOISE, at(SHIPS), at(WINTER))) == pytest.approx(1 / 3)
    assert reciprocal_rank(case("both-en", *[NOISE] * 10, at(SHIPS))) == 0.0
    assert reciprocal_rank(case("both-en")) == 0.0


def test_ndcg():
    # relevant at 1 and 3: (1/log2 2 + 1/log2 4) / (1/log2 2 + 1/log2 3)
    expected = (1 + 1 / log2(4)) / (1 + 1 / log2(3))
    assert ndcg(case("both-en", at(SHIPS), NOISE, at(WINTER))) == pytest.approx(expected)
    # one of two found at 2: (1/log2 3) / (1 + 1/log2 3)
    assert ndcg(case("both-en", NOISE, at(WINTER))) == pytest.approx((1 / log2(3)) / (1 + 1 / log2(3)))


def test_a_passage_that_holds_two_quotes_is_worth_one_place_and_finds_both():
    whole = case("both-en", at(CLOSED, WINTER), quotes=(CLOSED, WINTER))
    assert recall(whole) == ndcg(whole) == reciprocal_rank(whole) == 1.0


def test_the_same_quote_twice_is_relevant_once():
    twice = case("both-en", at(WINTER), at(WINTER), at(SHIPS))
    assert ndcg(twice) == ndcg(case("both-en", at(WINTER), NOISE, at(SHIPS)))


def test_a_quote_that_is_not_needed_is_not_missed():
    assert ndcg(case("harbour-en", at(OPEN))) == 1.0


def test_two_passages_of_one_side_are_not_both_sides():
    sides = {"quotes": (WINTER, CLOSED, SHIPS), "sides": ((1, 2), (3,))}
    assert recall(case("both-en", at(WINTER), at(CLOSED), **sides)) == 0.5
    assert recall(case("both-en", at(CLOSED), at(SHIPS), **sides)) == 1.0
    # found at 1, the other side missed: 1 / (1 + 1/log2 3)
    assert ndcg(case("both-en", at(WINTER), **sides)) == pytest.approx(1 / (1 + 1 / log2(3)))
    # found at 1 and 3; the other quote of the first side is not missed: as test_ndcg
    expected = (1 + 1 / log2(4)) / (1 + 1 / log2(3))
    assert ndcg(case("both-en", at(CLOSED), NOISE, at(SHIPS), **sides)) == pytest.approx(expected)


def test_nothing_retrieved_on_purpose_is_not_zero():
    follow_up = case("both-en").row.model_copy(update={"hits": None})
    gold = make_gold()[4]
    assert recall(Case(gold, follow_up)) is ndcg(Case(gold, follow_up)) is None
