"""Any endpoint that speaks OpenAI's chat completions, through llama-index's OpenAILike."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import httpx
import openai
from llama_index.llms.openai_like import OpenAILike  # type: ignore[import-untyped]

from rag.errors import LLMError, LLMUnavailableError
from rag.llm.messages import stream_replies
from rag.text.tokens import count_for
from rag.types import Message

# A CPU server may read a prompt for a minute before its first byte; a host that does not connect is told in seconds.
TIMEOUT = httpx.Timeout(120, connect=5, write=30, pool=5)
RETRIES = 2
_OF_ANY_SHAPE = (ValueError, TypeError, AttributeError, IndexError, RecursionError)
"""What JSON of another shape or depth than expected raises somewhere in the client."""
# OpenAI's own overhead of a message: role and separators.
TOKENS_PER_MESSAGE = 4
_USER_INFO = re.compile(r"(?<=://)[^/@]*@")


class _Connections(httpx.Client):
    """Connections on which nobody is waited for twice.

    OpenAI's client tries a timeout again as it does a passing fault, but passes on an error of its own.
    """

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """See `httpx.Client.send`. Raises openai.APITimeoutError where the server connects and does not answer."""
        try:
            return super().send(request, **options)
        except httpx.ReadTimeout as error:
            raise openai.APITimeoutError(request=request) from error


class EndpointModel:
    """`ChatModel` over HTTP. It cannot follow a grammar; tokens are counted with tiktoken's nearest encoding."""

    def __init__(
        self,
        base_url: str,
        *,
        model: str,
        api_key: str | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        retries: int = RETRIES,
    ) -> None:
        self.name = model
        self._base_url = base_url.rstrip("/")
        self._api_key = api_key
        self._timeout = timeout
        self._retries = retries

    @cached_property
    def digest(self) -> str:
        """sha256 of the address and the model's name: the weights are out of sight."""
        return hashlib.sha256(f"{self._base_url}\n{self.name}".encode()).hexdigest()

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:  # noqa: ARG002
        """See `ChatModel.stream`. A stream that ends before the model has finished is an `LLMError`."""
        finished = False
        try:
            # OpenAI's client keeps an abandoned stream open; a connection pool of our own hangs up when we do.
            with _Connections() as client:
                replies = stream_replies(self._llm(client), messages, max_tokens=max_tokens, timeout=self._timeout)
                for reply in replies:
                    finished = finished or _finished(reply.raw)
                    yield reply.delta or ""
        except (openai.OpenAIError, httpx.HTTPError, *_OF_ANY_SHAPE) as error:
            raise self._told(error) from error
        if not finished:
            raise LLMError(f"{self._where} broke off in the middle of its answer.", hint="Ask again.")

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        """See `ChatModel.agreements`: none, for many endpoints tell no probabilities."""
        yield from (None for _ in conversations)

    def count_tokens(self, text: str) -> int:
        """See `ChatModel.count_tokens`."""
        return count_for(self.name)(text)

    def count_prompt(self, messages: Sequence[Message]) -> int:
        """See `ChatModel.count_prompt`."""
        return sum(self.count_tokens(message.content) + TOKENS_PER_MESSAGE for message in messages)

    def _llm(self, client: httpx.Client) -> OpenAILike:
        return OpenAILike(
            model=self.name,
            api_base=self._base_url,
            # Without a key of ours llama-index would send the user's OPENAI_API_KEY to whatever host this is.
            api_key=self._api_key or "none",
            is_chat_model=True,
            temperature=0,
            max_retries=self._retries,
            http_client=client,
        )

    @property
    def _where(self) -> str:
        """The address as it may be told: without a password."""
        return _USER_INFO.sub("", self._base_url)

    def _told(self, error: Exception) -> LLMError:
        """The error of our tree for whatever the client, the network or the endpoint did."""
        where = self._where
        if isinstance(error, openai.APIStatusError):
            return _of_status(where, error)
        if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
            return LLMUnavailableError(f"{where} did not answer in time.", hint="Is the server overloaded? Ask again.")
        if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
            return LLMError(f"{where} broke off in the middle of its answer.", hint="Ask again.")
        if isinstance(error, openai.APIConnectionError | httpx.TransportError):
            return LLMUnavailableError(
                f"{where} cannot be reached.", hint="Is the server running, and RAG_LLM_BASE_URL right?"
            )
        return LLMError(f"{where} does not speak OpenAI's chat completions: {_short(error)}", hint="See its logs.")


_BY_STATUS: dict[int, tuple[type[LLMError], str, str]] = {
    401: (LLMUnavailableError, "refused the key", "Set RAG_LLM_API_KEY."),
    403: (LLMUnavailableError, "refused the key", "Set RAG_LLM_API_KEY to a key that may use this model."),
    404: (LLMUnavailableError, "does not know this address or model", "Check RAG_LLM_BASE_URL and RAG_LLM_MODEL."),
    429: (LLMUnavailableError, "has had too many requests", "Wait, or raise the endpoint's limit."),
}


def _of_status(where: str, error: openai.APIStatusError) -> LLMError:
    status = error.status_code
    if status in _BY_STATUS:
        kind, said, hint = _BY_STATUS[status]
        return kind(f"{where} {said} ({status}).", hint=hint)
    if status >= 500:
        return LLMUnavailableError(f"{where} failed ({status}).", hint="See the endpoint's logs.")
    return LLMError(f"{where} refused the request ({status}): {_short(error)}", hint="See the endpoint's logs.")


def _short(error: Exception) -> str:
    """The first line of what went wrong, short enough to print."""
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]


def _finished(raw: Any) -> bool:
    return any(choice.finish_reason for choice in getattr(raw, "choices", None) or ())
