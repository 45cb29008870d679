"""A chat model with a meter: what was read and written through it, whoever asked."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any, cast

from rag.llm.base import ChatModel
from rag.types import Message, Usage


class Metered:
    """Another model's replies; `usage` counts their tokens, those of a reply when it ends or is cut."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self.name = model.name
        self.usage = Usage()

    @property
    def digest(self) -> str:
        """See `ChatModel`."""
        return self._model.digest

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Generator[str]:
        """See `ChatModel`."""
        self.usage += Usage(self.count_prompt(messages), 0)
        written = ""
        stream = self._model.stream(messages, max_tokens=max_tokens, grammar=grammar)
        try:
            with closing(cast(Any, stream)) as pieces:
                for piece in pieces:
                    written += piece
                    yield piece
        finally:
            if written.strip():
                self.usage += Usage(0, self.count_tokens(written))

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Generator[float | None]:
        """See `ChatModel`."""
        with closing(cast(Any, self._model.agreements(conversations))) as agreements:
            for messages, agreement in zip(conversations, agreements, strict=False):
                self.usage += Usage(self.count_prompt(messages), 0)
                yield agreement

    def count_tokens(self, text: str) -> int:
        """See `ChatModel`."""
        return self._model.count_tokens(text)

    def count_prompt(self, messages: Sequence[Message]) -> int:
        """See `ChatModel`."""
        return self._model.count_prompt(messages)
