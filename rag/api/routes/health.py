"""`/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from rag.api.asking import Desk, desk_of
from rag.api.errors import described
from rag.api.readiness import Readiness
from rag.api.routes.questions import json_response
from rag.api.schemas import Alive, Ready

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
async def readyz(request: Request, desk: TheDesk) -> Response:
    """Searches, which takes the embedding model, the index and Chroma. The language model may be missing: answers are
    extractive then.
    """
    readiness: Readiness = request.app.state.readiness
    state = await to_thread.run_sync(readiness.state, limiter=desk.quick)
    response = json_response(state)
    response.status_code = 200 if state.ready else 503
    return response


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
