"""How much a sentence, as an answer to its question, means what a quote says: by the embedder, languages made equal.

Two cosines add up: of the sentence alone, and of the question with it, for an answer alone is elliptical ("On 12
July."). The quote counts by its best clause, for it may say more than the sentence. Measured on half of the gold
(eval/gold) against the sentences that evidence brings for the same question: below `LEAST` fall 5 % of true answers and
68 % (same language) or 57 % (across languages) of wrong ones; behind another quote by `MARGIN` fall 3 % and 73 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.embed.base import Embedder, Vectors
from rag.embed.languages import means_of, unit
from rag.text.language import primary
from rag.text.sentences import split_clauses
from rag.types import Evidence, Language

LEAST, LEAST_ACROSS = 0.9, 0.6
"""Likeness from which a sentence may rest on a quote, within a language and across two."""
ELLIPSIS = 0.2
"""How much less will do for a stretch of a sentence, which may leave out what the others say."""
MARGIN = 0.25
"""How much more alike another quote must be to be the one that was meant."""
_SHORTEST = 6


class Meaning:
    """Compares the sentences of one answer with the evidence for it; each clause is embedded once."""

    def __init__(self, embedder: Embedder, question: str, language: Language) -> None:
        self._embedder = embedder
        self._means = means_of(embedder)
        self._question = question
        self._language = language
        self._quotes: dict[int, Vectors] = {}

    def likenesses(self, sentence: str, evidence: Sequence[Evidence]) -> dict[int, float]:
        """By the number of each evidence its likeness to the sentence, -2 to 2."""
        both = self._centred([sentence, f"{self._question} {sentence}"], self._language)
        return {one.id: float((self._parts(one) @ both.T).max(axis=0).sum()) for one in evidence}

    def nearness(self, clause: str, evidence: Sequence[Evidence]) -> list[tuple[str, float]]:
        """The clauses of the quotes, and neighbouring ones together, with their cosines to a clause of a sentence."""
        own = self._centred([clause], self._language)[0]
        found: list[tuple[str, float]] = []
        for one in evidence:
            clauses = _clauses(one.quote)
            found += zip(clauses, map(float, self._centred(clauses, one.language) @ own), strict=True)
        return found

    def least(self, one: Evidence) -> float:
        """The likeness that a sentence of this answer must have to this quote."""
        return LEAST if primary(one.language) == primary(self._language) else LEAST_ACROSS

    def _parts(self, one: Evidence) -> Vectors:
        if one.id not in self._quotes:
            self._quotes[one.id] = self._centred(list(_parts(one.quote)), one.language)
        return self._quotes[one.id]

    def _centred(self, texts: Sequence[str], language: Language) -> Vectors:
        mean = self._means.languages.get(language, self._means.generic).sentence
        return unit(self._embedder.embed_passages(texts) - mean)


def _parts(quote: str) -> Iterator[str]:
    """The quote, its clauses, and neighbouring clauses together."""
    yield quote
    clauses = [clause.of(quote) for clause in split_clauses(quote)]
    yield from (clause for clause in clauses if len(clause) >= _SHORTEST)
    if len(clauses) > 2:
        yield from ("".join(two) for two in pairwise(clauses))


def _clauses(quote: str) -> list[str]:
    """The clauses of a quote that say something, and each with the next; the whole quote where it has but one."""
    clauses = [clause.of(quote) for clause in split_clauses(quote)]
    telling = [clause for clause in clauses if sum(map(str.isalnum, clause)) >= _SHORTEST // 2]
    return [*telling, *("".join(two) for two in pairwise(clauses))] or [quote]
