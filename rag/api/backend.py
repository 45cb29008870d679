"""What the HTTP routes need of the service, so that a scripted one can stand in for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from rag.types import ANSWER_K, Answer, Document, DocumentSummary, Hit, Message

if TYPE_CHECKING:
    from rag.ingest.flow import IngestReport
    from rag.llm.base import ChatModel

OnEvent: TypeAlias = Callable[[str, object], None]
Answerer: TypeAlias = Literal["auto", "llm", "extractive"]


class Backend(Protocol):
    """`rag.service.Service`, as far as HTTP calls it; every method may be called from several threads at once."""

    def ask(
        self,
        question: str,
        *,
        answerer: Answerer = "auto",
        k: int = ANSWER_K,
        history: Sequence[Message] = (),
        on_event: OnEvent | None = None,
    ) -> Answer:
        """A cited answer; `on_event` hears of `evidence`, each verified `sentence`, and the `answer`."""
        ...

    def search(self, question: str, *, k: int = 8) -> Sequence[Hit]:
        """Ranked passages."""
        ...

    def documents(self) -> Sequence[DocumentSummary]:
        """Every document; none without an index."""
        ...

    def document(self, id_or_source: str) -> Document:
        """One document with its text. Raises NotFoundError."""
        ...

    def remove(self, documents: Sequence[str]) -> int:
        """How many were removed. Raises NotFoundError."""
        ...

    def upload(self, path: Path, name: str) -> IngestReport:
        """Ingest the file at `path` as the document called `name`."""
        ...

    @property
    def chat_model(self) -> ChatModel | None:
        """The language model, if there is one."""
        ...
