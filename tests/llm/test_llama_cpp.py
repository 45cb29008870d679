from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from rag.errors import LLMError, LLMUnavailableError
from rag.llm.base import ABANDONED
from rag.llm.llama_cpp import CONTEXT_TOKENS, Engine
from tests.llm.fake_llama_cpp import FakeModule, event, progress

HELLO = [{"role": "user", "content": "hello"}]


def install(monkeypatch: pytest.MonkeyPatch, module: FakeModule) -> FakeModule:
    monkeypatch.setitem(sys.modules, "xllamacpp", module)
    return module


def two_batches_then_hi(request: dict[str, Any]) -> list[dict[str, Any]]:
    return [progress(32, 40), progress(40, 40), event("H"), event("i")]


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    return path


def test_events_arrive_in_order_with_the_fixed_sampling(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    fake = install(monkeypatch, FakeModule(two_batches_then_hi))
    engine = Engine(weights)
    events = list(engine.stream(HELLO, max_tokens=7, grammar='root ::= "x"'))
    assert [e["choices"][0]["delta"]["content"] for e in events] == [None, None, "H", "i"]
    request = fake.requests[0]
    assert request["temperature"] == 0
    assert request["seed"] == 20240607
    assert (request["max_tokens"], request["grammar"], request["messages"]) == (7, 'root ::= "x"', HELLO)
    engine.close()


def test_weights_load_once_and_on_first_use(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    fake = install(monkeypatch, FakeModule(two_batches_then_hi))
    engine = Engine(weights)
    assert fake.loads == []
    list(engine.stream(HELLO, max_tokens=1))
    engine.count_text("abc")
    assert len(fake.loads) == 1
    params = fake.loads[0]
    assert params.n_batch == params.n_ubatch <= 64
    assert not params.ui
    assert not params.endpoint_slots
    engine.close()


def test_the_server_is_reachable_only_through_a_private_folder(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    fake = install(monkeypatch, FakeModule(two_batches_then_hi))
    engine = Engine(weights)
    list(engine.stream(HELLO, max_tokens=1))
    socket = Path(fake.loads[0].hostnames[0])
    assert socket.is_socket()
    assert socket.parent.stat().st_mode & 0o077 == 0
    engine.close()
    assert not socket.parent.exists()


def test_counts_come_from_the_model(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    install(monkeypatch, FakeModule(two_batches_then_hi))
    engine = Engine(weights)
    assert engine.count_text("abcd") == 4
    assert engine.count_chat(HELLO) == 5
    engine.close()


def test_closing_while_the_prompt_is_read_stops_at_the_next_batch(
    monkeypatch: pytest.MonkeyPatch, weights: Path
) -> None:
    fake = install(monkeypatch, FakeModule(lambda request: [progress(i, 100) for i in range(100)], delay=0.01))
    engine = Engine(weights)
    stream = engine.stream(HELLO, max_tokens=1)
    next(stream)
    stream.close()
    assert fake.running == 0
    assert fake.events_sent < 10
    engine.close()


def test_work_that_is_abandoned_stops_at_the_next_batch_without_being_closed(
    monkeypatch: pytest.MonkeyPatch, weights: Path
) -> None:
    fake = install(monkeypatch, FakeModule(lambda _: [progress(n, 1000) for n in range(0, 1000, 10)], delay=0.01))
    gone = threading.Event()
    engine = Engine(weights)
    token = ABANDONED.set(gone.is_set)
    stream = engine.stream(HELLO, max_tokens=5)
    next(stream)
    gone.set()
    list(stream)
    ABANDONED.reset(token)
    assert fake.events_sent < 10
    engine.close()


def long(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def test_a_long_prompt_is_read_in_steps_until_one_is_left(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    fake = install(monkeypatch, FakeModule(two_batches_then_hi))
    engine = Engine(weights, step_tokens=4)
    events = list(engine.stream(long("abcdefghij"), max_tokens=1))
    assert fake.steps == ["abcd", "abcdefgh"]
    assert [e["prompt_progress"]["processed"] for e in events[:2]] == [4, 8]
    assert len(fake.requests) == 1
    engine.close()


def test_what_two_prompts_share_is_read_once(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    fake = install(monkeypatch, FakeModule(two_batches_then_hi))
    engine = Engine(weights, step_tokens=4)
    list(engine.stream(long("abcdefghij"), max_tokens=1))
    fake.steps.clear()
    list(engine.stream(long("abcdefXXXXX"), max_tokens=1))
    assert fake.steps == ["abcdefXXXX"]
    fake.steps.clear()
    list(engine.stream(long("abcdefXXXXX"), max_tokens=1))
    assert fake.steps == []
    engine.close()
    list(engine.stream(long("abcdefXXXXX"), max_tokens=1))
    assert fake.steps == ["abcd", "abcdefXX"], "and after closing nothing is there to share"
    engine.close()


def test_closing_between_two_steps_starts_nothing_more(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    fake = install(monkeypatch, FakeModule(two_batches_then_hi))
    engine = Engine(weights, step_tokens=4)
    stream = engine.stream(long("abcdefghij"), max_tokens=1)
    next(stream)
    stream.close()
    assert (fake.steps, fake.requests) == (["abcd"], [])
    fake.steps.clear()
    list(engine.stream(long("abcdefghij"), max_tokens=1))
    assert fake.steps == ["abcdefgh"], "the next goes on from where it stopped"
    engine.close()


def test_abandoned_between_two_steps_starts_nothing_more(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    fake = install(monkeypatch, FakeModule(two_batches_then_hi))
    engine = Engine(weights, step_tokens=4)
    token = ABANDONED.set(lambda: bool(fake.steps))
    list(engine.stream(long("abcdefghij"), max_tokens=1))
    ABANDONED.reset(token)
    assert (fake.steps, fake.requests) == (["abcd"], [])
    engine.close()


def test_a_prompt_that_does_not_fit_is_refused_unread(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    fake = install(monkeypatch, FakeModule(lambda _: [{"error": {"message": "exceeds the context"}}]))
    engine = Engine(weights)
    with pytest.raises(LLMError, match="exceeds the context"):
        list(engine.stream(long("a" * CONTEXT_TOKENS), max_tokens=1))
    assert fake.steps == []
    engine.close()


def test_one_generation_at_a_time(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    fake = install(monkeypatch, FakeModule(two_batches_then_hi, delay=0.005))
    engine = Engine(weights)
    threads = [threading.Thread(target=lambda: list(engine.stream(HELLO, max_tokens=1))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(fake.requests) == 4
    assert fake.most_running == 1
    engine.close()


def test_an_error_event_is_an_llm_error(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    reply = {"error": {"code": 400, "message": "failed to parse grammar"}}
    install(monkeypatch, FakeModule(lambda request: [event("a"), reply]))
    engine = Engine(weights)
    with pytest.raises(LLMError, match="failed to parse grammar"):
        list(engine.stream(HELLO, max_tokens=1))
    engine.close()


def test_an_exception_in_the_server_reaches_the_caller(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    def fail(request: dict[str, Any]) -> list[dict[str, Any]]:
        raise MemoryError("no room")

    install(monkeypatch, FakeModule(fail))
    engine = Engine(weights)
    with pytest.raises(LLMError, match="no room"):
        list(engine.stream(HELLO, max_tokens=1))
    engine.close()


def test_weights_that_do_not_load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, FakeModule(two_batches_then_hi))
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"?")
    with pytest.raises(LLMUnavailableError, match="cannot load") as told:
        list(Engine(path).stream(HELLO, max_tokens=1))
    assert "rag models pull" in told.value.hint


def test_no_xllamacpp(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(LLMUnavailableError, match="does not import") as told:
        list(Engine(weights).stream(HELLO, max_tokens=1))
    assert "pip install xllamacpp" in told.value.hint


def test_weights_removed_between_opening_and_loading(monkeypatch: pytest.MonkeyPatch, weights: Path) -> None:
    install(monkeypatch, FakeModule(two_batches_then_hi))
    engine = Engine(weights)
    weights.unlink()
    with pytest.raises(LLMUnavailableError, match="not there"):
        engine.count_text("a")
