"""Counters and timings for Prometheus, kept per app so that two apps in one process do not mix."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from rag.api.queue import Line
from rag.types import Answer

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 120)


class Metrics:
    """The names are part of the interface; docs/operations.md lists them."""

    def __init__(self, line: Line | None = None) -> None:
        registry = self.registry = CollectorRegistry()
        self.requests = Counter(
            "rag_http_requests", "Requests by route and status.", ["route", "method", "status"], registry=registry
        )
        self.latency = Histogram(
            "rag_http_request_seconds", "Whole requests.", ["route"], buckets=_SECONDS, registry=registry
        )
        self.stages = Histogram(
            "rag_stage_seconds", "Stages of an answer.", ["stage"], buckets=_SECONDS, registry=registry
        )
        self.answers = Counter("rag_answers", "Answers.", ["answerer", "status", "degraded"], registry=registry)
        self.refusals = Counter("rag_refusals", "Refusals by reason.", ["reason"], registry=registry)
        self.tokens = Counter("rag_tokens", "Tokens of the language model.", ["kind"], registry=registry)
        self.unsupported = Counter(
            "rag_unsupported_sentences", "Sentences that verification dropped.", registry=registry
        )
        self.stale = Counter(
            "rag_stale_answers", "Answers made again, for a cited document had changed.", registry=registry
        )
        if line is not None:
            seats = Gauge("rag_queue_seats_taken", "Requests that hold a seat for the model.", registry=registry)
            seats.set_function(lambda: line.taken)
            waiting = Gauge("rag_queue_waiting", "Requests that wait for the model.", registry=registry)
            waiting.set_function(lambda: line.waiting)

    def count(self, answer: Answer) -> None:
        """Count one answer."""
        self.answers.labels(answer.answerer, answer.status, answer.degraded or "no").inc()
        if answer.refusal is not None:
            self.refusals.labels(answer.refusal.reason).inc()
        self.tokens.labels("prompt").inc(answer.usage.prompt_tokens)
        self.tokens.labels("completion").inc(answer.usage.completion_tokens)
        self.unsupported.inc(sum(sentence.verdict == "unsupported" for sentence in answer.sentences))
        timings = answer.timings
        stages = {"retrieve": timings.retrieve_ms, "first_token": timings.first_token_ms, "total": timings.total_ms}
        for stage, milliseconds in stages.items():
            if milliseconds:
                self.stages.labels(stage).observe(milliseconds / 1000)

    def text(self) -> bytes:
        """The page that Prometheus reads."""
        return generate_latest(self.registry)
