"""Whether the service can answer, tried for real."""

from __future__ import annotations

import threading
import time

from rag.api.backend import Backend
from rag.api.errors import without_places
from rag.api.schemas import CheckView, Ready
from rag.errors import RagError

FRESH_SECONDS = 1.0
"""How long what was found is told again: anybody may ask, without a key and as often as they like."""


class Readiness:
    """Tries what a question needs: the embedding model, the index and Chroma by searching; any thread may ask."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._trying = threading.Lock()
        self._found: Ready | None = None
        self._tried = 0.0

    def state(self) -> Ready:
        """What works and what is missing; without the language model answers are extractive, which is ready too."""
        with self._trying:
            if self._found is None or time.monotonic() - self._tried >= FRESH_SECONDS:
                search = self._search()
                self._found = Ready(ready=search.ok, checks=[search, self._llm()])
                self._tried = time.monotonic()
            return self._found

    def _search(self) -> CheckView:
        try:
            self._backend.search("ready?", k=1)
        except RagError as error:
            return CheckView(name="search", ok=False, detail=without_places(str(error)), fix=without_places(error.hint))
        return CheckView(name="search", ok=True, detail="works", fix="")

    def _llm(self) -> CheckView:
        if self._backend.chat_model is None:
            detail, fix = "none: answers are extractive", "rag models pull, if one is wanted"
            return CheckView(name="llm", ok=False, detail=detail, fix=fix)
        return CheckView(name="llm", ok=True, detail="there", fix="")
