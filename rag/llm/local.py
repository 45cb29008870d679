"""A GGUF model on this machine, as a llama-index LLM and as our ChatModel."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms.callbacks import llm_chat_callback, llm_completion_callback
from llama_index.core.llms.custom import CustomLLM

from rag.errors import LLMError
from rag.llm.llama_cpp import CONTEXT_TOKENS, Chat, Engine
from rag.llm.messages import stream_deltas
from rag.types import Message

DEFAULT_MAX_TOKENS = 512


class LlamaCpp(CustomLLM):
    """llama-index's face of an `Engine`: chat and completion, streamed or whole. `grammar=` is GBNF."""

    name: str
    _engine: Engine = PrivateAttr()

    def __init__(self, engine: Engine, name: str, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self._engine = engine

    @property
    def metadata(self) -> LLMMetadata:
        """What llama-index plans prompts with."""
        return LLMMetadata(
            context_window=CONTEXT_TOKENS, num_output=DEFAULT_MAX_TOKENS, is_chat_model=True, model_name=self.name
        )

    @llm_chat_callback()
    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """Deltas of the reply; empty ones while the prompt is read."""
        return self._replies(messages, kwargs.get("max_tokens", DEFAULT_MAX_TOKENS), kwargs.get("grammar"))

    @llm_chat_callback()
    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        """The whole reply."""
        replies = deque(self.stream_chat(messages, **kwargs), maxlen=1)
        return replies[0] if replies else ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=""))

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:  # noqa: ARG002
        """A completion is the reply to one user message."""
        for reply in self.stream_chat([ChatMessage(role=MessageRole.USER, content=prompt)], **kwargs):
            yield CompletionResponse(text=reply.message.content or "", delta=reply.delta)

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:  # noqa: ARG002
        """A completion is the reply to one user message."""
        reply = self.chat([ChatMessage(role=MessageRole.USER, content=prompt)], **kwargs)
        return CompletionResponse(text=reply.message.content or "")

    @classmethod
    def class_name(cls) -> str:
        """llama-index's name for this class in its events."""
        return "llama_cpp"

    def _replies(self, messages: Sequence[ChatMessage], max_tokens: int, grammar: str | None) -> ChatResponseGen:
        chat: Chat = [{"role": str(m.role.value), "content": m.content or ""} for m in messages]
        text = ""
        with closing(self._engine.stream(chat, max_tokens=max_tokens, grammar=grammar)) as chunks:
            for chunk in chunks:
                delta = _delta(chunk)
                text += delta
                message = ChatMessage(role=MessageRole.ASSISTANT, content=text)
                yield ChatResponse(message=message, delta=delta, raw=chunk)


class LocalModel:
    """`ChatModel` over a GGUF file."""

    def __init__(self, path: Path, *, name: str, digest: str | None = None, engine: Engine | None = None) -> None:
        self.name = name
        self._digest = digest
        self._engine = engine or Engine(path)
        self._llm = LlamaCpp(self._engine, name)

    @cached_property
    def digest(self) -> str:
        """sha256 of the file; a second or two the first time unless it was given."""
        if self._digest is None:
            try:
                with self._engine.path.open("rb") as file:
                    self._digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise LLMError(f"The model file {self._engine.path.name} cannot be read: {error.strerror}") from error
        return self._digest

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        """See `ChatModel.stream`."""
        yield from stream_deltas(self._llm, messages, max_tokens=max_tokens, grammar=grammar)

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        """See `ChatModel.agreements`."""
        yield from self._engine.agreements([[_chat(one) for one in messages] for messages in conversations])

    def count_tokens(self, text: str) -> int:
        """See `ChatModel.count_tokens`."""
        return self._engine.count_text(text)

    def count_prompt(self, messages: Sequence[Message]) -> int:
        """See `ChatModel.count_prompt`."""
        return self._engine.count_chat([_chat(one) for one in messages])

    def close(self) -> None:
        """Free the weights."""
        self._engine.close()


def _chat(message: Message) -> dict[str, str]:
    return {"role": message.role, "content": message.content}


def _delta(chunk: dict[str, Any]) -> str:
    choices = chunk.get("choices") or [{}]
    return (choices[0].get("delta") or {}).get("content") or ""
