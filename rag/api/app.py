"""The HTTP service around a `Service`: layers, routes, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from starlette.middleware import Middleware

from rag.api import errors
from rag.api.asking import Desk
from rag.api.backend import Backend
from rag.api.context import ContextMiddleware
from rag.api.guard import Door, GuardMiddleware
from rag.api.metrics import Metrics
from rag.api.queue import Line
from rag.api.readiness import Readiness
from rag.api.routes import documents, health, openai, page, questions

if TYPE_CHECKING:
    from opentelemetry.trace import TracerProvider

_DESCRIPTION = """Cited answers from your documents, in several languages.

Every citation carries its proof: the document's text at `[start:end]`, in code points, is the quote."""


def create_app(
    backend: Backend,
    *,
    door: Door | None = None,
    line: Line | None = None,
    tracer_provider: TracerProvider | None = None,
) -> FastAPI:
    """The ASGI app. `line` is the one that the backend's chat model stands behind; see `rag.api.serve`.

    Traces go to `tracer_provider`, else to OpenTelemetry's global one; questions are in neither.
    """
    door = door or Door()
    metrics = Metrics(line)
    app = FastAPI(
        title="rag-evals",
        summary="Cited question answering over documents in several languages",
        description=_DESCRIPTION,
        docs_url=None,  # both pages would load scripts from other hosts
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracer_provider": tracer_provider, "logs": False},  # its logs would repeat what was asked
        form_limits={"max_files": documents.FILES, "max_fields": 0},
        middleware=[Middleware(ContextMiddleware, metrics=metrics), Middleware(GuardMiddleware, door=door)],
    )
    app.state.desk = Desk(backend, metrics, line)
    app.state.readiness = Readiness(backend)
    errors.install(app)
    bearer = Depends(HTTPBearer(auto_error=False, description="One of RAG_API_KEYS; the guard checks it."))
    keyed = [bearer] if door.keys else []
    app.include_router(questions.router, dependencies=keyed)
    app.include_router(openai.router, dependencies=keyed)
    app.include_router(documents.router, dependencies=keyed)
    app.include_router(health.router)
    app.include_router(page.router)
    app.mount("/page", page.PageFiles())
    return app
