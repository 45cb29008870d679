"""Where a hit came from: its place in each arm alone, and what was taken for the same as what."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rag.retrieve.understand import Query
from rag.text.terms import spellings, terms
from rag.types import Arm, Language


def ranks(scores: Mapping[str, float]) -> dict[float, int]:
    """The rank of each score, from 1; equal scores share the better one."""
    found: dict[float, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), start=1):
        found.setdefault(score, place)
    return found


def arms(
    chunk: str, scores: Mapping[str, Mapping[str, float]], ranks: Mapping[str, Mapping[float, int]], note: str
) -> tuple[Arm, ...]:
    """One Arm for each arm that found the chunk.

    `scores` has the scores of all candidates by arm and chunk, `ranks` the ranks of these scores by arm.
    """
    return tuple(
        Arm(name, ranks[name][of[chunk]], of[chunk], note if name == "lexical" else "")
        for name, of in scores.items()
        if chunk in of
    )


def matches(query: Query, asked: Collection[str], text: str, language: Language) -> str:
    """The words of a passage that matched, each as the passage spells it: `Lawrow = 拉夫罗夫, Kursk`.

    Where the passage spells it otherwise than the question, both are named.
    """
    spelled = {spelling: term.span.of(query.text) for term in query.terms for spelling in spellings(term.text)}
    pairs = {}
    for term in terms(text, language):
        if term.text in asked:
            here = term.span.of(text)
            pairs[here] = spelled.get(term.text, term.text)
    return ", ".join(here if here == there else f"{there} = {here}" for here, there in pairs.items())
