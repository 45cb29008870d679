"""What a chat model must do for the rest of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from typing import Protocol

from rag.types import Message

ABANDONED: ContextVar[Callable[[], bool]] = ContextVar("abandoned", default=lambda: False)
"""Whether nobody waits any more for the work of this context.

An engine may look at it from inside, where it learns it one step sooner than by the closing of its iterator.
"""


class ChatModel(Protocol):
    """Streams the completion of a conversation. Raises `LLMError` or `LLMUnavailableError`, nothing else."""

    name: str

    @property
    def digest(self) -> str:
        """sha256 of the weights where they are known, else of the endpoint and the model's name."""
        ...

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        """Pieces of the completion as they are made, at temperature 0. Closing the iterator stops the work.

        A piece may be empty: a sign of life while the prompt is read, and the caller's chance to close. `grammar` is
        GBNF; a model that cannot follow one ignores it.
        """
        ...

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        """Of each conversation how probable it is that the reply begins with yes, of yes and no.

        They come as they are found, None where this cannot be told. Closing the iterator stops the work.
        """
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` in this model's own count, or its closest known one."""
        ...

    def count_prompt(self, messages: Sequence[Message]) -> int:
        """Tokens of the conversation as the model reads it, its chat template included."""
        ...
