from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.confidence import Calibration, calibration_for, features, shipped, threshold
from rag.answer.evidence import rank
from rag.answer.question import read_question
from rag.llm.scripted import ScriptedModel
from rag.types import Arm, Hit
from tests.answer.seeds import hits_of

TEXT = "The bridge at Kehl was closed on 3 May 2021.\nCats sleep for most of the day."


class Named:
    """An embedder, as far as a calibration asks."""

    def __init__(self, name: str) -> None:
        self.name = name


def scored(*, likeness: float = 0.5) -> list[Hit]:
    return [
        replace(hit, sentence_scores=(2.0 - place,) * len(hit.chunk.sentences), likeness=likeness)
        for place, hit in enumerate(hits_of(TEXT))
    ]


def test_it_is_for_the_models_it_was_made_with() -> None:
    made = shipped()
    hits, own = scored(), Named(made.embedder)
    assert calibration_for(own, None, hits) is made  # type: ignore[arg-type]
    assert calibration_for(own, ScriptedModel(name=made.models[0]), hits) is made  # type: ignore[arg-type]
    assert calibration_for(own, ScriptedModel(name="another"), hits) is None  # type: ignore[arg-type]
    assert calibration_for(Named("another"), None, hits) is None  # type: ignore[arg-type]
    assert calibration_for(None, None, hits) is None


def test_it_is_not_for_hits_that_come_otherwise() -> None:
    own = Named(shipped().embedder)
    assert calibration_for(own, None, hits_of(TEXT)) is None  # type: ignore[arg-type]
    reranked = [replace(hit, arms=(Arm("rerank", 1, 0.3),)) for hit in scored()]
    assert calibration_for(own, None, reranked) is None  # type: ignore[arg-type]


def test_the_shipped_curve_trades_one_for_the_other() -> None:
    thresholds, invention, refusal = zip(*shipped().curve, strict=True)
    assert list(thresholds) == sorted(thresholds)
    assert list(invention) == sorted(invention, reverse=True)
    assert list(refusal) == sorted(refusal)


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_who_tolerates_more_is_refused_less(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert threshold(shipped().curve, low) >= threshold(shipped().curve, high)


def test_the_threshold_keeps_what_it_promises() -> None:
    made = replace(shipped(), curve=((0.1, 0.5, 0.0), (0.4, 0.2, 0.1), (0.8, 0.05, 0.6)))
    assert [threshold(made.curve, share) for share in (0.6, 0.2, 0.1, 0.01)] == [0.1, 0.4, 0.8, 1.0]


def test_documents_are_counted_by_the_passage() -> None:
    asked = read_question("When was the bridge at Kehl closed?")
    one = scored()
    apart = [replace(hit, document=replace(hit.document, id=str(place))) for place, hit in enumerate([*one, *one])]
    assert features(asked, rank(asked, one), [*one, *one], ())["documents"] == 1 / (2 * len(one))
    assert features(asked, rank(asked, apart), apart, ())["documents"] == 1.0


def test_a_probability() -> None:
    made = Calibration("e", (), 0.0, {"a": 1.0}, {"a": 2.0}, {"a": 0.5}, ())
    assert made.probability({"a": 2.0}) == pytest.approx(0.5)
    assert made.probability({"a": 2.5}) == pytest.approx(0.7311, abs=1e-4)
    assert made.probability({"a": 1e9}) <= 1


def test_features_are_those_that_were_fitted() -> None:
    asked = read_question("When was the bridge at Kehl closed?")
    hits = scored()
    found = features(asked, rank(asked, hits), hits, ())
    assert found.keys() == shipped().weights.keys()
    assert found["own"] == 1.0
    assert found["kind"] == 1.0
    assert found["words"] > 0.5
    assert found["likeness"] == 0.5


def test_what_is_asked_of_other_texts_is_less_likely_answered() -> None:
    hits, unlike = scored(), scored(likeness=0.05)
    asked, other = read_question("When was the bridge at Kehl closed?"), read_question("Who won the chess final?")
    likely = shipped().probability(features(asked, rank(asked, hits), hits, ()))
    assert shipped().probability(features(other, rank(other, unlike), unlike, ())) < likely
