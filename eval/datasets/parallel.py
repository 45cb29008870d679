"""A document whose sentences say the same in several languages."""

from __future__ import annotations

from dataclasses import dataclass

from rag.types import Language


@dataclass(frozen=True, slots=True)
class ParallelDocument:
    """One document; `sentences[language][i]` says the same in every language (BCP 47: "zh-Hans", not "zh_Hans").

    The first sentence is the headline.
    """

    id: str
    sentences: dict[Language, tuple[str, ...]]
