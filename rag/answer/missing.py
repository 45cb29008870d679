"""The names of a question that no passage mentions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rag.answer.evidence import hit_terms
from rag.answer.question import Asked
from rag.answer.same import may_be_same
from rag.text.names import names
from rag.types import Hit, Language

_RULED = frozenset({"en", "de", "zh-Hans", "zh-Hant"})


def missing_names(asked: Asked, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The question's names that none of the passages mentions, in any script; a name of several words by its last.

    In a language without rules of its own the first word is capitalised and need not be a name.
    """
    known = frozenset[str]().union(*(hit_terms(hit) for hit in hits))
    certain = asked.names if asked.language in _RULED else [name for name in asked.names if name.span.start > 0]
    missing = []
    for name in certain:
        last = name.text.split()[-1]
        concepts = [one for one in asked.concepts if last in one.text or one.text in last]
        if any(one.is_in(known) for one in concepts):
            continue
        stated = {other for hit in hits for other in _names(hit.text, hit.chunk.language)}
        if not any(may_be_same(name.text, one) for one in stated):
            missing.append(name.text)
    return tuple(missing)


@lru_cache(maxsize=2048)
def _names(text: str, language: Language) -> frozenset[str]:
    return frozenset(name.text for name in names(text, language))
