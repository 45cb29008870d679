"""Fits the calibration: a logistic regression over the halves for fitting, in which every set weighs the same.

It learns whether what is shown would answer, not whether the documents do: that they have the answer somewhere is of no
use to a reader who is shown another passage.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.refusal.gather import Asked, Gathered, Say, conditions, gather
from eval.refusal.sets import Case, StudySet
from rag.answer.confidence import features
from rag.answer.evidence import LIMIT, distinct, numbered, rank
from rag.answer.extractive import pick
from rag.answer.missing import missing_names
from rag.answer.premise import untold_deed
from rag.answer.question import read_question

ROWS = 120
"""Questions of a set and language to fit on."""
REGULARISATION = 0.03
"""Inverse strength of the ridge penalty, on standardised features."""
_LEAST_DEVIATION = 1e-3
"""Of a feature that is always the same."""
_THRESHOLDS = [round(0.01 * step, 2) for step in range(2, 99)]


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one question in one condition. `stratum` is its set and condition.

    `answered`: what the extractive answer would show has everything that a right answer has.
    """

    stratum: tuple[str, bool, bool]
    features: Mapping[str, float]
    answerable: bool
    answered: bool


def examples(study: StudySet, work: Path, say: Say) -> list[Example]:
    """Of the half for fitting; questions that a rule refuses whatever the probability are not among them."""
    cases = sample([case for case in study.cases if case.half == "fit"], ROWS)
    found = gather(study, cases, work, say)
    asked = (one for case in cases for one in conditions(case, found.hits[case.id]))
    return [example for one in asked if (example := _example(study.name, one, found))]


def sample(cases: Iterable[Case], rows: int) -> list[Case]:
    """So many cases of each language, always the same ones: those whose ids hash lowest."""
    by_language: dict[str, list[Case]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: hashlib.sha256(case.id.encode()).hexdigest()):
        by_language[case.language].append(case)
    return [case for language in by_language.values() for case in language[:rows]]


def _example(name: str, asked: Asked, found: Gathered) -> Example | None:
    question = read_question(asked.case.question)
    ranked = distinct(rank(question, asked.hits, found.texts.__getitem__), LIMIT)
    if not ranked or untold_deed(question, asked.hits, found.texts.__getitem__) is not None:
        return None
    values = features(question, ranked, asked.hits, missing_names(question, asked.hits))
    shown = " ".join(one.quote for one in pick(question, numbered(ranked)))
    answered = asked.answerable and asked.case.is_answered_by(shown)
    return Example((name, asked.answerable, asked.across), values, asked.answerable, answered)


def fit(found: Sequence[Example], embedder: str, models: Sequence[str]) -> dict[str, Any]:
    """What `rag.answer.confidence.Calibration.from_json` reads."""
    from sklearn.linear_model import LogisticRegression

    names = list(found[0].features)
    values = np.array([[one.features[name] for name in names] for one in found])
    answerable = np.array([one.answerable for one in found])
    answered = np.array([one.answered for one in found])
    weights = weights_of([one.stratum for one in found])
    means = np.average(values, axis=0, weights=weights)
    deviations = np.maximum(_LEAST_DEVIATION, np.sqrt(np.average((values - means) ** 2, axis=0, weights=weights)))
    model = LogisticRegression(C=REGULARISATION, max_iter=5000)
    model.fit((values - means) / deviations, answered, sample_weight=weights)
    probabilities = model.predict_proba((values - means) / deviations)[:, 1]
    columns = zip(names, model.coef_[0], means, deviations, strict=True)
    return {
        "embedder": embedder,
        "models": list(models),
        "examples": dict(sorted(Counter(one.stratum[0] for one in found).items())),
        "bias": round(float(model.intercept_[0]), 4),
        "features": {
            name: {"weight": round(float(w), 4), "mean": round(float(m), 4), "deviation": round(float(d), 4)}
            for name, w, m, d in columns
        },
        "curve": curve(probabilities, answerable, weights),
    }


def curve(
    probabilities: NDArray[np.float64], answerable: NDArray[np.bool_], weights: NDArray[np.float64]
) -> list[list[float]]:
    """By threshold the shares that would be invented and refused without need.

    Of n questions seen, k of them answered, (k + 1) / (n + 2) are expected to be (Laplace's rule of succession): that
    none of 25 was answered does not show that none of a thousand will be. n counts for its effective size.
    """
    rows = []
    for least in _THRESHOLDS:
        answered = probabilities >= least
        invented = _expected(answered[~answerable], weights[~answerable])
        refused = _expected(~answered[answerable], weights[answerable])
        rows.append([least, round(invented, 4), round(refused, 4)])
    return rows


def _expected(happened: NDArray[np.bool_], weights: NDArray[np.float64]) -> float:
    size = weights.sum() ** 2 / (weights**2).sum()
    return float((np.average(happened, weights=weights) * size + 1) / (size + 2))


def weights_of(strata: Sequence[tuple[str, bool, bool]]) -> NDArray[np.float64]:
    """Each set weighs the same, its answerable half as much as the other; the mean weight is 1."""
    sizes = Counter(strata)
    sides = {(name, answerable): 0 for name, answerable, _ in sizes}
    for name, answerable, _ in sizes:
        sides[name, answerable] += 1
    raw = np.array([1 / (sizes[one] * sides[one[:2]]) for one in strata])
    scaled: NDArray[np.float64] = raw / raw.mean()
    return scaled
