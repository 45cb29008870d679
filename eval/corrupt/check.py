"""The checker under test: the writer of `rag ask` is dictated an answer, and what it shows is compared with that."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import numpy as np

from eval.corrupt.make import Case
from rag.answer.draft import claims
from rag.answer.evidence import select
from rag.answer.question import read_question
from rag.answer.writer import Writer
from rag.embed.base import Embedder, Vectors
from rag.types import BlockKind, Chunk, Document, DocumentSummary, Evidence, Hit, Language, Message, Span

Verdict: TypeAlias = Literal["passed", "rejected", "mended"]
"""Shown as it is; replaced by a quote or left out; shown with other citations than it came with."""


def judge(case: Case, evidence: Sequence[Evidence], hits: Sequence[Hit], embedder: Embedder) -> Verdict:
    """What becomes of an answer whose mark [n] is the n-th of `evidence`."""
    writer = Writer(_Dictated(case.text), embedder, read_question(case.reference.question), hits)
    shown = list(writer.write(evidence))
    drafted = claims(case.text)
    if len(shown) != len(drafted) or any(sentence.verdict != "supported" for sentence in shown):
        return "rejected"
    kept = all(set(claim.numbers) == set(one.citations) for claim, one in zip(drafted, shown, strict=True))
    return "passed" if kept else "mended"


def evidence_of(
    document: DocumentSummary, text: str, span: Span, language: Language, question: str, number: int
) -> Evidence:
    """A stretch of a document as evidence, with the speaker and the context that answering would give it."""
    chunk = Chunk("gold", document.id, span, BlockKind.ARTICLE, language, "", (span,))
    hit = Hit(1, 1.0, chunk, span.of(text), document, (), (1.0,))
    found = select(question, [hit], text_of=lambda _: text, limit=1)
    bare = Evidence(number, document, span, span.of(text), language, 1.0)
    return replace(found[0], id=number, span=span, quote=bare.quote) if found else bare


def summary_of(document: Document) -> DocumentSummary:
    """The document without its text."""
    return DocumentSummary(
        document.id, document.source, document.sha256, document.title, document.outlet, document.published,
        document.languages, 0,
    )  # fmt: skip


@dataclass
class Remembering:
    """An embedder that embeds each text once: the same passages are compared with hundreds of sentences."""

    embedder: Embedder
    known: dict[str, Vectors] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name, self.digest = self.embedder.name, self.embedder.digest
        self.dimension, self.max_tokens = self.embedder.dimension, self.embedder.max_tokens
        self.embed_queries: Callable[[Sequence[str]], Vectors] = self.embedder.embed_queries
        self.count_tokens: Callable[[str], int] = self.embedder.count_tokens

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the embedder does."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if new:
            self.known.update(zip(new, self.embedder.embed_passages(new), strict=True))
        return np.stack([self.known[text] for text in texts])


@dataclass
class _Dictated:
    """A model that writes one text, has room for any prompt, and has nothing to say to a second request."""

    text: str
    asked: list[int] = field(default_factory=list)
    name: str = "dictated"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:  # noqa: ARG002
        self.asked.append(len(messages))
        if len(self.asked) == 1:
            yield self.text

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        yield from (None for _ in conversations)

    def count_tokens(self, text: str) -> int:  # noqa: ARG002
        return 0

    def count_prompt(self, messages: Sequence[Message]) -> int:  # noqa: ARG002
        return 0
