"""What a metric is, and what it sees of a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from eval.records import GoldRow, Proof, ResultRow
from rag.types import Answer, Citation


@dataclass(frozen=True)
class Case:
    """A gold row, the row that was run for it, and the answers to the same question in other languages."""

    gold: GoldRow
    row: ResultRow
    siblings: tuple[Answer, ...] = ()

    @cached_property
    def answer(self) -> Answer:
        """The answer; a case is only made of rows that have one."""
        if self.row.answer is None:
            raise ValueError(f"{self.row.id} has no answer: it is counted, not scored")
        return self.row.answer

    @property
    def answered(self) -> bool:
        """Whether an answer was given rather than refused."""
        return self.answer.status == "answered"

    @cached_property
    def citations(self) -> dict[int, Citation]:
        """The citations by the number the reader sees."""
        return {citation.id: citation for citation in self.answer.citations}

    @cached_property
    def proofs(self) -> dict[tuple[str, int, int], Proof]:
        """What the files say, by source, start and end."""
        return {(proof.source, proof.start, proof.end): proof for proof in self.row.proofs}


@dataclass(frozen=True, slots=True)
class Metric:
    """A number per row; the mean over rows is reported.

    `score` gives None where the metric does not apply to the answer. `applies` says the same of the gold row alone, so
    that a row that crashed is counted as failed under the metrics it would have had, and under no others.
    `gated`: a loss is a regression. `unit`: scores lie in [0, 1], else they are a quantity such as milliseconds.
    """

    name: str
    score: Callable[[Case], float | None]
    applies: Callable[[GoldRow], bool]
    better: Literal["higher", "lower"] = "higher"
    gated: bool = False
    unit: bool = True

    def loss(self, old: float, new: float) -> float:
        """How much worse `new` is than `old`; negative when it is better."""
        return old - new if self.better == "higher" else new - old


def always(_: GoldRow) -> bool:
    """Applies to every gold row."""
    return True


def answerable(gold: GoldRow) -> bool:
    """Applies to questions that the documents answer."""
    return gold.answerable


def unanswerable(gold: GoldRow) -> bool:
    """Applies to questions that the documents do not answer."""
    return not gold.answerable
