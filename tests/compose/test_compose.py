"""The compose file against the specification's schema, what it promises of each container, and its wiring by hand."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.index.conftest import ChromaServer

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"])


def check_schema(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_file_is_valid_by_the_compose_specification(tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema")
    done = check_schema(COMPOSE)
    assert done.returncode == 0, done.stdout
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(COMPOSE.read_text(encoding="utf-8").replace("read_only: true", "read_only: [perhaps]"))
    assert check_schema(broken).returncode == 1


def test_every_container_is_confined(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["user"] == "10001:10001", name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "healthcheck" in service, name


def test_the_first_commands_work_with_a_read_only_root(services: dict[str, Any]) -> None:
    """`docker compose cp` cannot: the first lines of the file must not advise it."""
    head = COMPOSE.read_text(encoding="utf-8").split("\nname:")[0]
    assert " cp " not in head
    assert "run --rm -v ./seeds:/seeds:ro rag ingest /seeds" in head
    assert services["rag"]["read_only"] is True


def test_images_are_pinned(services: dict[str, Any]) -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    images = [line.split()[1] for line in lines if line.startswith("FROM")]
    images += [service["image"] for service in services.values()]
    for image in images:
        assert re.search(r":[\w.-]*\d+[\w.-]*$", image), image


def test_only_loopback_is_published_and_chroma_is_not(services: dict[str, Any]) -> None:
    published = {name: service.get("ports", []) for name, service in services.items()}
    assert published.pop("rag") == ["127.0.0.1:8000:8000"]
    assert not any(published.values())
    assert services["chroma"]["networks"] == ["inside"]


def test_keys_are_asked_for_and_the_model_server_only_on_demand(services: dict[str, Any]) -> None:
    assert ":?" in services["rag"]["environment"]["RAG_API_KEYS"]
    assert services["llm"]["profiles"] == ["llm"]
    assert "profiles" not in services["chroma"]


def test_the_model_servers_file_is_the_one_that_is_pulled(services: dict[str, Any]) -> None:
    from rag.models.registry import shipped_registry

    name = "qwen2.5-coder-1.5b-instruct-q4"
    (script,) = services["llm"]["command"]
    assert f'"/models/{name}/{shipped_registry()[name].file}"' in script


@pytest.mark.llm
@pytest.mark.net
def test_the_model_servers_script_speaks_like_openai(services: dict[str, Any]) -> None:
    """Its own words, but for where the weights are and where it listens."""
    from rag.config import load_settings
    from rag.models.store import ModelStore

    settings, port = load_settings(), free_port()
    (script,) = services["llm"]["command"]
    script = script.replace("0.0.0.0", "127.0.0.1").replace("8080", str(port)).replace("16384, 4", "512, 1")
    script = re.sub(r'"/models/.*"', repr(str(ModelStore(settings.models).path(settings.llm_model))), script)
    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            wait_until_well(client, re.search(r":8080(/\w+)", str(services["llm"]["healthcheck"]))[1])  # type: ignore[index]
            body = {"model": "any", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 2}
            said = client.post("/v1/chat/completions", json=body).json()
        assert said["choices"][0]["message"]["content"]
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_well(client: httpx.Client, path: str) -> None:
    """Until the server answers there with 200, a minute at most."""
    for _ in range(300):
        try:
            if client.get(path).status_code == 200:
                return
        except httpx.TransportError:
            pass  # it does not listen yet
        time.sleep(0.2)
    raise TimeoutError(path)


def test_the_health_checks_are_routes_that_exist(services: dict[str, Any]) -> None:
    from rag.api.app import create_app
    from tests.http.scripted import ScriptedService

    paths = create_app(ScriptedService()).openapi()["paths"]
    assert re.search(r":8000(/\w+)", str(services["rag"]["healthcheck"]))[1] in paths  # type: ignore[index]


class Wired:
    """`rag serve` as the compose file starts it, against a Chroma server on loopback."""

    KEY = "a-key-of-24-characters--"

    def __init__(self, home: Path, chroma: str, port: int) -> None:
        self.environment = {
            **os.environ,
            "RAG_HOME": str(home),
            "RAG_CHROMA_URL": chroma,
            "RAG_LLM": "none",
            "RAG_API_KEYS": f"me:writer:{self.KEY}",
        }
        self.port = port

    def __enter__(self) -> httpx.Client:
        arguments = ["serve", "--host", "0.0.0.0", "--port", str(self.port), "--allow-host", "rag"]
        command = [sys.executable, "-m", "rag.cli", *arguments]
        self.process = subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL)
        headers = {"authorization": f"Bearer {self.KEY}"}
        client = self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=60)
        for _ in range(600):
            try:
                client.get("/healthz")
                return client
            except httpx.TransportError:
                time.sleep(0.1)
        raise TimeoutError("rag serve did not answer")

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path / "chroma")
    server.start()
    yield server
    server.stop()


def doctor(home: Path, chroma: str) -> list[Any]:
    from rag.config import load_settings
    from rag.service import Service

    with Service(load_settings(home=home, chroma_url=chroma, llm="none")) as service:
        return service.doctor()


def free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.net
@pytest.mark.model
def test_chroma_may_go_away_and_come_back(tmp_path: Path, chroma: ChromaServer) -> None:
    file = {"file": ("hafen.txt", b"Der Hafen von Eddenburg wurde 1987 erweitert.\n")}
    query = {"query": "Wann wurde der Hafen erweitert?"}
    with Wired(tmp_path / "home", chroma.url, free_port()) as client:
        assert client.get("/v1/documents", headers={"authorization": ""}).status_code == 401
        assert client.get("/healthz", headers={"host": "rag:8000"}).status_code == 200
        added = client.post("/v1/documents", files=file)
        assert added.json().get("added") == 1, added.text
        assert client.post("/v1/search", json=query).json()["hits"][0]["source"] == "hafen.txt"
        chroma.stop()
        # What the catalog holds is searched exactly meanwhile; what is added waits for Chroma there.
        assert client.post("/v1/search", json=query).json()["hits"][0]["source"] == "hafen.txt"
        more = client.post("/v1/documents", files={"file": ("turm.txt", b"Der Turm von Eddenburg ist 40 m hoch.\n")})
        assert more.status_code in (200, 503), more.text
        assert client.get("/healthz").status_code == 200
        chroma.start()
        assert client.post("/v1/documents", files=file).json()["unchanged"] == 1
        assert client.post("/v1/search", json=query).json()["hits"][0]["source"] == "hafen.txt"
        assert client.get("/readyz").status_code == 200
    checks = {check.name: check for check in doctor(tmp_path / "home", chroma.url)}
    assert all(check.ok for check in checks.values()), checks
