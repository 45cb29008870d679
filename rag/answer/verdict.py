"""The model's own verdict: sentence by sentence, whether it answers the question.

A small model that is to pick from a list, or to say that nothing in it answers, is little better than chance. Asked of
one sentence at a time, by how much more probable its yes is than its no, it tells answers from what is only on the
subject better than all that retrieval shows (docs/evaluation.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast

from rag.answer.phrases import date_in_words
from rag.answer.prompt import as_data, load
from rag.answer.question import Asked
from rag.llm.base import ChatModel
from rag.types import Evidence, Message

_CERTAIN = 1e-4
"""Probabilities are kept this far from 0 and 1."""
MOST = 2
"""Sentences that are written from at most."""
STATED = 0.75
"""Probability of yes below which a sentence is taken to say more than it cites. Of the sentences written for the
study's halves for fitting a quarter are below; the quote stands for them, and the share of right answers rises."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of each sentence judged the log-odds of yes, by its number."""

    odds: dict[int, float]

    def worth(self, evidence: Sequence[Evidence], score: float) -> list[Evidence]:
        """What to write from: the best sentence, and another one that more likely answers than not.

        The best has most log-odds and `score` times its score as evidence. Neither alone tells as well.
        """
        judged = [one for one in evidence if one.id in self.odds]
        judged.sort(key=lambda one: -self.odds[one.id] - score * one.score)
        return [*judged[:1], *(one for one in judged[1:MOST] if self.odds[one.id] > 0)]


def judge(asked: Asked, evidence: Sequence[Evidence], model: ChatModel, on_progress: Callable[[], None]) -> Verdict:
    """The model's verdict on each piece of evidence, without those it has none on. Raises what the model raises."""
    asked_about = [question(asked, one) for one in evidence]
    odds: dict[int, float] = {}
    with closing(cast(Any, model.agreements(asked_about))) as agreements:
        for one, agreement in zip(evidence, agreements, strict=False):  # fewer, if nobody waits any more
            on_progress()
            if agreement is not None:
                odds[one.id] = log_odds(agreement)
    return Verdict(odds)


def question(asked: Asked, one: Evidence) -> list[Message]:
    """What the model is asked about a sentence; with what an interviewer asked, or its columns' names."""
    values = {"question": as_data(asked.text), "sentence": f"{as_data(one.preface)} {as_data(one.quote)}".strip()}
    return load("verdict").fill(values)


def is_stated(
    claim: str, cited: Sequence[Evidence], asked: Asked, model: ChatModel, on_progress: Callable[[], None]
) -> bool:
    """Whether the model finds everything that a sentence says in what it cites; so where it has no opinion.

    It is told when a document was published, for a sentence may say "in October" where its quote says "on Wednesday".
    """
    on_progress()
    opinions = list(model.agreements([claim_question(claim, cited, asked)]))  # none, if nobody waits any more
    return all(one is None or one >= STATED for one in opinions)


def claim_question(claim: str, cited: Sequence[Evidence], asked: Asked) -> list[Message]:
    """What the model is asked about a sentence of its own."""
    said = [" ".join(filter(None, (_published(one, asked), one.speaker, one.preface, one.quote))) for one in cited]
    return load("stated").fill({"excerpts": as_data(" ".join(said)), "claim": as_data(claim)})


def _published(one: Evidence, asked: Asked) -> str:
    return f"({date_in_words(one.document.published, asked.reply_language)})" if one.document.published else ""


def log_odds(probability: float) -> float:
    """ln(p / (1 - p)), finite at 0 and 1 too."""
    kept = min(1 - _CERTAIN, max(_CERTAIN, probability))
    return math.log(kept / (1 - kept))
