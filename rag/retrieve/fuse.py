"""One ranking out of both arms and all languages.

Both arms are in standard deviations, so they add up. But scores of the question's own language are spread wider, for
there wording that is merely similar already counts, and all words can match. So a short list would fill with the
question's own language, although passages of other languages stand out in theirs just as much. Hence two rules for the
own language: its dense scores count `DENSE_OWN`, and a passage lies `GAP_OWN` times as far behind the language's best
as its score says. What comes close to the best stays close; what is only similar gives way. The numbers were chosen on
half of XQuAD's articles and half of the seeds' questions (`docs/retrieval.md`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rag.types import Language

DENSE_OWN = 0.8
GAP_OWN = 2.0
LEXICAL = 0.2


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
    """Best first, each with the score that put it there."""
    every = [(candidate, candidate.score) for candidate in candidates]
    best = max((score for candidate, score in every if candidate.own), default=0.0)
    scored = [(candidate, best - GAP_OWN * (best - score) if candidate.own else score) for candidate, score in every]
    return sorted(scored, key=lambda one: (-one[1], one[0].chunk))
