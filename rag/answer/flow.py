"""From hits to an answer in which nothing is shown that its citations do not support.

evidence -> refuse or go on -> quotes (without a model), or sentences that are checked as they come. With a model, its
verdict on the evidence has a say in whether to refuse. A sentence that fails is repaired, replaced by the quote it
cites, or dropped; a model that fails leaves the quotes.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal, TypeAlias

from rag.answer import extractive
from rag.answer.cite import cite, proven
from rag.answer.confidence import Judged, calibration_for
from rag.answer.dispute import denials, with_denials
from rag.answer.evidence import LIMIT, distinct, numbered, rank
from rag.answer.question import Asked, read_question
from rag.answer.refuse import MAX_HALLUCINATION, Decision, decide, is_open, reconsider, refusal
from rag.answer.statements import TextOf, text_or_none
from rag.answer.translate import in_readers_script, translations
from rag.answer.verdict import MOST, judge
from rag.answer.writer import Writer
from rag.embed.base import Embedder
from rag.errors import LLMError, LLMUnavailableError
from rag.llm.base import ChatModel
from rag.llm.metered import Metered
from rag.types import Answer, AnswerSentence, Citation, Evidence, Hit, RefusalReason, Timings, Usage

Answerer: TypeAlias = Literal["auto", "llm", "extractive"]

OnEvent: TypeAlias = Callable[[str, object], None]
"""Told as it happens: `evidence` (a list of Evidence), `progress` (None: the model is reading), `sentence` (a verified
AnswerSentence), `answer` (the Answer). What it raises stops the work and reaches the caller."""

EXTRACTIVE_MODEL = "extractive"
_UNDECIDED = Decision("no_evidence")


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
    text_of = cache(text_of) if text_of is not None else None  # every passage of a document asks for it
    hits = _standing(hits, text_of) if text_of is not None else hits
    calibration = calibration_for(embedder, model, hits)
    run = _Run(
        read_question(question),
        hits,
        model if isinstance(model, Metered) or model is None else Metered(model),
        embedder,
        on_event or (lambda *_: None),
        time.perf_counter() - retrieve_ms / 1000,
        retrieve_ms,
        degraded="uncalibrated" if embedder is not None and calibration is None else None,
    )
    if answerer == "llm" and model is None:
        raise LLMUnavailableError("There is no language model to answer with.", hint="Set RAG_LLM, or ask without it.")
    sentences = rank(run.asked, hits, text_of)
    ranked = distinct(sentences, LIMIT)
    run.evidence = numbered([*ranked, *denials(ranked, sentences)])
    if text_of is not None:
        run.evidence = proven(run.evidence, lambda document: text_or_none(document, text_of))
    run.tell("evidence", run.evidence)
    run.worth = run.evidence
    run.decision = decide(
        run.asked,
        ranked if run.evidence else [],
        hits,
        calibration=calibration,
        max_hallucination=max_hallucination,
        text_of=text_of,
    )
    if answerer != "extractive" and run.model is not None:
        writer = Writer(run.model, embedder, run.asked, hits, run.progress)
        judged = calibration.judged if calibration is not None else None
        written = _drafted(run, writer) if judged is None else _settled(run, writer, judged, max_hallucination)
        return _written(run, run.model.name, writer, written, is_required=answerer == "llm")
    if run.decision.reason is not None:
        return run.refused(run.decision)
    if answerer != "extractive":
        run.degraded = "llm_unavailable"
    return run.quoted()


def _standing(hits: Sequence[Hit], text_of: TextOf) -> list[Hit]:
    """The hits whose documents are still there as they were when found; nothing is decided by the others."""
    texts = {hit.document.id: text_or_none(hit.document.id, text_of) for hit in hits}
    known = {id_: hashlib.sha256(text.encode()).hexdigest() for id_, text in texts.items() if text is not None}
    return [hit for hit in hits if known.get(hit.document.id) == hit.document.sha256]


def _drafted(run: _Run, writer: Writer) -> Generator[AnswerSentence]:
    """The sentences of a model that may still find that the evidence does not answer."""
    if run.decision.reason is None:
        yield from writer.write(run.evidence)


def _settled(run: _Run, writer: Writer, judged: Judged, max_hallucination: float) -> Generator[AnswerSentence]:
    """The sentences of a model whose verdict settled, where that was in doubt, whether and what is to be answered."""
    best = None
    run.worth = extractive.pick(run.asked, run.evidence)[:MOST] if run.evidence else []
    if run.model is not None and run.evidence and is_open(run.decision, judged):
        verdict = judge(run.asked, run.evidence, run.model, run.progress)
        if verdict.odds:
            best, run.worth = verdict.best, with_denials(verdict.worth(run.evidence), run.evidence)
    run.decision = reconsider(
        run.decision, run.asked, run.hits, judged=judged, best=best, max_hallucination=max_hallucination
    )
    if run.decision.reason is None:
        yield from writer.write_each(run.worth)


def _written(
    run: _Run, model: str, writer: Writer, sentences: Generator[AnswerSentence], *, is_required: bool
) -> Answer:
    """The model's answer; what stands of it when the model fails, else the quotes; or a refusal."""
    failed = True
    try:
        with closing(sentences):  # whoever stops waiting is not to keep the model until the error is forgotten
            for sentence in sentences:
                run.show(sentence)
        failed = False
    except LLMUnavailableError:
        if is_required:
            raise
        run.degraded = "llm_unavailable"
    except LLMError:
        run.degraded = "llm_failed"
    run.first_token_ms = writer.first_token_ms(run.begun)
    if run.shown:
        if not failed:
            run.translate()
        return run.answered("llm", model)
    if run.decision.reason is not None:
        return run.refused(run.decision)
    if not failed and writer.wrote:
        reason: RefusalReason = "no_evidence" if writer.declined else "unsupported_draft"
        return run.refused(replace(run.decision, reason=reason))
    return run.quoted()


@dataclass
class _Run:
    """One question on its way: what has been shown of its answer, and what it cost."""

    asked: Asked
    hits: Sequence[Hit]
    model: Metered | None
    embedder: Embedder | None
    tell: OnEvent
    begun: float
    retrieve_ms: float
    degraded: str | None = None
    decision: Decision = _UNDECIDED
    evidence: list[Evidence] = field(default_factory=list)
    worth: list[Evidence] = field(default_factory=list)
    sentences: list[AnswerSentence] = field(default_factory=list)
    first_token_ms: float = 0.0
    translated: Mapping[int, str] = field(default_factory=dict)

    @property
    def usage(self) -> Usage:
        return self.model.usage if self.model is not None else Usage()

    @property
    def shown(self) -> list[AnswerSentence]:
        return [sentence for sentence in self.sentences if sentence.verdict != "unsupported"]

    def progress(self) -> None:
        self.tell("progress", None)

    def show(self, sentence: AnswerSentence) -> None:
        self.sentences.append(sentence)
        if sentence.verdict != "unsupported":
            self.tell("sentence", sentence)

    @property
    def cited(self) -> list[Evidence]:
        """What the sentences shown cite, in the order of its numbers."""
        numbers = {number for sentence in self.shown for number in sentence.citations}
        return [one for one in self.evidence if one.id in numbers]

    def _citation(self, one: Evidence) -> Citation:
        rendered = self.translated.get(one.id) or in_readers_script(one, self.asked.reply_language)
        return replace(cite(one, one.id), translation=rendered)

    def translate(self) -> None:
        if self.model is not None:
            self.translated = translations(
                self.asked, self.cited, self.hits, self.model, self.embedder, on_progress=self.progress
            )

    def quoted(self) -> Answer:
        for sentence in extractive.quote_sentences(self.asked, extractive.pick(self.asked, self.worth)):
            self.show(sentence)
        return self.answered("extractive", EXTRACTIVE_MODEL)

    def answered(self, answerer: Literal["llm", "extractive"], model: str) -> Answer:
        return self._done(
            Answer(
                question=self.asked.text,
                language=self.asked.reply_language,
                status="answered",
                answer=extractive.joined(self.shown),
                refusal=None,
                sentences=tuple(self.sentences),
                citations=tuple(self._citation(one) for one in self.cited),
                answerer=answerer,
                model=model,
                degraded=self.degraded,
                usage=self.usage,
                timings=self._timings(),
                confidence=self.decision.confidence,
            )
        )

    def refused(self, decision: Decision) -> Answer:
        told = refusal(self.asked, decision, self.evidence)
        asked = self.model if self.usage.prompt_tokens else None
        return self._done(
            Answer(
                question=self.asked.text,
                language=self.asked.reply_language,
                status="refused",
                answer=told.message,
                refusal=told,
                sentences=tuple(self.sentences),
                citations=(),
                answerer="llm" if asked else "extractive",
                model=asked.name if asked else EXTRACTIVE_MODEL,
                degraded=self.degraded,
                usage=self.usage,
                timings=self._timings(),
                confidence=self.decision.confidence,
            )
        )

    def _done(self, made: Answer) -> Answer:
        self.tell("answer", made)
        return made

    def _timings(self) -> Timings:
        total = (time.perf_counter() - self.begun) * 1000
        return Timings(round(self.retrieve_ms, 1), round(self.first_token_ms, 1), round(total, 1))
