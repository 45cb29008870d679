"""Who gets in: keys and roles, hosts and origins, rates, and what leaves with every response."""

from __future__ import annotations

from typing import Any

import pytest

from rag.api.auth import Role, caller_of, check_exposure, parse_keys
from rag.api.guard import Door
from rag.api.limits import RateLimit
from rag.errors import ModelMissingError, SettingsError
from tests.http.scripted import ScriptedService

READER, WRITER = "reader-key-0123456789", "writer-key-0123456789"
KEYS = parse_keys(f"alice:reader:{READER},bob:writer:{WRITER}")


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


@pytest.fixture
def keyed(client_of: Any, service: ScriptedService) -> Any:
    return client_of(service, Door(keys=KEYS, hosts=frozenset({"rag.example"})))


def test_a_reader_reads_and_a_writer_writes(keyed: Any) -> None:
    file = {"file": ("a.txt", b"text")}
    assert keyed.get("/v1/documents", headers=bearer(READER)).status_code == 200
    assert keyed.post("/v1/ask", json={"question": "who?"}, headers=bearer(READER)).status_code == 200
    assert keyed.post("/v1/documents", files=file, headers=bearer(READER)).status_code == 403
    assert keyed.delete("/v1/documents/0123456789abcdef", headers=bearer(READER)).status_code == 403
    assert keyed.post("/v1/documents", files=file, headers=bearer(WRITER)).status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, bearer("wrong"), {"authorization": f"Basic {READER}"}, {"authorization": "Bearer"}]
)
@pytest.mark.parametrize("path", ["/v1/documents", "/v1/models", "/metrics", "/v1/nothing"])
def test_without_a_known_key_there_is_nothing_but_401(keyed: Any, headers: dict[str, str], path: str) -> None:
    response = keyed.get(path, headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["error"]["code"] == "unauthorized"


def test_an_upload_without_a_key_is_refused_before_its_body_is_read(keyed: Any) -> None:
    def body() -> Any:
        yield b"x" * 60_000_000  # more than is allowed: read, it would be 413

    assert keyed.post("/v1/documents", content=body()).status_code == 401


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/page/app.js", "/openapi.json"])
def test_the_page_and_health_need_no_key(keyed: Any, path: str) -> None:
    assert keyed.get(path).status_code == 200


@pytest.mark.parametrize(
    "setting", ["alice", "alice:admin:0123456789abcdef", "alice:reader:short", ":reader:0123456789abcdef"]
)
def test_a_key_that_cannot_be_meant_is_refused_without_printing_it(setting: str) -> None:
    with pytest.raises(SettingsError) as error:
        parse_keys(setting)
    assert setting not in str(error.value)


def test_two_keys_of_one_name_are_refused() -> None:
    with pytest.raises(SettingsError):
        parse_keys(f"a:reader:{READER},a:writer:{WRITER}")


def test_a_key_may_hold_colons_and_is_not_kept() -> None:
    (key,) = parse_keys("a:reader:one:two:three:four:five")
    assert caller_of("Bearer one:two:three:four:five", (key,)) is not None
    assert b"one:two" not in key.digest
    assert key.role is Role.READER


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.4", "rag.example", "::"])
def test_serving_others_without_keys_is_refused(host: str) -> None:
    with pytest.raises(SettingsError):
        check_exposure(host, ())
    check_exposure(host, KEYS)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.3.3.3"])
def test_loopback_needs_no_keys(host: str) -> None:
    check_exposure(host, ())


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:99", "[::1]:8000", "10.1.1.1", "rag.example:80"]
)
def test_addresses_localhost_and_named_hosts_are_answered(keyed: Any, host: str) -> None:
    assert keyed.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "a@localhost"]
)
def test_a_name_that_was_pointed_here_is_not(keyed: Any, host: str) -> None:
    response = keyed.get("/healthz", headers={"host": host})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "host_unknown")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
def test_another_pages_request_is_refused(client: Any, origin: str) -> None:
    response = client.post("/v1/ask", json={"question": "who?"}, headers={"origin": origin})
    assert (response.status_code, response.json()["error"]["code"]) == (403, "forbidden")


def test_our_own_pages_request_is_not(client: Any) -> None:
    response = client.post("/v1/ask", json={"question": "who?"}, headers={"origin": "http://127.0.0.1"})
    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers


def test_a_form_of_another_page_cannot_smuggle_json(client: Any) -> None:
    response = client.post("/v1/ask", content=b'{"question": "who?"}', headers={"content-type": "text/plain"})
    assert response.status_code == 422


def test_a_key_that_asks_too_often_is_told_when_to_come_back(client_of: Any, service: ScriptedService) -> None:
    client = client_of(service, Door(keys=KEYS, rate=RateLimit("3/minute")))
    statuses = [client.get("/v1/models", headers=bearer(READER)).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = client.get("/v1/models", headers=bearer(READER))
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.json()["error"]["code"] == "rate_limited"
    assert client.get("/v1/models", headers=bearer(WRITER)).status_code == 200


def test_a_rate_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError):
        RateLimit("often")


def test_every_response_carries_security_headers_and_its_id(client: Any) -> None:
    for response in (client.get("/healthz"), client.get("/nothing"), client.post("/v1/ask", content=b"{")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert len(response.headers["x-request-id"]) == 32


def test_a_good_request_id_is_kept_and_a_bad_one_is_not(client: Any) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abc-123-xyz"}).headers["x-request-id"] == "abc-123-xyz"
    assert client.get("/healthz", headers={"x-request-id": "a b<script>"}).headers["x-request-id"] != "a b<script>"


def test_an_unexpected_error_leaves_no_trace(client_of: Any) -> None:
    client = client_of(ScriptedService(failure=RuntimeError("/root/secret.py line 3")))
    response = client.post("/v1/search", json={"query": "x"})
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.json()["error"]["request_id"] == response.headers["x-request-id"]


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ("The model e5 is not in /root/.cache/rag/models.", "The model e5 is not in models."),
        (
            "It cannot be used: [Errno 13] denied: '/srv/my files/index.db'.",
            "It cannot be used: [Errno 13] denied: 'index.db'.",
        ),
        (r"C:\Users\ann\model.onnx does not load.", "model.onnx does not load."),
        ("~/rag/文档 (/data/x)", "文档 (x)"),
        ("GET /v1/documents lists them.", "GET /v1/documents lists them."),
        ("http://llm.internal:8000/v1 failed (500).", "The server failed (500)."),
        ("Chroma (http://chroma:8000) failed and/or 3/4", "Chroma (the server) failed and/or 3/4"),
    ],
)
def test_no_error_tells_where_things_lie(client_of: Any, told: str, heard: str) -> None:
    client = client_of(ScriptedService(failure=ModelMissingError(told, hint=told)))
    error = client.post("/v1/search", json={"query": "x"}).json()["error"]
    assert (error["message"], error["hint"]) == (heard, heard)
    check = client.get("/readyz").json()["checks"][0]
    assert (check["detail"], check["fix"]) == (heard, heard)


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/v1/ask", 405), ("GET", "/nope", 404), ("PUT", "/v1/documents", 405)]
)
def test_wrong_routes_have_the_same_shape(client: Any, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.json()["error"].keys() == {"code", "message", "hint", "request_id"}
