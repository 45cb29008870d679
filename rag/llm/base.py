"""What a chat model must do for the rest of the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.types import Message


class ChatModel(Protocol):
    """Streams the completion of a conversation. Raises `LLMError` or `LLMUnavailableError`, nothing else."""

    name: str
    digest: str
    """sha256 of the weights where they are known, else of the endpoint and the model's name."""

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        """Pieces of the completion as they are made, at temperature 0. Closing the iterator stops the work.

        `grammar` is GBNF; a model that cannot follow one ignores it.
        """
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` in this model's own count, or its closest known one."""
        ...
