"""The system under test, as far as an evaluation knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, Protocol

from rag.types import Answer, Hit, Message

Answerer = Literal["auto", "llm", "extractive"]


class System(Protocol):
    """What is asked: `rag.service.Service`, or anything that answers alike."""

    def ingest(self, paths: Sequence[Path]) -> object:
        """Make the documents under `paths` known."""
        ...

    def search(self, question: str, *, k: int) -> Sequence[Hit]:
        """The best `k` passages, best first."""
        ...

    def ask(self, question: str, *, answerer: Answerer, k: int, history: Sequence[Message]) -> Answer:
        """A cited answer or a refusal."""
        ...


Opener = Callable[[Path], AbstractContextManager[System]]
"""Opens a system with an empty index in the folder given."""
