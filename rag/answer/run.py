"""One question on its way to its answer: what was found, decided and shown so far, and what it cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from rag.answer import extractive
from rag.answer.cite import cite
from rag.answer.confidence import Calibration
from rag.answer.question import Asked
from rag.answer.refuse import Decision, refusal
from rag.answer.translate import in_readers_script, translations
from rag.embed.base import Embedder
from rag.llm.metered import Metered
from rag.types import Answer, AnswerSentence, Citation, Evidence, Hit, Timings, Usage

OnEvent: TypeAlias = Callable[[str, object], None]
"""Told as it happens: `evidence` (a list of Evidence), `progress` (None: the model is reading), `sentence` (a verified
AnswerSentence), `answer` (the Answer). What it raises stops the work and reaches the caller."""

EXTRACTIVE_MODEL = "extractive"
_UNDECIDED: Final = Decision("no_evidence")


@dataclass
class Run:
    """One question on its way: what has been shown of its answer, and what it cost."""

    asked: Asked
    hits: Sequence[Hit]
    model: Metered | None
    embedder: Embedder | None
    tell: OnEvent
    begun: float
    retrieve_ms: float
    max_hallucination: float
    calibration: Calibration | None = None
    degraded: str | None = None
    decision: Decision = _UNDECIDED
    evidence: list[Evidence] = field(default_factory=list)
    worth: list[Evidence] = field(default_factory=list)
    sentences: list[AnswerSentence] = field(default_factory=list)
    first_token_ms: float = 0.0
    translated: Mapping[int, str] = field(default_factory=dict)

    @property
    def usage(self) -> Usage:
        """What the model has counted so far."""
        return self.model.usage if self.model is not None else Usage()

    @property
    def shown(self) -> list[AnswerSentence]:
        """The sentences that reach the reader."""
        return [sentence for sentence in self.sentences if sentence.verdict != "unsupported"]

    def progress(self) -> None:
        """Tell that the model is at work."""
        self.tell("progress", None)

    def show(self, sentence: AnswerSentence) -> None:
        """Add a sentence, and tell it unless it is unsupported."""
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
        """Have the quotes translated, if there is a model."""
        if self.model is not None:
            self.translated = translations(
                self.asked, self.cited, self.hits, self.model, self.embedder, on_progress=self.progress
            )

    def quoted(self) -> Answer:
        """The answer that is made of quotes."""
        for sentence in extractive.quote_sentences(self.asked, extractive.pick(self.asked, self.worth)):
            self.show(sentence)
        return self.answered("extractive", EXTRACTIVE_MODEL)

    def answered(self, answerer: Literal["llm", "extractive"], model: str) -> Answer:
        """The answer that is made of the sentences shown."""
        return Answer(
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

    def refused(self, decision: Decision) -> Answer:
        """The refusal."""
        told = refusal(self.asked, decision, self.evidence)
        asked = self.model if self.usage.prompt_tokens else None
        return Answer(
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

    def _timings(self) -> Timings:
        total = (time.perf_counter() - self.begun) * 1000
        return Timings(round(self.retrieve_ms, 1), round(self.first_token_ms, 1), round(total, 1))
