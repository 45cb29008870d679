"""What is asked of the documents in each language: a vector without the question's language, and terms to look for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from rag.embed.base import Embedder, Vectors
from rag.embed.languages import unit
from rag.retrieve.statistics import Snapshot
from rag.retrieve.understand import Query, understand
from rag.types import Language

Translate: TypeAlias = Callable[[str, Language], str | None]
"""A question in another language; None where that cannot be done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`vector` (d,) is centred and of length 1. `own`: the documents are in the question's language."""

    vector: Vectors
    terms: frozenset[str]
    own: bool


def ask(
    query: Query, embedder: Embedder, statistics: Snapshot, translate: Translate | None = None
) -> dict[Language, Asked]:
    """The question for each language of the index. A translation stands beside the question and never replaces it."""
    languages = list(statistics.languages)
    translations = _translations(query, languages, translate) if translate else {}
    texts = [query, *translations.values()]
    means = np.stack([statistics.question_mean(text.language) for text in texts])
    vectors = unit(embedder.embed_queries([text.text for text in texts]) - means)
    translated = dict(zip(translations, vectors[1:], strict=True))
    asked = {}
    for language in languages:
        own = query.is_own(language)
        vector = unit(vectors[0] + translated[language]) if language in translated else vectors[0]
        terms = {term.text for term in (query.terms if own else query.across)}
        if language in translations:
            terms |= {term.text for term in translations[language].terms}
        asked[language] = Asked(vector, frozenset(terms), own)
    return asked


def _translations(query: Query, languages: list[Language], translate: Translate) -> dict[Language, Query]:
    others = [language for language in languages if not query.is_own(language)]
    found = {language: translate(query.text, language) for language in others}
    return {language: understand(text) for language, text in found.items() if text and text.strip()}
