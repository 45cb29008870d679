"""`GET /`: the chat page, from files of this package and nowhere else."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent.parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
"""No inline script, no markup made from strings, nothing from other hosts."""
router = APIRouter()


@router.get("/", include_in_schema=False)
async def index() -> Response:
    """The page itself."""
    return FileResponse(
        FOLDER / "index.html",
        media_type="text/html",
        headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"},
    )


class PageFiles(StaticFiles):
    """The page's script, styles and words, with headers that let a browser keep and check them."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be asked for again each time it is used: it changes with the version."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response
