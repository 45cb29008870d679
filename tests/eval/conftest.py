"""The small gold as fixtures: its rows, a perfect run of them, its documents as files, and a scripted system."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_gold import TEXTS, ScriptedSystem, make_gold

from eval.oracle import oracle
from eval.records import GoldRow
from eval.runs import Run
from eval.suite import Corpus, Suite


@pytest.fixture
def gold() -> tuple[GoldRow, ...]:
    return make_gold()


@pytest.fixture
def perfect(gold: tuple[GoldRow, ...]) -> Run:
    """A run in which every row is right."""
    return oracle("small", gold)


@pytest.fixture
def suite(tmp_path: Path, gold: tuple[GoldRow, ...]) -> Suite:
    (tmp_path / "docs").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Suite("small", gold, {"": Corpus(folder=tmp_path / "docs", base=tmp_path)})


@pytest.fixture
def system(gold: tuple[GoldRow, ...]) -> ScriptedSystem:
    return ScriptedSystem(gold)
