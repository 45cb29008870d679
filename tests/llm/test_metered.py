"""What goes through a meter is counted, and is otherwise as it was."""

from __future__ import annotations

from contextlib import closing

import pytest

from rag.errors import LLMError
from rag.llm.metered import Metered
from rag.llm.scripted import Reply, ScriptedModel
from rag.types import Message, Usage

ASKED = [Message("user", "Is the bridge open, and since when?")]


def test_prompts_and_replies_are_counted() -> None:
    model = ScriptedModel.of("Since May.", "yes", "no")
    metered = Metered(model)
    assert "".join(metered.stream(ASKED, max_tokens=9)) == "Since May."
    read = model.count_prompt(ASKED)
    assert metered.usage == Usage(read, model.count_tokens("Since May."))
    assert list(metered.agreements([ASKED, ASKED])) == [1.0, 0.0]
    assert metered.usage.prompt_tokens == 3 * read
    assert (metered.name, metered.digest) == (model.name, model.digest)


def test_what_was_read_before_it_stopped_is_counted() -> None:
    metered = Metered(ScriptedModel.of(Reply("Since M", error=LLMError("cut"))))
    with pytest.raises(LLMError):
        list(metered.stream(ASKED, max_tokens=9))
    assert metered.usage.completion_tokens > 0


def test_closing_closes_the_model_too() -> None:
    metered = Metered(ScriptedModel.of("Since May and ever after."))
    with closing(metered.stream(ASKED, max_tokens=9)) as pieces:
        next(pieces)
    assert metered.usage.prompt_tokens > 0
