"""One ranking out of both arms and all languages.

Both arms are in standard deviations, so they add up. Within the question's own language all words can be matched, and
dense scores are spread wider, for wording that is merely similar already counts. So a short list would fill with the
question's own language, although passages of other languages stand out in theirs just as much. Hence three rules: in
the own language part of the dense score gives way to the lexical one; in other languages, where only names, numbers and
dates can match, the lexical one counts less; and of the own language only the best passage competes freely, while the
others stand back by `STAND_BACK`. The numbers were chosen on half of XQuAD's articles (`docs/retrieval.md`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rag.types import Language

DENSE_OWN = 0.8
LEXICAL_OWN = 0.15
LEXICAL_OTHER = 0.1
STAND_BACK = 2.0


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
        if self.own:
            return DENSE_OWN * self.dense + LEXICAL_OWN * self.lexical
        return self.dense + LEXICAL_OTHER * self.lexical


def fuse(candidates: Iterable[Candidate]) -> list[tuple[Candidate, float]]:
    """Best first, each with the score that put it there."""
    best: Candidate | None = None
    scored = []
    for candidate in sorted(candidates, key=_order):
        if candidate.own and best is None:
            best = candidate
        stands_back = candidate.own and candidate is not best
        scored.append((candidate, candidate.score - STAND_BACK * stands_back))
    return sorted(scored, key=lambda one: (-one[1], one[0].chunk))


def _order(candidate: Candidate) -> tuple[float, str]:
    return -candidate.score, candidate.chunk
