"""`POST /v1/ask` and `POST /v1/search`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Body, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic_core import to_json

from rag.api.asking import Ask, Desk, answer, desk_of
from rag.api.backend import OnEvent
from rag.api.call import Call
from rag.api.errors import described
from rag.api.examples import ANSWER, ANSWER_EVENTS, HITS, QUESTION
from rag.api.schemas import AskRequest, HitView, SearchRequest, SearchResponse
from rag.api.streaming import EventStream, Render, answered, event
from rag.types import Answer

router = APIRouter(prefix="/v1", tags=["questions"])
TheDesk = Annotated[Desk, Depends(desk_of)]


def json_response(content: Any) -> Response:
    """A record as JSON, dataclasses and all, without passing through Python's own encoder."""
    return Response(to_json(content), media_type=JSONResponse.media_type)


def _nobody_hears(event: str, payload: object) -> None:  # noqa: ARG001  a whole answer has no events
    return None


def render(name: str, payload: object) -> Iterable[bytes]:
    """The contract's events; the evidence comes in an object, so that it can grow. `progress` is a sign of life."""
    if name != "progress":
        yield event(name, {"evidence": payload} if name == "evidence" else payload)


@router.post(
    "/ask",
    summary="A cited answer, whole or as it is made",
    response_model=Answer,
    responses={
        **described(404, 409, 502, 503),
        200: {
            "description": "The answer. With `stream` the same as server-sent events: `evidence`, `queue` "
            "(place in line, 0 when it is one's turn), `sentence` (verified ones only), `answer` (whole, the last) or "
            "`error`.",
            "content": {"application/json": {"example": ANSWER}, "text/event-stream": {"example": ANSWER_EVENTS}},
        },
    },
)
async def ask(
    body: Annotated[AskRequest, Body(openapi_examples=QUESTION)], request: Request, desk: TheDesk
) -> Response:
    """Answers from the documents, or says why it cannot; every citation is verified before it leaves."""
    asked = Ask(body.question, body.answerer, body.k, body.messages())
    return await respond(asked, request, desk, stream=body.stream, render=render, whole=json_response)


async def respond(
    asked: Ask, request: Request, desk: Desk, *, stream: bool, render: Render, whole: Callable[[Answer], Response]
) -> Response:
    """The response to a question: rendered event by event, or whole. A seat in line is taken before either begins."""
    limiter = desk.limiter(asked.answerer)

    def work(on_event: OnEvent) -> Answer:
        return answer(desk, asked, on_event)

    if stream:
        return EventStream(
            work, render, limiter=limiter, request_id=request.state.request_id, seat=desk.seat(asked.answerer)
        )
    with desk.seat(asked.answerer):
        call = Call(_nobody_hears)
        made = await answered(lambda: work(call.on_event), receive=request.receive, limiter=limiter, call=call)
    return whole(made)


@router.post(
    "/search",
    summary="Ranked passages",
    response_model=SearchResponse,
    responses={
        **described(409, 503),
        200: {"description": "Passages, best first.", "content": {"application/json": {"example": HITS}}},
    },
)
async def search(body: SearchRequest, desk: TheDesk) -> Response:
    """Passages in whatever language they are written; no language model is used."""
    hits = await to_thread.run_sync(lambda: desk.backend.search(body.query, k=body.k), limiter=desk.quick)
    return json_response({"hits": [HitView.of(hit) for hit in hits]})
