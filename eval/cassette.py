"""Cassettes: what a language model said, kept by the hash of what it was asked, so that CI needs no model and no key.

A tape holds one gold row: every completion by the key of model, prompt and parameters, and every token count, which
packs the prompt. A row whose prompt is not on its tape any more is stale; a row without a tape is unmeasured.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError

from eval.errors import RunError
from eval.records import Record, digest
from rag.errors import LLMUnavailableError
from rag.llm.base import ChatModel
from rag.types import Message

MAX_TAPES = 40


class Tape(Record):
    """One row's exchange with one model.

    Completions are kept by `call_key`, token counts and agreements by the digest of what was counted or asked.
    """

    row: str
    model: str
    digest: str
    calls: dict[str, tuple[str, ...]]
    counts: dict[str, int]
    agreements: dict[str, float | None] = Field(default_factory=dict)


def call_key(model: str, weights: str, messages: Sequence[Message], max_tokens: int, grammar: str | None) -> str:
    """The hash under which a completion is kept."""
    return digest(json.dumps([model, weights, _conversation(messages), max_tokens, grammar]))


def _conversation(messages: Sequence[Message]) -> str:
    return json.dumps([asdict(message) for message in messages], ensure_ascii=False)


def read_tapes(path: Path) -> dict[str, Tape]:
    """The tapes by row; none if there is no file. Raises RunError naming a line that is not a tape."""
    if not path.exists():
        return {}
    tapes = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            tape = Tape.model_validate_json(line)
        except ValidationError as error:
            raise RunError(f"{path}, line {number}: {error.errors()[0]['msg']}", hint="rag-eval record") from None
        tapes[tape.row] = tape
    return tapes


def write_tapes(path: Path, tapes: Iterable[Tape]) -> None:
    """Replace the file in one step, tapes in the order of their rows' ids."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{tape.dump_line()}\n" for tape in sorted(tapes, key=lambda tape: tape.row)]
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(lines), encoding="utf-8")
    fresh.replace(path)


class Recorder:
    """A chat model that passes everything on to another and keeps what it said."""

    def __init__(self, model: ChatModel) -> None:
        self.name, self.digest = model.name, model.digest
        self._model = model
        self._calls: dict[str, tuple[str, ...]] = {}
        self._counts: dict[str, int] = {}
        self._agreements: dict[str, float | None] = {}

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        """What the model says; a completion the reader stops is kept as far as it was read, a failed one is not."""
        pieces: list[str] = []
        stream = self._model.stream(messages, max_tokens=max_tokens, grammar=grammar)
        try:
            for piece in stream:
                if piece:  # an empty one is a sign of life, and how many there are is the clock's business
                    pieces.append(piece)
                yield piece
        except GeneratorExit:
            if isinstance(stream, Iterator) and hasattr(stream, "close"):
                stream.close()
        self._calls[call_key(self.name, self.digest, messages, max_tokens, grammar)] = tuple(pieces)

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        """The model's probabilities, kept."""
        for messages, agreed in zip(conversations, self._model.agreements(conversations), strict=True):
            self._agreements[digest(_conversation(messages))] = agreed
            yield agreed

    def count_tokens(self, text: str) -> int:
        """The model's count, kept."""
        count = self._counts[digest(text)] = self._model.count_tokens(text)
        return count

    def count_prompt(self, messages: Sequence[Message]) -> int:
        """The model's count, kept."""
        count = self._counts[digest(_conversation(messages))] = self._model.count_prompt(messages)
        return count

    def cut(self, row: str) -> Tape:
        """The tape of `row`: everything since the last cut."""
        tape = Tape(
            row=row,
            model=self.name,
            digest=self.digest,
            calls=self._calls,
            counts=self._counts,
            agreements=self._agreements,
        )
        self._calls, self._counts, self._agreements = {}, {}, {}
        return tape


class Player:
    """A chat model that says what is on tape and nothing else. `stale` tells whether anything was asked in vain."""

    def __init__(self, tapes: dict[str, Tape], weights: str | None = None) -> None:
        """`weights` is the digest of the model in use, if known: tapes of another model are stale."""
        self._tapes, self._weights = tapes, weights
        self._tape: Tape | None = None
        self.name = self.digest = ""
        self.stale = False

    def insert(self, row: str) -> Self | None:
        """Play the tape of `row` from now on; None if there is none."""
        self._tape = self._tapes.get(row)
        if self._tape is None:
            return None
        self.name, self.digest = self._tape.model, self._tape.digest
        self.stale = self._weights is not None and self._weights != self.digest
        return self

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        """The recorded pieces. Raises LLMUnavailableError where this was never asked."""
        tape = self._require()
        key = call_key(self.name, self.digest, messages, max_tokens, grammar)
        if key not in tape.calls:
            raise self._missing("prompt")
        yield from tape.calls[key]

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        """The recorded probabilities. Raises LLMUnavailableError where this was never asked."""
        known = self._require().agreements
        for messages in conversations:
            key = digest(_conversation(messages))
            if key not in known:
                raise self._missing("question")
            yield known[key]

    def count_tokens(self, text: str) -> int:
        """The recorded count. Raises LLMUnavailableError where this was never counted."""
        return self._count(text)

    def count_prompt(self, messages: Sequence[Message]) -> int:
        """The recorded count. Raises LLMUnavailableError where this was never counted."""
        return self._count(_conversation(messages))

    def _count(self, text: str) -> int:
        tape = self._require()
        if digest(text) not in tape.counts:
            raise self._missing("text")
        return tape.counts[digest(text)]

    def _require(self) -> Tape:
        if self._tape is None:
            raise self._missing("row")
        return self._tape

    def _missing(self, what: str) -> LLMUnavailableError:
        self.stale = True
        return LLMUnavailableError(f"This {what} is not on tape.", hint="rag-eval record records it.")
