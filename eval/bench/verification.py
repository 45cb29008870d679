"""What checking an answer adds to making it: `python -m eval.bench.verification`.

Seed questions are asked of the whole service with the local model. Making is the time that the model takes for its
verdict on the evidence and for its sentences; checking is all other time: the rules, the embedder, and the model's yes
or no to what it wrote (also to repairs). Repairs and translations count as neither. Finding the passages, some 30 ms,
counts as checking.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from eval.bench.llm import QUESTIONS
from eval.bench.main_job import seeded
from rag.answer.prompt import load
from rag.llm.base import ChatModel
from rag.service import Service
from rag.types import Message

MOST = 0.25
"""Of the time the answer takes, that checking may add."""


def main(
    seeds: Annotated[Path, typer.Option(help="The seed documents.")] = Path("seeds"),
    questions: Annotated[int, typer.Option(help="How many questions, spread over the languages.")] = 8,
) -> None:
    """Print the median share over the answers that were written; exit 1 if it is more than a quarter."""
    shares = []
    with seeded(seeds) as (_, service):
        assert service.chat_model is not None
        service.chat_model.count_tokens("Load the weights.")
        for question in QUESTIONS[:: max(1, len(QUESTIONS) // questions)][:questions]:
            made, checked = _timed(service, question)
            if made:
                shares.append(checked / made)
                typer.echo(f"{made:6.1f} s and {checked:5.2f} s of checking: +{shares[-1]:.1%}  {question}")
            else:
                typer.echo(f"refused  {question}")
    share = statistics.median(shares)
    typer.echo(f"checking adds {share:.1%} to the median of {len(shares)} answers, wanted at most {MOST:.0%}")
    raise typer.Exit(share > MOST)


def _timed(service: Service, question: str) -> tuple[float, float]:
    """Seconds of making and of checking an answer; zeros where none was written."""
    assert service.chat_model is not None
    model = service.chat_model
    service.chat_model = clocked = _Clocked(model)
    try:
        began = time.perf_counter()
        service.ask(question, answerer="llm")
        passed = time.perf_counter() - began
    finally:
        service.chat_model = model
    made = clocked.seconds["verdict"] + clocked.seconds["sentence"]
    aside = clocked.seconds["repair"] + clocked.seconds["translate"]
    return (made, passed - made - aside) if clocked.seconds["sentence"] else (0.0, 0.0)


class _Clocked:
    """A chat model that counts its seconds by the prompt they go to; what goes on a conversation is a repair."""

    def __init__(self, model: ChatModel) -> None:
        self.name, self.digest = model.name, model.digest
        self.count_tokens, self.count_prompt = model.count_tokens, model.count_prompt
        self.seconds: dict[str, float] = defaultdict(float)
        self._model = model
        self._prompts = {load(name).system: name for name in ("sentence", "translate", "verdict", "stated")}

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        """See `ChatModel.stream`."""
        yield from self._clocked(self._model.stream(messages, max_tokens=max_tokens, grammar=grammar), messages)

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        """See `ChatModel.agreements`."""
        yield from self._clocked(self._model.agreements(conversations), conversations[0])

    def _clocked(self, given: Iterator[Any], messages: Sequence[Message]) -> Iterator[Any]:
        kind = "repair" if len(messages) > 2 else self._prompts[messages[0].content]
        with closing(cast(Any, given)) as pieces:
            while True:
                began = time.perf_counter()
                piece = next(pieces, _END)
                self.seconds[kind] += time.perf_counter() - began
                if piece is _END:
                    return
                yield piece


_END = object()


if __name__ == "__main__":
    typer.run(main)
