"""llama.cpp in this process, through xllamacpp: load once, one generation at a time, stoppable while it reads."""

from __future__ import annotations

import math
import os
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeAlias

import httpx

from rag.errors import LLMError, LLMUnavailableError
from rag.llm.base import ABANDONED

Chat: TypeAlias = Sequence[Mapping[str, str]]
"""Messages as OpenAI writes them: {"role": ..., "content": ...}."""
Chunk: TypeAlias = dict[str, Any]
"""One streamed event of llama.cpp's chat completion."""

CONTEXT_TOKENS = 4096
# A prompt is read in requests of this many tokens, because only between two of them is stopping certain: told to stop
# inside a request, llama.cpp usually has the next batch under way already. Small steps stop sooner and fetch every
# weight more often; eval/bench/llm.py prints what each size costs.
STEP_TOKENS = 48
# Prompts the server keeps aside when another one takes its slot: a few fixed prefixes of 28 kB a token.
PROMPT_CACHE_MIB = 128
SEED = 20240607
_FIRST_TOKEN = {"n_predict": 1, "n_probs": 20, "temperature": 0, "cache_prompt": True}
_LEAST_LIKELY = 0.01
"""How likely a yes and a no must be together for their shares to mean anything."""
PULL = "Fetch it again: rag models pull"


class Engine:
    """One GGUF model. `stream` and `count_*` load it on first use; threads take turns."""

    def __init__(self, path: Path, *, step_tokens: int = STEP_TOKENS) -> None:
        self.path = path
        self._step_tokens = step_tokens
        self._loading = threading.Lock()
        self._turn = threading.Lock()
        self._loaded: _Loaded | None = None
        self._read: list[int] = []  # tokens of the last prompt that llama.cpp has read, and still holds

    def stream(self, chat: Chat, *, max_tokens: int, grammar: str | None = None) -> Generator[Chunk, None, None]:
        """Events of one completion, those that only report progress on the prompt included.

        Closing the iterator stops llama.cpp and returns when it has stopped, a step of the prompt later at most.
        """
        request: dict[str, Any] = {
            "messages": list(chat),
            "max_tokens": max_tokens,
            "stream": True,
            "return_progress": True,
            "temperature": 0,
            "seed": SEED,
        }
        if grammar is not None:
            request["grammar"] = grammar
        is_abandoned = ABANDONED.get()
        with self._turn:
            server = self._load().server
            yield from self._read_ahead(server, self._tokens(chat), is_abandoned)
            if not is_abandoned():
                yield from _run(server.handle_chat_completions, request, is_abandoned)

    def agreements(self, chats: Sequence[Chat]) -> Iterator[float | None]:
        """Of each chat how probable it is that the reply begins with yes, of yes and no; None if neither is.

        It ends early when nobody waits.
        """
        is_abandoned = ABANDONED.get()
        with self._turn:
            server = self._load().server
            for chat in chats:
                tokens = self._tokens(chat)
                for _ in self._read_ahead(server, tokens, is_abandoned):
                    pass
                if is_abandoned():
                    return
                request = {**_FIRST_TOKEN, "prompt": tokens}
                events = list(_run(server.handle_completions, request, is_abandoned))
                yield _agreement(events[-1]) if events else None

    def _read_ahead(self, server: Any, tokens: list[int], is_abandoned: Callable[[], bool]) -> Iterator[Chunk]:
        """Let llama.cpp read the prompt step by step until at most one step is left; one event a step.

        It keeps what it has read, so the request for the completion goes on from there.
        """
        done = _shared(self._read, tokens)
        while done + self._step_tokens < len(tokens) < CONTEXT_TOKENS and not is_abandoned():
            done += self._step_tokens
            request = {"prompt": tokens[:done], "n_predict": 0, "cache_prompt": True}
            for _ in _run(server.handle_completions, request, is_abandoned):
                pass
            self._read = tokens[:done]
            yield {"choices": [], "prompt_progress": {"total": len(tokens), "processed": done}}
        if not is_abandoned():
            self._read = tokens

    def _tokens(self, chat: Chat) -> list[int]:
        """The conversation as the model reads it."""
        prompt = self._post("/apply-template", {"messages": list(chat)})["prompt"]
        return list(self._post("/tokenize", {"content": prompt, "add_special": True, "parse_special": True})["tokens"])

    def count_text(self, text: str) -> int:
        """Tokens of `text` alone; special tokens spelled out in it count as the characters they are."""
        return len(self._post("/tokenize", {"content": text, "parse_special": False})["tokens"])

    def count_chat(self, chat: Chat) -> int:
        """Tokens of the conversation after the model's chat template."""
        return int(self._post("/chat/completions/input_tokens", {"messages": list(chat)})["input_tokens"])

    def close(self) -> None:
        """Free the model's memory; the next use loads it again."""
        with self._turn, self._loading:
            if self._loaded is not None:
                self._loaded.client.close()
                self._loaded.folder.cleanup()
                self._loaded = None
                self._read = []

    def _load(self) -> _Loaded:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self.path, self._step_tokens)
            return self._loaded

    def _post(self, route: str, body: Mapping[str, object]) -> Any:
        try:
            response = self._load().client.post(route, json=body)
            response.raise_for_status()
            return response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise LLMError(f"The local language model does not answer: {error}") from error


@dataclass(frozen=True)
class _Loaded:
    """The running server, the folder its socket is in, and a client for the routes xllamacpp does not wrap."""

    server: Any
    folder: tempfile.TemporaryDirectory[str]
    client: httpx.Client


def _load(path: Path, step_tokens: int) -> _Loaded:
    # llama.cpp's server always listens; on a socket in a folder of our own nobody else can reach it.
    folder = tempfile.TemporaryDirectory(prefix="rag-llm-")
    socket = Path(folder.name) / "llama.sock"  # the ending is what makes it a socket
    try:
        server = _start(path, socket, step_tokens)
    except LLMError:
        folder.cleanup()
        raise
    transport = httpx.HTTPTransport(uds=str(socket))
    return _Loaded(server, folder, httpx.Client(transport=transport, base_url="http://llama.cpp", timeout=60))


def _start(path: Path, socket: Path, step_tokens: int) -> Any:
    xllamacpp = _import()
    if not path.is_file():
        raise LLMUnavailableError(f"The model file {path.name} is not there.", hint="Fetch it: rag models pull")
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.hostnames = [str(socket)]
    params.ui = params.endpoint_slots = False
    params.endpoint_metrics = True
    params.verbosity = -1
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = 1
    params.n_batch = params.n_ubatch = step_tokens
    params.cache_ram_mib = PROMPT_CACHE_MIB
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = _cores()
    # Both cost seconds at load and change nothing on a CPU.
    params.warmup = params.fit_params = False
    try:
        # In a thread that Ctrl-C does not strike: a server that is destroyed before its loop runs waits for it forever.
        with ThreadPoolExecutor(1, thread_name_prefix="llama.cpp") as loader:
            return loader.submit(_running, xllamacpp, params).result()
    except RuntimeError as error:
        raise LLMUnavailableError(f"llama.cpp cannot load {path.name}.", hint=PULL) from error


def _running(xllamacpp: Any, params: Any) -> Any:
    """A server whose loop has answered."""
    server = xllamacpp.Server(params)
    server.handle_metrics()
    return server


def _import() -> Any:
    # OpenMP's threads spin at barriers by default, which beside any other work costs 3 to 30 times the speed. It reads
    # this when it is loaded, so a user's own setting stands.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import xllamacpp
    except ImportError as error:
        raise LLMUnavailableError(
            f"xllamacpp, which runs local models, does not import: {error}", hint="pip install xllamacpp"
        ) from error
    return xllamacpp


def _run(handle: Callable[..., object], request: dict[str, Any], is_abandoned: Callable[[], bool]) -> Iterator[Chunk]:
    """Events of a request. Made in a thread of its own: llama.cpp calls back from inside the call that started it."""
    events: SimpleQueue[Chunk | BaseException | None] = SimpleQueue()
    stop = threading.Event()

    def on_event(event: Chunk) -> bool:
        events.put(event)
        return stop.is_set() or is_abandoned()

    def work() -> None:
        try:
            handle(request, on_event)
            events.put(None)
        except BaseException as error:  # handed to the thread that waits for it
            events.put(error)

    worker = threading.Thread(target=work, name="llama.cpp")
    worker.start()
    try:
        while (event := events.get()) is not None:
            if isinstance(event, BaseException):
                raise LLMError(f"llama.cpp failed: {event}") from event
            if "error" in event:
                raise LLMError(f"llama.cpp refused the request: {event['error'].get('message', event['error'])}")
            yield event
    finally:
        stop.set()
        worker.join()


def _agreement(event: Chunk) -> float | None:
    first = (event["choices"][0].get("logprobs") or {}).get("content") or [{}]
    likely = {"yes": 0.0, "no": 0.0}
    for token in first[0].get("top_logprobs", ()):
        word = token["token"].strip().lower()
        if word in likely:
            likely[word] += math.exp(token["logprob"])
    total = sum(likely.values())
    return likely["yes"] / total if total > _LEAST_LIKELY else None


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens two prompts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cores() -> int:
    """Cores this process may use; llama.cpp's own count ignores a container's limit."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
