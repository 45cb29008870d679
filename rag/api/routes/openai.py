"""OpenAI's chat completions, so that its clients and those that speak like it need not be changed."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urljoin

from fastapi import APIRouter, Depends, Request, Response
from pydantic_core import to_jsonable_python

from rag.api.asking import Ask, Desk, desk_of
from rag.api.errors import described
from rag.api.examples import COMPLETION
from rag.api.routes.questions import json_response, respond
from rag.api.schemas import ChatCompletion, ChatMessage, ChatRequest, ModelCard, ModelList
from rag.errors import NotFoundError, QuestionError
from rag.types import Answer, AnswerSentence, Message

MODEL = "rag"
router = APIRouter(prefix="/v1", tags=["openai"])
TheDesk = Annotated[Desk, Depends(desk_of)]
_MARK = re.compile(r"\[(\d+)\]")
_TURNS = 20
"""Turns of the conversation that are read; earlier ones cannot change what a follow-up means."""


@router.post(
    "/chat/completions",
    summary="OpenAI's chat completions",
    response_model=ChatCompletion,
    responses={
        **described(404, 409, 502, 503),
        200: {
            "description": "The completion; with `stream` its chunks as server-sent events, the last with `rag`.",
            "content": {
                "application/json": {"example": COMPLETION},
                "text/event-stream": {"example": "data: [DONE]\n\n"},
            },
        },
    },
)
async def chat(body: ChatRequest, request: Request, desk: TheDesk) -> Response:
    """The last message is the question; the ones before help to understand it. System messages change nothing."""
    _check_model(body.model)
    completion = Completion(str(request.base_url), request.state.request_id, includes_usage=body.includes_usage())
    return await respond(
        _ask(body.messages), request, desk, stream=bool(body.stream), render=completion.render, whole=completion.whole
    )


@router.get(
    "/models",
    summary="The models a chat can name",
    response_model=ModelList,
    responses={
        **described(),
        200: {
            "description": "One.",
            "content": {"application/json": {"example": {"object": "list", "data": [{"id": MODEL}]}}},
        },
    },
)
async def models() -> ModelList:
    """There is one: the documents."""
    return ModelList(data=[ModelCard(id=MODEL)])


@router.get(
    "/models/{model}",
    summary="One model",
    response_model=ModelCard,
    responses={
        **described(404),
        200: {"description": "Its card.", "content": {"application/json": {"example": {"id": MODEL}}}},
    },
)
async def model(model: str) -> ModelCard:
    """Its card."""
    _check_model(model)
    return ModelCard(id=MODEL)


def _check_model(name: str) -> None:
    if name != MODEL:
        raise NotFoundError("There is no such model.", hint=f"Name it {MODEL}.", code="model_not_found")


def _ask(messages: list[ChatMessage]) -> Ask:
    """The question and the turns before it. Raises QuestionError where the last message is no user's."""
    *before, last = messages
    if last.role != "user":
        raise QuestionError("The last message is not a user's.", hint="End with the question.", code="question_missing")
    turns = [Message(message.role, message.text) for message in before if message.role in ("user", "assistant")]
    return Ask(last.text, history=turns[-_TURNS:])


@dataclass(slots=True)
class Completion:
    """One completion: whole, or in chunks that join to the same content."""

    base_url: str
    request_id: str
    includes_usage: bool = False
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))
    _sent: str = ""
    _opened: bool = False

    def whole(self, answer: Answer) -> Response:
        """The completion as one JSON object."""
        message = {"role": "assistant", "content": answer.answer, "annotations": self._annotations(answer)}
        choice = {"index": 0, "finish_reason": "stop", "logprobs": None, "message": message}
        return json_response(
            {**self._head("chat.completion"), "choices": [choice], "usage": _usage(answer), "rag": answer}
        )

    def render(self, name: str, payload: object) -> Iterable[bytes]:
        """The chunks for one event."""
        if not self._opened:
            self._opened = True
            yield self._chunk({"role": "assistant", "content": ""})
        if name == "sentence" and isinstance(payload, AnswerSentence) and payload.verdict != "unsupported":
            text = marked(payload)
            yield self._say(f" {text}" if self._needs_space(text) else text)
        elif name == "error":
            yield _data(payload)
        elif name == "answer" and isinstance(payload, Answer):
            yield from self._end(payload)

    def _end(self, answer: Answer) -> Iterator[bytes]:
        """What the sentences left unsaid, then the citations and the whole answer."""
        rest = _rest(answer.answer, self._sent)
        if rest is None:
            told = {"code": "documents_changed", "message": "The answer was made again.", "hint": "Ask again."}
            yield _data({"error": {**told, "request_id": self.request_id}})
            return
        if rest:
            yield self._say(rest)
        delta = {"annotations": self._annotations(answer)}
        yield self._chunk(delta, finish="stop", rag=to_jsonable_python(answer))
        if self.includes_usage:
            yield _data({**self._head("chat.completion.chunk"), "choices": [], "usage": _usage(answer)})
        yield b"data: [DONE]\n\n"

    def _say(self, text: str) -> bytes:
        self._sent += text
        return self._chunk({"content": text})

    def _needs_space(self, text: str) -> bool:
        """Between sentences of scripts that write one."""
        return bool(self._sent) and not self._sent[-1].isspace() and self._sent[-1] < "\u2e80" and text[:1] < "\u2e80"

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL}

    def _chunk(self, delta: dict[str, Any], *, finish: str | None = None, **extra: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _data({**self._head("chat.completion.chunk"), "choices": [choice], **extra})

    def _annotations(self, answer: Answer) -> list[dict[str, Any]]:
        """One for each mark: where it stands in the content, and the place in the text that it cites (RFC 5147).

        What is quoted may have numbers of its own.
        """
        cited = {citation.id: citation for citation in answer.citations}
        quoted = [span for citation in answer.citations for span in _occurrences(citation.quote, answer.answer)]
        return [
            {
                "type": "url_citation",
                "url_citation": {
                    "start_index": mark.start(),
                    "end_index": mark.end(),
                    "url": urljoin(
                        self.base_url, f"v1/documents/{citation.document}/text#char={citation.start},{citation.end}"
                    ),
                    "title": citation.title or citation.source,
                },
            }
            for mark in _MARK.finditer(answer.answer)
            if (citation := cited.get(int(mark[1]))) is not None and not any(mark.start() in span for span in quoted)
        ]


def _occurrences(quote: str, text: str) -> list[range]:
    """Where a text holds a quote."""
    words = quote.strip()
    return [range(*match.span()) for match in re.finditer(re.escape(words), text)] if words else []


def marked(sentence: AnswerSentence) -> str:
    """The sentence with its marks, whether or not its text has them already."""
    if _MARK.search(sentence.text):
        return sentence.text
    return sentence.text + "".join(f"[{number}]" for number in sentence.citations)


def _rest(answer: str, sent: str) -> str | None:
    """What of an answer is not sent yet; None if something else was sent. Sentences may be parted by other space."""
    place = 0
    for character in "".join(sent.split()):
        while answer[place : place + 1].isspace():
            place += 1
        if not answer.startswith(character, place):
            return None
        place += 1
    return answer[place:].rstrip()


def _usage(answer: Answer) -> dict[str, int]:
    prompt, completion = answer.usage.prompt_tokens, answer.usage.completion_tokens
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _data(payload: object) -> bytes:
    return f"data: {json.dumps(payload, ensure_ascii=False)}\n\n".encode()
