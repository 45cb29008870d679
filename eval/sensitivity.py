"""Metrics tested by mutation: spoil a run in a known way, and see that the right metric moves, and how far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eval import mutations as spoil
from eval.runs import Run
from eval.score import Scores, score


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the sensitivity table: a field of a metric before and after a mutation; `wanted` is "+" or "-"."""

    mutation: str
    metric: str
    wanted: str
    before: float | None
    after: float | None

    @property
    def moved(self) -> bool:
        """Whether the metric moved in the right direction."""
        if self.before is None or self.after is None:
            return False
        return self.after > self.before if self.wanted == "+" else self.after < self.before


MUTATIONS: dict[str, tuple[Callable[[Run], Run], str]] = {
    "invent an id": (spoil.each_answer(spoil.invent_id), "-citation_precision -passed"),
    "swap a source": (spoil.swap_sources, "-quote_validity -citation_precision"),
    "shuffle citations": (spoil.shuffle_citations, "-citation_recall -quote_recall"),
    "alter a digit": (spoil.each_answer(spoil.alter_digits), "-slot_accuracy"),
    "negate": (spoil.each_answer(spoil.negate), "-polarity -token_f1"),
    "drop a sentence": (spoil.each_answer(spoil.drop_sentence), "-slot_accuracy -quote_recall"),
    "alter a quote": (spoil.each_answer(spoil.alter_quote), "-quote_validity"),
    "shift offsets": (spoil.each_answer(spoil.shift_offsets), "-quote_validity"),
    "drop a row": (spoil.drop_rows, "+passed.failed -passed.low"),
    "crash a row": (spoil.crash_rows, "+passed.failed -passed.low"),
    "answer in the wrong language": (spoil.wrong_language, "-answer_language"),
    "answer everything": (spoil.each_answer(spoil.answer_always), "+invention_rate -refusal_recall"),
    "refuse everything": (
        spoil.each_answer(spoil.refuse_always),
        "+over_refusal_rate -slot_accuracy -refusal_precision",
    ),
    "refuse for another reason": (spoil.each_answer(spoil.wrong_reason), "-refusal_reason"),
    "another document in one language": (spoil.one_language_elsewhere, "-agreement"),
    "bury the passages": (spoil.each_row(spoil.bury_hits), "-recall@5 -mrr@10 -ndcg@10"),
    "slow down": (spoil.each_answer(spoil.slow_down), "+latency_ms"),
}
"""What is done to a run, and what it must move: the sign, the metric, and after a dot another field than the mean."""


def sensitivity(run: Run) -> list[Effect]:
    """Apply every mutation to `run` and read off what it was to move."""
    clean = score(run)
    effects = []
    for name, (mutate, moves) in MUTATIONS.items():
        spoilt = score(mutate(run))
        for move in moves.split():
            before, after = _read(clean, move[1:]), _read(spoilt, move[1:])
            effects.append(Effect(name, move[1:], move[0], before, after))
    return effects


def _read(scores: Scores, place: str) -> float | None:
    metric, _, field = place.partition(".")
    value: float | None = getattr(scores.overall[metric], field or "value")
    return value
