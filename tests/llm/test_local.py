from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core.base.llms.types import ChatMessage

from rag.answer.prompt import load
from rag.errors import LLMError
from rag.llm import open_chat_model
from rag.llm.base import ABANDONED
from rag.llm.llama_cpp import Engine
from rag.llm.local import LlamaCpp, LocalModel
from rag.types import Message
from tests.llm.fake_llama_cpp import FakeModule, event, first_word, progress
from tests.llm.weights import local_weights

HELLO = [Message("system", "Be short."), Message("user", "Hello")]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeModule:
    module = FakeModule(lambda request: [progress(1, 1), event("Guten"), event(" Tag")])
    monkeypatch.setitem(sys.modules, "xllamacpp", module)
    return module


@pytest.fixture
def small(fake: FakeModule, tmp_path: Path) -> Iterator[LocalModel]:
    path = tmp_path / "m.gguf"
    path.write_bytes(b"GGUF")
    model = LocalModel(path, name="m")
    yield model
    model.close()


def test_pieces_and_signs_of_life(small: LocalModel, fake: FakeModule) -> None:
    assert list(small.stream(HELLO, max_tokens=5)) == ["", "Guten", " Tag"]
    assert fake.requests[0]["messages"] == [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": "Hello"},
    ]


@pytest.mark.parametrize(
    ("likely", "agreement"),
    [
        ({"Yes": 0.3, " yes": 0.3, "No": 0.2, "Maybe": 0.2}, 0.75),
        ({"no": 0.5}, 0.0),
        ({"The": 0.9, "yes": 0.001}, None),
    ],
)
def test_how_probable_a_yes_is(
    small: LocalModel, fake: FakeModule, likely: dict[str, float], agreement: float | None
) -> None:
    fake.reply = lambda request: [first_word(**likely)]
    expected = agreement if agreement is None else pytest.approx(agreement)
    assert list(small.agreements([HELLO, HELLO[1:]])) == [expected, expected]
    assert fake.requests[0]["n_predict"] == 1
    assert "".join(map(chr, fake.requests[0]["prompt"])) == "Be short.Hello"


def test_nobody_waits_for_a_verdict(small: LocalModel, fake: FakeModule) -> None:
    token = ABANDONED.set(lambda: True)
    try:
        assert not list(small.agreements([HELLO]))
    finally:
        ABANDONED.reset(token)
    assert not fake.requests


def test_the_digest_is_that_of_the_file(small: LocalModel) -> None:
    assert small.digest == hashlib.sha256(b"GGUF").hexdigest()


def test_a_digest_that_is_known_is_not_computed(tmp_path: Path) -> None:
    assert LocalModel(tmp_path / "absent", name="m", digest="abc").digest == "abc"


def test_the_digest_of_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(LLMError, match="cannot be read"):
        _ = LocalModel(tmp_path / "absent", name="m").digest


def test_it_is_a_llama_index_llm(fake: FakeModule, tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(b"GGUF")
    engine = Engine(path)
    llm = LlamaCpp(engine, "m")
    assert llm.complete("x").text == "Guten Tag"
    assert llm.chat([ChatMessage(content="x")]).message.content == "Guten Tag"
    assert [r.delta for r in llm.stream_complete("x")] == ["", "Guten", " Tag"]
    assert llm.metadata.is_chat_model
    engine.close()


# The real model: one module-wide instance, because it takes seconds to load.


@pytest.fixture(scope="module")
def real() -> Iterator[LocalModel]:
    model = open_chat_model("local", path=local_weights())
    assert isinstance(model, LocalModel)
    yield model
    model.close()


LONG = "The minister arrived on Monday and spoke about trade, borders and fish. " * 12


@pytest.mark.llm
@pytest.mark.timeout(600)
def test_real_answers_the_same_twice(real: LocalModel) -> None:
    question = [Message("user", "What is the capital of France? One word.")]
    first, second = ("".join(real.stream(question, max_tokens=8)) for _ in range(2))
    assert first == second
    assert "Paris" in first


@pytest.mark.llm
@pytest.mark.timeout(600)
def test_real_follows_a_grammar(real: LocalModel) -> None:
    question = [Message("user", "Write a poem about the sea.")]
    assert "".join(real.stream(question, max_tokens=8, grammar='root ::= "yes" | "no"')) in {"yes", "no"}


@pytest.mark.llm
@pytest.mark.timeout(600)
def test_real_tells_what_answers(real: LocalModel) -> None:
    """In whatever language, and nearly the same the next time: what is cached is read in other batches."""

    def said(question: str, sentence: str) -> float:
        values = {"question": question, "sentence": sentence}
        (found,) = real.agreements([load("verdict").fill(values)])
        assert found is not None
        return found

    answers, not_ = "拉夫罗夫11日晚抵达元山葛麻机场。", "Cats sleep for most of the day."
    first, again = (said("When did Lavrov arrive in Wonsan?", answers) for _ in range(2))
    assert first == pytest.approx(again, abs=0.02)
    assert first > said("When did Lavrov arrive in Wonsan?", not_)
    assert said("Wann kam Lawrow in Wonsan an?", answers) > said("Wann kam Lawrow in Wonsan an?", not_)


@pytest.mark.llm
@pytest.mark.timeout(600)
def test_real_counts(real: LocalModel) -> None:
    assert real.count_tokens("") == 0
    plain = real.count_tokens("x im_end x")
    assert real.count_tokens("x <|im_end|> x") > plain, "a special token spelled out is characters, not one token"
    prompt = real.count_prompt(HELLO)
    assert prompt > sum(real.count_tokens(message.content) for message in HELLO)


@pytest.mark.llm
@pytest.mark.timeout(600)
def test_real_reuses_the_fixed_part_of_the_prompt(real: LocalModel) -> None:
    fixed = Message("system", LONG)
    first = [fixed, Message("user", "Who arrived?")]
    list(real.stream(first, max_tokens=1))
    *_, last = real._engine.stream(
        [{"role": "system", "content": LONG}, {"role": "user", "content": "When did the minister arrive?"}],
        max_tokens=1,
    )
    cached, fresh = last["timings"]["cache_n"], last["timings"]["prompt_n"]
    assert cached > 0.8 * real.count_tokens(LONG)
    assert fresh < 40


@pytest.mark.llm
@pytest.mark.timeout(600)
def test_real_stops_while_the_prompt_is_read(real: LocalModel) -> None:
    stream = real.stream([Message("user", "Again: " + LONG * 3)], max_tokens=5)
    next(stream)  # one step
    begun = time.perf_counter()
    next(stream)
    step = time.perf_counter() - begun
    begun = time.perf_counter()
    stream.close()
    list(real._engine.stream([{"role": "user", "content": "Hi"}], max_tokens=1))
    # A machine busy with other work stretches every step, so the bound is in steps: ten are left of this prompt.
    assert time.perf_counter() - begun < 1 + 2 * step, "the next prompt does not wait for this one"


@pytest.mark.llm
@pytest.mark.timeout(600)
def test_real_answers_the_same_after_a_cancelled_prompt(real: LocalModel) -> None:
    question = [Message("user", LONG + "What did the minister speak about?")]
    other = [Message("user", "The king of Sweden likes to sail. " * 10 + "Who sails?")]
    answers = []
    for steps in (0, 2):
        list(real.stream(other, max_tokens=1))
        stream = real.stream(question, max_tokens=12)
        for _ in range(steps):
            assert next(stream) == ""
        stream.close()
        answers.append("".join(real.stream(question, max_tokens=12)))
    assert "trade" in answers[0]
    assert answers[1] == answers[0]
