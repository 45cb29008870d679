"""From our messages to a llama-index LLM's stream, closed when ours is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, cast

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.llms.llm import LLM

from rag.types import Message


def stream_replies(llm: LLM, messages: Sequence[Message], **options: Any) -> Iterator[ChatResponse]:
    """llama-index's replies to `messages`; `options` go to the engine, None values do not."""
    chat = [ChatMessage(role=MessageRole(message.role), content=message.content) for message in messages]
    given = {name: value for name, value in options.items() if value is not None}
    with closing(cast(Any, llm.stream_chat(chat, **given))) as replies:
        yield from replies


def stream_deltas(llm: LLM, messages: Sequence[Message], **options: Any) -> Iterator[str]:
    """The text of the replies, piece by piece."""
    for reply in stream_replies(llm, messages, **options):
        yield reply.delta or ""
