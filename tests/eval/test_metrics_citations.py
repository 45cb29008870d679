"""Citations against the gold and against the files, with their arithmetic."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_gold import CLOSED, WINTER, case_of, make_gold

from eval.metrics.agreement import agreement
from eval.metrics.base import Case
from eval.metrics.citation_precision import citation_precision
from eval.metrics.citation_recall import citation_recall
from eval.metrics.quote_recall import quote_recall
from eval.metrics.quote_validity import quote_validity
from eval.metrics.spans import holds, same_source, supports
from eval.oracle import refuse, sentences
from eval.records import RankedSpan
from eval.runs import Run
from rag.types import Answer


def says(text: str):
    return lambda answer: replace(answer, answer=text, sentences=sentences(text))


def span(source: str, start: int, end: int) -> RankedSpan:
    return RankedSpan(source=source, start=start, end=end, score=1.0)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("docs/bridge.txt", True),
        ("bridge.txt", True),
        ("/srv/data/docs/bridge.txt", True),
        ("docs\\bridge.txt", True),
        ("other/bridge.txt", False),
        ("a-bridge.txt", False),
        ("", False),
    ],
)
def test_one_document_by_two_paths(source: str, expected: bool):
    assert same_source(source, "docs/bridge.txt") is expected


def test_support_is_half_of_the_shorter():
    assert CLOSED.start == 0  # 40 characters
    assert CLOSED.end == 40
    assert supports(span("docs/bridge.txt", 0, 40), CLOSED)
    assert supports(span("docs/bridge.txt", 10, 20), CLOSED)  # a clause of it
    assert supports(span("docs/bridge.txt", 20, 90), CLOSED)  # 20 of the shorter's 40
    assert not supports(span("docs/bridge.txt", 21, 90), CLOSED)  # 19 of 40
    assert not supports(span("docs/bridge.txt", 40, 60), CLOSED)  # touching is not overlap
    assert not supports(span("docs/harbour.txt", 0, 40), CLOSED)
    assert not supports(span("docs/bridge.txt", 10, 10), CLOSED)


def test_a_passage_must_hold_half_of_the_quote():
    assert holds(span("docs/bridge.txt", 0, 20), CLOSED)
    assert not holds(span("docs/bridge.txt", 0, 19), CLOSED)


def test_precision_counts_dangling_numbers(perfect: Run):
    # marks 1, 2, 97: two of three lead to a gold quote
    case = case_of(perfect, "both-en", says("Weber said “not before winter” [1]. 2011 ships came [2][97]."))
    assert citation_precision(case) == pytest.approx(2 / 3)


def test_precision_counts_repetitions_and_citations_without_a_mark(perfect: Run):
    # marks 1, 1; citation 2 is listed, not marked, and is a gold quote: 3 of 3
    assert citation_precision(case_of(perfect, "both-en", says("Winter [1]. Winter [1]."))) == 1.0

    def strays(answer: Answer) -> Answer:
        return replace(answer, citations=(answer.citations[0], replace(answer.citations[1], source="elsewhere.txt")))

    assert citation_precision(case_of(perfect, "both-en", strays)) == 0.5


def test_an_answer_that_cites_nothing_has_no_precision_to_be_proud_of(perfect: Run):
    case = case_of(perfect, "both-en", lambda answer: replace(says("Winter.")(answer), citations=()))
    assert citation_precision(case) == citation_recall(case) == quote_recall(case) == 0.0
    assert quote_validity(case) is None


def test_recall_is_over_the_sentences_shown(perfect: Run):
    # three sentences, one of them without a citation
    case = case_of(perfect, "both-en", says("Winter [1]. 2011 ships [2]. It rained"))
    assert citation_recall(case) == pytest.approx(2 / 3)

    def dropped(answer: Answer) -> Answer:
        answer = says("Winter [1]. 2011 ships [2]. It rained")(answer)
        return replace(answer, sentences=(*answer.sentences[:2], replace(answer.sentences[2], verdict="unsupported")))

    assert citation_recall(case_of(perfect, "both-en", dropped)) == 1.0


def test_as_many_quotes_as_are_needed(perfect: Run):
    def only_first(answer: Answer) -> Answer:
        return replace(answer, citations=answer.citations[:1])

    assert quote_recall(case_of(perfect, "both-en", only_first)) == 0.5
    assert quote_recall(case_of(perfect, "harbour-en", only_first)) == 1.0  # the other says the same: needed is 1


def test_one_quote_of_every_side(perfect: Run):
    def with_sides(*sides: tuple[int, ...]) -> tuple[float | None, float | None]:
        case = case_of(perfect, "both-en", lambda answer: replace(answer, citations=answer.citations[:1]))
        sided = Case(case.gold.model_copy(update={"sides": sides}), case.row)
        return quote_recall(sided), citation_precision(sided)

    assert with_sides((1,), (2,)) == (0.5, 0.5)
    assert with_sides((1, 2)) == (1.0, 0.5)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: replace(c, quote=c.quote[:-1] + "!"),
        lambda c: replace(c, start=c.start + 1, end=c.end + 1),
        lambda c: replace(c, end=c.end + 1),
        lambda c: replace(c, sha256="0" * 64),
        lambda c: replace(c, source="docs/harbour.txt"),
        lambda c: replace(c, end=c.start, quote=""),
    ],
    ids=["quote", "offsets", "length", "text", "source", "empty"],
)
def test_what_the_file_does_not_bear_out_is_invalid(perfect: Run, spoil):
    def first(answer: Answer) -> Answer:
        return replace(answer, citations=(spoil(answer.citations[0]), *answer.citations[1:]))

    assert quote_validity(case_of(perfect, "both-en")) == 1.0
    assert quote_validity(case_of(perfect, "both-en", first)) == 0.5


def test_the_nearest_passages_of_a_refusal_must_verify_too(perfect: Run):
    def wrong(answer: Answer) -> Answer:
        return refuse(replace(answer, citations=tuple(replace(c, quote="x") for c in answer.citations)))

    assert quote_validity(case_of(perfect, "both-en", refuse)) == 1.0
    assert quote_validity(case_of(perfect, "both-en", wrong)) == 0.0
    assert citation_precision(case_of(perfect, "both-en", refuse)) is None


def test_agreement_is_the_overlap_of_documents_with_each_sibling(perfect: Run):
    answers = [perfect.rows[f"both-{language}"].answer for language in ("en", "de", "zh-Hans")]
    assert all(answers)
    english, german, chinese = answers
    one = replace(german, citations=german.citations[:1])
    row = perfect.rows["both-en"]
    gold = next(g for g in make_gold() if g.id == "both-en")
    # {bridge, harbour} against {bridge}: 1/2; against {bridge, harbour}: 1
    assert agreement(Case(gold, row, (one, chinese))) == pytest.approx(0.75)
    assert agreement(Case(gold, row, (refuse(german),))) == 0.0
    assert agreement(Case(gold, row, ())) is None
    refused = row.model_copy(update={"answer": refuse(english)})
    assert agreement(Case(gold, refused, (refuse(german),))) is None
    assert WINTER in gold.quotes
