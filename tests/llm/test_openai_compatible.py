from __future__ import annotations

import socket

import httpx
import pytest

from rag.errors import LLMError, LLMUnavailableError
from rag.llm import open_chat_model
from rag.llm.openai_compatible import EndpointModel
from rag.types import Message
from tests.llm.endpoint import Script, fails, hangs, says, serving, writes
from tests.llm.weights import local_weights

pytestmark = pytest.mark.net

HELLO = [Message("system", "Be short."), Message("user", "Grüße, 世界")]
QUICK = httpx.Timeout(0.3, connect=0.3)


def model_at(url: str, **options: object) -> EndpointModel:
    return EndpointModel(url, **{"model": "m", "retries": 0, "timeout": QUICK, **options})  # type: ignore[arg-type]


def ask(model: EndpointModel) -> str:
    return "".join(model.stream(HELLO, max_tokens=20))


def test_a_streamed_answer() -> None:
    with serving(says("Guten ", "Tag, ", "世界")) as endpoint:
        assert ask(model_at(endpoint.url)) == "Guten Tag, 世界"
    body = endpoint.bodies[0]
    assert body["messages"] == [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": "Grüße, 世界"},
    ]
    assert (body["model"], body["temperature"], body["max_tokens"], body["stream"]) == ("m", 0, 20, True)


def test_it_opens_by_kind_and_contacts_nobody() -> None:
    model = open_chat_model("openai-compatible", base_url="http://127.0.0.1:9/v1", model="gpt-4o")
    assert model is not None
    assert model.count_tokens("hello world") == 2
    assert model.count_prompt(HELLO) > model.count_tokens("Be short.")
    other = open_chat_model("openai-compatible", base_url="http://127.0.0.1:8/v1", model="gpt-4o")
    assert other is not None
    assert other.digest != model.digest


def test_the_key_is_sent_and_the_shells_key_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-shell")
    with serving(says("x")) as endpoint:
        ask(model_at(endpoint.url, api_key="k1"))
        ask(model_at(endpoint.url))
    sent = [headers["Authorization"] for headers in endpoint.headers]
    assert sent[0] == "Bearer k1"
    assert "sk-of-the-shell" not in sent[1]


@pytest.mark.parametrize(
    ("script", "kind", "said", "hint"),
    [
        (fails(401), LLMUnavailableError, "refused the key", "RAG_LLM_API_KEY"),
        (fails(403), LLMUnavailableError, "refused the key", "RAG_LLM_API_KEY"),
        (fails(404), LLMUnavailableError, "does not know", "RAG_LLM_MODEL"),
        (fails(429), LLMUnavailableError, "too many requests", "Wait"),
        (fails(500), LLMUnavailableError, r"failed \(500\)", "logs"),
        (fails(503, "<html>down</html>"), LLMUnavailableError, r"failed \(503\)", "logs"),
        (fails(400), LLMError, "refused the request", "logs"),
        (fails(418), LLMError, "refused the request", "logs"),
        (hangs(1.0), LLMUnavailableError, "in time", "overloaded"),
        (says("half a", finish=False), LLMError, "broke off", "Ask again"),
        (says(finish=False), LLMError, "broke off", "Ask again"),
        (writes(b"data: {not json}\n\n"), LLMError, "does not speak", "logs"),
        (writes(b'data: {"choices": [{"delta": null}]}\n\ndata: [DONE]\n\n'), LLMError, ".", ""),
        (writes(b"data: [1, 2]\n\n"), LLMError, ".", ""),
        (writes(b"<html>a login page</html>", "text/html"), LLMError, ".", ""),
        (writes(b'data: {"error": {"message": "model crashed"}}\n\n'), LLMError, "model crashed", "logs"),
        (writes(b"\xff\xfe\x00 garbage"), LLMError, ".", ""),
        (writes(b"data: " + b"[" * 100_000 + b"\n\n"), LLMError, "does not speak", "logs"),
    ],
)
def test_whatever_goes_wrong_is_told_in_our_words(script: Script, kind: type[LLMError], said: str, hint: str) -> None:
    with serving(script) as endpoint, pytest.raises(LLMError, match=said) as told:
        ask(model_at(endpoint.url))
    assert type(told.value) is kind
    assert hint in told.value.hint


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(LLMUnavailableError, match="cannot be reached") as told:
        ask(model_at(f"http://127.0.0.1:{port}/v1"))
    assert "RAG_LLM_BASE_URL" in told.value.hint


def test_no_password_of_the_address_is_told() -> None:
    with serving(fails(500)) as endpoint, pytest.raises(LLMUnavailableError) as told:
        ask(model_at(endpoint.url.replace("://", "://user:s3cret@")))
    assert "s3cret" not in str(told.value)
    assert "127.0.0.1" in str(told.value)


def test_a_passing_fault_is_tried_again() -> None:
    played = iter(
        [fails(503, headers={"retry-after-ms": "1"}), fails(429, headers={"retry-after-ms": "1"}), says("ok")]
    )
    with serving(lambda handler: next(played)(handler)) as endpoint:
        assert ask(model_at(endpoint.url, retries=2)) == "ok"
    assert len(endpoint.bodies) == 3


def test_a_wrong_key_is_not_tried_again() -> None:
    with serving(fails(401)) as endpoint, pytest.raises(LLMUnavailableError):
        ask(model_at(endpoint.url, retries=2))
    assert len(endpoint.bodies) == 1


def test_one_that_does_not_answer_is_not_waited_for_again() -> None:
    with serving(hangs(1.0)) as endpoint, pytest.raises(LLMUnavailableError, match="in time"):
        ask(model_at(endpoint.url, retries=2))
    assert len(endpoint.bodies) == 1


def test_closing_hangs_up() -> None:
    with serving(says(*["word "] * 2000, delay=0.002)) as endpoint:
        stream = model_at(endpoint.url, timeout=httpx.Timeout(5)).stream(HELLO, max_tokens=5000)
        next(stream)
        stream.close()  # type: ignore[attr-defined]
        assert endpoint.cut_off.wait(2)


@pytest.mark.llm
@pytest.mark.timeout(600)
def test_against_a_real_server() -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(local_weights())
    params.n_ctx = 512
    params.n_parallel = 1
    params.verbosity = -1
    params.api_keys = ["secret"]
    params.warmup = params.fit_params = False
    server = xllamacpp.Server(params)
    url = f"{server.listening_address}/v1"
    question = [Message("user", "What is the capital of France? One word.")]
    said = "".join(EndpointModel(url, model="qwen", api_key="secret").stream(question, max_tokens=8))
    assert "Paris" in said
    with pytest.raises(LLMUnavailableError, match="refused the key"):
        list(EndpointModel(url, model="qwen", api_key="wrong").stream(question, max_tokens=8))
    too_long = [Message("user", "long " * 2000)]
    with pytest.raises(LLMError, match="refused the request"):
        list(EndpointModel(url, model="qwen", api_key="secret").stream(too_long, max_tokens=8))
    del server
