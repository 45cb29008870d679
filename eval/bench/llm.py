"""What the local language model costs: `python -m eval.bench --part local_model`.

The prompts are those of seed questions, made by the real service. llama.cpp alone is xllamacpp's server in a process of
its own with its own defaults, asked the same messages in turn with ours and in the same state of its cache; ours also
has the grammar that the service asks for.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench.main_job import UNMEASURED, Figure, seeded
from eval.bench.measure import Spread, ratios
from rag.config import load_settings
from rag.errors import LLMError
from rag.llm.base import ABANDONED
from rag.llm.llama_cpp import CONTEXT_TOKENS, STEP_TOKENS, Engine
from rag.llm.local import LocalModel
from rag.models.store import ModelStore
from rag.types import Message

TIMED = 9
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
            "Where did Putin and Kim Jong Un meet?",
            "Why did Lavrov travel to North Korea?",
        ),
        (
            "Was hat Lawrow über Kursk gesagt?",
            "Wann kam Lawrow in Pjöngjang an?",
            "Wer nahm an dem Gespräch mit Kim Jong Un teil?",
            "Was sagte Putin über Satelliten?",
            "Wie lange sprachen die Außenminister?",
            "Hat Nordkorea Russland Waffen geliefert?",
            "Wo trafen sich Putin und Kim Jong Un?",
            "Warum reiste Lawrow nach Nordkorea?",
        ),
        (
            "拉夫罗夫关于库尔斯克说了什么？",
            "拉夫罗夫什么时候抵达平壤？",
            "谁参加了与金正恩的会谈？",
            "普京对卫星说了什么？",
            "两国外长谈了多久？",
            "朝鲜向俄罗斯提供武器了吗？",
            "普京和金正恩在哪里会晤？",
            "拉夫罗夫为什么访问朝鲜？",
        ),
        (
            "拉夫羅夫關於庫爾斯克說了什麼？",
            "拉夫羅夫什麼時候抵達平壤？",
            "誰參加了與金正恩的會談？",
            "普京對衛星說了什麼？",
            "兩國外長談了多久？",
            "朝鮮向俄羅斯提供武器了嗎？",
            "普京和金正恩在哪裡會晤？",
            "拉夫羅夫為什麼訪問朝鮮？",
        ),
    )
    for question in questions
)


def local_model(seeds: Path, _: Path | None = None) -> Iterator[Figure]:
    """Prompt lengths, first token against llama.cpp alone, what stopping takes and small steps cost."""
    settings = load_settings()
    store = ModelStore(settings.models)
    if not store.is_present(settings.llm_model):
        yield Figure("local language model", UNMEASURED, "rag models pull")
        return
    weights = store.path(settings.llm_model)
    model = LocalModel(weights, name=settings.llm_model)
    prompts, judging = _prompts(seeds, model)
    yield Figure(
        f"verdict on the evidence of {len(judging)} of {len(QUESTIONS)} questions, s", f"{Spread.of(judging):.1f}"
    )
    tokens = [model.count_prompt(prompt.messages) for prompt in prompts]
    yield Figure(
        f"prompt of {len(prompts)} of {len(QUESTIONS)} questions, tokens",
        f"{Spread.of(tokens):.0f}",
        "<= 600, at least 20",
    )
    yield Figure("  of these the same for every question, cached", f"{model.count_prompt(prompts[0].messages[:1])}")
    yield from _first_token(model, weights, prompts[:: max(1, len(prompts) // TIMED)][:TIMED])
    yield from _cancelling(model, prompts[0])
    model.close()
    yield from _steps(weights, prompts[0])


@dataclass(frozen=True)
class _Prompt:
    """What the service asks a model."""

    messages: Sequence[Message]
    grammar: str | None


class _Listening:
    """Takes down what the local model is asked, and fails, so that the service answers without it.

    Its verdict is the model's, and timed.
    """

    def __init__(self, model: LocalModel) -> None:
        self.name, self.digest = model.name, model.digest
        self.count_tokens, self.count_prompt = model.count_tokens, model.count_prompt
        self._model = model
        self.asked: list[_Prompt] = []
        self.judging: list[float] = []

    def stream(self, messages: Sequence[Message], *, grammar: str | None = None, **_: Any) -> Iterator[str]:
        self.asked.append(_Prompt(messages, grammar))
        raise LLMError("Only listening.")

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        began = time.perf_counter()
        found = list(self._model.agreements(conversations))
        self.judging.append(time.perf_counter() - began)
        yield from found


def _prompts(seeds: Path, model: LocalModel) -> tuple[list[_Prompt], list[float]]:
    """The first prompt that the service sends for each question, if any; and the seconds of each verdict."""
    prompts: list[_Prompt] = []
    judging: list[float] = []
    with seeded(seeds) as (_, service):
        for question in QUESTIONS:
            service.chat_model = listening = _Listening(model)
            service.ask(question)
            prompts += listening.asked[:1]
            judging += listening.judging
    return prompts, judging


def _first_token(model: LocalModel, weights: Path, prompts: Sequence[_Prompt]) -> Iterator[Figure]:
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


def _until_first(model: LocalModel, prompt: _Prompt) -> float:
    began = time.perf_counter()
    stream = model.stream(prompt.messages, max_tokens=2, grammar=prompt.grammar)
    next(piece for piece in stream if piece)
    elapsed = time.perf_counter() - began
    list(stream)
    return elapsed


def _cancelling(model: LocalModel, prompt: _Prompt) -> Iterator[Figure]:
    """Seconds from a reader's going away, as a step of the prompt begins, until the model takes the next prompt."""
    stopped = []
    for turn in range(7):
        left = [math.inf]
        token = ABANDONED.set(lambda left=left: time.perf_counter() > left[0])  # type: ignore[misc]
        stream = model.stream([Message("user", f"{turn} {prompt.messages[-1].content}")], max_tokens=5)
        next(stream)
        left[0] = time.perf_counter() + 0.02
        list(stream)
        ABANDONED.reset(token)
        following = model.stream([Message("user", "Hello")], max_tokens=1)
        next(following)
        stopped.append(time.perf_counter() - left[0])
        list(following)
    yield Figure("stopping while the prompt is read, s", f"{Spread.of(stopped):.2f}", "at most 1")


def _steps(weights: Path, prompt: _Prompt) -> Iterator[Figure]:
    """CPU seconds for one prompt by size of step: what it costs to be able to stop soon."""
    chat = [{"role": message.role, "content": message.content} for message in prompt.messages]
    for size in (512, 64, STEP_TOKENS, 32, 16):
        engine = Engine(weights, step_tokens=size)
        engine.count_text("load")
        began = time.process_time()
        deque(engine.stream(chat, max_tokens=1), maxlen=0)
        seconds = time.process_time() - began
        tokens = engine.count_chat(chat)
        engine.close()
        yield Figure(f"prompt in steps of {size}, CPU s", f"{seconds:.2f} ({tokens} tokens)")


class _Bare:
    """llama.cpp alone, in a process of its own: a line of messages in, a line with seconds out."""

    def __init__(self, weights: Path) -> None:
        command = [sys.executable, "-m", "eval.bench.llm", str(weights)]
        # Our engine has set how threads wait for the processes it starts; llama.cpp's own default is another.
        defaults = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=defaults)

    def __enter__(self) -> _Bare:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.communicate()

    def until_first(self, prompt: _Prompt) -> float:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        chat = [{"role": message.role, "content": message.content} for message in prompt.messages]
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
