"""`python -m eval.bench.http`: what the HTTP layer costs, and what it bears, on loopback over the seed documents.

Each part is bounded in time. The service and its clients share one machine, so the absolutes are its, the ratios ours.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import httpx

from eval.bench import llm
from eval.bench.main_job import QUESTIONS, Figure
from eval.bench.measure import Spread
from rag.config import load_settings
from rag.ingest.discover import document_id
from rag.models.store import ModelStore
from rag.service import Service

Client: TypeAlias = httpx.AsyncClient
EXTRACTIVE = {"answerer": "extractive"}


@dataclass(frozen=True)
class Served:
    """A server process of its own, and what it serves."""

    address: str
    pid: int

    def resident_mb(self) -> float:
        """Its resident memory now, by the system's account."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def served(home: Path, port: int, model: str = "none") -> Iterator[Served]:
    """`rag serve` on loopback, ended at the end."""
    environment = {**os.environ, "RAG_HOME": str(home), "RAG_LLM": model}
    command = [sys.executable, "-m", "rag.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                if httpx.get(f"{address}/readyz").status_code == 200:
                    break
            except httpx.TransportError:
                pass  # it does not listen yet
            time.sleep(0.1)
        else:
            raise RuntimeError("rag serve did not become ready in a minute")
        yield Served(address, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=90)


@asynccontextmanager
async def client_of(server: Served) -> AsyncIterator[Client]:
    """A client that may hold as many connections as a part wants."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=64)
    async with httpx.AsyncClient(base_url=server.address, timeout=120, limits=limits) as client:
        yield client


def overhead(server: Served, home: Path, rounds: int) -> Iterator[Figure]:
    """Median of `/v1/search` against `Service.search`, question by question in turn."""
    differences = []
    with Service(load_settings(home=home, llm="none")) as service, httpx.Client(base_url=server.address) as client:

        def bare(question: str) -> None:
            service.search(question, k=5)

        def over_http(question: str) -> None:
            client.post("/v1/search", json={"query": question, "k": 5}).raise_for_status()

        for turn in range(rounds):
            for question in QUESTIONS:
                pair = [_milliseconds(work, question) for work in (bare, over_http)]
                if turn:  # the first is the warm-up
                    differences.append((pair[1] - pair[0], *pair))
    added, alone, whole = (statistics.median(column) for column in zip(*differences, strict=True))
    yield Figure("search over HTTP, added at the median, ms", f"{added:.1f} ({alone:.1f} -> {whole:.1f})", "<= 3")


def _milliseconds(work: Callable[[str], None], question: str) -> float:
    began = time.perf_counter()
    work(question)
    return (time.perf_counter() - began) * 1000


async def many_clients(server: Served, clients: int, seconds: float) -> list[Figure]:
    """Searching clients that each ask again as soon as they have an answer."""
    latencies: list[float] = []
    statuses: Counter[int] = Counter()
    end = time.perf_counter() + seconds

    async def one(client: Client, number: int) -> None:
        while (began := time.perf_counter()) < end:
            question = QUESTIONS[(number + len(latencies)) % len(QUESTIONS)]
            response = await client.post("/v1/search", json={"query": question})
            statuses[response.status_code] += 1
            latencies.append((time.perf_counter() - began) * 1000)

    async with client_of(server) as client:
        await asyncio.gather(*(one(client, number) for number in range(clients)))
    median, p99 = statistics.median(latencies), statistics.quantiles(latencies, n=100)[98]
    wrong = sum(count for status, count in statuses.items() if status != 200)
    return [
        Figure(f"{clients} clients for {seconds:.0f} s, errors of requests", f"{wrong} of {len(latencies)}", "0"),
        Figure("  p99 / p50", f"{p99 / median:.1f} ({median:.0f} ms, {p99:.0f} ms)", "<= 10"),
    ]


async def many_streams(server: Served, streams: int, rounds: int) -> list[Figure]:
    """Streams of extractive answers, all open at once; memory after each round."""
    lost, resident = 0, [server.resident_mb()]
    async with client_of(server) as client:
        for _ in range(rounds):
            ended = await asyncio.gather(*(_stream(client, number) for number in range(streams)))
            lost += ended.count(False)
            resident.append(server.resident_mb())
    shown = " ".join(f"{megabytes:.0f}" for megabytes in resident)
    return [
        Figure(f"{streams} streams at once, {rounds} rounds, lost", str(lost), "0"),
        Figure("  resident memory after each round, MB", shown, "flat"),
    ]


async def _stream(client: Client, number: int) -> bool:
    """Whether the stream came to its answer."""
    body = {"question": QUESTIONS[number % len(QUESTIONS)], "stream": True, **EXTRACTIVE}
    try:
        async with client.stream("POST", "/v1/ask", json=body) as response:
            return "event: answer" in (await response.aread()).decode()
    except httpx.HTTPError:
        return False


async def mixed(server: Served, requests: int, workers: int) -> list[Figure]:
    """Questions, searches, uploads and removals at once; each citation is held against the texts that were there."""
    shelf = Shelf()
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    left = iter(range(requests))

    async def worker(client: Client) -> None:
        for number in left:
            statuses[await _one(client, number, shelf, wrong)] += 1

    async with client_of(server) as client:
        await asyncio.gather(*(worker(client) for _ in range(workers)))
    failed = sum(count for status, count in statuses.items() if status >= 500)
    shown = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
    return [
        Figure(f"{requests} mixed requests, 5xx", f"{failed} ({shown})", "0"),
        Figure(
            "  citations that do not hold",
            f"{len(wrong)} of {shelf.checked}" + "".join(f" {w}" for w in wrong[:3]),
            "0",
        ),
    ]


class Shelf:
    """What was uploaded under which name, and when its removal was confirmed."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.gone: dict[str, float] = {}
        self.checked = 0

    def text(self, number: int) -> str:
        """A text of its own for each upload of a name."""
        return f"Die Brücke Nummer {number} bei Eddenburg wurde {1900 + number % 90} von Marta Quill gebaut.\n"

    def fault(self, citation: dict[str, Any], asked: float) -> str | None:
        """What is wrong with a citation of an answer that was asked for at `asked`."""
        self.checked += 1
        name = citation["source"]
        if name not in self.texts:
            return None
        if self.texts[name][citation["start"] : citation["end"]] != citation["quote"]:
            return f"{name}: {citation['quote']!r}"
        return f"{name} was gone" if self.gone.get(name, asked) < asked else None


async def _one(client: Client, number: int, shelf: Shelf, wrong: list[str]) -> int:
    """One request of the mix; its status."""
    name, kind = f"bridge{number // 20}.txt", number % 20
    if kind == 0:
        shelf.texts[name] = shelf.text(number)
        return (await client.post("/v1/documents", files={"file": (name, shelf.texts[name].encode())})).status_code
    if kind == 10:
        response = await client.delete(f"/v1/documents/{document_id(name)}")
        if response.status_code == 200:
            shelf.gone[name] = time.perf_counter()
        return response.status_code
    if kind % 3 == 0:
        return (await client.post("/v1/search", json={"query": "Wer baute die Brücke bei Eddenburg?"})).status_code
    question = "Wer baute die Brücke bei Eddenburg?" if kind % 3 == 1 else QUESTIONS[number % len(QUESTIONS)]
    asked = time.perf_counter()
    response = await client.post("/v1/ask", json={"question": question, **EXTRACTIVE})
    if response.status_code == 200:
        wrong.extend(fault for citation in response.json()["citations"] if (fault := shelf.fault(citation, asked)))
    return response.status_code


async def leaving(server: Served, turns: range) -> Figure:
    """Seconds from a client's going away, while the local model reads its prompt, until the model is free again.

    `turns` choose the questions; those that are refused unasked do not count.
    """
    waited: list[float] = []
    async with client_of(server) as client:
        await client.post("/v1/ask", json={"question": QUESTIONS[0]})  # the first loads the model
        for turn in turns:
            # Each asked once: what the model has read before, it does not read again.
            if await _begin(client, llm.QUESTIONS[turn], wait=0.3 + turn % 5 * 0.25):
                waited.append(await _until_free(client))
    shown = f"{Spread.of(waited):.2f}" if waited else "the model was never busy"
    return Figure("a client goes away, s until the model is free", shown, "<= 1")


async def _begin(client: Client, question: str, *, wait: float) -> bool:
    """Ask, and go away `wait` seconds after the model was given the prompt; whether it was still busy then."""
    body = {"question": question, "stream": True}
    async with client.stream("POST", "/v1/ask", json=body) as response:
        lines = response.aiter_lines()  # kept: a stream whose iterator is gone is closed
        while not (await anext(lines)).startswith("event: evidence"):
            pass
        await asyncio.sleep(wait)
        return await _is_busy(client)


async def _until_free(client: Client) -> float:
    began = time.perf_counter()
    while await _is_busy(client):
        await asyncio.sleep(0.02)
    return time.perf_counter() - began


async def _is_busy(client: Client) -> bool:
    return "rag_queue_seats_taken 0.0" not in (await client.get("/metrics")).text


@contextmanager
def a_busy_core() -> Iterator[None]:
    """Another process that wants a core for itself."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def show(figures: Sequence[Figure] | Iterator[Figure]) -> None:
    """One line a figure."""
    for figure in figures:
        print(f"{figure.name:<48} {figure.value:<48} {figure.target}", flush=True)


def main() -> None:
    """Serve the seeds from a fresh index and measure each part."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.http", description=__doc__)
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--requests", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Service(load_settings(home=home, llm="none")) as service:
            service.ingest([given.seeds])
        with served(home, given.port) as server:
            show(overhead(server, home, rounds=10))
            for part in (
                many_clients(server, 32, given.seconds),
                many_streams(server, 200, rounds=5),
                mixed(server, given.requests, workers=16),
            ):
                show(asyncio.run(_run(part)))
        if ModelStore(load_settings().models).is_present(load_settings().llm_model):
            with served(home, given.port, model="local") as server:
                show([asyncio.run(leaving(server, range(0, len(llm.QUESTIONS), 2)))])
                with a_busy_core():
                    figure = asyncio.run(leaving(server, range(1, len(llm.QUESTIONS), 2)))
                    show([replace(figure, name="  beside a process that keeps a core busy")])


async def _run(part: Awaitable[list[Figure]]) -> list[Figure]:
    return await part


if __name__ == "__main__":
    main()
