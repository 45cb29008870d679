"""One ranking out of both arms and all languages.

Both arms are in standard deviations, so they add up. Words can only be matched within the question's own language;
there passages have a second way to score, and their dense scores are spread wider too (wording that is merely similar
already counts). So other languages' passages would be crowded out of a short list, although in theirs they stand out
just as much. Hence two rules for passages in the question's own language: part of the dense score gives way to the
lexical one, and all but the best of them stand back by `STAND_BACK`. The numbers were chosen on half of XQuAD's
articles (`docs/retrieval.md`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rag.types import Language

DENSE_OWN = 0.8
LEXICAL = 0.15
STAND_BACK = 1.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk with its standardised scores; `lexical` is 0 where no term matched."""

    chunk: str
    language: Language
    own: bool
    dense: float
    lexical: float

    @property
    def score(self) -> float:
        """Both arms together."""
        return (DENSE_OWN if self.own else 1.0) * self.dense + LEXICAL * self.lexical


def fuse(candidates: Iterable[Candidate]) -> list[tuple[Candidate, float]]:
    """Best first, with the score that put it there, which never grows down the list."""
    every = sorted(candidates, key=lambda candidate: (-candidate.score, candidate.chunk))
    if not every:
        return []
    first = every[0]
    rest = [(candidate, candidate.score - STAND_BACK * candidate.own) for candidate in every[1:]]
    return [(first, first.score), *sorted(rest, key=lambda scored: (-scored[1], scored[0].chunk))]
