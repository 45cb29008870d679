"""From hits to an answer in which nothing is shown that its citations do not support.

evidence -> refuse or go on -> quotes (without a model), or sentences that are checked as they come. With a model, its
verdict on the evidence has a say in whether to refuse. A sentence that fails is repaired, replaced by the quote it
cites, or dropped; a model that fails leaves the quotes. Each part of a question goes this way by itself, and their
answers are combined.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from typing import Literal, TypeAlias

from rag.answer import extractive
from rag.answer.cite import proven
from rag.answer.combine import combined, numbered_after
from rag.answer.confidence import Judged, calibration_for
from rag.answer.decompose import Part
from rag.answer.dispute import denials, with_denials
from rag.answer.evidence import LIMIT, distinct, numbered, rank
from rag.answer.question import read_question
from rag.answer.refuse import MAX_HALLUCINATION, decide, is_open, reconsider
from rag.answer.run import OnEvent, Run
from rag.answer.statements import TextOf, text_or_none
from rag.answer.verdict import MOST, judge
from rag.answer.writer import Writer
from rag.embed.base import Embedder
from rag.errors import LLMError, LLMUnavailableError
from rag.llm.base import ChatModel
from rag.llm.metered import Metered
from rag.text.language import detect
from rag.types import Answer, AnswerSentence, Evidence, Hit, Language, RefusalReason

Answerer: TypeAlias = Literal["auto", "llm", "extractive"]


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
    """A cited answer to `question` from `hits`, or a refusal that says why; see `answer_parts`."""
    return answer_parts(
        question,
        [(Part(question, question), hits)],
        model=model,
        embedder=embedder,
        answerer=answerer,
        text_of=text_of,
        on_event=on_event,
        retrieve_ms=retrieve_ms,
        max_hallucination=max_hallucination,
    )


def answer_parts(
    question: str,
    parts: Sequence[tuple[Part, Sequence[Hit]]],
    *,
    model: ChatModel | None,
    embedder: Embedder | None = None,
    answerer: Answerer = "auto",
    text_of: TextOf | None = None,
    on_event: OnEvent | None = None,
    retrieve_ms: float = 0.0,
    max_hallucination: float = MAX_HALLUCINATION,
    language: Language | None = None,
) -> Answer:
    """A cited answer to the parts of `question`, each from the hits found for it, or a refusal that says why.

    `text_of` gives documents' texts by id: with it, a hit of a document that has changed is not cited. Without an
    `embedder` a draft's meaning is not compared with its quotes. Raises `LLMUnavailableError` if `answerer` is "llm"
    and there is no model to ask; other failures of the model leave an extractive answer, `degraded`.
    `max_hallucination` is the share of unanswerable questions that may be answered, as far as the calibration can tell;
    the parts of one question share it. `language` is what to answer in where the question is not as it was asked.
    """
    if answerer == "llm" and model is None:
        raise LLMUnavailableError("There is no language model to answer with.", hint="Set RAG_LLM, or ask without it.")
    text_of = cache(text_of) if text_of is not None else None  # every passage of a document asks for it
    tell = on_event or (lambda *_: None)
    begun = time.perf_counter() - retrieve_ms / 1000
    metered = model if isinstance(model, Metered) or model is None else Metered(model)
    if language is None and len(parts) > 1:
        language = detect(question)
    runs: list[Run] = []
    for part, hits in parts:
        standing = _standing(hits, text_of) if text_of is not None else hits
        run = Run(
            read_question(part.text, language),
            standing,
            metered,
            embedder,
            tell,
            begun,
            retrieve_ms,
            max_hallucination / part.of,
        )
        _decide(run, text_of, known=[one for earlier in runs for one in earlier.evidence])
        runs.append(run)
    tell("evidence", list({one.id: one for run in runs for one in run.evidence}.values()))
    made = combined(question, [part.label for part, _ in parts], [_answered(run, answerer) for run in runs])
    tell("answer", made)
    return made


def _decide(run: Run, text_of: TextOf | None, known: Sequence[Evidence]) -> None:
    """Find the evidence of a run, numbered after what is `known`, and whether it answers."""
    run.calibration = calibration_for(run.embedder, run.model, run.hits)
    if run.embedder is not None and run.calibration is None:
        run.degraded = "uncalibrated"
    sentences = rank(run.asked, run.hits, text_of)
    ranked = distinct(sentences, LIMIT)
    evidence = numbered([*ranked, *denials(ranked, sentences)])
    if text_of is not None:
        evidence = proven(evidence, lambda document: text_or_none(document, text_of))
    run.worth = run.evidence = numbered_after(known, evidence)
    run.decision = decide(
        run.asked,
        ranked if run.evidence else [],
        run.hits,
        calibration=run.calibration,
        max_hallucination=run.max_hallucination,
        text_of=text_of,
    )


def _answered(run: Run, answerer: Answerer) -> Answer:
    """The answer to one question whose evidence is found."""
    if answerer != "extractive" and run.model is not None:
        writer = Writer(run.model, run.embedder, run.asked, run.hits, run.progress)
        judged = run.calibration.judged if run.calibration is not None else None
        written = _drafted(run, writer) if judged is None else _settled(run, writer, judged)
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


def _drafted(run: Run, writer: Writer) -> Generator[AnswerSentence]:
    """The sentences of a model that may still find that the evidence does not answer."""
    if run.decision.reason is None:
        yield from writer.write(run.evidence)


def _settled(run: Run, writer: Writer, judged: Judged) -> Generator[AnswerSentence]:
    """The sentences of a model whose verdict settled, where that was in doubt, whether and what is to be answered."""
    best = None
    run.worth = with_denials(extractive.pick(run.asked, run.evidence)[:MOST], run.evidence) if run.evidence else []
    if run.model is not None and run.evidence and is_open(run.decision, judged):
        verdict = judge(run.asked, run.evidence, run.model, run.progress)
        if verdict.odds:
            worth = verdict.worth(run.evidence, judged.score)
            best, run.worth = verdict.odds[worth[0].id], with_denials(worth, run.evidence)
    run.decision = reconsider(
        run.decision, run.asked, run.hits, judged=judged, best=best, max_hallucination=run.max_hallucination
    )
    if run.decision.reason is None:
        yield from writer.write_each(run.worth)


def _written(
    run: Run, model: str, writer: Writer, sentences: Generator[AnswerSentence], *, is_required: bool
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
