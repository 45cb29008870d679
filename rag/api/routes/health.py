"""`/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST

from rag.api.asking import Desk, desk_of
from rag.api.backend import Backend
from rag.api.errors import described
from rag.api.routes.questions import json_response
from rag.api.schemas import Alive, CheckView, Ready
from rag.errors import RagError

router = APIRouter(tags=["operation"])
TheDesk = Annotated[Desk, Depends(desk_of)]
_EXAMPLE = {
    "ready": False,
    "checks": [
        {"name": "search", "ok": False, "detail": "Nothing has been ingested yet.", "fix": "Run `rag ingest PATH...`."},
        {"name": "llm", "ok": True, "detail": "there", "fix": ""},
    ],
}


@router.get(
    "/healthz",
    summary="Alive",
    response_model=Alive,
    responses={
        **described(),
        200: {"description": "It is.", "content": {"application/json": {"example": {"status": "ok"}}}},
    },
)
async def healthz() -> Alive:
    """The process is up and its loop turns."""
    return Alive()


@router.get(
    "/readyz",
    summary="Ready, or what is missing",
    response_model=Ready,
    responses={
        **described(),
        200: {
            "description": "It can answer.",
            "content": {"application/json": {"example": {"ready": True, "checks": []}}},
        },
        503: {"description": "It cannot.", "model": Ready, "content": {"application/json": {"example": _EXAMPLE}}},
    },
)
async def readyz(desk: TheDesk) -> Response:
    """Searches, which takes the embedding model, the index and Chroma. The language model may be missing: answers are
    extractive then.
    """
    state = await to_thread.run_sync(ready, desk.backend, limiter=desk.quick)
    response = json_response(state)
    response.status_code = 200 if state.ready else 503
    return response


def ready(backend: Backend) -> Ready:
    """What works and what is missing, tried for real."""
    try:
        backend.search("ready?", k=1)
        search = CheckView(name="search", ok=True, detail="works", fix="")
    except RagError as error:
        search = CheckView(name="search", ok=False, detail=str(error), fix=error.hint)
    there = backend.chat_model is not None
    llm = CheckView(
        name="llm",
        ok=there,
        detail="there" if there else "none: answers are extractive",
        fix="" if there else "rag models pull",
    )
    return Ready(ready=search.ok, checks=[search, llm])


@router.get(
    "/metrics",
    summary="Prometheus",
    response_class=Response,
    responses={
        **described(),
        200: {
            "description": "Metrics.",
            "content": {"text/plain": {"example": 'rag_refusals_total{reason="off_topic"} 1.0'}},
        },
    },
)
async def metrics(desk: TheDesk) -> Response:
    """Requests, latency by stage, tokens, refusals, verification failures, the line."""
    return Response(desk.metrics.text(), media_type=CONTENT_TYPE_LATEST)
