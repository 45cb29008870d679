from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import LLMUnavailableError
from rag.llm import open_chat_model


def test_none_is_no_model() -> None:
    assert open_chat_model("none") is None


def test_weights_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(LLMUnavailableError) as told:
        open_chat_model("local", path=tmp_path / "no.gguf")
    assert "rag models pull" in told.value.hint


@pytest.mark.parametrize(("base_url", "model"), [(None, "m"), ("http://127.0.0.1:1/v1", None), ("", "")])
def test_an_endpoint_needs_an_address_and_a_name(base_url: str | None, model: str | None) -> None:
    with pytest.raises(LLMUnavailableError) as told:
        open_chat_model("openai-compatible", base_url=base_url, model=model)
    assert "RAG_LLM_BASE_URL" in told.value.hint


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import sys, rag.llm; print([m for m in ('llama_index', 'openai', 'xllamacpp', 'httpx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
