"""A stand-in for the xllamacpp module: the same calls, no weights. It listens on the socket for the counting routes."""

from __future__ import annotations

import json
import math
import socketserver
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from types import ModuleType
from typing import Any


class _Cpu:
    n_threads = -1


class _Model:
    path = ""


class CommonParams:
    """Only what the engine sets; a misspelt name must fail, as it does in the real module."""

    __slots__ = (
        "cache_ram_mib",
        "cpuparams",
        "cpuparams_batch",
        "endpoint_metrics",
        "endpoint_slots",
        "fit_params",
        "hostnames",
        "model",
        "n_batch",
        "n_ctx",
        "n_parallel",
        "n_ubatch",
        "ui",
        "verbosity",
        "warmup",
    )

    def __init__(self) -> None:
        self.model = _Model()
        self.cpuparams = _Cpu()
        self.cpuparams_batch = _Cpu()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/tokenize":
            self._reply({"tokens": [ord(character) for character in body["content"]]})
        elif self.path == "/apply-template":
            self._reply({"prompt": "".join(m["content"] for m in body["messages"])})
        elif self.path == "/chat/completions/input_tokens":
            self._reply({"input_tokens": sum(len(m["content"]) for m in body["messages"])})
        else:
            self.send_error(404)

    def _reply(self, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


class _SocketServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def get_request(self) -> Any:
        request, _ = super().get_request()
        return request, ("local", 0)


class FakeModule(ModuleType):
    """`reply` makes the events of a request; `requests` keeps them, `running` the number under way.

    A token is a character. `steps` keeps the beginnings of prompts that llama.cpp was to read and not to complete.
    """

    def __init__(self, reply: Callable[[dict[str, Any]], list[dict[str, Any]]], delay: float = 0.0) -> None:
        super().__init__("xllamacpp")
        self.CommonParams = CommonParams
        self.reply = reply
        self.requests: list[dict[str, Any]] = []
        self.steps: list[str] = []
        self.loads: list[Any] = []
        self.running = self.most_running = self.events_sent = 0
        outer = self

        class Server:
            def __init__(self, params: CommonParams) -> None:
                outer.loads.append(params)
                if "broken" in params.model.path:
                    raise RuntimeError("Failed to init server, please check the input params.")
                self._http = _SocketServer(params.hostnames[0], _Handler)
                threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

            def handle_metrics(self) -> str:
                return ""

            def handle_chat_completions(
                self, request: dict[str, Any], on_event: Callable[[dict[str, Any]], bool]
            ) -> None:
                outer.requests.append(request)
                outer.running += 1
                outer.most_running = max(outer.most_running, outer.running)
                try:
                    for event in outer.reply(request):
                        time.sleep(delay)
                        outer.events_sent += 1
                        if on_event(event):
                            return
                finally:
                    outer.running -= 1

            def handle_completions(self, request: dict[str, Any], on_event: Callable[[dict[str, Any]], bool]) -> None:
                assert request["cache_prompt"] is True
                if request["n_predict"]:
                    outer.requests.append(request)
                    for made in outer.reply(request):
                        on_event(made)
                    return
                outer.steps.append("".join(map(chr, request["prompt"])))
                on_event(event(None))

            def __del__(self) -> None:
                if hasattr(self, "_http"):
                    self._http.shutdown()
                    self._http.server_close()

        self.Server = Server


def event(text: str | None) -> dict[str, Any]:
    """A streamed chunk as llama.cpp writes it."""
    return {"choices": [{"index": 0, "finish_reason": None, "delta": {"content": text}}]}


def first_word(**likely: float) -> dict[str, Any]:
    """A completion of one token, with how probable each first word was."""
    top = [{"token": word, "logprob": math.log(p)} for word, p in likely.items()]
    return {"choices": [{"index": 0, "text": "", "logprobs": {"content": [{"top_logprobs": top}]}}]}


def progress(processed: int, total: int) -> dict[str, Any]:
    """What llama.cpp sends after each batch of the prompt."""
    return {**event(None), "prompt_progress": {"processed": processed, "total": total}}
