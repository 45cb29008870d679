"""`rag ask --server`: the answer of a running service at the command line."""

from __future__ import annotations

import json
import socket
import threading
from typing import Any

import pytest

from rag.api.auth import parse_keys
from rag.api.guard import Door
from rag.cli import main
from rag.errors import NoIndexError, QuestionError
from tests.http.scripted import QUOTE, ScriptedService

pytestmark = pytest.mark.net


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["ask", "what did he say?", *arguments])
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


def test_the_answer_is_the_services(serve: Any, capsys: pytest.CaptureFixture[str]) -> None:
    service = ScriptedService.with_article()
    code, out, _ = run("--server", serve(service), "--json", "--k", "3", capsys=capsys)
    assert code == 0
    assert json.loads(out)["citations"][0]["quote"] == QUOTE
    assert service.asked[0][2] == 3


def test_sentences_are_printed_as_they_come_then_the_citations(serve: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("--server", serve(ScriptedService.with_article()), capsys=capsys)
    assert code == 0
    assert out.count("The documents say [1].") == 1
    assert f"[1] {QUOTE}" in out


def test_a_key_is_sent(serve: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    address = serve(ScriptedService.with_article(), Door(keys=parse_keys("a:reader:0123456789abcdef")))
    code, _, err = run("--server", address, capsys=capsys)
    assert code == 1
    assert "[unauthorized]" in err
    monkeypatch.setenv("RAG_SERVER_KEY", "0123456789abcdef")
    assert run("--server", address, capsys=capsys)[0] == 0


def test_the_services_error_is_ours(serve: Any, capsys: pytest.CaptureFixture[str]) -> None:
    address = serve(ScriptedService(failure=NoIndexError("Nothing yet.", hint="Run `rag ingest PATH...`.")))
    code, _, err = run("--server", address, capsys=capsys)
    assert code == 1
    assert "[no_index]" in err
    assert "rag ingest" in err


@pytest.mark.parametrize(
    ("address", "code", "exits"),
    [("http://127.0.0.1:9", "server_unreachable", 1), ("nonsense", "server_address", 2)],
)
def test_an_address_without_a_service_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], address: str, code: str, exits: int
) -> None:
    status, _, err = run("--server", address, capsys=capsys)
    assert status == exits
    assert f"[{code}]" in err


def test_wrong_usage_is_that_there_too_and_unknown_variables_are_named(
    serve: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_MODLES", "/x")
    failure = QuestionError("The question has no words.", hint="Ask in words.")
    code, _, err = run("--server", serve(ScriptedService(failure=failure)), capsys=capsys)
    assert code == 2
    assert "[question_empty]" in err
    assert "RAG_MODLES is not a setting" in err


def test_another_kind_of_server_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(10_000)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")

        thread = threading.Thread(target=answer)
        thread.start()
        status, _, err = run("--server", f"http://127.0.0.1:{listening.getsockname()[1]}", capsys=capsys)
        thread.join()
    assert status == 1
    assert "[server_strange]" in err
