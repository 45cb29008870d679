from __future__ import annotations

import pytest

from rag.errors import LLMError, LLMUnavailableError
from rag.llm.scripted import Reply, ScriptedModel
from rag.types import Message

ASK = [Message("user", "why?")]


def test_replies_in_order_and_remembers_what_it_was_asked() -> None:
    model = ScriptedModel.of("first reply", "second")
    assert "".join(model.stream(ASK, max_tokens=99)) == "first reply"
    assert "".join(model.stream(ASK, max_tokens=99, grammar="g")) == "second"
    assert [(asked.messages, asked.grammar) for asked in model.history] == [(tuple(ASK), None), (tuple(ASK), "g")]


def test_an_empty_queue_is_an_error() -> None:
    with pytest.raises(LLMError, match="no reply left"):
        list(ScriptedModel.of().stream(ASK, max_tokens=1))


def test_it_can_fail_before_and_after_speaking() -> None:
    model = ScriptedModel.of(LLMUnavailableError("gone"), Reply("half a ", error=LLMError("cut")))
    with pytest.raises(LLMUnavailableError):
        list(model.stream(ASK, max_tokens=9))
    stream = model.stream(ASK, max_tokens=9)
    assert next(stream) + next(stream) == "half a "
    with pytest.raises(LLMError, match="cut"):
        next(stream)


def test_it_can_obey_whatever_it_reads() -> None:
    model = ScriptedModel.of(lambda messages: messages[-1].content.upper())
    assert "".join(model.stream(ASK, max_tokens=9)) == "WHY?"


def test_max_tokens_cuts_and_closing_is_counted() -> None:
    model = ScriptedModel.of(Reply("abcdef", piece=1), Reply("abcdef", piece=1))
    assert "".join(model.stream(ASK, max_tokens=2)) == "ab"
    stream = model.stream(ASK, max_tokens=99)
    next(iter(stream))
    stream.close()  # type: ignore[attr-defined]
    assert model.closed == 1
