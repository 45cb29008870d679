"""How likely the best quotes answer a question: a logistic regression on what the evidence shows, calibrated.

Its coefficients and its curve of invention against refusal are in `calibration.json`, made by `python -m eval.refusal
fit` for the embedder and the language model named there. Nothing is known of others, see `Calibration.is_for`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import fmean
from typing import Any, TypeAlias

from rag.answer.evidence import Ranked, hit_terms
from rag.answer.question import Asked
from rag.answer.verdict import log_odds
from rag.embed.base import Embedder
from rag.llm.base import ChatModel
from rag.types import Hit

_SHIPPED = "calibration.json"
_FIRST = 3
_USUAL = 0.0
"""Score and likeness of what has nothing to do with a question, which a passage that is alone is compared with."""


Curve: TypeAlias = tuple[tuple[float, float, float], ...]
"""What each threshold costs: (threshold, invention, over_refusal), thresholds rising.

Of the questions without an answer the share that is answered, and of those with one the share that is refused, if what
is below the threshold is refused.
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """How the model's verdict moves a probability between `least` and `most`; outside it is not asked.

    A logistic regression on the log-odds of both. `score` is what a point of a sentence's score counts beside its
    log-odds, where the best is chosen. The curve is that of all questions, asked or not.
    """

    least: float
    most: float
    bias: float
    confidence: float
    verdict: float
    score: float
    curve: Curve

    def asks(self, probability: float) -> bool:
        """Whether the model is to be asked."""
        return self.least <= probability < self.most

    def probability(self, confidence: float, best: float) -> float:
        """That the quotes answer, given what the evidence shows and the log-odds of the best of them."""
        return _logistic(self.bias + self.confidence * log_odds(confidence) + self.verdict * best)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Judged:
        """From what `eval.refusal verdict` writes."""
        return cls(
            least=float(value["least"]),
            most=float(value["most"]),
            bias=float(value["bias"]),
            confidence=float(value["confidence"]),
            verdict=float(value["verdict"]),
            score=float(value["score"]),
            curve=_curve(value["curve"]),
        )


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients by feature, standardised by `means` and `deviations`; `judged` where a model gives its verdict."""

    embedder: str
    models: tuple[str, ...]
    bias: float
    weights: Mapping[str, float]
    means: Mapping[str, float]
    deviations: Mapping[str, float]
    curve: Curve
    judged: Judged | None = None

    def is_for(self, embedder: str | None, model: str | None) -> bool:
        """Whether it was made with these; no model is as good as one that is named."""
        return embedder == self.embedder and (model is None or model in self.models)

    def probability(self, found: Mapping[str, float]) -> float:
        """That the best quotes answer, given the features."""
        total = self.bias + sum(
            weight * (found[name] - self.means[name]) / self.deviations[name] for name, weight in self.weights.items()
        )
        return _logistic(total)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Calibration:
        """From what `eval.refusal fit` writes."""
        return cls(
            embedder=str(value["embedder"]),
            models=tuple(value["models"]),
            bias=float(value["bias"]),
            weights={name: float(row["weight"]) for name, row in value["features"].items()},
            means={name: float(row["mean"]) for name, row in value["features"].items()},
            deviations={name: float(row["deviation"]) for name, row in value["features"].items()},
            curve=_curve(value["curve"]),
            judged=Judged.from_json(value["judged"]) if "judged" in value else None,
        )


def threshold(curve: Curve, max_hallucination: float) -> float:
    """The lowest threshold at which no more than this share of unanswerable questions is answered."""
    return next((least for least, invented, _ in curve if invented <= max_hallucination), 1.0)


def _curve(rows: Sequence[Sequence[float]]) -> Curve:
    return tuple((float(a), float(b), float(c)) for a, b, c in rows)


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def shipped() -> Calibration:
    """The calibration of the default models."""
    return Calibration.from_json(json.loads(files(__package__).joinpath(_SHIPPED).read_text(encoding="utf-8")))


def calibration_for(embedder: Embedder | None, model: ChatModel | None, hits: Sequence[Hit]) -> Calibration | None:
    """The shipped calibration, if it was made with these models and for hits that come as these do."""
    if embedder is None or not all(hit.sentence_scores and hit.likeness is not None for hit in hits):
        return None
    if any(arm.name == "rerank" for hit in hits for arm in hit.arms):
        return None
    found = shipped()
    return found if found.is_for(embedder.name, model.name if model else None) else None


def features(asked: Asked, ranked: Sequence[Ranked], hits: Sequence[Hit], missing: Sequence[str]) -> dict[str, float]:
    """What the best sentences and passages show; `ranked` are distinct, best first, at least one.

    `missing` are the question's names that no passage mentions. Own and other languages are told apart, for words can
    be compared in the own one only; and everything counts otherwise where the passages are of few `documents`, the
    number of documents a passage.
    """
    best = ranked[0]
    statement = best.candidate.statement
    own = asked.is_in(statement.language)
    scores = [one.score for one in ranked[: _FIRST + 1]]
    passages = sorted((hit.score for hit in hits), reverse=True)
    likenesses = sorted((hit.likeness for hit in hits if hit.likeness is not None), reverse=True) or [0.0]
    others, unlike = passages[1:] or [_USUAL], likenesses[1:] or [_USUAL]
    terms = hit_terms(best.candidate.hit)
    found = {
        "score": best.score,
        "gap": best.score - scores[-1],
        "meaning": best.signs["meaning"],
        "most_meaning": max(one.signs["meaning"] for one in ranked),
        "passage": best.signs["passage"],
        "passages_mean": fmean(passages[:_FIRST]),
        "passage_gap": passages[0] - fmean(others[:5]),
        "passage_tail": others[-1],
        "passage_spread": passages[0] - others[-1],
        "words": best.signs["words"],
        "words_around": _count(asked.concepts, terms) if own else 0.0,
        "names": best.signs["names"],
        "names_around": best.signs["passage_names"],
        "unnamed": float(not asked.named),
        "missing": float(len(missing)),
        "likeness": likenesses[0],
        "likeness_tail": unlike[-1],
        "likeness_spread": likenesses[0] - unlike[-1],
        "best_likeness": best.candidate.hit.likeness or 0.0,
        "kind": best.signs["kind"],
        "any_kind": max(one.signs["kind"] for one in ranked),
        "asks_kind": float(bool(asked.kinds)),
        "dated": best.signs["dated"],
        "speaker": best.signs["speaker"],
        "about": best.signs["about"],
        "own": float(own),
        "length": math.log(len(asked.concepts) + 1),
    }
    found |= {f"own_{name}": found[name] * own for name in ("score", "meaning", "passage", "likeness")}
    documents = len({hit.document.id for hit in hits}) / len(hits)
    return {
        **found,
        "documents": documents,
        **{f"documents_{name}": value * documents for name, value in found.items()},
    }


def _count(concepts: Sequence[Any], terms: frozenset[str]) -> float:
    return sum(concept.is_in(terms) for concept in concepts) / len(concepts) if concepts else 0.0
