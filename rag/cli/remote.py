"""Asking a running service instead of opening the index here: the same answer, event by event."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from pydantic import TypeAdapter, ValidationError

from rag.errors import RagError, UsageError
from rag.types import Answer, AnswerSentence

_ANSWER = TypeAdapter(Answer)
_SENTENCE = TypeAdapter(AnswerSentence)
_PATIENCE = httpx.Timeout(30, connect=5)
"""The service breaks every silence within seconds, while in line too."""


class RemoteService:
    """A service at an address; `ask` as in `rag.service.Service`."""

    def __init__(self, address: str, key: str | None = None) -> None:
        """Touch no network."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            self._client = httpx.Client(base_url=address, headers=headers, timeout=_PATIENCE)
        except (httpx.InvalidURL, ValueError):  # ValueError: a key that no header can hold
            raise _unusable(address) from None
        self._address = address

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def ask(
        self, question: str, *, answerer: str, k: int, on_event: Callable[[str, object], None] | None = None
    ) -> Answer:
        """See `Service.ask`; of the events, `sentence` is passed on. Raises RagError with the service's own code."""
        body = {"question": question, "answerer": answerer, "k": k, "stream": True}
        try:
            with self._events(body) as events:
                for event, payload in events:
                    if event == "sentence" and on_event is not None:
                        on_event(event, _SENTENCE.validate_python(payload))
                    elif event == "answer":
                        return _ANSWER.validate_python(payload)
                    elif event == "error":
                        raise _told(payload)
        except httpx.UnsupportedProtocol:
            raise _unusable(self._address) from None
        except httpx.HTTPError as error:
            raise RagError(
                f"{self._address} cannot be asked: {error}",
                hint="Is `rag serve` running there?",
                code="server_unreachable",
            ) from error
        except (ValueError, ValidationError, AttributeError) as error:
            raise self._strange() from error
        raise self._strange()

    @contextmanager
    def _events(self, body: dict[str, Any]) -> Iterator[Iterator[tuple[str, Any]]]:
        with self._client.stream("POST", "v1/ask", json=body) as response:
            if response.status_code != httpx.codes.OK:
                raise _told(json.loads(response.read()))
            yield _parse(response.iter_lines())

    def _strange(self) -> RagError:
        return RagError(
            f"{self._address} answered in a way that is not ours.", hint="Is it `rag serve`?", code="server_strange"
        )


def _parse(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    """Server-sent events of one line of data each, as our service writes them."""
    event = ""
    for line in lines:
        field, _, value = line.partition(": ")
        if field == "event":
            event = value
        elif field == "data":
            yield event, json.loads(value)


def _told(body: Any) -> RagError:
    """The error that the service told of, as wrong usage where it is that here too."""
    error = body.get("error") or {}
    code = str(error.get("code", ""))
    kind = UsageError if code == UsageError.code or code.startswith("question_") else RagError
    return kind(str(error.get("message", "The service failed.")), hint=str(error.get("hint", "")), code=code)


def _unusable(address: str) -> RagError:
    return UsageError(f"{address!r} is no address of a service.", hint="Write http://host:port.", code="server_address")
