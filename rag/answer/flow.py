"""From hits to an answer in which nothing is shown that its citations do not support.

evidence -> refuse or go on -> quotes (without a model), or a draft whose sentences are checked as they come. A sentence
that fails is replaced by the quote it cites, or dropped; a model that fails leaves the quotes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal, TypeAlias

from rag.answer import extractive
from rag.answer.cite import cite, proven
from rag.answer.confidence import calibration_for
from rag.answer.evidence import LIMIT, distinct, numbered, rank
from rag.answer.question import Asked, read_question
from rag.answer.refuse import MAX_HALLUCINATION, Decision, decide, refusal
from rag.answer.statements import TextOf, text_or_none
from rag.answer.translate import in_readers_script, translations
from rag.answer.writer import Writer
from rag.embed.base import Embedder
from rag.errors import LLMError, LLMUnavailableError
from rag.llm.base import ChatModel
from rag.types import Answer, AnswerSentence, Citation, Evidence, Hit, Timings, Usage

Answerer: TypeAlias = Literal["auto", "llm", "extractive"]

OnEvent: TypeAlias = Callable[[str, object], None]
"""Told as it happens: `evidence` (a list of Evidence), `progress` (None: the model is reading), `sentence` (a verified
AnswerSentence), `answer` (the Answer). What it raises stops the work and reaches the caller."""

EXTRACTIVE_MODEL = "extractive"
SURE = 0.5
"""Probability of an answer from which it is quoted although the model found none, or wrote none that holds: a small
model finds none as often where there is one as where there is none (docs/evaluation.md)."""


def answer(
    question: str,
    hits: Sequence[Hit],
    *,
    model: ChatModel | None,
    embedder: Embedder | None = None,
    answerer: Answerer = "auto",
    text_of: TextOf | None = None,
    on_event: OnEvent | None = None,
    retrieve_ms: float = 0.0,
    max_hallucination: float = MAX_HALLUCINATION,
) -> Answer:
    """A cited answer to `question` from `hits`, or a refusal that says why.

    `text_of` gives documents' texts by id: with it, a hit of a document that has changed is not cited. Without an
    `embedder` a draft's meaning is not compared with its quotes. Raises `LLMUnavailableError` if `answerer` is "llm"
    and there is no model to ask; other failures of the model leave an extractive answer, `degraded`.
    `max_hallucination` is the share of unanswerable questions that may be answered, as far as the calibration can tell.
    """
    calibration = calibration_for(embedder, model, hits)
    run = _Run(
        read_question(question),
        on_event or (lambda *_: None),
        time.perf_counter() - retrieve_ms / 1000,
        retrieve_ms,
        uncalibrated=embedder is not None and calibration is None,
    )
    if answerer == "llm" and model is None:
        raise LLMUnavailableError("There is no language model to answer with.", hint="Set RAG_LLM, or ask without it.")
    text_of = cache(text_of) if text_of is not None else None  # every passage of a document asks for it
    ranked = distinct(rank(run.asked, hits, text_of), LIMIT)
    evidence = numbered(ranked)
    if text_of is not None:
        evidence = proven(evidence, lambda document: text_or_none(document, text_of))
    run.tell("evidence", evidence)
    decision = decide(
        run.asked,
        ranked if evidence else [],
        hits,
        calibration=calibration,
        max_hallucination=max_hallucination,
        text_of=text_of,
    )
    run.confidence = decision.confidence
    if decision.reason is not None:
        return run.refused(decision, evidence)
    if answerer == "extractive":
        return run.quoted(evidence, degraded=None)
    if model is None:
        return run.quoted(evidence, degraded="llm_unavailable")
    return _written(run, evidence, hits, model, embedder, answerer)


def _written(
    run: _Run,
    evidence: Sequence[Evidence],
    hits: Sequence[Hit],
    model: ChatModel,
    embedder: Embedder | None,
    answerer: Answerer,
) -> Answer:
    """The model's answer; what stands of it when the model fails, else the quotes."""
    degraded: str | None = None
    writer = Writer(model, embedder, run.asked)
    try:
        for sentence in writer.write(evidence, hits, on_progress=lambda: run.tell("progress", None)):
            run.show(sentence)
    except LLMUnavailableError:
        if answerer == "llm":
            raise
        degraded = "llm_unavailable"
    except LLMError:
        degraded = "llm_failed"
    run.usage, run.first_token_ms = writer.usage, writer.first_token_ms(run.begun)
    if run.shown:
        if degraded is None:
            run.translated = translations(
                run.asked, run.cited(evidence), hits, model, embedder, on_progress=lambda: run.tell("progress", None)
            )
        return run.answered(evidence, "llm", writer.model_name, degraded)
    unsure = run.confidence is None or run.confidence < SURE
    if degraded is None and writer.drafted and unsure:
        return run.refused(Decision("no_evidence" if writer.declined else "unsupported_draft"), evidence)
    return run.quoted(evidence, degraded)


@dataclass
class _Run:
    """One question on its way: what has been shown of its answer, and what it cost."""

    asked: Asked
    tell: OnEvent
    begun: float
    retrieve_ms: float
    uncalibrated: bool = False
    confidence: float | None = None
    sentences: list[AnswerSentence] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    first_token_ms: float = 0.0
    translated: Mapping[int, str] = field(default_factory=dict)

    @property
    def shown(self) -> list[AnswerSentence]:
        return [sentence for sentence in self.sentences if sentence.verdict != "unsupported"]

    def show(self, sentence: AnswerSentence) -> None:
        self.sentences.append(sentence)
        if sentence.verdict != "unsupported":
            self.tell("sentence", sentence)

    def cited(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """What the sentences shown cite, in the order of its numbers."""
        numbers = {number for sentence in self.shown for number in sentence.citations}
        return [one for one in evidence if one.id in numbers]

    def _citation(self, one: Evidence) -> Citation:
        rendered = self.translated.get(one.id) or in_readers_script(one, self.asked.reply_language)
        return replace(cite(one, one.id), translation=rendered)

    def quoted(self, evidence: Sequence[Evidence], degraded: str | None) -> Answer:
        for sentence in extractive.quote_sentences(self.asked, extractive.pick(self.asked, evidence)):
            self.show(sentence)
        return self.answered(evidence, "extractive", EXTRACTIVE_MODEL, degraded)

    def answered(
        self, evidence: Sequence[Evidence], answerer: Literal["llm", "extractive"], model: str, degraded: str | None
    ) -> Answer:
        return self._done(
            Answer(
                question=self.asked.text,
                language=self.asked.reply_language,
                status="answered",
                answer=extractive.joined(self.shown),
                refusal=None,
                sentences=tuple(self.sentences),
                citations=tuple(self._citation(one) for one in self.cited(evidence)),
                answerer=answerer,
                model=model,
                degraded=degraded or self._degraded,
                usage=self.usage,
                timings=self._timings(),
                confidence=self.confidence,
            )
        )

    @property
    def _degraded(self) -> str | None:
        return "uncalibrated" if self.uncalibrated else None

    def refused(self, decision: Decision, evidence: Sequence[Evidence]) -> Answer:
        told = refusal(self.asked, decision, evidence)
        return self._done(
            Answer(
                question=self.asked.text,
                language=self.asked.reply_language,
                status="refused",
                answer=told.message,
                refusal=told,
                sentences=tuple(self.sentences),
                citations=(),
                answerer="llm" if self.usage.prompt_tokens else "extractive",
                model=EXTRACTIVE_MODEL,
                degraded=self._degraded,
                usage=self.usage,
                timings=self._timings(),
                confidence=self.confidence,
            )
        )

    def _done(self, made: Answer) -> Answer:
        self.tell("answer", made)
        return made

    def _timings(self) -> Timings:
        total = (time.perf_counter() - self.begun) * 1000
        return Timings(round(self.retrieve_ms, 1), round(self.first_token_ms, 1), round(total, 1))
