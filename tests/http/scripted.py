"""A service that answers from a script, over documents that can be added and removed, and needs no model."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rag.api.backend import Answerer, OnEvent
from rag.errors import EmptyFileError, NotFoundError, QuestionError
from rag.ingest.discover import Failure, document_id
from rag.llm.base import ChatModel
from rag.types import (
    Answer,
    AnswerSentence,
    BlockKind,
    Chunk,
    Citation,
    Document,
    DocumentSummary,
    Evidence,
    Hit,
    Message,
    Refusal,
    Span,
    Usage,
)

TEXT = "外长访问\n\n他说，“朝鲜人民军与俄罗斯士兵并肩作战，解放了俄库尔斯克州”。\n"
QUOTE = "他说，“朝鲜人民军与俄罗斯士兵并肩作战，解放了俄库尔斯克州”"


@dataclass(frozen=True)
class Report:
    """The fields of `rag.ingest.flow.IngestReport`."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = ()
    documents: int = 0
    chunks: int = 0
    seconds: float = 0.0


def make_document(name: str, text: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(document_id(name), name, "text/plain", text, digest, digest, title=text.splitlines()[0])


def summary(document: Document) -> DocumentSummary:
    return DocumentSummary(
        document.id, document.source, document.sha256, document.title, None, "--07-13", ("zh-Hans",), 1
    )


@dataclass
class ScriptedService:
    """`ask` cites the first line of every document that is there; with a model it also says what the model says."""

    chat_model: ChatModel | None = None
    delay: float = 0.0
    failure: Exception | None = None
    found: dict[str, Document] = field(default_factory=dict)
    asked: list[tuple[str, tuple[Message, ...], int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def with_article(cls, **kwargs: object) -> ScriptedService:
        service = cls(**kwargs)  # type: ignore[arg-type]
        service.put(make_document("article.txt", TEXT))
        return service

    def put(self, document: Document) -> None:
        with self.lock:
            self.found[document.id] = document

    def ask(
        self,
        question: str,
        *,
        answerer: Answerer = "auto",
        k: int = 8,
        history: Sequence[Message] = (),
        on_event: OnEvent | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(history), k))
        tell = on_event or (lambda event, payload: None)
        if self.failure:
            raise self.failure
        if not any(character.isalnum() for character in question):
            raise QuestionError("The question has no words.", hint="Ask in words.")
        with self.lock:
            documents = list(self.found.values())
        time.sleep(self.delay)
        citations = tuple(_cite(number, document) for number, document in enumerate(documents, 1))
        tell("evidence", tuple(_evidence(number, document) for number, document in enumerate(documents, 1)))
        if "unknown" in question or not citations:
            return self._refusal(question, citations)
        sentences = [self._sentence(question, answerer)]
        sentences += [AnswerSentence(f"“{c.quote}” [{c.id}].", (c.id,), "quoted") for c in citations]
        for sentence in sentences:
            tell("sentence", sentence)
        answer = " ".join(sentence.text for sentence in sentences)
        used = "llm" if self.chat_model and answerer != "extractive" else "extractive"
        made = Answer(
            question, "en", "answered", answer, None, tuple(sentences), citations, used, "scripted", usage=Usage(7, 5)
        )
        tell("answer", made)
        return made

    def _sentence(self, question: str, answerer: Answerer) -> AnswerSentence:
        if self.chat_model is None or answerer == "extractive":
            return AnswerSentence("The documents say [1].", (1,), "supported")
        text = "".join(self.chat_model.stream([Message("user", question)], max_tokens=1000))
        return AnswerSentence(f"{text} [1].", (1,), "supported")

    def _refusal(self, question: str, nearest: tuple[Citation, ...]) -> Answer:
        refusal = Refusal("no_evidence", "The documents do not say.", nearest)
        return Answer(question, "en", "refused", refusal.message, refusal, (), (), "extractive", "scripted")

    def search(self, question: str, *, k: int = 5) -> list[Hit]:
        if self.failure:
            raise self.failure
        documents = list(self.found.values())[:k]
        return [_hit(rank, document) for rank, document in enumerate(documents, 1)]

    def documents(self) -> list[DocumentSummary]:
        with self.lock:
            return [summary(document) for document in self.found.values()]

    def document(self, name: str) -> Document:
        try:
            return self.found[name]
        except KeyError:
            raise NotFoundError("There is no such document.") from None

    def remove(self, names: Sequence[str]) -> int:
        with self.lock:
            return sum(self.found.pop(name, None) is not None for name in names)

    def upload(self, path: Path, name: str) -> Report:
        text = path.read_bytes().decode("utf-8", "replace")
        if not text.strip():
            error = EmptyFileError("The file holds no text.", hint="Fill it.")
            return Report(failed=1, failures=(Failure(name, error.code, str(error), error.hint),))
        is_new = document_id(name) not in self.found
        self.put(make_document(name, text))
        return Report(added=is_new, updated=not is_new, documents=len(self.found), chunks=len(self.found))


def _quote(document: Document) -> tuple[str, int]:
    quote = QUOTE if QUOTE in document.text else document.text.splitlines()[0]
    return quote, document.text.index(quote)


def _cite(number: int, document: Document) -> Citation:
    quote, start = _quote(document)
    return Citation(
        number,
        document.id,
        document.source,
        document.sha256,
        start,
        start + len(quote),
        quote,
        document.title,
        "--07-13",
        "zh-Hans",
    )


def _evidence(number: int, document: Document) -> Evidence:
    quote, start = _quote(document)
    return Evidence(number, summary(document), Span(start, start + len(quote)), quote, "zh-Hans", 1.0)


def _hit(rank: int, document: Document) -> Hit:
    quote, start = _quote(document)
    span = Span(start, start + len(quote))
    chunk = Chunk(f"c{rank}", document.id, span, BlockKind.ARTICLE, "zh-Hans", "", (span,))
    return Hit(rank, 1.0 / rank, chunk, quote, summary(document))
