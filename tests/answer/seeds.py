"""Hits made by hand from the seeds: a paragraph is a chunk, nothing is ranked, no model is needed."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from rag.text.language import detect
from rag.text.sentences import split_sentences
from rag.types import BlockKind, Chunk, DocumentSummary, Hit, Language, Span

SEEDS = Path(__file__).parents[2] / "seeds"
NEWS_OF_JULY = "000_ab4d0b7b6ea0cd6f.txt"
IN_GERMAN = "002_3550f79fa091a810.txt"


@cache
def seed_text(name: str) -> str:
    return (SEEDS / name).read_bytes().decode()


def document(text: str, name: str = "a.txt", published: str | None = None, title: str | None = None) -> DocumentSummary:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return DocumentSummary(name, f"docs/{name}", sha256, title, None, published, (), 1)


def hits_of(
    text: str, name: str = "a.txt", published: str | None = None, language: Language | None = None
) -> list[Hit]:
    """Every paragraph of a text as a hit, all with the same score."""
    summary, hits = document(text, name, published), []
    for paragraph in re.finditer(r"[^\n]+", text):
        sentences = tuple(split_sentences(text, Span(*paragraph.span())))
        if sentences:
            span = Span(sentences[0].start, sentences[-1].end)
            chunk = Chunk(
                f"{name}:{span.start}",
                name,
                span,
                BlockKind.ARTICLE,
                language or detect(paragraph.group()),
                "",
                sentences,
            )
            hits.append(Hit(len(hits) + 1, 1.0, chunk, span.of(text), summary))
    return hits


@cache
def seed_hits(*names: str) -> tuple[Hit, ...]:
    dates = {NEWS_OF_JULY: "--07-13"}
    return tuple(hit for name in names for hit in hits_of(seed_text(name), name, dates.get(name)))
