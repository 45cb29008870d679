"""What an operator sees: health, metrics, logs, and an API description that is whole."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from rag.api import logging as logs
from rag.api import readiness
from rag.api.metrics import Metrics
from rag.api.serve import warm
from rag.errors import LLMError, NoIndexError, RagError
from rag.llm.scripted import ScriptedModel
from rag.types import Answer, AnswerSentence, Timings
from tests.http.conftest import with_model
from tests.http.scripted import ScriptedService


def test_ready_says_what_is_missing(client_of: Any) -> None:
    client = client_of(ScriptedService(failure=NoIndexError("Nothing yet.", hint="Run `rag ingest PATH...`.")))
    response = client.get("/readyz")
    assert response.status_code == 503
    checks = {check["name"]: check for check in response.json()["checks"]}
    assert not checks["search"]["ok"]
    assert "rag ingest" in checks["search"]["fix"]
    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_does_not_need_the_language_model(client: Any) -> None:
    body = client.get("/readyz").json()
    assert body["ready"]
    assert {check["name"]: check["ok"] for check in body["checks"]} == {"search": True, "llm": False}


def test_asking_whether_it_is_ready_costs_one_search_a_second_at_most(
    client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = ScriptedService.with_article()
    searched: list[str] = []
    monkeypatch.setattr(service, "search", lambda question, k: searched.append(question))
    monkeypatch.setattr(readiness, "FRESH_SECONDS", 1000.0)
    client = client_of(service)
    assert {client.get("/readyz").status_code for _ in range(10)} == {200}
    assert len(searched) == 1
    monkeypatch.setattr(readiness, "FRESH_SECONDS", 0.0)
    assert client.get("/readyz").status_code == 200
    assert len(searched) == 2


@pytest.mark.parametrize("missing", [None, NoIndexError("Nothing yet."), LLMError("Broken weights.")])
def test_models_are_loaded_before_anyone_asks_and_what_is_missing_keeps_nobody_out(missing: RagError | None) -> None:
    """llama.cpp holds the interpreter while it loads: done at the first question, nobody would be answered then."""
    loaded: list[str] = []

    class Lazy(ScriptedModel):
        def count_tokens(self, text: str) -> int:
            loaded.append(text)
            if isinstance(missing, LLMError):
                raise missing
            return 1

    warm(ScriptedService(chat_model=Lazy(), failure=missing))  # type: ignore[arg-type]
    assert len(loaded) == 1


def value(text: str, name: str) -> float:
    """The sample of a metric, written with its labels."""
    return next(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))


def test_metrics_count_answers_refusals_tokens_and_requests(client_of: Any) -> None:
    service, _, line = with_model("said")
    client = client_of(service, line=line)
    client.post("/v1/ask", json={"question": "what?"})
    client.post("/v1/ask", json={"question": "unknown"})
    client.get("/v1/documents/0123456789abcdef")
    text = client.get("/metrics").text
    assert value(text, 'rag_answers_total{answerer="llm",degraded="no",status="answered"}') == 1
    assert value(text, 'rag_refusals_total{reason="no_evidence"}') == 1
    assert value(text, 'rag_tokens_total{kind="prompt"}') == 7
    assert value(text, 'rag_http_requests_total{method="POST",route="/v1/ask",status="200"}') == 2
    assert value(text, 'rag_http_requests_total{method="GET",route="/v1/documents/{id}",status="404"}') == 1
    assert value(text, "rag_queue_waiting") == 0
    client.get("/page/app.js")
    text = client.get("/metrics").text
    assert value(text, 'rag_http_requests_total{method="GET",route="/page",status="200"}') == 1


def test_metrics_time_the_stages_and_count_what_verification_dropped() -> None:
    sentences = (AnswerSentence("Kept [1].", (1,), "supported"), AnswerSentence("Dropped.", (), "unsupported"))
    metrics = Metrics()
    timings = Timings(retrieve_ms=30.0, first_token_ms=1500.0, total_ms=4000.0)
    metrics.count(Answer("q", "en", "answered", "Kept [1].", None, sentences, (), "llm", "scripted", timings=timings))
    text = metrics.text().decode()
    assert value(text, "rag_unsupported_sentences_total") == 1
    assert value(text, 'rag_stage_seconds_bucket{le="0.05",stage="retrieve"}') == 1
    assert value(text, 'rag_stage_seconds_sum{stage="first_token"}') == 1.5
    assert value(text, 'rag_stage_seconds_sum{stage="total"}') == 4


@pytest.fixture
def json_logs() -> Iterator[None]:
    root, before = logging.getLogger(), logging.getLogger().handlers
    logs.configure(as_json=True)
    yield
    root.handlers = before
    structlog.reset_defaults()


def test_a_log_line_has_the_requests_id_and_never_the_question_or_key(
    client_of: Any, json_logs: None, capsys: pytest.CaptureFixture[str]
) -> None:
    from rag.api.auth import parse_keys
    from rag.api.guard import Door

    client = client_of(ScriptedService.with_article(), Door(keys=parse_keys("alice:reader:a-secret-key-0123")))
    logging.getLogger().handlers[0].stream = __import__("sys").stderr  # type: ignore[attr-defined]
    headers = {"authorization": "Bearer a-secret-key-0123"}
    response = client.post("/v1/ask", json={"question": "private question?"}, headers=headers)
    written = capsys.readouterr().err
    (line,) = [json.loads(line) for line in written.splitlines() if '"request"' in line]
    assert line["request_id"] == response.headers["x-request-id"]
    assert (line["route"], line["status"], line["caller"]) == ("/v1/ask", 200, "alice")
    assert "private question" not in written
    assert "a-secret-key" not in written


def test_an_unexpected_error_is_in_the_log_with_its_trace(
    client_of: Any, json_logs: None, capsys: pytest.CaptureFixture[str]
) -> None:
    client = client_of(ScriptedService(failure=RuntimeError("the cause")))
    logging.getLogger().handlers[0].stream = __import__("sys").stderr  # type: ignore[attr-defined]
    response = client.post("/v1/search", json={"query": "private words"})
    written = capsys.readouterr().err
    (line,) = [json.loads(line) for line in written.splitlines() if '"internal' in line]
    assert line["request_id"] == response.headers["x-request-id"]
    assert "the cause" in json.dumps(line["exception"])
    assert "private words" not in written


def operations(client: Any) -> list[tuple[str, str, dict[str, Any]]]:
    paths = client.get("/openapi.json").json()["paths"]
    return [(path, method, operation) for path, methods in paths.items() for method, operation in methods.items()]


def test_every_route_has_a_summary_an_example_and_its_errors(client: Any) -> None:
    found = operations(client)
    assert len(found) == 13
    for path, method, operation in found:
        where = f"{method} {path}"
        assert operation["summary"], where
        assert {"400", "401", "403", "429", "500"} <= operation["responses"].keys(), where
        assert all(response["description"] for response in operation["responses"].values()), where
        content = operation["responses"]["200"]["content"]
        assert all("example" in media for media in content.values()), where


def test_keys_are_in_the_description_when_they_are_needed(client_of: Any, service: ScriptedService) -> None:
    from rag.api.auth import parse_keys
    from rag.api.guard import Door

    keyed = client_of(service, Door(keys=parse_keys("a:reader:0123456789abcdef")))
    described = {path: operation.get("security") for path, _, operation in operations(keyed)}
    assert described["/v1/ask"]
    assert not described["/healthz"]


def test_the_page_loads_nothing_from_elsewhere(client: Any) -> None:
    response = client.get("/")
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    assert "://" not in response.text.replace("http://www.w3.org/", "")


def test_traces_of_requests_reach_a_tracer_that_is_set_up() -> None:
    pytest.importorskip("opentelemetry.sdk")
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
    from starlette.testclient import TestClient

    from rag.api.app import create_app

    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    app = create_app(ScriptedService.with_article(), tracer_provider=provider)
    TestClient(app, base_url="http://127.0.0.1").post("/v1/search", json={"query": "private words"})
    spans = exporter.get_finished_spans()
    assert any("/v1/search" in span.name for span in spans)
    assert "private words" not in json.dumps([dict(span.attributes or {}) for span in spans], default=str)
