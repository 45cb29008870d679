"""Cassettes: what was said is said again; what was never asked is stale, what was never recorded unmeasured."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from small_gold import ScriptedSystem

from eval.cassette import Player, Recorder, call_key, read_tapes, write_tapes
from eval.collect import run_row
from eval.errors import RunError
from eval.oracle import oracle
from eval.records import Outcome
from eval.suite import Suite
from rag.errors import LLMError, LLMUnavailableError
from rag.types import Answer, Message

ASK = (Message("system", "Be brief."), Message("user", "When?"))


class Talker:
    """A model that says one thing in pieces."""

    name, digest = "talker", "d1"

    def __init__(self, *pieces: str | Exception) -> None:
        self.pieces = pieces
        self.closed = False

    def stream(self, messages: Sequence[Message], *, max_tokens: int, grammar: str | None = None):
        try:
            for piece in self.pieces:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            self.closed = True

    def agreements(self, conversations: Sequence[Sequence[Message]]):
        yield from (0.25 for _ in conversations)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def count_prompt(self, messages: Sequence[Message]) -> int:
        return 7 + sum(self.count_tokens(message.content) for message in messages)


def recorded(talker: Talker, row: str = "closed-en"):
    recorder = Recorder(talker)
    said = "".join(recorder.stream(ASK, max_tokens=9))
    counted = recorder.count_tokens("one two three"), recorder.count_prompt(ASK), list(recorder.agreements([ASK]))
    return said, counted, recorder.cut(row)


def test_what_was_said_is_said_again_piece_by_piece(tmp_path: Path):
    said, counted, tape = recorded(Talker("", "On ", "3 May", "", " [1]."))  # empty pieces are signs of life
    write_tapes(tmp_path / "c.jsonl", [tape])
    player = Player(read_tapes(tmp_path / "c.jsonl"))
    assert player.insert("closed-en") is player
    assert list(player.stream(ASK, max_tokens=9)) == ["On ", "3 May", " [1]."]
    assert said == "On 3 May [1]."
    assert (player.count_tokens("one two three"), player.count_prompt(ASK), list(player.agreements([ASK]))) == counted
    assert counted == (3, 10, [0.25])
    assert (player.name, player.digest, player.stale) == ("talker", "d1", False)


@pytest.mark.parametrize(
    "ask",
    [
        lambda model: list(model.stream((*ASK[:1], Message("user", "Where?")), max_tokens=9)),
        lambda model: list(model.stream(ASK, max_tokens=10)),
        lambda model: list(model.stream(ASK, max_tokens=9, grammar="root ::= [0-9]")),
        lambda model: model.count_tokens("four"),
        lambda model: model.count_prompt(ASK[:1]),
        lambda model: list(model.agreements([ASK, ASK[:1]])),
    ],
    ids=["prompt", "length", "grammar", "count", "count of a prompt", "agreement"],
)
def test_anything_never_asked_is_stale(ask):
    player = Player({"closed-en": recorded(Talker("x"))[2]})
    player.insert("closed-en")
    with pytest.raises(LLMUnavailableError):
        ask(player)
    assert player.stale
    player.insert("closed-en")
    assert not player.stale


def test_another_models_tapes_are_stale_as_a_whole():
    tapes = {"closed-en": recorded(Talker("x"))[2]}
    for weights, stale in (("d1", False), ("d2", True), (None, False)):
        player = Player(tapes, weights)
        player.insert("closed-en")
        assert player.stale is stale


def test_the_key_holds_model_weights_prompt_and_parameters():
    keys = {
        call_key("a", "1", ASK, 9, None),
        call_key("b", "1", ASK, 9, None),
        call_key("a", "2", ASK, 9, None),
        call_key("a", "1", ASK[:1], 9, None),
        call_key("a", "1", ASK, 8, None),
        call_key("a", "1", ASK, 9, "g"),
    }
    assert len(keys) == 6
    assert call_key("a", "1", ASK, 9, None) in keys


def test_a_completion_the_reader_stops_is_kept_as_far_as_it_was_read():
    talker = Talker("one ", "two ", "three")
    recorder = Recorder(talker)
    stream = recorder.stream(ASK, max_tokens=9)
    assert next(stream) == "one "
    stream.close()
    assert talker.closed
    assert recorder.cut("r").calls == {call_key("talker", "d1", ASK, 9, None): ("one ",)}


def test_a_completion_that_failed_is_not_kept():
    recorder = Recorder(Talker("one ", LLMError("gone")))
    with pytest.raises(LLMError):
        list(recorder.stream(ASK, max_tokens=9))
    assert recorder.cut("r").calls == {}


def test_a_file_that_is_no_cassette_is_named_with_its_line(tmp_path: Path):
    (tmp_path / "c.jsonl").write_text('{"row": 1}\n')
    with pytest.raises(RunError, match="line 1"):
        read_tapes(tmp_path / "c.jsonl")
    assert read_tapes(tmp_path / "none.jsonl") == {}


class AskingSystem(ScriptedSystem):
    """Asks its model before it answers, and hides that the model was not there, as a degraded answer does."""

    def __init__(self, gold, model) -> None:
        super().__init__(gold)
        self.model = model

    def ask(self, question: str, **options) -> Answer:
        with suppress(LLMUnavailableError):
            list(self.model.stream(ASK, max_tokens=9))
        return super().ask(question, **options)


def test_rows_are_stale_unmeasured_or_played(suite: Suite, tmp_path: Path):
    pytest.importorskip("rag.ingest.load")
    tape = recorded(Talker("x"))[2]
    other = tape.model_copy(update={"row": "closed-de", "calls": {}})
    player = Player({"closed-en": tape, "closed-de": other})
    system = AskingSystem(suite.gold, player)
    sources = suite.corpora[""].place(tmp_path)
    manifest = oracle("small", suite.gold).manifest
    outcomes = {row.id: run_row(row, system, sources, manifest, player).outcome for row in suite.gold[:3]}
    assert outcomes == {
        "closed-en": Outcome.OK,
        "closed-de": Outcome.STALE,
        "closed-zh-Hans": Outcome.UNMEASURED,
    }
    assert len(system.asked) == 2  # what has no tape is not asked
