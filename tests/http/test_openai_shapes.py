"""OpenAI's chat completions, by its own client and by those of LangChain and llama-index, on a real socket."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openai
import pytest

from rag.api.routes.openai import Completion
from rag.types import AnswerSentence, Unanswered
from tests.http.scripted import QUOTE, TEXT, ScriptedService, make_document

pytestmark = [
    pytest.mark.net,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the clients, not of ours
]
CONVERSATION = [
    {"role": "system", "content": "You are a pirate."},
    {"role": "user", "content": "Who is Lavrov?"},
    {"role": "assistant", "content": "A minister [1]."},
    {"role": "user", "content": [{"type": "text", "text": "And what did he say?"}]},
]


@pytest.fixture
def base_url(serve: Callable[..., str], service: ScriptedService) -> str:
    return f"{serve(service)}/v1"


@pytest.fixture
def official(base_url: str) -> Any:
    with openai.OpenAI(base_url=base_url, api_key="none", max_retries=0) as client:
        yield client


def test_a_whole_conversation_is_accepted(official: Any, service: ScriptedService) -> None:
    completion = official.chat.completions.create(model="rag", messages=CONVERSATION, temperature=0.3, user="u")
    (question, history, _) = service.asked[0]
    assert question == "And what did he say?"
    assert [message.role for message in history] == ["user", "assistant"]
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage.total_tokens == 12


def test_citations_arrive_as_marks_annotations_and_whole(official: Any) -> None:
    completion = official.chat.completions.create(model="rag", messages=[{"role": "user", "content": "what?"}])
    message = completion.choices[0].message
    assert message.content == completion.rag["answer"]
    for annotation in message.annotations:
        cited = annotation.url_citation
        assert message.content[cited.start_index : cited.end_index] == "[1]"
        assert cited.title == "外长访问"
    assert len(message.annotations) == message.content.count("[1]") == 2
    citation = completion.rag["citations"][0]
    assert TEXT[citation["start"] : citation["end"]] == citation["quote"] == QUOTE


def test_a_number_inside_a_quote_is_no_annotation(official: Any, service: ScriptedService) -> None:
    text = "The mill was repaired in 1950 [1] and again in 1977.\n"
    service.found.clear()
    service.put(make_document("mill.txt", text))
    completion = official.chat.completions.create(model="rag", messages=[{"role": "user", "content": "what?"}])
    message = completion.choices[0].message
    assert message.content.count("[1]") == 3
    assert len(message.annotations) == 2


def test_an_annotations_address_leads_to_the_text(official: Any) -> None:
    completion = official.chat.completions.create(model="rag", messages=[{"role": "user", "content": "what?"}])
    address, _, fragment = completion.choices[0].message.annotations[0].url_citation.url.partition("#char=")
    start, end = map(int, fragment.split(","))
    import httpx

    assert httpx.get(address).text[start:end] == QUOTE


def test_a_stream_joins_to_the_whole_answer(official: Any) -> None:
    request: dict[str, Any] = {"model": "rag", "messages": [{"role": "user", "content": "what?"}]}
    whole = official.chat.completions.create(**request)
    chunks = list(official.chat.completions.create(**request, stream=True, stream_options={"include_usage": True}))
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert said == whole.choices[0].message.content
    assert len([chunk for chunk in chunks if chunk.choices and chunk.choices[0].delta.content]) > 1
    assert chunks[-1].usage.total_tokens == 12
    last = chunks[-2]
    assert last.choices[0].finish_reason == "stop"
    assert last.rag == whole.rag
    assert last.choices[0].delta.annotations[0]["type"] == "url_citation"


def test_a_refusal_streams_its_message(official: Any) -> None:
    messages = [{"role": "user", "content": "unknown things"}]
    chunks = list(official.chat.completions.create(model="rag", messages=messages, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == "The documents do not say."


def test_errors_are_the_clients_own(official: Any) -> None:
    with pytest.raises(openai.NotFoundError) as missing:
        official.chat.completions.create(model="gpt-4o", messages=CONVERSATION)
    assert missing.value.code == "model_not_found"
    with pytest.raises(openai.BadRequestError) as wrong:
        official.chat.completions.create(model="rag", messages=[{"role": "assistant", "content": "hm"}])
    assert wrong.value.code == "question_missing"
    with pytest.raises(openai.UnprocessableEntityError):
        official.chat.completions.create(model="rag", messages=CONVERSATION * 2500)


def test_an_error_in_a_stream_is_raised_by_the_client(official: Any, service: ScriptedService) -> None:
    service.failure = RuntimeError("secret")
    with pytest.raises(openai.APIError) as error:
        list(official.chat.completions.create(model="rag", messages=CONVERSATION, stream=True))
    assert "secret" not in str(error.value)


def test_models_are_listed(official: Any) -> None:
    assert [model.id for model in official.models.list()] == ["rag"]
    assert official.models.retrieve("rag").id == "rag"


def test_langchain_asks_and_streams(base_url: str) -> None:
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model="rag", base_url=base_url, api_key="none", max_retries=0)  # type: ignore[arg-type]
    whole = model.invoke([("system", "Be brief."), ("human", "what?")])
    assert QUOTE in str(whole.content)
    assert "".join(str(chunk.content) for chunk in model.stream("what?")) == whole.content


def test_llama_index_asks_and_streams(base_url: str) -> None:
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

    model = OpenAILike(model="rag", api_base=base_url, api_key="none", is_chat_model=True, max_retries=0)
    messages = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="what?")]
    whole = model.chat(messages)
    assert QUOTE in (whole.message.content or "")
    assert "".join(piece.delta or "" for piece in model.stream_chat(messages)) == whole.message.content


def test_an_answer_that_was_made_again_breaks_a_stream_off_under_its_request() -> None:
    answered = ScriptedService.with_article().ask("What did he say?")
    completion = Completion("http://x/", "request-1")
    sent = list(completion.render("sentence", AnswerSentence("Another sentence [1].", (1,), "supported")))
    last = list(completion.render("answer", answered))[-1]
    assert sent
    assert (
        json.loads(last.removeprefix(b"data: "))["error"].items()
        >= {
            "code": "documents_changed",
            "request_id": "request-1",
        }.items()
    )


def test_a_stream_ends_with_what_an_answer_leaves_unanswered() -> None:
    told = "“and when?” The documents do not answer this question clearly."
    answered = ScriptedService.with_article().ask("What did he say?")
    answered = replace(
        answered, answer=f"{answered.answer}\n{told}", unanswered=(Unanswered("and when?", "no_evidence", told),)
    )
    completion = Completion("http://x/", "request-1")
    events = [("sentence", sentence) for sentence in answered.sentences] + [("answer", answered)]
    chunks = [chunk for event in events for chunk in completion.render(*event) if b"[DONE]" not in chunk]
    deltas = [json.loads(chunk.removeprefix(b"data: "))["choices"][0]["delta"] for chunk in chunks]
    assert "".join(delta.get("content", "") for delta in deltas) == answered.answer
