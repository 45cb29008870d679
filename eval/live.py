"""The real service as the system under test: an empty index for every corpus, the models opened once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from eval.errors import SuiteError
from eval.system import Answerer, System
from rag.config import Settings
from rag.embed.base import Embedder, Vectors
from rag.llm.base import ChatModel
from rag.service import Service
from rag.types import Answer, Hit, Message


@dataclass(frozen=True)
class Models:
    """The models the settings name, opened when they are first needed."""

    settings: Settings

    @cached_property
    def _service(self) -> Service:
        return Service(self.settings)

    def embedder(self) -> str:
        """Name and digest of the embedding model."""
        return f"{self._service.embedder.name} {self._service.embedder.digest}"

    def close(self) -> None:
        """Give back the models."""
        self._service.close()

    def chat_model(self) -> ChatModel | None:
        """The chat model; None if the settings want none. Raises ModelMissingError or LLMUnavailableError."""
        return self._service.chat_model

    @contextmanager
    def open(self, home: Path, chat_model: ChatModel | None) -> Iterator[System]:
        """A service with an empty index under `home` that asks `chat_model` and no other."""
        with Service(self.settings.model_copy(update={"home": home})) as service:
            service.embedder = _Remembering(self._service.embedder)
            service.chat_model = chat_model
            yield _Checked(service)


class _Remembering:
    """An embedder that knows the last question: asking it and ranking its passages embeds it once."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.digest = embedder.name, embedder.digest
        self.dimension, self.max_tokens = embedder.dimension, embedder.max_tokens
        self.embed_passages, self.count_tokens = embedder.embed_passages, embedder.count_tokens
        self._embedder = embedder
        self._last: tuple[Sequence[str], Vectors] | None = None

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        if self._last is None or list(self._last[0]) != list(texts):
            self._last = texts, self._embedder.embed_queries(texts)
        return self._last[1]


@dataclass(frozen=True, slots=True)
class _Checked:
    """A service whose ingest must read every file: questions about a document that is not there measure nothing."""

    service: Service

    def ingest(self, paths: Sequence[Path]) -> object:
        report = self.service.ingest(paths)
        if report.failures:
            first = report.failures[0]
            raise SuiteError(f"{len(report.failures)} documents could not be read, first {first.path}: {first.message}")
        return report

    def search(self, question: str, *, k: int) -> Sequence[Hit]:
        return self.service.search(question, k=k)

    def ask(self, question: str, *, answerer: Answerer, k: int, history: Sequence[Message]) -> Answer:
        return self.service.ask(question, answerer=answerer, k=k, history=history)
