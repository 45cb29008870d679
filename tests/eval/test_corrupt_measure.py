"""What is counted, with an embedder that knows nothing: rules alone must tell these apart."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.corrupt.answer import Reference
from eval.corrupt.check import Remembering, judge
from eval.corrupt.command import table
from eval.corrupt.make import Case
from eval.corrupt.measure import ANSWERS, Outcome, measure
from eval.corrupt.references import Material
from rag.embed.base import Vectors
from rag.types import DocumentSummary, Evidence, Span

PACKAGE = Path(__file__).parents[2] / "eval" / "corrupt"
QUOTES = ("马克龙7月12日表示，11座桥将关闭。", "Der Zoo in Leipzig hat zwei neue Elefanten.")


class Even:
    """Every text has the same vector: meaning prefers nothing and objects to nothing."""

    name, digest, dimension, max_tokens = "even", "0", 2, 512

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.tile(np.array([1, 0], np.float32), (len(texts), 1))

    def count_tokens(self, text: str) -> int:
        return len(text)


def evidence() -> list[Evidence]:
    found = []
    for number, quote in enumerate(QUOTES, 1):
        digest = hashlib.sha256(quote.encode()).hexdigest()
        document = DocumentSummary(f"d{number}", f"{number}.txt", digest, None, None, None, (), 1)
        language = "zh-Hans" if number == 1 else "de"
        found.append(
            Evidence(number, document, Span(0, len(quote)), quote, language, 1.0, "", "马克龙" * (number == 1))
        )
    return found


def reference(text: str) -> Reference:
    return Reference("r-en", "r", "en", text, QUOTES, 1, ("macron",), "How many bridges will be closed?", "held")


@pytest.fixture(autouse=True)
def _no_means(monkeypatch: pytest.MonkeyPatch) -> None:
    """Language means of the fake are not worth estimating, and meaning is not what is tested."""
    monkeypatch.setattr("rag.answer.support.Meaning", lambda *_: None)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Macron said that 11 bridges will be closed [1].", "passed"),
        ("Macron said that 12 bridges will be closed [1].", "rejected"),
        ("On 13 July Macron said that 11 bridges will be closed [1].", "rejected"),
        ("Macron said that 11 bridges will not be closed [1].", "rejected"),
        ("Macron said that 11 bridges will be closed [9].", "rejected"),
        ("Macron said that 11 bridges will be closed [1][9].", "mended"),
        ("In the text it says: “11座桥将关闭” [1].", "passed"),
        ("In the text it says: “11座桥将开放” [1].", "rejected"),
        ("Macron said that 11 bridges will be closed [1]. He said that 12 will [1].", "rejected"),
    ],
)
def test_verdicts(text: str, verdict: str) -> None:
    assert judge(Case(reference(text), "x", text), evidence(), [], Even()) == verdict


def test_outcomes_count_what_was_stopped() -> None:
    true = reference("Macron said that 11 bridges will be closed [1].")
    material = Material([true], {"r-en": evidence()}, {"r-en": []}, Even())
    outcomes = {outcome.kind: outcome for outcome in measure(material, 3, lambda _: None)}
    assert (outcomes[ANSWERS].n, outcomes[ANSWERS].stopped, outcomes[ANSWERS].is_met) == (1, 0, True)
    digit = outcomes["digit"]
    assert (digit.n, digit.stopped, digit.share, digit.is_met) == (3, 3, 1.0, True)
    assert digit.low < 1.0 == digit.high


def test_a_missed_target_is_told() -> None:
    bad = Outcome("digit", "held", 10, 9, 0, 0.9, 0.6, 0.98, 0.95)
    alarm = Outcome(ANSWERS, "held", 100, 4, 0, 0.04, 0.02, 0.1, 0.03)
    told = table([alarm, bad])
    assert not bad.is_met
    assert not alarm.is_met
    assert "≥ 95% missed" in told
    assert "≤ 3% missed" in told


def test_each_text_is_embedded_once() -> None:
    even = Even()
    remembering = Remembering(even)
    first, again = remembering.embed_passages(["a", "b", "a"]), remembering.embed_passages(["b"])
    assert first.shape == (3, 2)
    assert again.shape == (1, 2)
    assert even.embedded == ["a", "b"]


def test_the_corrupters_share_nothing_with_the_checker() -> None:
    """Of rag they import record types alone; only what drives the checker (`check`, `references`) may know it."""
    for path in PACKAGE.glob("*.py"):
        if path.stem in ("check", "references", "command"):
            continue
        imported = {node.module for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)}
        assert {name for name in imported if name and name.startswith("rag")} <= {"rag.types"}, path.name
