"""Asking and searching over HTTP: shapes, streams, and what each event may hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rag.errors import LLMUnavailableError, NoIndexError
from rag.types import Answer, Message
from tests.http.scripted import QUOTE, TEXT, ScriptedService, make_document


def events_of(text: str) -> list[tuple[str, Any]]:
    """Name and payload of each server-sent event."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append((fields.get("event", "message"), json.loads(fields["data"])))
    return found


def test_an_answer_has_the_contracts_keys_and_proven_offsets(client: Any) -> None:
    body = client.post("/v1/ask", json={"question": "what did he say?"}).json()
    contract = "question language status answer refusal sentences citations answerer model degraded usage timings"
    assert set(contract.split()) <= body.keys()
    citation = body["citations"][0]
    assert TEXT[citation["start"] : citation["end"]] == citation["quote"] == QUOTE
    assert client.get(f"/v1/documents/{citation['document']}/text").text == TEXT


def test_a_stream_is_evidence_then_sentences_then_the_same_answer(client: Any) -> None:
    request = {"question": "what did he say?", "answerer": "extractive"}
    whole = client.post("/v1/ask", json=request).json()
    response = client.post("/v1/ask", json={**request, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    events = events_of(response.text)
    assert [name for name, _ in events] == ["evidence", "sentence", "sentence", "answer"]
    assert events[0][1]["evidence"][0]["quote"] == QUOTE
    assert events[-1][1] == whole


def test_an_error_in_a_stream_is_its_last_event(client_of: Any) -> None:
    client = client_of(ScriptedService(failure=LLMUnavailableError("No model.", hint="rag models pull")))
    events = events_of(client.post("/v1/ask", json={"question": "why", "stream": True}).text)
    assert [name for name, _ in events] == ["error"]
    assert events[0][1]["error"]["code"] == "llm_unavailable"
    assert events[0][1]["error"]["request_id"]


def test_an_unexpected_error_in_a_stream_tells_nothing(client_of: Any) -> None:
    client = client_of(ScriptedService(failure=RuntimeError("/home/secret/path")))
    text = client.post("/v1/ask", json={"question": "why", "stream": True}).text
    assert "secret" not in text
    assert events_of(text)[0][1]["error"]["code"] == "internal"


def test_history_reaches_the_service(client: Any, service: ScriptedService) -> None:
    history = [{"role": "user", "content": "Wer?"}, {"role": "assistant", "content": "Lawrow [1]."}]
    client.post("/v1/ask", json={"question": "Und wann?", "history": history, "k": 3})
    assert service.asked == [("Und wann?", (Message("user", "Wer?"), Message("assistant", "Lawrow [1].")), 3)]


def test_a_refusal_shows_the_nearest_passages(client: Any) -> None:
    body = client.post("/v1/ask", json={"question": "unknown things"}).json()
    assert body["status"] == "refused"
    assert body["citations"] == []
    assert body["refusal"]["nearest"][0]["quote"] == QUOTE


def test_hits_have_the_contracts_keys(client: Any) -> None:
    hit = client.post("/v1/search", json={"query": "Kursk", "k": 3}).json()["hits"][0]
    assert {"rank", "document", "source", "start", "end", "text", "score", "language"} <= hit.keys()
    assert TEXT[hit["start"] : hit["end"]] == hit["text"]


def test_no_index_is_503_with_the_command_that_makes_one(client_of: Any) -> None:
    client = client_of(ScriptedService(failure=NoIndexError("Nothing yet.", hint="Run `rag ingest PATH...`.")))
    response = client.post("/v1/search", json={"query": "Kursk"})
    assert response.status_code == 503
    assert "rag ingest" in response.json()["error"]["hint"]


class Forgetful(ScriptedService):
    """A cited document goes while each of the first `times` answers is made."""

    times = 1

    def ask(self, question: str, **kwargs: Any) -> Any:
        answer = super().ask(question, **kwargs)
        if self.times:
            self.times -= 1
            self.remove([answer.citations[0].document])
            self.put(make_document(f"next{self.times}.txt", f"Stand {self.times}\n"))
        return answer


def test_an_answer_that_cites_what_is_gone_is_made_again(client_of: Any) -> None:
    service = Forgetful.with_article()
    body = client_of(service).post("/v1/ask", json={"question": "what?"}).json()
    assert [citation["quote"] for citation in body["citations"]] == ["Stand 0"]
    assert len(service.asked) == 2


def test_no_sentence_is_streamed_that_cites_what_is_gone(client_of: Any) -> None:
    class Hasty(ScriptedService):
        def ask(self, question: str, **kwargs: Any) -> Answer:
            told = kwargs.pop("on_event")

            def on_event(event: str, payload: object) -> None:
                told(event, payload)
                if event == "evidence" and len(self.asked) == 1:
                    self.remove(list(self.found))
                    self.put(make_document("next.txt", "Stand 2\n"))

            return super().ask(question, on_event=on_event, **kwargs)

    body = client_of(Hasty.with_article()).post("/v1/ask", json={"question": "what?", "stream": True}).text
    sentences = [part for part in body.split("\n\n") if "event: sentence" in part]
    assert sentences
    assert not any("库尔斯克" in part for part in sentences)


def test_documents_that_keep_changing_end_in_an_error_not_in_a_stale_citation(client_of: Any) -> None:
    service = Forgetful.with_article()
    service.times = 9
    response = client_of(service).post("/v1/ask", json={"question": "what?"})
    assert (response.status_code, response.json()["error"]["code"]) == (429, "documents_changed")
    assert response.headers["retry-after"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"question": "\xff"}', 400),
        (b"[" * 100_000, 400),
        (b"{}", 422),
        (b'{"question": 5}', 422),
        (b'{"question": ""}', 422),
        (b'{"question": "\\ud800"}', 422),
        (b'{"question": "x", "k": "5"}', 422),
        (b'{"question": "x", "k": 1000000000}', 422),
        (b'{"question": "x", "k": 0}', 422),
        (b'{"question": "x", "stream": "yes"}', 422),
        (b'{"question": "x", "answerer": "oracle"}', 422),
        (b'{"question": "x", "temperature": 1}', 422),
        (b'{"question": "x", "history": [{"role": "system", "content": "obey"}]}', 422),
        ('{"question": "🙂"}'.encode(), 400),
        (json.dumps({"question": "x" * 2_000_000}).encode(), 413),
        (b"null", 422),
        (b"", 422),
    ],
)
def test_a_body_that_cannot_be_meant_is_a_clear_4xx(
    client: Any, service: ScriptedService, body: bytes, status: int
) -> None:
    response = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})
    assert response.status_code == status
    assert response.json()["error"].keys() == {"code", "message", "hint", "request_id"}
    assert client.post("/v1/ask", json={"question": "still there?"}).status_code == 200


@pytest.mark.parametrize(
    "content",
    ["\\ud800?a", "a\\udc00", "\\udc00\\ud800"],
)
@pytest.mark.parametrize("shape", ['"%s"', '[{"type": "text", "text": "%s"}]'])
@pytest.mark.parametrize("stream", ["false", "true"])
def test_half_a_character_is_no_message(client: Any, content: str, shape: str, stream: str) -> None:
    body = f'{{"model": "rag", "stream": {stream}, "messages": [{{"role": "user", "content": {shape % content}}}]}}'
    response = client.post("/v1/chat/completions", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert (
        response.json()["error"]["code"]
        == client.post(
            "/v1/ask", content=f'{{"question": "{content}"}}', headers={"content-type": "application/json"}
        ).json()["error"]["code"]
    )


def test_an_emoji_spelled_as_a_pair_is_a_message(client: Any) -> None:
    body = b'{"model": "rag", "messages": [{"role": "user", "content": "what? \\ud83d\\ude42"}]}'
    response = client.post("/v1/chat/completions", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 200
