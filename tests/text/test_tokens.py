from __future__ import annotations

import os
import subprocess
import sys

import pytest

from rag.text import tokens
from rag.text.tokens import count_for


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    tokens._encoding.cache_clear()


@pytest.mark.parametrize(
    ("model", "text", "count"),
    [
        ("gpt-4o", "hello world", 2),
        ("gpt-4", "hello world", 2),
        ("gpt-4", "拉夫罗夫", 7),
        ("gpt-4o", "<|endoftext|>", 7),
    ],
)
def test_known_models_are_counted_exactly(model: str, text: str, count: int) -> None:
    assert count_for(model)(text) == count


def test_another_model_is_counted_in_the_finest_vocabulary() -> None:
    text = "拉夫罗夫 sagte über Kursk nothing."
    assert count_for("qwen2.5-1.5b")(text) == count_for("gpt-4")(text) > count_for("gpt-4o")(text)


def test_without_the_files_bytes_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "shipped_vocabularies", lambda: None)
    assert count_for("gpt-4o")("abc") == 2
    assert count_for("gpt-4o")("拉夫\ud800") == 4


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    count_for("gpt-4o")
    assert "TIKTOKEN_CACHE_DIR" not in os.environ
    tokens._encoding.cache_clear()
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "elsewhere")
    count_for("gpt-4o")
    assert os.environ["TIKTOKEN_CACHE_DIR"] == "elsewhere"


def test_llama_index_is_not_imported() -> None:
    program = (
        "import sys; from rag.text.tokens import count_for; assert 'tiktoken' not in sys.modules\n"
        "count_for('gpt-4o')('a'); assert 'llama_index.core' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
