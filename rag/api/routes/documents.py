"""`/v1/documents`: listing, adding, reading and removing."""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

from anyio import to_thread
from fastapi import APIRouter, Depends, File, Response, UploadFile
from fastapi import Path as InPath

from rag.api.asking import Desk, desk_of
from rag.api.errors import describe, described, without_places
from rag.api.examples import DOCUMENT, DOCUMENTS, TEXT, UPLOADED
from rag.api.routes.questions import json_response
from rag.api.schemas import DocumentList, DocumentView, Removed, Uploaded
from rag.errors import IngestError, NotFoundError, RagError
from rag.ingest.formats import MEDIA_TYPES
from rag.types import Document

if TYPE_CHECKING:
    from rag.ingest.discover import Failure
    from rag.ingest.flow import IngestReport

FILES = 50
log = logging.getLogger("rag.api")
router = APIRouter(prefix="/v1/documents", tags=["documents"])
TheDesk = Annotated[Desk, Depends(desk_of)]
Id = Annotated[str, InPath(description="16 hexadecimal digits.", examples=["6b27cdcb53e5cd2f"])]
_ID = re.compile(r"[0-9a-f]{16}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _shown(example: Any, description: str, media_type: str = "application/json") -> dict[int | str, dict[str, Any]]:
    return {200: {"description": description, "content": {media_type: {"example": example}}}}


def upload_name(given: str | None) -> str:
    """The last part of the name a client gave, without what could hide or steer. Raises IngestError if it is unusable.

    It is what the document is called; of it, only a known ending ever becomes part of a path.
    """
    base = PureWindowsPath(PurePosixPath(_UNPRINTABLE.sub("", given or "")).name).name.strip()
    if base.strip(". ") == "" or len(base) > 255:
        raise IngestError("The file has no usable name.", hint="Send one of at most 255 characters.", code="file_name")
    known_ending(base)
    return base


@router.get(
    "",
    summary="Every document",
    response_model=DocumentList,
    responses={**described(503), **_shown(DOCUMENTS, "Every document, without its text.")},
)
async def documents(desk: TheDesk) -> Response:
    """All of them, without their texts."""
    found = await to_thread.run_sync(desk.backend.documents, limiter=desk.quick)
    return json_response({"documents": found})


@router.post(
    "",
    summary="Add or update documents",
    response_model=Uploaded,
    responses={**described(409, 503, 507), **_shown(UPLOADED, "What changed. Files that failed are in `failures`.")},
)
async def upload(
    desk: TheDesk, file: Annotated[list[UploadFile], File(description="One or several files.")]
) -> Response:
    """A file of a name that is here already replaces that document. A single file that fails is an error."""
    named = [(upload_name(part.filename), part.file) for part in file]
    reports = [await to_thread.run_sync(_ingest, desk, name, spooled, limiter=desk.writing) for name, spooled in named]
    return json_response(_joined(reports))


def _ingest(desk: Desk, name: str, spooled: BinaryIO) -> IngestReport:
    """Ingest one file that lies under a name of our own in a folder of its own, gone when this returns."""
    with tempfile.TemporaryDirectory(prefix="rag-upload-") as folder:
        path = Path(folder) / f"upload{known_ending(name)}"
        with path.open("wb") as target:
            shutil.copyfileobj(spooled, target)
        return desk.backend.upload(path, name)


def known_ending(name: str) -> str:
    """The ending of a name, which says its format. Raises IngestError, code `format_unknown`."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in MEDIA_TYPES:
        known = " ".join(sorted(MEDIA_TYPES))
        raise IngestError(f"{name} is of no known format.", hint=f"Known are {known}.", code="format_unknown")
    return ending


def _joined(reports: Sequence[IngestReport]) -> IngestReport:
    """The reports of several files as one. Raises IngestError where there was one file and it failed."""
    if len(reports) == 1 and reports[0].failures:
        failure = reports[0].failures[0]
        raise _error_of(failure)
    last = reports[-1]
    counts = ("added", "updated", "unchanged", "removed", "skipped", "failed", "seconds")
    sums = {name: sum(getattr(report, name) for report in reports) for name in counts}
    return replace(last, **sums, failures=tuple(_told(failure) for report in reports for failure in report.failures))


def _told(failure: Failure) -> Failure:
    """The failure as a client may know it: of a bug, only that there is one."""
    if failure.code != RagError.code:
        return replace(failure, message=without_places(failure.message))
    log.error("a file brought out a bug: %s", failure.message)
    seen = describe(RuntimeError())
    return replace(failure, message=seen.message, hint=seen.hint)


def _error_of(failure: Failure) -> IngestError:
    """The error that an ingest recorded for a file, with the status of its kind. Raises RuntimeError for a bug."""
    if failure.code == RagError.code:
        raise RuntimeError(failure.message)
    kinds: dict[str, type[IngestError]] = {kind.code: kind for kind in IngestError.__subclasses__()}
    kind = kinds.get(failure.code, IngestError)
    return kind(failure.message, hint=failure.hint, code=failure.code)


@router.get(
    "/{id}",
    summary="One document",
    response_model=DocumentView,
    responses={**described(404, 503), **_shown(DOCUMENT, "What the document states about itself.")},
)
async def document(id: Id, desk: TheDesk) -> Response:
    """What is said of it, without its text."""
    return json_response(DocumentView.of(await _find(desk, id)))


@router.get(
    "/{id}/text",
    summary="Its exact text",
    response_class=Response,
    responses={**described(404, 503), **_shown(TEXT, "The text that citations index into.", "text/plain")},
)
async def text(id: Id, desk: TheDesk) -> Response:
    """The offsets of citations count its code points."""
    found = await _find(desk, id)
    return Response(
        found.text.encode("utf-8"), media_type="text/plain; charset=utf-8", headers={"ETag": f'"{found.sha256}"'}
    )


@router.delete(
    "/{id}",
    summary="Remove one document",
    response_model=Removed,
    responses={**described(404, 503), **_shown({"removed": 1}, "It is gone from every store.")},
)
async def remove(id: Id, desk: TheDesk) -> Response:
    """From the catalog, the full text and Chroma; its file, if it had one, is not touched."""
    found = await _find(desk, id)
    removed = await to_thread.run_sync(desk.backend.remove, [found.id], limiter=desk.writing)
    return json_response({"removed": removed})


async def _find(desk: Desk, id: str) -> Document:
    """The document of an id; nothing else names one here, least of all a path."""
    if not _ID.fullmatch(id):
        raise NotFoundError("There is no such document.", hint="GET /v1/documents lists them.")
    return await to_thread.run_sync(desk.backend.document, id, limiter=desk.quick)
