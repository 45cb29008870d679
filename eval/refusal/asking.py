"""Asks the questions of the answering flow as `rag ask` does; a language model's answers are kept as they come."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from eval.refusal.gather import Asked
from eval.refusal.report import Answering
from rag.answer.flow import answer
from rag.config import load_settings
from rag.service import Service
from rag.types import Answer, AnswerSentence


@contextmanager
def asker(answerer: Literal["extractive", "llm"], work: Path) -> Iterator[Answering]:
    """Asks with the default models. What a language model answered is read from `work` the next time."""
    with Service(load_settings()) as service:
        model = service.chat_model if answerer == "llm" else None
        kept = _Kept(work / f"answers-{answerer}.jsonl") if model else None

        def ask(asked: Asked, texts: Mapping[str, str]) -> Answer:
            key = f"{asked.case.id} {asked.answerable} {asked.across}"
            if kept is not None and key in kept.answers:
                return kept.answers[key]
            given = answer(
                asked.case.question,
                asked.hits,
                model=model,
                embedder=service.embedder,
                answerer=answerer,
                text_of=texts.__getitem__,
            )
            if kept is not None:
                kept.add(key, given)
            return given

        yield ask


class _Kept:
    """Answers by case and condition in a file, so that a long study can be done in parts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        self.answers = {row["key"]: _answer(row["answer"]) for row in map(json.loads, lines)}

    def add(self, key: str, given: Answer) -> None:
        """Keep one more."""
        self.answers[key] = given
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, "answer": asdict(given)}, ensure_ascii=False) + "\n")


def _answer(row: dict[str, Any]) -> Answer:
    """As far as the report reads it."""
    sentences = tuple(AnswerSentence(one["text"], tuple(one["citations"]), one["verdict"]) for one in row["sentences"])
    return Answer(**{**row, "sentences": sentences, "citations": (), "refusal": None})
