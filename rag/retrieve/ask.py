"""What is asked of the documents in each language: a vector without the question's language, and terms to look for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import numpy as np

from rag.embed.base import Embedder, Vectors
from rag.embed.languages import unit
from rag.retrieve.statistics import Snapshot
from rag.retrieve.understand import Query, understand
from rag.text.terms import spellings
from rag.types import Language

Translate: TypeAlias = Callable[[str, Language], str | None]
"""A question in another language; None where that cannot be done."""


def translations(query: Query, languages: Iterable[Language], translate: Translate | None) -> dict[Language, Query]:
    """The question in those of the languages that are not its own and that it can be translated to."""
    if translate is None:
        return {}
    found = {language: translate(query.text, language) for language in languages if not query.is_own(language)}
    return {language: understand(text) for language, text in found.items() if text and text.strip()}


def terms(query: Query, language: Language, translated: Mapping[Language, Query]) -> frozenset[str]:
    """What to look for in documents of a language."""
    asked = [query, translated[language]] if language in translated else [query]
    sought = {term.text for one in asked for term in one.sought(language)}
    return frozenset().union(*map(spellings, sought))


def vectors(
    query: Query, embedder: Embedder, statistics: Snapshot, translated: Mapping[Language, Query]
) -> dict[Language, Vectors]:
    """The question's centred unit vector for each language; a translation stands beside it and never replaces it."""
    texts = [query, *translated.values()]
    means = np.stack([statistics.question_mean(text.language) for text in texts])
    rows = unit(embedder.embed_queries([text.text for text in texts]) - means)
    beside = dict(zip(translated, rows[1:], strict=True))
    return {
        language: unit(rows[0] + beside[language]) if language in beside else rows[0]
        for language in statistics.languages
    }
