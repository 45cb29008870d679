"""The real service over the seeds: cited answers, documents that come and go under questions, and both stores."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from rag.api.app import create_app
from rag.config import load_settings
from rag.ingest.discover import document_id
from rag.service import Service
from tests.http.conftest import running
from tests.http.test_questions import events_of

pytestmark = [pytest.mark.model, pytest.mark.net]
SEEDS = Path(__file__).parents[2] / "seeds"
KURSK = "拉夫罗夫对库尔斯克说了什么？"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(load_settings(home=tmp_path_factory.mktemp("home"), llm="none")) as service:
        service.ingest([SEEDS])
        yield service


@pytest.fixture(scope="module")
def address(service: Service) -> Iterator[str]:
    from pytest_socket import enable_socket

    enable_socket()
    with running(create_app(service)) as address:
        yield address


def holds(client: httpx.Client, citation: dict[str, Any]) -> bool:
    text = client.get(f"/v1/documents/{citation['document']}/text").text
    return text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize(
    "question",
    [KURSK, "拉夫羅夫對庫爾斯克說了什麼？", "what did Lavrov say about Kursk?", "Was sagte Lawrow über Kursk?"],
)
def test_an_answers_citations_hold_over_http(address: str, question: str) -> None:
    with httpx.Client(base_url=address, timeout=30) as client:
        answer = client.post("/v1/ask", json={"question": question}).json()
        assert answer["status"] == "answered"
        assert answer["citations"]
        assert all(holds(client, citation) for citation in answer["citations"])


def test_a_follow_up_is_shown_as_it_was_understood(address: str) -> None:
    history = [
        {"role": "user", "content": "What did Lavrov say about Kursk?"},
        {"role": "assistant", "content": "He spoke of it."},
    ]
    with httpx.Client(base_url=address, timeout=30) as client:
        asked = [
            client.post("/v1/ask", json={"question": question, "history": history}).json()
            for question in ("And what did he say in Wonsan?", "What did Lavrov say about Kursk?")
        ]
    assert "Lavrov" in asked[0]["understood"]
    assert asked[0]["question"] == "And what did he say in Wonsan?"
    assert asked[1]["understood"] is None


def test_a_stream_tells_only_what_the_answer_keeps(address: str) -> None:
    with httpx.Client(base_url=address, timeout=30) as client:
        events = events_of(client.post("/v1/ask", json={"question": KURSK, "stream": True}).text)
    names = [name for name, _ in events]
    assert names[0] == "evidence"
    assert names[-1] == "answer"
    answer = events[-1][1]
    told = [payload for name, payload in events if name == "sentence"]
    assert told == [sentence for sentence in answer["sentences"] if sentence["verdict"] != "unsupported"]


def test_openai_deltas_join_to_the_answer(address: str) -> None:
    import json

    body = {"model": "rag", "messages": [{"role": "user", "content": KURSK}], "stream": True}
    lines = httpx.post(f"{address}/v1/chat/completions", json=body, timeout=30).text.split("\n\n")
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: {")]
    said = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert said == chunks[-1]["rag"]["answer"]


def test_documents_come_and_go_while_questions_are_asked(address: str) -> None:
    """No 5xx, no quote that is not the text's, and nothing cited whose removal was confirmed before the question."""
    text = "Der Hafen von Eddenburg wurde 1987 durch die Ingenieurin Marta Quill erweitert.\n"
    name, stop = "eddenburg.txt", threading.Event()
    faults: list[str] = []

    def change() -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            for _ in range(4):
                if (added := client.post("/v1/documents", files={"file": (name, text.encode())})).status_code != 200:
                    faults.append(f"upload {added.status_code} {added.text}")
                if (gone := client.delete(f"/v1/documents/{document_id(name)}")).status_code != 200:
                    faults.append(f"delete {gone.status_code} {gone.text}")
        stop.set()

    def ask() -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            while not stop.is_set():
                response = client.post("/v1/ask", json={"question": "Wer erweiterte den Hafen von Eddenburg?"})
                if response.status_code != 200:
                    faults.append(f"ask {response.status_code} {response.text}")
                    return
                answer = response.json()
                for citation in answer["citations"]:
                    if citation["source"] == name and text[citation["start"] : citation["end"]] != citation["quote"]:
                        faults.append(citation["quote"])

    threads = [threading.Thread(target=work) for work in (change, ask, ask)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=110)
    assert faults == []
    with closing(httpx.Client(base_url=address, timeout=60)) as client:
        after = client.post("/v1/ask", json={"question": "Wer erweiterte den Hafen von Eddenburg?"}).json()
    assert all(citation["source"] != name for citation in after["citations"])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("binary.txt", bytes(range(256)) * 40, "file_binary"),
        ("empty.md", b"", "file_empty"),
        ("broken.docx", b"PK\x03\x04" + b"\0" * 500, "file_unreadable"),
        ("broken.pdf", b"%PDF-1.7 nothing", "file_unreadable"),
    ],
)
def test_a_file_that_is_no_document_is_a_clear_422(address: str, name: str, content: bytes, code: str) -> None:
    response = httpx.post(f"{address}/v1/documents", files={"file": (name, content)}, timeout=30)
    assert (response.status_code, response.json()["error"]["code"]) == (422, code)


def test_a_zip_bomb_is_refused(address: str, tmp_path: Path) -> None:
    import zipfile

    bomb = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w") as member,
    ):
        for _ in range(300):
            member.write(b"0" * 1_000_000)
    response = httpx.post(f"{address}/v1/documents", files={"file": ("bomb.docx", bomb.read_bytes())}, timeout=60)
    assert 400 <= response.status_code < 500
    assert httpx.get(f"{address}/readyz", timeout=30).status_code == 200


def test_a_follow_up_is_answered_in_its_own_language(address: str) -> None:
    history = [{"role": "user", "content": "Department for Transport、Hanna Lindqvist是誰？"}]
    with httpx.Client(base_url=address, timeout=30) as client:
        given = client.post("/v1/ask", json={"question": "她幾歲？", "history": history}).json()
    assert "Hanna Lindqvist" in given["understood"]
    assert given["language"] == "zh-Hant"
