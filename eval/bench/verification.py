"""What checking an answer adds to writing it: `python -m eval.bench.verification`.

Seed questions are answered by the local model, a sentence from each of the two best excerpts. Writing is the time that
the model takes for these sentences; checking is all other time, the model's yes or no to each of them included. Repairs
count as neither, nor do the verdict before and the translations after, which are not asked for.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from eval.bench.llm import QUESTIONS
from eval.bench.main_job import seeded
from rag.answer.evidence import select
from rag.answer.question import read_question
from rag.answer.verdict import MOST as EXCERPTS
from rag.answer.writer import Writer
from rag.llm.base import ChatModel
from rag.service import Service
from rag.types import ANSWER_K, Message

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
    """Seconds of an answer, its repairs taken out, and of these the seconds of checking."""
    assert service.chat_model is not None
    hits = service.search(question, k=ANSWER_K)
    evidence = select(question, hits, text_of=service.index.text, limit=EXCERPTS)
    model = _Clocked(service.chat_model)
    writer = Writer(model, service.embedder, read_question(question), hits)
    began = time.perf_counter()
    for _ in writer.write_each(evidence):
        pass
    passed = time.perf_counter() - began - model.repairing
    return passed, passed - model.writing


class _Clocked:
    """A chat model that counts the seconds of its replies, apart for those that go on a conversation: repairs."""

    def __init__(self, model: ChatModel) -> None:
        self.name, self.digest = model.name, model.digest
        self.agreements, self.count_tokens, self.count_prompt = model.agreements, model.count_tokens, model.count_prompt
        self.writing = self.repairing = 0.0
        self._model = model

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        """See `ChatModel.stream`."""
        is_repair = any(message.role == "assistant" for message in messages)
        with closing(cast(Any, self._model.stream(messages, max_tokens=max_tokens, grammar=grammar))) as pieces:
            while True:
                began = time.perf_counter()
                piece = next(pieces, None)
                seconds = time.perf_counter() - began
                self.repairing += seconds if is_repair else 0.0
                self.writing += 0.0 if is_repair else seconds
                if piece is None:
                    return
                yield piece


if __name__ == "__main__":
    typer.run(main)
