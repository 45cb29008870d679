"""What is written to files: gold rows, the rows of a run, and the manifest that says how a run was made.

Every record is strict: an unknown key or a wrong type is an error, not a default.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rag.types import Answer, Language, Message, RefusalReason


class Record(BaseModel):
    """Frozen and strict; read with `model_validate_json`, written with `dump_line`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def dump_line(self) -> str:
        """The record as one line of JSON with sorted keys, so that equal records are equal bytes."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)


class GoldQuote(Record):
    """A stretch of a document that answers the question; offsets are code points, `document` a source path."""

    document: str
    start: Annotated[int, Field(ge=0)]
    end: int
    quote: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _lengths_agree(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"end - start is {self.end - self.start}, the quote has {len(self.quote)} characters")
        return self


Slot = Mapping[Language, tuple[str, ...]]
"""One thing an answer must contain: any of the strings, of any language, will do."""


class GoldRow(Record):
    """A question with what a right answer must contain and where the documents say it.

    `group` joins the same question in several languages. `sides` holds numbers of quotes, counted from 1: the
    evidence needs one of each side. Without sides `needed` is how many of the quotes suffice, where several documents
    say the same (all of them if absent). `corpus` names the documents asked, for suites that have several.
    """

    id: Annotated[str, Field(min_length=1)]
    group: Annotated[str, Field(min_length=1)]
    language: Annotated[str, Field(min_length=2)]
    kind: Annotated[str, Field(min_length=1)]
    question: str
    history: tuple[Message, ...] = ()
    answerable: bool
    answer: str = ""
    slots: tuple[Slot, ...] = ()
    quotes: tuple[GoldQuote, ...] = ()
    needed: Annotated[int, Field(ge=1)] | None = None
    sides: tuple[tuple[int, ...], ...] = ()
    reason: RefusalReason | None = None
    split: Literal["tune", "held"] = "held"
    corpus: str = ""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if not self.question.strip():
            raise ValueError("the question is still to be written")
        for slot in self.slots:
            strings = [string for strings in slot.values() for string in strings]
            if not strings or not all(map(str.strip, strings)):
                raise ValueError("a slot needs accepted strings, none of them blank")
        if self.answerable and not self.quotes:
            raise ValueError("an answerable question needs at least one quote")
        if self.answerable and self.reason is not None:
            raise ValueError("an answerable question has no reason to be refused")
        if not self.answerable and self.slots:
            raise ValueError("an unanswerable question has no slots")
        if self.needed is not None and self.needed > len(self.quotes):
            raise ValueError(f"needed is {self.needed}, there are {len(self.quotes)} quotes")
        if self.sides and self.needed is not None:
            raise ValueError("a row has needed or sides, not both")
        for side in self.sides:
            if not side or not set(side) <= set(range(1, len(self.quotes) + 1)):
                raise ValueError(f"a side names its quotes by number, 1 to {len(self.quotes)}, not {list(side)}")
        return self


class Outcome(StrEnum):
    """What became of a row of a run. Only `ok` rows are scored; the others are counted, never dropped."""

    OK = "ok"
    FAILED = "failed"
    STALE = "stale"
    UNMEASURED = "unmeasured"


class RowError(Record):
    """What a failed row died of, or why it could not be measured."""

    code: str
    message: str


class RankedSpan(Record):
    """A retrieved passage: rank is its place in the list."""

    source: str
    start: int
    end: int
    score: float


class Proof(Record):
    """What the file itself says where a citation points, read without the system under test.

    `text` is None when the file is not there or is shorter than the citation claims.
    """

    source: str
    start: int
    end: int
    sha256: str | None
    text: str | None


class ResultRow(Record):
    """One question asked: the whole answer, what was retrieved, and the proof of its citations."""

    id: str
    run: str
    outcome: Outcome
    error: RowError | None = None
    answer: Answer | None = None
    hits: tuple[RankedSpan, ...] | None = None
    proofs: tuple[Proof, ...] = ()

    @model_validator(mode="after")
    def _answer_iff_ok(self) -> Self:
        if (self.outcome is Outcome.OK) != (self.answer is not None):
            raise ValueError(f"a row that is {self.outcome} {'has an' if self.answer else 'has no'} answer")
        return self


class Manifest(Record):
    """How a run was made: everything that may change an answer, and nothing of the machine."""

    suite: str
    gold: str
    documents: str
    answerer: Literal["auto", "llm", "extractive"]
    live: bool
    seed: int
    k: int
    settings: dict[str, Any]
    models: dict[str, str]
    prompts: dict[str, str]
    code: str
    version: str

    @property
    def digest(self) -> str:
        """Names the run: rows of another run carry another digest."""
        return digest(self.dump_line())


def digest(text: str) -> str:
    """The first 16 hex digits of the sha256 of `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def gold_version(rows: Iterable[GoldRow]) -> str:
    """One digest over gold rows, independent of their order."""
    return digest("\n".join(sorted(row.dump_line() for row in rows)))
