"""A chat model that says what it is told to: a queue of replies and a history of what it was asked."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from rag.errors import LLMError
from rag.types import Message


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted completion: `text` in pieces of `piece` characters, `delay` seconds apart, then `error` if any."""

    text: str = ""
    piece: int = 4
    delay: float = 0.0
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What one call was given."""

    messages: tuple[Message, ...]
    max_tokens: int
    grammar: str | None


Script: TypeAlias = str | Reply | Exception | Callable[[Sequence[Message]], "str | Reply"]
"""A reply, an error raised before the first piece, or a function of the conversation (a model that obeys)."""


@dataclass
class ScriptedModel:
    """Answers from `queue`, oldest first; raises `LLMError` when it is empty. `closed` counts streams cut short."""

    queue: deque[Script] = field(default_factory=deque)
    history: list[Asked] = field(default_factory=list)
    closed: int = 0
    name: str = "scripted"

    @classmethod
    def of(cls, *scripts: Script) -> ScriptedModel:
        """A model with these replies."""
        return cls(deque(scripts))

    @property
    def digest(self) -> str:
        """Of the name: a script has no weights."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        """The next reply, cut after `max_tokens` pieces as a real model's would be."""
        self.history.append(Asked(tuple(messages), max_tokens, grammar))
        reply = self._next(messages)
        pieces = [reply.text[at : at + reply.piece] for at in range(0, len(reply.text), reply.piece)]
        try:
            for piece in pieces[:max_tokens]:
                time.sleep(reply.delay)
                yield piece
        except GeneratorExit:
            self.closed += 1
            raise
        if reply.error is not None:
            raise reply.error

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        """Whether the next replies begin with yes: 1 or 0, or None if with neither yes nor no."""
        for messages in conversations:
            said = "".join(self.stream(messages, max_tokens=1)).strip().lower()
            yield {"y": 1.0, "n": 0.0}.get(said[:1])

    def count_tokens(self, text: str) -> int:
        """One token a character: a bound on every real tokenizer."""
        return len(text)

    def count_prompt(self, messages: Sequence[Message]) -> int:
        """The characters of all messages."""
        return sum(len(message.content) for message in messages)

    def _next(self, messages: Sequence[Message]) -> Reply:
        if not self.queue:
            raise LLMError("The script has no reply left.")
        script = self.queue.popleft()
        if isinstance(script, Exception):
            raise script
        made = script(messages) if callable(script) else script
        return Reply(made) if isinstance(made, str) else made
