"""The frozen records that flow from a file to an answer, in the order they appear.

Offsets are Unicode code points into `Document.text`; spans are half-open. A record is a plain value: it holds no
model, no store and no path of this machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

Language: TypeAlias = str
"""BCP 47: "en", "de", "zh-Hans", "zh-Hant", ...; "und" where it cannot be told."""


ANSWER_K = 16
"""Passages that an answer's sentences are chosen from, unless told otherwise; the best one is too often not among 8."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, `0 <= start <= end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that this span selects."""
        return text[self.start : self.end]

    def moved(self, by: int) -> Span:
        """As long, `by` code points further on."""
        return Span(self.start + by, self.end + by)

    def stripped(self, text: str) -> Span:
        """Without the white space at its ends; of nothing else, the empty span at its end."""
        shown = self.of(text)
        start = self.end - len(shown.lstrip())
        return Span(start, start + len(shown.strip()))

    def __len__(self) -> int:
        return self.end - self.start


class BlockKind(StrEnum):
    """What a stretch of a page is. Boilerplate is never indexed, so it can never be quoted."""

    TITLE = "title"
    ARTICLE = "article"
    CAPTION = "caption"
    TEASER = "teaser"  # the headline and opening of another story, listed on this page
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text that is one thing: a paragraph, a caption, a share bar."""

    span: Span
    kind: BlockKind
    language: Language


@dataclass(frozen=True, slots=True)
class Document:
    """One source with its exact text. `published` is ISO 8601, `--07-13` where no year is stated, or None."""

    id: str
    source: str
    media_type: str
    text: str
    sha256: str
    file_sha256: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    languages: tuple[Language, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What is said of a document without its text."""

    id: str
    source: str
    sha256: str
    title: str | None
    outlet: str | None
    published: str | None
    languages: tuple[Language, ...]
    chunks: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of one document: whole sentences of one kind and one language, without boilerplate.

    `header` gives the embedder context (title, outlet, date); it is never shown and never quoted. `sentences` tile the
    chunk but for white space. `id` derives from the document's id, the text and the offsets.
    """

    id: str
    document: str
    span: Span
    kind: BlockKind
    language: Language
    header: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Arm:
    """Where one retrieval arm put a hit: its rank from 1 and its own score; `note` says what it went by."""

    name: str
    rank: int
    score: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found for a question. `text` is the document's text at `chunk.span`; `score` grows with relevance.

    `sentence_scores` has one score a sentence of the chunk, comparable across hits and languages: cosine to the
    question without what either language does to it, in deviations from usual. Empty where it was not computed.
    Those of the passages to answer from are cosines to what the question asks beyond its names (`rag.retrieve.focus`).
    `likeness` is the best of these cosines as it is, -1 to 1: what stands out in an index need not be alike.
    """

    rank: int
    score: float
    chunk: Chunk
    text: str
    document: DocumentSummary
    arms: tuple[Arm, ...] = ()
    sentence_scores: tuple[float, ...] = ()
    likeness: float | None = None

    @property
    def titled(self) -> str:
        """Its text under its document's title, which often names whom it is about."""
        return f"{self.document.title or ''}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may be cited, under the number the model sees.

    `context` is what a reader needs to understand the quote and is not itself evidence: the question an interviewee
    answers, the names of a table's columns, the sentence that says who "he" is. Empty where none is needed. `headed`:
    the context is what stands above the quote's table or list. `speaker` is who says it, as the document names them;
    empty where nobody is said to.
    """

    id: int
    document: DocumentSummary
    span: Span
    quote: str
    language: Language
    score: float
    context: str = ""
    speaker: str = ""
    headed: bool = False

    @property
    def question(self) -> str:
        """The question that the quote answers; empty where its context asks none."""
        return self.context if self.context.rstrip().endswith(("?", "？")) else ""

    @property
    def columns(self) -> str:
        """The names of the columns, under the heading of their table if it has one; empty where none are named."""
        return self.context if self.headed and ("|" in self.context or "\t" in self.context) else ""

    @property
    def preface(self) -> str:
        """What has to be read before the quote: the question, or what stands above its table or list."""
        return self.context if self.question or self.headed else ""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation, as a chat model takes it."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, as the model that served the answer counts them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.prompt_tokens + other.prompt_tokens, self.completion_tokens + other.completion_tokens)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with its proof: `document text [start:end] == quote`, and `sha256` says of which text."""

    id: int
    document: str
    source: str
    sha256: str
    start: int
    end: int
    quote: str
    title: str | None
    published: str | None
    language: Language
    translation: str | None = None


Verdict: TypeAlias = Literal["supported", "quoted", "unsupported"]


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of the answer, the numbers it cites, and what checking it found."""

    text: str
    citations: tuple[int, ...]
    verdict: Verdict


RefusalReason: TypeAlias = Literal["no_evidence", "off_topic", "false_premise", "conflicting", "unsupported_draft"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, and the passages that came nearest."""

    reason: RefusalReason
    message: str
    nearest: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A part of a question that is not answered though another is: as it was asked, and why."""

    question: str
    reason: RefusalReason
    message: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of wall time."""

    retrieve_ms: float = 0.0
    first_token_ms: float = 0.0
    total_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader gets; `dataclasses.asdict` gives the JSON of the contract.

    `confidence` is the refusal score, calibrated: the estimated probability that the best quotes answer it; of several
    questions in one the least. `unanswered` are those of them that are not answered, where another is. `understood` is
    a follow-up as it was understood, standing alone; None where that is the question itself.
    """

    question: str
    language: Language
    status: Literal["answered", "refused"]
    answer: str
    refusal: Refusal | None
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    answerer: Literal["llm", "extractive"]
    model: str
    degraded: str | None = None
    usage: Usage = field(default_factory=Usage)
    timings: Timings = field(default_factory=Timings)
    confidence: float | None = None
    unanswered: tuple[Unanswered, ...] = ()
    understood: str | None = None
