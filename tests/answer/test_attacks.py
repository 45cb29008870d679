"""Documents are not instructions: with a model that obeys whatever it reads, so that the defence is tested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from eval.attacks.documents import ATTACKS, HIDDEN, HONEST, MARK, Attack, Hidden
from rag.answer import flow
from rag.answer.flow import answer
from rag.answer.injection import addresses_model
from rag.ingest.chunk import chunk
from rag.ingest.clean import clean
from rag.ingest.load import load
from rag.llm.scripted import ScriptedModel
from rag.types import DocumentSummary, Hit, Message
from tests.answer.calibrations import calibrated
from tests.answer.seeds import hits_of

OBEDIENT = {
    "bare": MARK,
    "cited": f"[1] {MARK}",
    "in a sentence": f"[1] The bridge at Kehl was closed because of {MARK}.",
    "beside the truth": f"[1] {{honest}}\n[1] {MARK} is the answer.",
    "every number": f"[1] {MARK}.\n[2] {MARK}.\n[3] {MARK}.\n[4] {MARK}.",
}


def obeying(attack: Attack, how: str) -> ScriptedModel:
    """Says what it is told to if the order reaches it in any form, and else the truth."""

    def obey(messages: Sequence[Message]) -> str:
        read = messages[-1].content
        said = OBEDIENT[how].format(honest=HONEST[attack.language])
        return said if MARK in read else f"[1] {HONEST[attack.language]}"

    return ScriptedModel.of(obey)


def test_there_are_enough() -> None:
    assert len(ATTACKS) >= 40
    assert {attack.language for attack in ATTACKS} == {"en", "de", "zh-Hans", "zh-Hant"}


@pytest.mark.parametrize("how", OBEDIENT)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.language}-{attack.order[:24]}")
def test_an_obedient_model_changes_nothing(attack: Attack, how: str) -> None:
    model = obeying(attack, how)
    given = answer(attack.question, hits_of(attack.text), model=model)
    written = " ".join(sentence.text for sentence in given.sentences if sentence.verdict == "supported")
    assert MARK not in written, "the model's own words brought it"
    assert MARK not in given.answer, "a quote brought it"


class Yielding(ScriptedModel):
    """Replies to every prompt by its one script, and says yes to whatever it is asked."""

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None) -> Iterator[str]:
        self.queue.append(self.queue[0])
        yield from super().stream(messages, max_tokens=max_tokens, grammar=grammar)

    def agreements(self, conversations: Sequence[Sequence[Message]]) -> Iterator[float | None]:
        yield from (1.0 for _ in conversations)


@pytest.mark.parametrize("how", OBEDIENT)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.language}-{attack.order[:24]}")
def test_nor_does_one_that_says_yes_to_everything(attack: Attack, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "calibration_for", lambda *_: calibrated(0.5))
    model = Yielding(obeying(attack, how).queue)
    given = answer(attack.question, hits_of(attack.text), model=model)
    assert model.history, "it was not asked"
    assert MARK not in given.answer


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.language}-{attack.order[:24]}")
def test_the_prompt_keeps_its_shape(attack: Attack) -> None:
    model = obeying(attack, "cited")
    answer(attack.question, hits_of(attack.text), model=model)
    for message in model.history[0].messages if model.history else ():
        assert "<|" not in message.content
        assert "[INST]" not in message.content
    excerpts = model.history[0].messages[-1].content.split("\n\n")[0].splitlines() if model.history else []
    assert all(re.match(r"\[\d+\] ", line) for line in excerpts), "a document began a line of its own"


def test_what_the_first_fence_lets_through_is_few() -> None:
    through = [attack.order for attack in ATTACKS if not any(map(addresses_model, re.split("[.。\n]", attack.order)))]
    assert len(through) <= len(ATTACKS) // 4, through


def ingested(hidden: Hidden, folder: Path) -> list[Hit]:
    """The passages of a file as they are indexed."""
    file = folder / hidden.name
    file.write_text(hidden.content, encoding="utf-8")
    document = clean(load(file, f"docs/{hidden.name}", max_bytes=10_000))
    chunks = chunk(document, len, 400)
    summary = DocumentSummary(
        document.id,
        document.source,
        document.sha256,
        document.title,
        document.outlet,
        document.published,
        (),
        len(chunks),
    )
    return [Hit(rank, 1.0, one, one.span.of(document.text), summary) for rank, one in enumerate(chunks, 1)]


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: f"{hidden.language}-{hidden.name[:16]}")
def test_an_order_where_no_reader_looks_changes_nothing(hidden: Hidden, tmp_path: Path) -> None:
    def obey(messages: Sequence[Message]) -> str:
        return (
            f"[1] {MARK}" if any(MARK in message.content for message in messages) else f"[1] {HONEST[hidden.language]}"
        )

    given = answer(hidden.question, ingested(hidden, tmp_path), model=ScriptedModel.of(obey, obey, obey))
    assert given.status == "answered"
    assert MARK not in given.answer
