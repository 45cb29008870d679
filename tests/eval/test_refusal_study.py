"""The study of refusal on sets made here: what is left out of a ranking, what is fitted, what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.refusal import pairs as pairing
from eval.refusal.fit import Example, curve, fit, sample
from eval.refusal.gather import Asked, conditions
from eval.refusal.places import Place, as_markdown, place
from eval.refusal.report import Outcome, missed, outcome, table
from eval.refusal.sets import Case
from eval.refusal.verdicts import Judgement, Kept, first_right
from eval.refusal.verdicts import fit as fit_verdict
from rag.answer.confidence import Calibration, Judged, threshold
from rag.answer.decompose import Part
from rag.answer.verdict import Verdict
from rag.types import ANSWER_K, Answer, BlockKind, Chunk, DocumentSummary, Evidence, Hit, Message, Span, Unanswered
from tests.answer.seeds import hits_of


def hit(name: str, rank: int = 1) -> Hit:
    summary = DocumentSummary(name, f"/somewhere/{name}", "0" * 64, None, None, None, (), 1)
    return Hit(rank, 1.0, Chunk(name, name, Span(0, 4), BlockKind.ARTICLE, "en", "", (Span(0, 4),)), "Text", summary)


def case(id_: str = "q", language: str = "en", **holding: str) -> Case:
    names = {f"{name}.txt": told for name, told in holding.items()}
    return Case(id_, language, "held", "Who?", (("Ada", "Lovelace"), ("1843",)), names)


def given(text: str, status: str = "answered", confidence: float = 0.5) -> Answer:
    return Answer("Who?", "en", status, text, None, (), (), "extractive", "x", confidence=confidence)  # type: ignore[arg-type]


def names(asked: Asked) -> list[str]:
    return [one.document.id for one in asked.hits]


def test_the_answer_is_left_out_with_its_translations_and_its_siblings_stay() -> None:
    hits = [hit("en.txt"), hit("sibling.txt"), hit("zh.txt"), hit("other.txt")]
    whole, across, without = conditions(case(en="en", zh="zh-Hans"), hits)
    assert (whole.answerable, whole.across, names(whole)) == (
        True,
        False,
        ["en.txt", "sibling.txt", "zh.txt", "other.txt"],
    )
    assert (across.answerable, across.across, names(across)) == (True, True, ["sibling.txt", "zh.txt", "other.txt"])
    assert (without.answerable, names(without)) == (False, ["sibling.txt", "other.txt"])


def test_an_answer_in_one_language_only_is_not_asked_across() -> None:
    assert [one.across for one in conditions(case(language="zh-Hant", zh="zh-Hans"), [hit("zh.txt")])] == [False, False]


def test_what_cannot_be_left_out_is_asked_as_it_is() -> None:
    (asked,) = conditions(case(), [hit("a.txt")])
    assert asked.answerable


def test_the_next_passages_move_up() -> None:
    hits = [hit("en.txt"), *(hit(f"{number}.txt") for number in range(ANSWER_K))]
    without = list(conditions(case(en="en"), hits))[-1]
    assert names(without) == [f"{number}.txt" for number in range(ANSWER_K)]


def test_a_sample_is_the_same_and_even_over_languages() -> None:
    cases = [case(f"{language}{number}", language) for language in ("en", "de") for number in range(9)]
    chosen = sample(cases, 4)
    assert chosen == sample(list(reversed(cases)), 4)
    assert [sum(one.language == language for one in chosen) for language in ("en", "de")] == [4, 4]
    assert {one.id for one in sample(cases, 2)} < {one.id for one in chosen}


def examples() -> list[Example]:
    rng = np.random.default_rng(0)
    return [
        Example(
            ("a" if number % 3 else "b", answerable, False),
            {"x": float(rng.normal(2 * answerable)), "documents": float(number % 2)},
            answerable,
            answered=answerable,
        )
        for number in range(400)
        for answerable in (True, False)
    ]


def test_what_is_fitted_can_be_read_and_tells_answers_apart() -> None:
    made = Calibration.from_json(fit(examples(), "some embedder", ["some model"]))
    assert (made.embedder, made.models) == ("some embedder", ("some model",))
    assert made.probability({"x": 4.0, "documents": 1.0}) > 0.9
    assert made.probability({"x": -2.0, "documents": 1.0}) < 0.1
    assert made.probability({"x": 1.0, "documents": 1.0}) == pytest.approx(0.5, abs=0.1)
    assert made.weights["documents"] == pytest.approx(0, abs=0.1)


def test_it_learns_whether_what_is_shown_answers() -> None:
    """Not whether the documents do: of the answerable questions here, half are shown another passage."""
    shown = [
        Example(("a", answerable, False), {"x": float(hit), "documents": 1.0}, answerable, answered=answerable and hit)
        for _ in range(100)
        for answerable, hit in ((True, True), (True, False), (False, False))
    ]
    made = Calibration.from_json(fit(shown, "some embedder", []))
    assert made.probability({"x": 0.0, "documents": 1.0}) < 0.25
    assert made.probability({"x": 1.0, "documents": 1.0}) > 0.6  # the ridge keeps it from more
    over_refusal = {least: refused for least, _, refused in made.curve}
    assert over_refusal[0.5] == pytest.approx(0.5, abs=0.01)  # an answerable question all the same


def test_a_curve() -> None:
    probabilities, answerable = np.array([0.9, 0.6, 0.5, 0.1]), np.array([True, True, False, False])
    rows = {least: (invented, refused) for least, invented, refused in curve(probabilities, answerable, np.ones(4))}
    assert rows[0.04] == (0.75, 0.25)  # (2 + 1) / (2 + 2) and (0 + 1) / (2 + 2)
    assert rows[0.3] == (0.5, 0.25)
    assert rows[0.7] == (0.25, 0.5)
    weighed = {least: row for least, *row in curve(probabilities, answerable, np.array([3.0, 1.0, 1.0, 1.0]))}
    assert weighed[0.7] == [0.25, 0.3889]  # weights 3 and 1 count as 16 / 10: (1.6 / 4 + 1) / (1.6 + 2)


@pytest.mark.parametrize(
    ("text", "status", "wrong"),
    [
        ("Ada Lovelace, in 1843", "answered", False),
        ("lovelace 1843", "answered", False),
        ("Ada Lovelace, in 1844", "answered", True),
        ("I do not know", "refused", False),
    ],
)
def test_an_answer_is_judged_by_everything_it_should_say(text: str, status: str, wrong: bool) -> None:
    asked = Asked(case(en="en"), (), answerable=True)
    assert outcome("set", asked, given(text, status)).wrong is wrong


def test_the_table_counts_refusals_and_inventions_apart() -> None:
    found = [
        Outcome("set", "en", True, True, False, 0.9),
        Outcome("set", "en", True, False, False, 0.1),
        Outcome("set", "en", False, True, False, 0.6),
        Outcome("set", "en", False, False, False, 0.2),
        Outcome("set across", "en", True, True, True, 0.9),
    ]
    whole, across = table(found)
    assert (whole.invention.count, whole.invention.n) == (1, 2)
    assert (whole.over_refusal.count, whole.over_refusal.n) == (1, 2)
    assert (whole.wrong.count, whole.wrong.n) == (0, 2)
    assert (across.invention.n, across.wrong.count) == (2, 1)
    assert len(missed([whole])) == 2
    assert not missed(
        table([Outcome("set", "en", True, True, False, 0.9), Outcome("set", "en", False, False, False, 0.1)])
    )


# Where the evidence has the answer


def told(name: str, text: str, score: float = 1.0) -> Hit:
    (found,) = hits_of(text, name)
    return replace(found, score=score)


@pytest.mark.parametrize(("score", "number"), [(3.0, 1), (-3.0, 2)])
def test_the_place_of_the_sentence_that_answers(score: float, number: int) -> None:
    right = told("right.txt", "Notes were published by Ada Lovelace in 1843.", score)
    other = told("other.txt", "Notes on other engines were published by somebody else.")
    asked = Asked(case(en="en"), (other, right), answerable=True, across=True)
    found = place("set", asked, {"right.txt": right.text, "other.txt": other.text})
    assert found == Place("set across", "en", number)


def test_what_two_sentences_say_between_them_no_sentence_says() -> None:
    both = told("right.txt", "Notes were published by Ada Lovelace. They came out in 1843 in London.")
    assert len(both.chunk.sentences) == 2
    assert place("set", Asked(case(en="en"), (both,), answerable=True), {"right.txt": both.text}).number is None


def test_places_are_counted_by_set_and_language() -> None:
    found = [Place("set", "en", number) for number in (1, 2, 6, None)] + [Place("set", "de", None)]
    *_, german, english = as_markdown(found).splitlines()
    assert german.startswith("| set | de | 1 | 0.000 (")
    assert english.startswith("| set | en | 4 | 0.250 (")
    assert english.endswith("| 0.500 | 0.750 |")


# The model's verdict


class Believer:
    """A model that counts how often it is asked."""

    name, digest = "believer", "b1"

    def __init__(self) -> None:
        self.asked = 0

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        raise AssertionError

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        for messages in conversations:
            self.asked += 1
            yield 0.25 if "Who" in messages[-1].content else None

    def count_tokens(self, text: str) -> int:
        return 0

    def count_prompt(self, messages: Sequence[Message]) -> int:
        return 0


def test_what_a_model_said_is_asked_once(tmp_path: Path) -> None:
    model, questions = Believer(), [[Message("user", text)] for text in ("Who?", "When?")]
    for _ in range(2):
        kept = Kept(model, tmp_path / "agreements.jsonl")
        assert list(kept.agreements(questions * 2)) == [0.25, None, 0.25, None]
    assert model.asked == 2


def judgement(confidence: float, odds: Sequence[float], *, answerable: bool, scores: Sequence[float] = (0, 0)):
    """Of two sentences, of which the first answers if one does."""
    quotes = zip(("Ada did in 1843.", "It is not known."), scores, strict=True)
    evidence = [
        Evidence(number, hit("a").document, Span(0, 9), quote, "en", score)
        for number, (quote, score) in enumerate(quotes, 1)
    ]
    asked = Asked(case("a"), (), answerable)
    verdict = Verdict(dict(enumerate(odds, 1)))
    return Judgement(asked, ("a", answerable, False), confidence, evidence, evidence[:1], verdict)


def judged(*, strays: int = 0) -> list[Judgement]:
    """Evidence tells nothing of these, the verdict all; and `strays` that nobody was asked about."""
    rng = np.random.default_rng(1)
    found = [
        judgement(0.3, (float(rng.normal(2 if answerable else -2)), -9.0), answerable=answerable)
        for _ in range(200)
        for answerable in (True, False)
    ]
    return found + [judgement(0.9, (), answerable=True)] * strays


def test_the_fit_weighs_the_verdict_against_the_evidence() -> None:
    made = fit_verdict(judged(strays=5))
    read = Judged.from_json(made)
    assert made["asked"] == 400
    assert read.verdict > 1
    assert read.probability(0.3, 2.0) > 0.9
    assert read.probability(0.3, -2.0) < 0.1
    assert read.asks(0.3)
    assert not read.asks(0.9)
    assert threshold(read.curve, 0.1) < 0.6


def test_the_fit_follows_the_evidence_where_the_verdict_tells_nothing() -> None:
    found = [
        judgement(0.7 if answerable else 0.1, (0.5, 0.4), answerable=answerable)
        for _ in range(50)
        for answerable in (True, False)
    ]
    read = Judged.from_json(fit_verdict(found))
    assert read.probability(0.7, 0.5) > 0.8 > 0.2 > read.probability(0.1, 0.5)


def test_the_sentence_chosen_is_counted_where_it_answers() -> None:
    found = [
        judgement(0.3, (1.0, 2.0), answerable=True, scores=(3, 0)),
        judgement(0.3, (2.0, 1.0), answerable=True, scores=(0, 2)),
        judgement(0.3, (2.0, 1.0), answerable=False),
        judgement(0.9, (), answerable=True),
    ]
    assert [first_right(found, score) for score in (0.0, 0.4, 1e9)] == [1, 2, 1]


def test_the_fit_learns_what_the_score_of_a_sentence_counts_beside_the_verdict() -> None:
    rng = np.random.default_rng(1)

    def fitted(of_score: float) -> float:
        found = []
        for _ in range(400):
            scores = rng.normal(size=2)
            odds = rng.normal(size=2)
            utilities = odds + of_score * scores + rng.gumbel(size=2)
            right_first = int(utilities[0] > utilities[1])  # the sentences stand the other way round if not
            turn = slice(None) if right_first else slice(None, None, -1)
            found.append(judgement(0.3, odds[turn].tolist(), answerable=True, scores=scores[turn].tolist()))
        found += [judgement(0.3, (-3.0, -3.0), answerable=False)] * 100
        return Judged.from_json(fit_verdict(found)).score

    assert fitted(0.0) == pytest.approx(0.0, abs=0.3)
    assert fitted(2.0) == pytest.approx(2.0, abs=0.7)


def test_each_question_is_asked_with_the_next_of_its_language_and_none_twice() -> None:
    cases = [case("a", "en"), case("b", "de"), case("c", "en"), case("d", "en"), case("e", "de")]
    assert [(one.id, other.id) for one, other in pairing.pairs(cases)] == [("a", "c"), ("b", "e")]


def test_two_questions_are_asked_whole_and_one_by_one() -> None:
    first = replace(case("a"), question="Who wrote the first program?", answers=(("Ada",),))
    second = replace(case("b", en="en"), question="When was Ada Lovelace born?", answers=(("1815",),))
    asked = []

    def ask(message: str, parts: Sequence[Part], without: frozenset[str]) -> Answer:
        asked.append(([part.label for part in parts], without))
        if len(parts) == 1:
            return given("Ada did.")
        told = Unanswered(second.question, "no_evidence", f"“{second.question}” The documents do not say.")
        return replace(given("Ada did. In 1815." if not without else "Ada did."), unanswered=(told,) if without else ())

    gone = frozenset(second.holding)
    found = [one for without in (frozenset[str](), gone) for one in pairing.outcomes((first, second), without, ask)]
    message = f"{first.question} {second.question}"
    assert asked == [
        ([message], frozenset()),
        ([first.question, second.question], frozenset()),
        ([message], gone),
        ([first.question, second.question], gone),
    ]
    assert [(one.way, one.left_out, one.first, one.second, one.named) for one in found] == [
        ("whole", False, True, False, False),
        ("one by one", False, True, True, False),
        ("whole", True, True, False, False),
        ("one by one", True, True, False, True),
    ]
    none, all_ = "0.000 (0.000–0.793, n=1)", "1.000 (0.207–1.000, n=1)"
    assert pairing.as_markdown(found).splitlines()[2:] == [
        f"| en | whole | {none} | {all_} | {all_} | {none} |",
        f"| en | one by one | {all_} | {none} | {all_} | {all_} |",
    ]
