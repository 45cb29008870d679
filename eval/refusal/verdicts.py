"""Fits what the model's verdict changes: which sentence is the best, and how likely that one answers.

The latter by a logistic regression on its log-odds and those of the evidence. It learns whether the quotes that the
model would write from answer. What the model says of a sentence is kept in a file, so that a long fit can be done in
parts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.cassette import call_key
from eval.refusal.fit import curve, sample, weights_of
from eval.refusal.gather import Asked, Gathered, Say, conditions, gather
from eval.refusal.sets import StudySet
from rag.answer.confidence import Judged, calibration_for
from rag.answer.evidence import LIMIT, distinct, numbered, rank
from rag.answer.extractive import pick
from rag.answer.question import read_question
from rag.answer.refuse import decide, is_open
from rag.answer.verdict import MOST, Verdict, judge, log_odds
from rag.embed.base import Embedder
from rag.llm.base import ChatModel
from rag.types import Evidence, Message

DOUBT = (0.03, 0.8)
"""Probabilities between which the model is asked: below hardly anything has an answer, above nearly everything."""
REGULARISATION = 1.0
_UNFITTED = Judged(*DOUBT, bias=0.0, confidence=1.0, verdict=0.0, score=0.0, curve=())


@dataclass(frozen=True, slots=True)
class Judgement:
    """One question in one condition: its probability by the evidence, and the model's verdict on each piece of that.

    `verdict` is of none if the model was not asked; `picked` is what would be written from without it.
    """

    asked: Asked
    stratum: tuple[str, bool, bool]
    confidence: float
    evidence: Sequence[Evidence]
    picked: Sequence[Evidence]
    verdict: Verdict

    def worth(self, score: float) -> Sequence[Evidence]:
        """What would be written from."""
        return self.verdict.worth(self.evidence, score) if self.verdict.odds else self.picked

    def best(self, score: float) -> float | None:
        """The log-odds of the best sentence, None if the model was not asked."""
        return self.verdict.odds[self.worth(score)[0].id] if self.verdict.odds else None

    def is_answered_by(self, shown: Sequence[Evidence]) -> bool:
        """Whether it has an answer there, and these have it."""
        return self.asked.answerable and self.asked.case.is_answered_by(" ".join(one.quote for one in shown))


class Kept:
    """A chat model whose agreements are read from a file the next time."""

    def __init__(self, model: ChatModel, path: Path) -> None:
        self.name, self.digest = model.name, model.digest
        self.stream, self.count_tokens = model.stream, model.count_tokens
        self._model = model
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        self._known: dict[str, float | None] = dict(map(json.loads, lines))

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        """See `ChatModel.agreements`."""
        for messages in conversations:
            key = call_key(self.name, self.digest, messages, 1, None)
            if key not in self._known:
                (self._known[key],) = self._model.agreements([messages])
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps([key, self._known[key]]) + "\n")
            yield self._known[key]

    def count_prompt(self, messages: Sequence[Message]) -> int:  # noqa: ARG002  nobody reads it here
        """None are counted."""
        return 0


def judgements(
    study: StudySet, work: Path, model: ChatModel, embedder: Embedder, rows: int, say: Say
) -> list[Judgement]:
    """Of so many questions a language of the half for fitting; without those that a rule refuses."""
    cases = sample([case for case in study.cases if case.half == "fit"], rows)
    found = gather(study, cases, work, say)
    asked = [one for case in cases for one in conditions(case, found.hits[case.id])]
    made = []
    for number, one in enumerate(asked):
        judgement = _judgement(study.name, one, found, model, embedder)
        made += [judgement] if judgement else []
        if number % 20 == 0:
            say(f"{study.name}: {number} of {len(asked)} judged")
    return made


def _judgement(name: str, asked: Asked, found: Gathered, model: ChatModel, embedder: Embedder) -> Judgement | None:
    question = read_question(asked.case.question)
    ranked = distinct(rank(question, asked.hits, found.texts.__getitem__), LIMIT)
    calibration = calibration_for(embedder, model, asked.hits)
    decision = decide(question, ranked, asked.hits, calibration=calibration, text_of=found.texts.__getitem__)
    if calibration is None or decision.confidence is None or decision.reason == "false_premise":
        return None
    evidence = numbered(ranked)
    verdict = judge(question, evidence, model, lambda: None) if is_open(decision, _UNFITTED) else Verdict({})
    stratum = (name, asked.answerable, asked.across)
    return Judgement(asked, stratum, decision.confidence, evidence, pick(question, evidence)[:MOST], verdict)


def fit(found: Sequence[Judgement]) -> dict[str, Any]:
    """What `Judged` is made of."""
    from sklearn.linear_model import LogisticRegression

    weights = weights_of([one.stratum for one in found])
    score = _score(found)
    best = [one.best(score) for one in found]
    asked = np.array([of is not None for of in best])
    answered = np.array([one.is_answered_by(one.worth(score)) for one in found])
    values = np.array([[log_odds(one.confidence), of or 0.0] for one, of in zip(found, best, strict=True)])
    model = LogisticRegression(C=REGULARISATION, max_iter=5000)
    model.fit(values[asked], answered[asked], sample_weight=weights[asked])
    bias, confidence, verdict = (round(float(one), 4) for one in (model.intercept_[0], *model.coef_[0]))
    made = replace(_UNFITTED, bias=bias, confidence=confidence, verdict=verdict, score=score)
    probabilities = np.array(
        [
            one.confidence if of is None else made.probability(one.confidence, of)
            for one, of in zip(found, best, strict=True)
        ]
    )
    answerable = np.array([one.stratum[1] for one in found])
    return {**asdict(made), "asked": int(asked.sum()), "curve": curve(probabilities, answerable, weights)}


def first_right(found: Sequence[Judgement], score: float) -> int:
    """Of how many questions the model was asked about, the sentence chosen so is one that answers."""
    return sum(one.is_answered_by(one.worth(score)[:1]) for one in found if one.verdict.odds)


def _score(found: Sequence[Judgement]) -> float:
    """What a point of a sentence's score counts beside its log-odds; every question weighs the same.

    By a logistic regression on what a sentence that answers has more of both than one that does not (Bradley and Terry
    1952).
    """
    from sklearn.linear_model import LogisticRegression

    ahead, weights = [], []
    for one in found:
        odds = one.verdict.odds
        sides: tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]] = ([], [])
        for piece in one.evidence:
            if piece.id in odds:
                sides[one.is_answered_by([piece])].append(np.array([odds[piece.id], piece.score]))
        wrong, right = sides
        pairs = [mine - others for mine in right for others in wrong]
        ahead += pairs
        weights += [1 / max(1, len(pairs))] * len(pairs)
    model = LogisticRegression(C=REGULARISATION, fit_intercept=False)
    model.fit([*ahead, *(-one for one in ahead)], [1] * len(ahead) + [0] * len(ahead), sample_weight=weights * 2)
    of_odds, of_score = model.coef_[0]
    return round(float(of_score / of_odds), 4)
