"""What the local language model costs: `python -m eval.bench --part local_model`.

The prompts are those of seed questions, made by the real service. llama.cpp alone is xllamacpp's server in a process of
its own with its own defaults, asked the same messages in turn with ours and in the same state of its cache.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.bench.main_job import UNMEASURED, Figure, seeded
from eval.bench.measure import Spread, ratios
from rag.config import load_settings
from rag.errors import LLMError
from rag.llm.llama_cpp import BATCH_TOKENS, CONTEXT_TOKENS, Engine
from rag.llm.local import LocalModel
from rag.models.store import ModelStore
from rag.types import Message

TIMED = 6
"""Prompts whose first token is timed; all are counted."""
QUESTIONS = tuple(
    question
    for questions in (
        (
            "What did Lavrov say about Kursk?",
            "When did Lavrov arrive in Pyongyang?",
            "Who attended the talks with Kim Jong Un?",
            "What did Putin say about satellites?",
            "How long did the foreign ministers talk?",
            "Has North Korea supplied Russia with weapons?",
        ),
        (
            "Was hat Lawrow über Kursk gesagt?",
            "Wann kam Lawrow in Pjöngjang an?",
            "Wer nahm an dem Gespräch mit Kim Jong Un teil?",
            "Was sagte Putin über Satelliten?",
            "Wie lange sprachen die Außenminister?",
            "Hat Nordkorea Russland Waffen geliefert?",
        ),
        (
            "拉夫罗夫关于库尔斯克说了什么？",
            "拉夫罗夫什么时候抵达平壤？",
            "谁参加了与金正恩的会谈？",
            "普京对卫星说了什么？",
            "两国外长谈了多久？",
            "朝鲜向俄罗斯提供武器了吗？",
        ),
        (
            "拉夫羅夫關於庫爾斯克說了什麼？",
            "拉夫羅夫什麼時候抵達平壤？",
            "誰參加了與金正恩的會談？",
            "普京對衛星說了什麼？",
            "兩國外長談了多久？",
            "朝鮮向俄羅斯提供武器了嗎？",
        ),
    )
    for question in questions
)


def local_model(seeds: Path, _: Path | None = None) -> Iterator[Figure]:
    """Prompt lengths, first token against llama.cpp alone, what stopping takes and small batches cost."""
    settings = load_settings()
    store = ModelStore(settings.models)
    if not store.is_present(settings.llm_model):
        yield Figure("local language model", UNMEASURED, "rag models pull")
        return
    weights = store.path(settings.llm_model)
    model = LocalModel(weights, name=settings.llm_model)
    prompts = _prompts(seeds, model)
    tokens = [model.count_prompt(prompt) for prompt in prompts]
    yield Figure(
        f"prompt of {len(prompts)} of {len(QUESTIONS)} questions, tokens", f"{Spread.of(tokens):.0f}", "<= 600"
    )
    yield Figure("  of these the same for every question, cached", f"{model.count_prompt(prompts[0][:1])}")
    yield from _first_token(model, weights, prompts[:: max(1, len(prompts) // TIMED)][:TIMED])
    yield from _cancelling(model, prompts[0])
    model.close()
    yield from _batches(weights, prompts[0])


class _Listening:
    """Takes down what the local model is asked, and fails, so that the service answers without it."""

    def __init__(self, model: LocalModel) -> None:
        self.name, self.digest = model.name, model.digest
        self.count_tokens, self.count_prompt = model.count_tokens, model.count_prompt
        self.asked: list[Sequence[Message]] = []

    def stream(self, messages: Sequence[Message], **_: Any) -> Iterator[str]:
        self.asked.append(messages)
        raise LLMError("Only listening.")


def _prompts(seeds: Path, model: LocalModel) -> list[Sequence[Message]]:
    """The first messages that the service sends for each question; none for one that it refuses unasked."""
    prompts = []
    with seeded(seeds) as (_, service):
        for question in QUESTIONS:
            service.chat_model = listening = _Listening(model)
            service.ask(question)
            prompts += listening.asked[:1]
    return prompts


def _first_token(model: LocalModel, weights: Path, prompts: Sequence[Sequence[Message]]) -> Iterator[Figure]:
    """Ours and llama.cpp's seconds to the first token, in turn; the first prompt warms both caches."""
    ours, theirs = [], []
    with _Bare(weights) as bare:
        for place, prompt in enumerate(prompts):
            seconds = (_until_first(model, prompt), bare.until_first(prompt))
            if place:
                ours.append(seconds[0])
                theirs.append(seconds[1])
    yield Figure("first token, s", f"{Spread.of(ours):.2f}")
    yield Figure("  llama.cpp alone, s", f"{Spread.of(theirs):.2f}")
    yield Figure("  ratio", f"{ratios(ours, theirs):.2f}", "at most 1.15")


def _until_first(model: LocalModel, prompt: Sequence[Message]) -> float:
    began = time.perf_counter()
    stream = model.stream(prompt, max_tokens=2)
    next(piece for piece in stream if piece)
    elapsed = time.perf_counter() - began
    list(stream)
    return elapsed


def _cancelling(model: LocalModel, prompt: Sequence[Message]) -> Iterator[Figure]:
    """Seconds from closing the stream until llama.cpp has stopped, while the prompt is read."""
    stopped = []
    for turn in range(5):
        stream = model.stream([Message("user", f"{turn} {prompt[-1].content}")], max_tokens=5)
        next(stream)
        next(stream)
        began = time.perf_counter()
        stream.close()  # type: ignore[attr-defined]
        stopped.append(time.perf_counter() - began)
    yield Figure("stopping while the prompt is read, s", f"{Spread.of(stopped):.2f}", "at most 1")


def _batches(weights: Path, prompt: Sequence[Message]) -> Iterator[Figure]:
    """CPU seconds for one prompt by batch size: what it costs to be able to stop soon."""
    for size in (512, 128, 32, BATCH_TOKENS, 8):
        engine = Engine(weights, batch_tokens=size)
        chat = [{"role": message.role, "content": message.content} for message in prompt]
        engine.count_text("load")
        began = time.process_time()
        *_, last = engine.stream(chat, max_tokens=1)
        seconds = time.process_time() - began
        engine.close()
        yield Figure(f"prompt in batches of {size}, CPU s", f"{seconds:.2f} ({last['timings']['prompt_n']} tokens)")


class _Bare:
    """llama.cpp alone, in a process of its own: a line of messages in, a line with seconds out."""

    def __init__(self, weights: Path) -> None:
        command = [sys.executable, "-m", "eval.bench.llm", str(weights)]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> _Bare:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.communicate()

    def until_first(self, prompt: Sequence[Message]) -> float:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        chat = [{"role": message.role, "content": message.content} for message in prompt]
        self._child.stdin.write(json.dumps(chat) + "\n")
        self._child.stdin.flush()
        return float(self._child.stdout.readline())


def _serve_bare(weights: str) -> None:
    """llama.cpp with its own defaults but for the context and one slot."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = weights
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = 1
    params.verbosity = -1
    server: Any = xllamacpp.Server(params)
    for line in sys.stdin:
        request = {"messages": json.loads(line), "max_tokens": 2, "temperature": 0, "stream": True}
        began = time.perf_counter()
        first: list[float] = []

        def on_event(event: dict[str, Any], first: list[float] = first) -> bool:
            if event["choices"] and event["choices"][0]["delta"].get("content"):
                first.append(time.perf_counter())
            return False

        server.handle_chat_completions(request, on_event)
        print(first[0] - began, flush=True)


if __name__ == "__main__":
    _serve_bare(sys.argv[1])
