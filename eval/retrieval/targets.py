"""What the retrieval promises, checked on questions on which no setting was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.retrieval.measure import Estimate, Judged, pooled
from eval.retrieval.run import OURS, Measured
from eval.retrieval.tasks import HELD_OUT, XQUAD_LANGUAGES, Unmeasured

CROSS = [f"{asked}>{told}" for asked in XQUAD_LANGUAGES for told in XQUAD_LANGUAGES if asked != told]


@dataclass(frozen=True, slots=True)
class Target:
    """`reach` is a floor, or where `at_most` is set a ceiling."""

    set: str
    name: str
    reach: float
    measure: Callable[[dict[str, Judged]], Estimate]
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result` is pass, fail or unmeasured; by system, what was measured."""

    target: Target
    result: str
    measured: dict[str, Estimate]


def check(results: Sequence[Measured | Unmeasured]) -> list[Outcome]:
    """Every target of the sets that were asked for."""
    outcomes = []
    for result in results:
        if isinstance(result, Unmeasured):
            outcomes += [Outcome(target, "unmeasured", {}) for target in TARGETS if target.set == result.name]
            continue
        for target in TARGETS:
            if target.set == result.task.name:
                measured = {system: target.measure(dict(slices)) for system, slices in result.judged.items()}
                outcomes.append(Outcome(target, _result(target, measured.get(OURS)), measured))
    return outcomes


def _result(target: Target, ours: Estimate | None) -> str:
    if ours is None:
        return "unmeasured"
    reached = ours.value <= target.reach if target.at_most else ours.value >= target.reach
    return "pass" if reached else "fail"


def _of(slice_: str, measure: str) -> Callable[[dict[str, Judged]], Estimate]:
    return lambda slices: slices[slice_].estimate(measure)


def _mean_cross(slices: dict[str, Judged]) -> Estimate:
    return pooled([slices[name + HELD_OUT] for name in CROSS]).estimate("recall@5")


def _worst_cross(slices: dict[str, Judged]) -> Estimate:
    return min((slices[name + HELD_OUT].estimate("recall@5") for name in CROSS), key=lambda found: found.value)


def _loss_by_script(slices: dict[str, Judged]) -> Estimate:
    """Traditional minus Simplified, question by question."""
    pairs = zip(slices["zh-Hant"].values["recall@1"], slices["zh-Hans"].values["recall@1"], strict=True)
    loss = [traditional - simplified for traditional, simplified in pairs]
    return Judged({"loss": loss}, slices["zh-Hant"].groups).estimate("loss")


TARGETS = (
    Target("xquad", "mean recall@5 across languages, held out", 0.90, _mean_cross),
    Target("xquad", "worst direction's recall@5, held out", 0.84, _worst_cross),
    *(
        Target(
            "xquad",
            f"recall@1 {code}>{code} in the mixed pool, held out",
            0.94,
            _of(f"{code}>{code}{HELD_OUT}", "recall@1"),
        )
        for code in XQUAD_LANGUAGES
    ),
    *(
        Target("xquad", f"mAP {code}, all languages relevant, held out", 0.87, _of(f"{code}>*{HELD_OUT}", "map"))
        for code in XQUAD_LANGUAGES
    ),
    Target("drcd", "recall@1 lost by asking in Simplified", 0.01, _loss_by_script, at_most=True),
    Target("rgb", "success@1, any positive snippet", 0.75, _of("zh-Hans", "recall@1")),
)
