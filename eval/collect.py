"""Asks a suite's questions and stores what came back, row by row, with the proof of every citation."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.cassette import Player
from eval.metrics.quote_validity import all_citations
from eval.records import GoldRow, Manifest, Outcome, Proof, RankedSpan, ResultRow, RowError
from eval.runs import append_row, start_run
from eval.suite import Sources, Suite, sha256
from eval.system import Opener, System
from rag.errors import LLMUnavailableError, RagError
from rag.types import Answer, Hit

DEPTH = 10
"""Passages retrieved for the metrics of ranking."""

_LESSER = {
    "llm_unavailable": (Outcome.UNMEASURED, "There is no model."),
    "llm_failed": (Outcome.FAILED, "The model failed; what is left is not its answer."),
}
"""Why an answer is not the model's although its answer was asked for, as `Answer.degraded` says it."""


def collect(
    suite: Suite,
    opener: Opener,
    folder: Path,
    manifest: Manifest,
    *,
    player: Player | None = None,
    on_row: Callable[[ResultRow], None] = lambda _: None,
) -> Counter[Outcome]:
    """Ask every question that `folder` has no row for yet; returns how many rows there are now of each outcome.

    With a `player` only rows on tape are asked; the others are unmeasured.
    """
    done = start_run(folder, manifest, suite.gold)
    for name in dict.fromkeys(row.corpus for row in suite.gold if row.id not in done):
        waiting = [row for row in suite.gold if row.corpus == name and row.id not in done]
        with tempfile.TemporaryDirectory() as scratch:
            sources = suite.corpora[name].place(Path(scratch) / "documents")
            with opener(Path(scratch) / "home") as system:
                system.ingest([sources.folder])
                for row in waiting:
                    result = run_row(row, system, sources, manifest, player)
                    append_row(folder, result)
                    done[row.id] = result
                    on_row(result)
    return Counter(row.outcome for row in done.values())


def run_row(
    row: GoldRow, system: System, sources: Sources, manifest: Manifest, player: Player | None = None
) -> ResultRow:
    """Ask one question. Nothing it raises ends the run, except the user's interruption."""
    run = manifest.digest
    if player is not None and player.insert(row.id) is None:
        return _without_answer(row, run, Outcome.UNMEASURED, RowError(code="no_tape", message="There is no tape."))
    try:
        answer = system.ask(row.question, answerer=manifest.answerer, k=manifest.k, history=row.history)
        # A follow-up means little without its history, so there is nothing fair to retrieve by.
        hits = None if row.history else _spans(system.search(row.question, k=DEPTH))
    except Exception as error:
        outcome = Outcome.FAILED
        if isinstance(error, LLMUnavailableError):
            outcome = Outcome.STALE if player is not None and player.stale else Outcome.UNMEASURED
        code = error.code if isinstance(error, RagError) else type(error).__name__
        return _without_answer(row, run, outcome, RowError(code=code, message=str(error)))
    if player is not None and player.stale:
        return _without_answer(row, run, Outcome.STALE, RowError(code="stale", message="The prompt has changed."))
    if manifest.answerer == "llm" and answer.degraded in _LESSER:
        outcome, message = _LESSER[answer.degraded]
        return _without_answer(row, run, outcome, RowError(code=answer.degraded, message=message))
    return ResultRow(
        id=row.id,
        run=run,
        outcome=Outcome.OK,
        answer=answer,
        hits=hits,
        proofs=prove(answer, sources),
    )


def _spans(hits: Sequence[Hit]) -> tuple[RankedSpan, ...]:
    return tuple(
        RankedSpan(source=hit.document.source, start=hit.chunk.span.start, end=hit.chunk.span.end, score=hit.score)
        for hit in hits
    )


def prove(answer: Answer, sources: Sources) -> tuple[Proof, ...]:
    """What the files say where the answer's citations point."""
    proofs = []
    for citation in all_citations(answer):
        text = sources.text(citation.source)
        inside = text is not None and 0 <= citation.start <= citation.end <= len(text)
        proofs.append(
            Proof(
                source=citation.source,
                start=citation.start,
                end=citation.end,
                sha256=None if text is None else sha256(text),
                text=text[citation.start : citation.end] if text is not None and inside else None,
            )
        )
    return tuple(proofs)


def _without_answer(row: GoldRow, run: str, outcome: Outcome, error: RowError) -> ResultRow:
    return ResultRow(id=row.id, run=run, outcome=outcome, error=error)
