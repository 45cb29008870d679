from __future__ import annotations

import pytest

from rag.errors import LLMError
from rag.llm.scripted import ScriptedModel
from rag.retrieve.translate import translator


def test_the_model_is_asked_for_one_line_in_the_language() -> None:
    model = ScriptedModel.of("\n Wer baute die Brücke? \n\nAnmerkung: frei übersetzt")
    assert translator(model)("Who built the bridge?", "de") == "Wer baute die Brücke?"
    (asked,) = model.history
    assert "Who built the bridge?" in asked.messages[-1].content
    assert "German" in asked.messages[-1].content


@pytest.mark.parametrize("script", [LLMError("gone"), "", "  \n"])
def test_a_model_that_fails_or_is_silent_leaves_the_question_alone(script: str | LLMError) -> None:
    assert translator(ScriptedModel.of(script))("Who built the bridge?", "zh-Hans") is None
