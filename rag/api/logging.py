"""Logs on stderr: lines for a person at a terminal, else one JSON object a line, each with its request's id."""

from __future__ import annotations

import logging
import sys

import structlog

log = structlog.stdlib.get_logger("rag.api")
_TRACE = structlog.tracebacks.ExceptionDictTransformer(show_locals=False, max_frames=30)
"""Where it went wrong, never the values at hand there: they hold questions, keys and documents."""


def configure(*, as_json: bool | None = None) -> None:
    """Send the logs of this process, uvicorn's among them, through structlog. JSON unless stderr is a terminal."""
    as_json = not sys.stderr.isatty() if as_json is None else as_json
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    last: list[structlog.typing.Processor] = (
        [structlog.processors.ExceptionRenderer(_TRACE), structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in ("rag", "uvicorn"):
        logging.getLogger(name).setLevel(logging.INFO)
    # Our own line says more: it has the route's pattern, the caller's name and the request's id.
    logging.getLogger("uvicorn.access").disabled = True
