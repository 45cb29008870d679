"""A language model's opinion of the answers, and how far it agrees with the gold slots. It never decides a gate.

The prompt is pinned in `judge.md`, the model answers at temperature 0, and what it says other than RIGHT or WRONG is
counted as invalid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from eval.records import GoldRow, digest
from eval.runs import Run
from eval.score import Scores, Unscored
from eval.stats import cohen_kappa
from rag.errors import LLMError
from rag.llm.base import ChatModel
from rag.types import Message

PROMPT = (Path(__file__).parent / "judge.md").read_text(encoding="utf-8")
MAX_TOKENS = 8


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge said of a row, and what the slots say."""

    id: str
    verdict: Literal["right", "wrong", "invalid", "failed"]
    slots: Literal["right", "wrong"]
    said: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """All opinions of a judge; `kappa` is None where one side is always of the same opinion."""

    model: str
    prompt: str
    judged: int
    invalid: int
    failed: int
    right: float | None
    agreement: float | None
    kappa: float | None


def judge(run: Run, scores: Scores, model: ChatModel) -> Iterator[Opinion]:
    """Judge every answered row that has a reference and slots to compare with."""
    for gold in run.gold:
        row, slots = run.rows.get(gold.id), scores.cells[gold.id]["slot_accuracy"]
        if row is None or row.answer is None or isinstance(slots, Unscored) or row.answer.status == "refused":
            continue
        yield _opinion(gold, row.answer.answer, slots == 1.0, model)


def _opinion(gold: GoldRow, answer: str, right: bool, model: ChatModel) -> Opinion:
    fields = {"question": gold.question, "reference": gold.answer, "answer": answer}
    messages = (Message("system", PROMPT), Message("user", json.dumps(fields, ensure_ascii=False)))
    slots: Literal["right", "wrong"] = "right" if right else "wrong"
    try:
        said = "".join(model.stream(messages, max_tokens=MAX_TOKENS)).strip()
    except LLMError as error:
        return Opinion(gold.id, "failed", slots, str(error))
    word = said.strip(" .*\"'`").upper()
    if word in ("RIGHT", "WRONG"):
        return Opinion(gold.id, "right" if word == "RIGHT" else "wrong", slots, said)
    return Opinion(gold.id, "invalid", slots, said)


def summarise(opinions: list[Opinion], model: ChatModel) -> Judgement:
    """Counts, and the agreement with the slots over the opinions that are valid."""
    valid = [opinion for opinion in opinions if opinion.verdict in ("right", "wrong")]
    said, slots = [opinion.verdict for opinion in valid], [opinion.slots for opinion in valid]
    return Judgement(
        model=f"{model.name} {model.digest}",
        prompt=digest(PROMPT),
        judged=len(valid),
        invalid=sum(opinion.verdict == "invalid" for opinion in opinions),
        failed=sum(opinion.verdict == "failed" for opinion in opinions),
        right=said.count("right") / len(said) if said else None,
        agreement=sum(a == b for a, b in zip(said, slots, strict=True)) / len(said) if said else None,
        kappa=cohen_kappa(said, slots) if said else None,
    )


def write_opinions(path: Path, opinions: list[Opinion]) -> None:
    """One opinion a line."""
    lines = [json.dumps(asdict(opinion), ensure_ascii=False) + "\n" for opinion in opinions]
    path.write_text("".join(lines), encoding="utf-8")
