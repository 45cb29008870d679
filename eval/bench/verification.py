"""What checking an answer adds to writing it: `python -m eval.bench.verification`.

Seed questions are answered by the local model, a sentence from each of the two best excerpts; its replies are then
dictated to the same writer by a scripted model, so that what is timed is everything but the model: prompts, checks, and
the embedder that they use. The verdict before it and the translations of quotes after it are no part of it.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Annotated

import typer

from eval.bench.llm import QUESTIONS
from eval.bench.main_job import seeded
from rag.answer.evidence import select
from rag.answer.question import read_question
from rag.answer.verdict import MOST as EXCERPTS
from rag.answer.writer import Writer
from rag.llm.base import ChatModel
from rag.llm.scripted import ScriptedModel
from rag.service import Service
from rag.types import ANSWER_K, Evidence, Hit

MOST = 0.25
"""Of the time the model takes, that checking may add."""


def main(
    seeds: Annotated[Path, typer.Option(help="The seed documents.")] = Path("seeds"),
    questions: Annotated[int, typer.Option(help="How many questions, spread over the languages.")] = 8,
) -> None:
    """Print the median share; exit 1 if it is more than a quarter."""
    shares = []
    with seeded(seeds) as (_, service):
        for question in QUESTIONS[:: max(1, len(QUESTIONS) // questions)][:questions]:
            written, checked = _timed(service, question)
            shares.append(checked / (written - checked))
            typer.echo(f"{written:6.1f} s, of which checking {checked:5.2f} s: +{shares[-1]:.1%}  {question}")
    share = statistics.median(shares)
    typer.echo(f"checking adds {share:.1%} to the median answer, wanted at most {MOST:.0%}")
    raise typer.Exit(share > MOST)


def _timed(service: Service, question: str) -> tuple[float, float]:
    """Seconds of an answer written and checked, and of the same replies checked again."""
    model = service.chat_model
    assert model is not None
    hits = service.search(question, k=ANSWER_K)
    evidence = select(question, hits, text_of=service.index.text, limit=EXCERPTS)
    writer, written = _written(model, service, question, evidence, hits)
    _, checked = _written(ScriptedModel.of(*writer.replies), service, question, evidence, hits)
    return written, checked


def _written(
    model: ChatModel, service: Service, question: str, evidence: list[Evidence], hits: list[Hit]
) -> tuple[Writer, float]:
    writer = Writer(model, service.embedder, read_question(question), hits)
    began = time.perf_counter()
    for _ in writer.write_each(evidence):
        pass
    return writer, time.perf_counter() - began


if __name__ == "__main__":
    typer.run(main)
