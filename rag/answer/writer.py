"""A model's answer, sentence by sentence, each checked before it is handed on.

A model of which nothing is known drafts the whole answer, and may find that there is none. Where it is settled that the
evidence answers, and with which sentences, one sentence is asked for of each: a small model writes better so, and what
it cites is certain. A sentence that fails is written again once, with what was wrong named; else the quote it cites
stands for it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import Any, cast

from rag.answer import compose
from rag.answer.draft import Claim, claims, is_refusal, lines
from rag.answer.extractive import frame, quoted
from rag.answer.question import Asked
from rag.answer.script import grammar_for
from rag.answer.support import Held, Support
from rag.answer.verdict import is_stated
from rag.embed.base import Embedder
from rag.errors import LLMError
from rag.llm.base import ChatModel
from rag.text.names import names
from rag.types import AnswerSentence, Evidence, Hit, Message

ANSWER_TOKENS = 256
"""A model that goes on longer is cut: three sentences with their quotes are shorter in every language."""
SENTENCE_TOKENS = 96
_LONGEST_TOKEN = 8
"""Characters of a reply for each token asked for, after which an endpoint that heeds no limit is hung up on."""
MOST_SENTENCES = 8
MOST_REPAIRS = 2
"""Sentences of an answer that are written again; each costs as much as a translation."""


class Writer:
    """Has one answer written."""

    def __init__(
        self,
        model: ChatModel,
        embedder: Embedder | None,
        asked: Asked,
        hits: Sequence[Hit],
        on_progress: Callable[[], None] = lambda: None,
    ) -> None:
        self._model = model
        self._embedder = embedder
        self._asked = asked
        self._hits = hits
        self._on_progress = on_progress
        self._grammar = grammar_for(asked.reply_language, [asked.text, *(hit.text for hit in hits)])
        self._first_token: float | None = None
        self._shown: list[AnswerSentence] = []
        self._quotes: set[int] = set()
        self._repairs = 0
        self.replies: list[str] = []

    @property
    def wrote(self) -> bool:
        """Whether the model wrote anything."""
        return any(reply.strip() for reply in self.replies)

    @property
    def declined(self) -> bool:
        """Whether the model itself found no answer."""
        return all(is_refusal(line) for reply in self.replies for line in reply.split("\n"))

    def first_token_ms(self, begun: float) -> float:
        """From `begun` (of `time.perf_counter`) to the first character, 0 if there was none."""
        return 0.0 if self._first_token is None else (self._first_token - begun) * 1000

    def write(self, evidence: Sequence[Evidence]) -> Iterator[AnswerSentence]:
        """The sentences of a draft, the unsupported ones too. Raises what the model raises.

        Those that fail come last: the model has to end its draft before it can be asked to repair them.
        """
        messages, used = compose.draft(self._asked, evidence, self._hits, self._model)
        support = Support(self._asked, used, self._elsewhere(), self._embedder)
        failed: list[tuple[Claim, Held]] = []
        with closing(self._drafted(messages)) as drafted:
            for claim in islice(drafted, MOST_SENTENCES):
                held = support.hold(claim)
                if held.problem is None:
                    yield from self._new(held.sentence)
                else:
                    failed.append((claim, held))
        for claim, held in failed:
            yield from self._mended(claim, held, support, used)

    def write_each(self, evidence: Sequence[Evidence]) -> Iterator[AnswerSentence]:
        """A sentence of each piece of evidence that the model confirms, or its quote. Raises what the model raises."""
        support = Support(self._asked, evidence, self._elsewhere(), self._embedder, self._is_stated, alone=True)
        for one in evidence:
            claim = Claim(self._sentence(compose.sentence(self._asked, [one], self._hits, self._model)), (one.id,))
            held = support.hold(claim)
            if held.problem is None:
                yield from self._new(held.sentence)
            else:
                yield from self._mended(claim, held, support, evidence)

    def _elsewhere(self) -> tuple[str, ...]:
        """The names of all passages, the most frequent first."""
        found = Counter(name.text for hit in self._hits for name in names(hit.titled, hit.chunk.language))
        return tuple(name for name, _ in found.most_common())

    def _mended(
        self, claim: Claim, held: Held, support: Support, evidence: Sequence[Evidence]
    ) -> Iterator[AnswerSentence]:
        """For a claim that failed its repair, if that holds, else the first quote it cites, once.

        Where there is none, or the repair has been said, the claim is dropped and only that it failed is told.
        """
        cited = [one for one in evidence if one.id in claim.numbers]
        again = self._repaired(claim, held.problem or "", support, cited)
        fresh = next((one for one in cited if one.id not in self._quotes), None)
        if again is not None:
            yield from list(self._new(again.sentence)) or [held.sentence]
        elif fresh is not None:
            self._quotes.add(fresh.id)
            yield from self._new(self._quote(fresh))
        elif claim.text:
            yield held.sentence

    def _new(self, sentence: AnswerSentence) -> Iterator[AnswerSentence]:
        """The sentence, unless it has been said."""
        if sentence not in self._shown:
            self._shown.append(sentence)
            yield sentence

    def _quote(self, one: Evidence) -> AnswerSentence:
        opening = "" if self._shown else frame(self._asked, [one])
        return AnswerSentence(f"{opening}{quoted(one, self._asked.reply_language)}", (one.id,), "quoted")

    def _repaired(self, claim: Claim, problem: str, support: Support, cited: Sequence[Evidence]) -> Held | None:
        """What the model writes instead of a claim that cites this, if that holds."""
        if not cited or not claim.text or self._repairs == MOST_REPAIRS:
            return None
        self._repairs += 1
        try:
            text = self._sentence(compose.repair(self._asked, claim.text, problem, cited, self._hits, self._model))
            held = support.hold(replace(claim, text=text, pieces=()))
        except LLMError:
            return None  # the quote stands for the sentence; the rest of the answer is none the worse
        return held if held.problem is None else None

    def _is_stated(self, text: str, cited: Sequence[Evidence]) -> bool:
        return is_stated(text, cited, self._asked, self._model, self._on_progress)

    def _sentence(self, messages: Sequence[Message]) -> str:
        """The first sentence of a reply, without marks; empty if there is none."""
        with closing(self._stream(messages, SENTENCE_TOKENS)) as pieces:
            for line in lines(pieces):
                self._on_progress()
                if not is_refusal(line) and (found := claims(line)):
                    return found[0].text
        return ""

    def _drafted(self, messages: Sequence[Message]) -> Generator[Claim]:
        """What the model states, as it comes."""
        with closing(self._stream(messages, ANSWER_TOKENS)) as pieces:
            for line in lines(pieces):
                self._on_progress()
                yield from () if is_refusal(line) else claims(line)

    def _stream(self, messages: Sequence[Message], max_tokens: int) -> Generator[str]:
        """The pieces of a reply as they come, remembered."""
        self.replies.append("")
        left = max_tokens * _LONGEST_TOKEN
        stream = self._model.stream(messages, max_tokens=max_tokens, grammar=self._grammar)
        with closing(cast(Any, stream)) as pieces:
            for piece in pieces:
                if piece and self._first_token is None:
                    self._first_token = time.perf_counter()
                self.replies[-1] += piece[:left]
                yield piece[:left]
                left -= len(piece)
                if left <= 0:
                    return
