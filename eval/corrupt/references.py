"""The references of the study: the gold's answers with the passages that `rag ask` would lay before the model."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from eval.corrupt.answer import Reference
from eval.corrupt.check import Remembering, evidence_of, summary_of
from eval.corrupt.speakers import SPEAKERS
from eval.metrics.spans import same_source
from eval.records import GoldRow
from eval.suite import Suite
from rag.answer.evidence import select
from rag.config import load_settings
from rag.embed.base import Embedder
from rag.service import Service
from rag.text.sentences import split_sentences
from rag.types import BlockKind, Document, Evidence, Hit, Language, Span

K = 8
"""Passages retrieved for a question: the default of `rag ask`."""


@dataclass(frozen=True, slots=True)
class Material:
    """The references, the evidence and the hits of each by its id, and the embedder that the index was made with."""

    references: list[Reference]
    evidence: dict[str, list[Evidence]]
    hits: dict[str, list[Hit]]
    embedder: Embedder


@contextmanager
def material(suite: Suite, note: Callable[[str], None]) -> Iterator[Material]:
    """Ingest the suite's documents into a scratch index and look up every answerable question."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = load_settings().model_copy(update={"home": Path(scratch) / "home"})
        with Service(settings) as service:
            service.embedder = Remembering(service.embedder)
            service.ingest([suite.corpora[""].place(Path(scratch) / "documents").folder])
            note("documents are ingested")
            documents = [service.document(one.id) for one in service.documents()]
            rows = [row for row in suite.gold if row.answerable and row.answer]
            hits = {row.id: service.passages(row.question, k=K) for row in rows}
            evidence = {row.id: _evidence(row, documents, hits[row.id]) for row in rows}
            references = [_reference(row, evidence[row.id]) for row in rows]
            yield Material(references, evidence, hits, service.embedder)


def _reference(row: GoldRow, evidence: Sequence[Evidence]) -> Reference:
    speaker = SPEAKERS.get(row.group)
    return Reference(
        id=row.id,
        group=row.group,
        language=row.language,
        text=row.answer or "",
        passages=tuple(one.quote for one in evidence),
        right=len(row.quotes),
        speakers=(speaker,) if speaker else (),
        question=row.question,
        split=row.split,
    )


def _evidence(row: GoldRow, documents: Sequence[Document], hits: Sequence[Hit]) -> list[Evidence]:
    """The sentences of the gold quotes in their order, then what was found besides them."""
    found: list[Evidence] = []
    for quote in row.quotes:
        document = next(one for one in documents if same_source(one.source, quote.document))
        span, language = _sentence(document, Span(quote.start, quote.end))
        found.append(evidence_of(summary_of(document), document.text, span, language, row.question, len(found) + 1))
    texts = {document.id: document.text for document in documents}
    chosen = select(row.question, hits, text_of=texts.__getitem__)
    others = [one for one in chosen if not any(_meet(one, gold) for gold in found)]
    return found + [replace(one, id=number) for number, one in enumerate(others, len(found) + 1)]


def _meet(one: Evidence, other: Evidence) -> bool:
    """Whether two are of one place in one document, or say the same words."""
    same_place = one.span.start < other.span.end and other.span.start < one.span.end
    return (one.document.id == other.document.id and same_place) or one.quote in other.quote or other.quote in one.quote


def _sentence(document: Document, quote: Span) -> tuple[Span, Language]:
    """The whole sentences that a gold quote is of, which is what `rag ask` cites, and their language."""
    block = next(
        (
            block
            for block in document.blocks
            if block.span.start <= quote.start < block.span.end and block.kind is not BlockKind.BOILERPLATE
        ),
        None,
    )
    if block is None:
        return quote, document.languages[0]
    touched = [
        sentence
        for sentence in split_sentences(document.text, block.span)
        if sentence.start < quote.end and quote.start < sentence.end
    ]
    return Span(min(quote.start, touched[0].start), max(quote.end, touched[-1].end)), block.language
