"""On a real socket: who waits, who goes away, who is slow, and that nobody else notices."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from rag.api import guard, server, streaming
from rag.api.app import create_app
from rag.api.call import CURRENT, Call
from rag.api.queue import Line, LineModel
from rag.errors import InterruptedByUserError
from rag.llm.scripted import Reply, ScriptedModel
from rag.types import Message
from tests.http.conftest import with_model
from tests.http.scripted import ScriptedService, make_document
from tests.http.test_questions import events_of

pytestmark = pytest.mark.net
SLOW = Reply("a long reply " * 200, piece=4, delay=0.05)
"""Half a minute of a model at work, for a test that ends it."""


def ask(address: str, question: str = "what?", **more: Any) -> Any:
    return httpx.stream("POST", f"{address}/v1/ask", json={"question": question, "stream": True, **more}, timeout=20)


def until(condition: Callable[[], bool], seconds: float) -> float:
    """Seconds until the condition holds."""
    began = time.perf_counter()
    while not condition():
        assert time.perf_counter() - began < seconds
        time.sleep(0.01)
    return time.perf_counter() - began


def test_a_client_that_goes_away_stops_the_model_within_a_second(serve: Any) -> None:
    service, model, line = with_model(SLOW)
    address = serve(service, line=line)
    with ask(address) as response:
        next(response.iter_lines())
        until(lambda: bool(model.history), 5)
    assert until(lambda: model.closed == 1, 5) < 1.0
    assert until(lambda: line.taken == 0, 5) < 1.0


def test_an_impatient_json_client_stops_the_model_too(serve: Any) -> None:
    service, model, line = with_model(SLOW)
    address = serve(service, line=line)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{address}/v1/ask", json={"question": "what?"}, timeout=0.5)
    assert until(lambda: model.closed == 1 and line.taken == 0, 5) < 1.0


def test_those_who_wait_are_told_their_place_and_served_in_order(serve: Any) -> None:
    everyone_is_here = threading.Event()

    def first(messages: object) -> str:
        everyone_is_here.wait(20)
        return "reply"

    service, model, line = with_model(first, "reply", "reply", "reply")
    address = serve(service, line=line)

    def one(number: int) -> list[tuple[str, Any]]:
        with ask(address, f"question {number}") as response:
            return events_of(response.read().decode())

    with ThreadPoolExecutor(4) as pool:
        jobs = []
        for number in range(4):
            jobs.append(pool.submit(one, number))
            until(lambda number=number: line.waiting == number and bool(model.history), 10)  # type: ignore[misc]
        everyone_is_here.set()
        told = [[payload["place"] for name, payload in job.result() if name == "queue"] for job in jobs]
    assert [asked.messages[0].content for asked in model.history] == [f"question {number}" for number in range(4)]
    assert [places[:1] for places in told] == [[], [1], [2], [3]]
    assert all(places == sorted(places, reverse=True) for places in told)
    assert [places[-1:] for places in told] == [[], [0], [0], [0]]


def test_a_full_line_is_429_with_a_time_to_come_back(serve: Any) -> None:
    service, model, line = with_model(SLOW, seats=1)
    address = serve(service, line=line)
    with ask(address):
        until(lambda: bool(model.history), 5)
        for body in ({"question": "x"}, {"question": "x", "stream": True}):
            refused = httpx.post(f"{address}/v1/ask", json=body)
            assert (refused.status_code, refused.json()["error"]["code"]) == (429, "queue_full")
            assert int(refused.headers["retry-after"]) >= 1
        easy = httpx.post(f"{address}/v1/ask", json={"question": "x", "answerer": "extractive"})
        assert easy.status_code == 200
    until(lambda: line.taken == 0, 5)


def test_someone_in_line_who_goes_away_gives_up_the_place(serve: Any) -> None:
    service, model, line = with_model(SLOW, "never asked")
    address = serve(service, line=line)
    with ask(address):
        until(lambda: bool(model.history), 5)
        with ask(address) as second:
            next(second.iter_lines())
            until(lambda: line.waiting == 1, 5)
        assert until(lambda: line.waiting == 0, 5) < 1.0
    until(lambda: line.taken == 0, 5)
    assert len(model.history) == 1


def test_silence_is_broken_by_heartbeats(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.1)
    address = serve(ScriptedService.with_article(delay=0.5))
    with ask(address) as response:
        text = response.read().decode()
    assert text.startswith(": ping")
    assert [name for name, _ in events_of(text)][-1] == "answer"


class Reading(ScriptedService):
    """Tells of progress, of which clients hear nothing, as a model does at each batch of its prompt."""

    def ask(self, question: str, **kwargs: Any) -> Any:
        for _ in range(25):
            kwargs["on_event"]("progress", None)
            time.sleep(0.02)
        return super().ask(question, **kwargs)


def test_progress_that_is_not_told_does_not_stand_for_a_heartbeat(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.1)
    with ask(serve(Reading.with_article())) as response:
        text = response.read().decode()
    assert text.startswith(": ping")
    assert [name for name, _ in events_of(text)][-1] == "answer"


def test_a_client_that_does_not_read_holds_up_nobody(serve: Any) -> None:
    service = ScriptedService.with_article()
    address = serve(service)
    host, port = address.removeprefix("http://").split(":")
    idle = [socket.create_connection((host, int(port))) for _ in range(20)]
    body = b'{"question": "what?", "stream": true}'
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}"
    head = f"POST /v1/ask HTTP/1.1\r\nHost: {host}\r\n{kind}\r\n\r\n"
    for connection in idle:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        connection.sendall(head.encode() + body)
    until(lambda: len(service.asked) == 20, 5)
    began = time.perf_counter()
    assert httpx.post(f"{address}/v1/ask", json={"question": "me?"}).status_code == 200
    assert time.perf_counter() - began < 1.0
    for connection in idle:
        connection.close()


def test_a_client_that_does_not_read_keeps_no_seat_for_the_model(serve: Any) -> None:
    service, _, line = with_model("first", "second", seats=1)
    service.put(make_document("long.txt", "x" * 8_000_000 + "\n"))  # more than the buffers of a connection hold
    address = serve(service, line=line)
    with ask(address, "long?"):
        until(lambda: bool(service.asked) and line.taken == 0, 10)
        service.found = dict(list(service.found.items())[:1])
        assert httpx.post(f"{address}/v1/ask", json={"question": "me?"}).status_code == 200


def test_fifty_megabytes_are_refused_before_they_are_sent(serve: Any) -> None:
    address = serve(ScriptedService())
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        head = f"POST /v1/ask HTTP/1.1\r\nHost: {host}\r\nContent-Length: 50000000\r\n\r\n"
        connection.sendall(head.encode() + b"x" * 1000)
        assert connection.recv(2000).startswith(b"HTTP/1.1 413")
    assert httpx.get(f"{address}/healthz").status_code == 200


@pytest.mark.parametrize("sent", [b"", b"POST /v1/ask HT", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_half_a_request_is_closed_in_time(serve: Any, monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(server, "REQUEST_SECONDS", 0.3)
    address = serve(ScriptedService())
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(sent)
        assert connection.recv(100) == b""
    assert httpx.get(f"{address}/healthz").status_code == 200


def test_clients_end_idle_connections_before_the_server_does() -> None:
    """Where both wait equally long, a request is now and then sent into a connection that is being closed."""
    config = server.Server(create_app(ScriptedService()), host="127.0.0.1", port=0).config
    assert config.timeout_keep_alive >= 2 * (httpx.Limits().keepalive_expiry or 0)
    assert config.timeout_keep_alive <= server.REQUEST_SECONDS


def test_half_a_body_is_408_in_time(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.3)
    address = serve(ScriptedService())
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        head = (
            f"POST /v1/search HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"
        )
        connection.sendall(head.encode() + b'{"que')
        assert connection.recv(2000).startswith(b"HTTP/1.1 408")


def test_an_interrupted_upload_changes_nothing(serve: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    service = ScriptedService()
    address = serve(service)
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        head = (
            f"POST /v1/documents HTTP/1.1\r\nHost: {host}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
            "Content-Length: 40000000\r\n\r\n"
            '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        )
        connection.sendall(head.encode() + b"x" * 3_000_000)
        time.sleep(0.2)
    time.sleep(0.3)
    assert service.found == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\x00b\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        "GET /\r\nInjected: x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "a" * 70_000,
        "POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_a_malformed_head_is_a_4xx(serve: Any, head: str) -> None:
    address = serve(ScriptedService())
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(head.encode("latin-1"))
        assert connection.recv(200).startswith(b"HTTP/1.1 4")
    assert httpx.get(f"{address}/healthz").status_code == 200


def test_a_stop_lets_answers_in_flight_finish() -> None:
    from tests.http.conftest import running

    service, model, line = with_model(Reply("the whole reply", piece=1, delay=0.05))
    texts: list[str] = []

    def read(address: str) -> None:
        with ask(address) as response:
            texts.append(response.read().decode())

    with running(create_app(service, line=line)) as address:
        reader = threading.Thread(target=read, args=(address,))
        reader.start()
        until(lambda: bool(model.history), 5)
    reader.join(timeout=5)
    assert events_of(texts[0])[-1][0] == "answer"
    assert "the whole reply" in texts[0]


def test_a_verdict_waits_in_the_same_line_and_ends_with_its_client() -> None:
    line, call = Line(), Call(lambda *_: None)
    model = LineModel(ScriptedModel.of("yes", "no", "perhaps", "yes", "yes"), line)
    conversation = [Message("user", "Does it answer?")]
    assert list(model.agreements([conversation] * 3)) == [1.0, 0.0, None]
    token = CURRENT.set(call)
    try:
        agreements = model.agreements([conversation] * 2)
        assert next(agreements) == 1.0
        assert line.waiting == 0
        call.gone.set()
        with pytest.raises(InterruptedByUserError):
            next(agreements)
    finally:
        CURRENT.reset(token)
    with line.turn(Call(lambda *_: None)):
        assert line.waiting == 0, "the turn was given back"
