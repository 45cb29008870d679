"""A model's answer, sentence by sentence, each checked before it is handed on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, cast

from rag.answer.checks import Sentence, asks, malformed, objection
from rag.answer.checks.quantities import counts_what
from rag.answer.checks.quotation import is_verbatim, quotations
from rag.answer.cite import mark
from rag.answer.compose import compose
from rag.answer.draft import Claim, claims, is_refusal, lines
from rag.answer.extractive import frame, quoted
from rag.answer.meaning import ELLIPSIS, MARGIN, Meaning
from rag.answer.question import Asked
from rag.answer.script import grammar_for, in_script
from rag.embed.base import Embedder
from rag.llm.base import ChatModel
from rag.text.names import names
from rag.types import AnswerSentence, Evidence, Hit, Language, Usage

ANSWER_TOKENS = 256
"""A model that goes on longer is cut: three sentences with their quotes are shorter in every language."""
MOST_SENTENCES = 8


class Writer:
    """Has one answer written. What it cost can be read while and after it runs."""

    def __init__(self, model: ChatModel, embedder: Embedder | None, asked: Asked) -> None:
        self._model = model
        self._meaning = Meaning(embedder, asked.text, asked.reply_language) if embedder is not None else None
        self._asked = asked
        self._first_token: float | None = None
        self._shown = False
        self._known: tuple[str, ...] = ()
        self._elsewhere: tuple[str, ...] = ()
        self.model_name = model.name
        self.draft = ""
        self.usage = Usage()

    @property
    def drafted(self) -> bool:
        """Whether the model wrote anything."""
        return bool(self.draft.strip())

    @property
    def declined(self) -> bool:
        """Whether the model itself found no answer."""
        return is_refusal(self.draft)

    def first_token_ms(self, begun: float) -> float:
        """From `begun` (of `time.perf_counter`) to the first character, 0 if there was none."""
        return 0.0 if self._first_token is None else (self._first_token - begun) * 1000

    def write(
        self, evidence: Sequence[Evidence], hits: Sequence[Hit], *, on_progress: Callable[[], None]
    ) -> Iterator[AnswerSentence]:
        """The sentences of the answer, the unsupported ones too. Raises what the model raises."""
        messages, used = compose(self._asked, evidence, hits, self._model)
        self._known = known_names(self._asked, used)
        found = Counter(name.text for hit in hits for name in names(hit.text, hit.chunk.language))
        self._elsewhere = tuple(name for name, _ in found.most_common())
        self.usage = Usage(self._model.count_prompt(messages), 0)
        quoted_already: set[int] = set()
        written = 0
        grammar = grammar_for(self._asked.reply_language)
        stream = self._model.stream(messages, max_tokens=ANSWER_TOKENS, grammar=grammar)
        with closing(cast(Any, stream)) as stream:
            for line in lines(self._watched(stream)):
                on_progress()
                for claim in () if is_refusal(line) else claims(line):
                    sentence = self._checked(claim, used, quoted_already)
                    if sentence is not None:
                        written += 1
                        self._shown = self._shown or sentence.verdict != "unsupported"
                        yield sentence
                if written >= MOST_SENTENCES:
                    break
        self.usage = Usage(self.usage.prompt_tokens, self._model.count_tokens(self.draft) if self.drafted else 0)

    def _watched(self, stream: Iterator[str]) -> Iterator[str]:
        """The pieces as they come, remembered."""
        for piece in stream:
            if piece and self._first_token is None:
                self._first_token = time.perf_counter()
            self.draft += piece
            yield piece

    def _checked(self, claim: Claim, used: Sequence[Evidence], quoted_already: set[int]) -> AnswerSentence | None:
        """The claim if it is supported, else the first quote it cites (once), else the claim as unsupported."""
        language = self._asked.reply_language
        named = tuple(one for one in used if one.id in claim.numbers)
        found = [
            self._support(text, numbers, claim, used)
            for text, numbers in claim.pieces or ((claim.text, claim.numbers),)
        ]
        supported = [cited for cited in found if cited]
        whole = in_script(claim.text, language, tuple(one for cited in supported for one in cited) or named)
        stated = Sentence(whole, language)
        if len(supported) == len(found) and not malformed(stated) and not asks(stated):
            meant = {one.id for cited in supported for one in cited}
            numbers = tuple(one.id for one in used if one.id in meant)
            return AnswerSentence(mark(whole, numbers), numbers, "supported")
        if not named:
            return AnswerSentence(whole, (), "unsupported")
        fresh = next((one for one in named if one.id not in quoted_already), None)
        if fresh is None:
            return None
        opening = "" if self._shown else frame(self._asked, [fresh])
        quoted_already.add(fresh.id)
        return AnswerSentence(f"{opening}{quoted(fresh, language)}", (fresh.id,), "quoted")

    def _support(
        self, text: str, numbers: Sequence[int], claim: Claim, used: Sequence[Evidence]
    ) -> tuple[Evidence, ...]:
        """What supports a stretch of a sentence that cites these numbers; nothing if rules or meaning object."""
        named = tuple(one for one in used if one.id in numbers)
        alike = self._meaning.likenesses(text, used) if self._meaning else {}
        # Within a language likeness is higher throughout: quotes are compared by what they have beyond the least.
        ahead = {one.id: alike[one.id] - self._meaning.least(one) for one in used} if self._meaning else {}
        meant = _meant(text, self._asked.reply_language, named, claim, used, ahead)
        tried = (meant, named) if meant != named else (named,)
        return next((cited for cited in tried if cited and self._stands(text, cited, claim, alike)), ())

    def _stands(self, text: str, cited: tuple[Evidence, ...], claim: Claim, alike: Mapping[int, float]) -> bool:
        """Whether neither the rules nor the meaning object to a stretch of a sentence that cites this."""
        language = self._asked.reply_language
        said = objection(
            Sentence(in_script(text, language, cited), language),
            cited,
            self._known,
            question=self._asked.text,
            nearness=self._meaning.nearness if self._meaning else None,
            elsewhere=self._elsewhere,
        )
        if said is not None or not self._meaning:
            return said is None
        whole = self._meaning.likenesses(claim.text, cited) if claim.pieces else alike
        slack = ELLIPSIS if claim.pieces else 0
        return any(max(alike[one.id], whole[one.id]) >= self._meaning.least(one) - slack for one in cited)


def known_names(asked: Asked, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The names of the question and of all evidence."""
    texts = ((f"{one.quote}\n{one.context}\n{one.speaker}", one.language) for one in evidence)
    found = [name.text for text, language in texts for name in names(text, language)]
    return tuple(dict.fromkeys([*(name.text for name in asked.names), *found]))


def _meant(
    text: str,
    language: Language,
    named: tuple[Evidence, ...],
    claim: Claim,
    used: Sequence[Evidence],
    ahead: Mapping[int, float],
) -> tuple[Evidence, ...]:
    """The evidence a stretch names or, where one that its sentence does not cite is much more like it, that one.

    Where it names none, the most alike. `ahead` is by how much each is more alike than it must be. What it quotes
    verbatim, or counts as the quote does, it means.
    """
    verbatim = any(is_verbatim(inner.of(text), one.quote) for inner in quotations(text) for one in named)
    if not ahead or verbatim or any(counts_what(Sentence(text, language), one) for one in named):
        return named
    others = used if not named else [one for one in used if one.id not in claim.numbers]
    best = max(others, key=lambda one: ahead[one.id], default=None)
    margin = MARGIN + (ELLIPSIS if claim.pieces else 0)
    if best is None or (named and max(ahead[one.id] for one in named) >= ahead[best.id] - margin):
        return named
    return (best,)
