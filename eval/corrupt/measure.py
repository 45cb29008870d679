"""What the checker lets pass of true answers and of corrupted ones, by kind and by half of the gold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from eval.corrupt.check import Verdict, judge
from eval.corrupt.make import CORRUPTERS, Case, corrupted, untouched
from eval.corrupt.references import Material
from eval.stats import mean_interval

ANSWERS, VARIANTS = "untouched answers", "untouched, with a quotation or the speaker added"
TARGETS: Final[Mapping[str, float]] = {
    "digit": 0.95,
    "date": 0.95,
    "name": 0.95,
    "negation": 0.85,
    "speaker": 0.85,
    "invented": 1.0,
    "spliced": 1.0,
    "altered": 1.0,
    ANSWERS: 0.03,
}
"""At least so many corrupted answers stopped, at most so many untouched ones; the others are only reported."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of `n` answers of one kind and half, the share that was not shown as it stood, and a 95 % interval of it.

    `mended` of them were shown with other citations, the rest were replaced by a quote or left out.
    """

    kind: str
    split: str
    n: int
    stopped: int
    mended: int
    share: float
    low: float
    high: float
    target: float | None

    @property
    def is_met(self) -> bool:
        """Whether the target is reached, if there is one."""
        if self.target is None:
            return True
        return self.share <= self.target if self.kind == ANSWERS else self.share >= self.target


def measure(material: Material, each: int, note: Callable[[str], None]) -> list[Outcome]:
    """Judge the references, their true variants, and `each` corruptions of every kind and half; kinds in order."""
    cases = [*untouched(material.references), *corrupted(material.references, each)]
    verdicts: list[Verdict] = []
    for case in cases:
        key = case.reference.id
        verdicts.append(judge(case, material.evidence[key], material.hits[key], material.embedder))
        if len(verdicts) % 100 == 0:
            note(f"{len(verdicts)} of {len(cases)} answers checked")
    grouped: dict[tuple[str, str], list[tuple[Case, Verdict]]] = {}
    for case, verdict in zip(cases, verdicts, strict=True):
        grouped.setdefault((kind_of(case), case.reference.split), []).append((case, verdict))
    order = [ANSWERS, VARIANTS, *CORRUPTERS]
    return [_outcome(*key, grouped[key]) for key in sorted(grouped, key=lambda key: (order.index(key[0]), key[1]))]


def kind_of(case: Case) -> str:
    """The kind of a case, with the two of what is untouched."""
    return case.kind or (ANSWERS if case.text == case.reference.text else VARIANTS)


def _outcome(kind: str, split: str, judged: Sequence[tuple[Case, Verdict]]) -> Outcome:
    stopped = [float(verdict != "passed") for _, verdict in judged]
    groups = [case.reference.group for case, _ in judged]
    low, high = mean_interval(stopped, groups, unit=True, seed=0)
    return Outcome(
        kind=kind,
        split=split,
        n=len(judged),
        stopped=int(sum(stopped)),
        mended=sum(verdict == "mended" for _, verdict in judged),
        share=sum(stopped) / len(judged),
        low=low,
        high=high,
        target=TARGETS.get(kind),
    )
