"""One question, asked so that no answer leaves that cites what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from anyio import CapacityLimiter
from fastapi import Request

from rag.answer.cite import cite, is_proven
from rag.api.backend import Answerer, Backend, OnEvent
from rag.api.metrics import Metrics
from rag.api.queue import Line
from rag.errors import BusyError, NotFoundError
from rag.types import ANSWER_K, Answer, AnswerSentence, Citation, Evidence, Message

ATTEMPTS = 3
THREADS = 4
"""Questions without a language model at work at once; more would only wait for the same two or four cores."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes share: the service, the line for its model, and the threads they may use."""

    backend: Backend
    metrics: Metrics
    line: Line | None = None
    quick: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(THREADS))
    writing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    def limiter(self, answerer: Answerer) -> CapacityLimiter:
        """The threads for an answer: one that may wait for the model must not keep others from theirs."""
        if answerer == "extractive" or self.line is None:
            return self.quick
        return CapacityLimiter(1)

    def seat(self, answerer: Answerer) -> ExitStack:
        """A seat in the line where one is needed, given back when the stack closes. Raises BusyError."""
        held = ExitStack()
        if answerer != "extractive" and self.line is not None:
            held.enter_context(self.line.seat())
        return held


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as a route understood it."""

    question: str
    answerer: Answerer = "auto"
    k: int = ANSWER_K
    history: Sequence[Message] = ()


async def desk_of(request: Request) -> Desk:
    """Dependency: what the routes share. Were it no coroutine, each request would pass through a thread for it."""
    desk: Desk = request.app.state.desk
    return desk


def answer(desk: Desk, ask: Ask, on_event: OnEvent) -> Answer:
    """Ask, and ask again if a cited document changed meanwhile. Raises BusyError, code `documents_changed`."""
    evidence: dict[int, Evidence] = {}

    def hear(event: str, payload: object) -> None:
        if isinstance(payload, list | tuple):
            evidence.update({one.id: one for one in payload if isinstance(one, Evidence)})
        if isinstance(payload, AnswerSentence):
            cited = [cite(evidence[number], number) for number in payload.citations if number in evidence]
            if not _stand(cited, desk.backend):
                return  # and the answer, which does not stand, is asked for again
        if event != "answer":  # the answer is an event once it is known to stand
            on_event(event, payload)

    for _ in range(ATTEMPTS):
        made = desk.backend.ask(ask.question, answerer=ask.answerer, k=ask.k, history=ask.history, on_event=hear)
        if stands(made, desk.backend):
            desk.metrics.count(made)
            return made
        desk.metrics.stale.inc()
    raise BusyError(
        "The documents kept changing while the question was answered.",
        retry_after=2,
        hint="Ask again.",
        code="documents_changed",
    )


def stands(answer: Answer, backend: Backend) -> bool:
    """Whether every quote is at its place in a document that is there at this moment."""
    return _stand(answer.refusal.nearest if answer.refusal else answer.citations, backend)


def _stand(citations: Sequence[Citation], backend: Backend) -> bool:
    texts = {document: _text(backend, document) for document in {citation.document for citation in citations}}
    return all(is_proven(citation, texts[citation.document]) for citation in citations)


def _text(backend: Backend, document: str) -> str | None:
    try:
        return backend.document(document).text
    except NotFoundError:
        return None
