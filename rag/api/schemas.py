"""What clients send and get, beyond the records of `rag.types`; bounded, and strict about types."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from rag.types import ANSWER_K, Answer, Document, DocumentSummary, Hit, Message

QUESTION_CHARS = 100_000
"""Where reading stops; the service's own limit, RAG_MAX_QUESTION_CHARS, is lower and names itself."""
MESSAGES = 1000
Question = Annotated[str, Field(min_length=1, max_length=QUESTION_CHARS, examples=["what did Lavrov say about Kursk?"])]
Unicode = Annotated[str, Field(min_length=0)]
"""Text that can be encoded: without a constraint, however weak, half a surrogate pair passes for text."""
K = Annotated[int, Field(ge=1, le=100, description="How many passages are looked at.")]


class Strict(BaseModel):
    """A request body: no unknown field, no value of another type that could be meant."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Turn(Strict):
    """An earlier turn of the conversation, oldest first."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=QUESTION_CHARS)


class AskRequest(Strict):
    """A question, and the conversation it belongs to."""

    question: Question
    answerer: Literal["auto", "llm", "extractive"] = "auto"
    k: K = ANSWER_K
    stream: bool = False
    history: list[Turn] = Field(default=[], max_length=MESSAGES)

    def messages(self) -> list[Message]:
        """The history as the service takes it."""
        return [Message(turn.role, turn.content) for turn in self.history]


class SearchRequest(Strict):
    """What to look for."""

    query: Question
    k: K = 5


class HitView(BaseModel):
    """A passage: `text` is the document's text from `start` to `end`, in code points."""

    rank: int
    document: str
    source: str
    start: int
    end: int
    text: str
    score: float
    language: str
    title: str | None
    published: str | None

    @classmethod
    def of(cls, hit: Hit) -> HitView:
        """The hit in the contract's keys."""
        return cls.model_construct(
            rank=hit.rank,
            document=hit.document.id,
            source=hit.document.source,
            start=hit.chunk.span.start,
            end=hit.chunk.span.end,
            text=hit.text,
            score=float(hit.score),
            language=hit.chunk.language,
            title=hit.document.title,
            published=hit.document.published,
        )


class SearchResponse(BaseModel):
    """Passages, best first."""

    hits: list[HitView]


class DocumentList(BaseModel):
    """Every document, without its text."""

    documents: list[DocumentSummary]


class DocumentView(BaseModel):
    """A document without its text; `characters` counts code points, as the offsets of citations do."""

    id: str
    source: str
    media_type: str
    sha256: str
    title: str | None
    outlet: str | None
    published: str | None
    languages: tuple[str, ...]
    characters: int

    @classmethod
    def of(cls, document: Document) -> DocumentView:
        """What is said of `document`."""
        fields = {name: getattr(document, name) for name in cls.model_fields if name != "characters"}
        return cls(**fields, characters=len(document.text))


class Failed(BaseModel):
    """A file that could not be made a document."""

    path: str
    code: str
    message: str


class Uploaded(BaseModel):
    """What an upload changed, and what the index holds now."""

    added: int
    updated: int
    unchanged: int
    removed: int
    skipped: int
    failed: int
    failures: list[Failed]
    documents: int
    chunks: int
    seconds: float


class Removed(BaseModel):
    """How many documents are gone."""

    removed: int


class CheckView(BaseModel):
    """One thing that the service needs, and how to get it."""

    name: str
    ok: bool
    detail: str
    fix: str


class Ready(BaseModel):
    """Whether the service can answer."""

    ready: bool
    checks: list[CheckView]


class Alive(BaseModel):
    """The process is up."""

    status: Literal["ok"] = "ok"


class ContentPart(BaseModel):
    """A piece of a message; text is all that is understood."""

    type: Literal["text"]
    text: Unicode


class ChatMessage(BaseModel):
    """A message as OpenAI writes it; fields that are not named here are ignored."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Unicode | list[ContentPart] | None = None

    @property
    def text(self) -> str:
        """The content in one string."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """OpenAI's `stream_options`."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """OpenAI's chat completion request. Sampling options and tools are accepted and have no effect."""

    model: str
    messages: list[ChatMessage] = Field(min_length=1, max_length=MESSAGES)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = 1

    def includes_usage(self) -> bool:
        """Whether the stream ends with a chunk that counts tokens."""
        return self.stream_options is not None and self.stream_options.include_usage


class ChatCompletion(BaseModel):
    """OpenAI's chat completion, with the whole answer in `rag`."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[dict[str, Any]]
    usage: dict[str, int]
    rag: Answer


class ModelCard(BaseModel):
    """A model as OpenAI lists it."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "rag"


class ModelList(BaseModel):
    """The models that can be named in a chat."""

    object: Literal["list"] = "list"
    data: list[ModelCard]
