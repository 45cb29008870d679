"""Follow-up questions as questions that stand alone: by the model, within a budget, or by a rule without one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from rag.answer.leaning import depends
from rag.answer.phrases import phrases
from rag.answer.prompt import as_data, load
from rag.answer.same import may_be_same
from rag.answer.script import in_script
from rag.answer.told_names import names_told
from rag.errors import LLMError
from rag.llm.base import ChatModel
from rag.text.language import UNDETERMINED, detect, primary, same_language
from rag.text.names import names
from rag.text.numbers import dates, quantities
from rag.text.scripts import only_script
from rag.text.sentences import is_question
from rag.types import Language, Message

TURNS = 4
"""Messages of the conversation that are read."""
TURN_CHARACTERS = 400
QUESTION_TOKENS = 96
_MOST_NAMES = 4
LONGEST = 400
"""Characters of a rewritten question."""


def standalone(question: str, history: Sequence[Message] = (), *, model: ChatModel | None = None) -> str:
    """`question`, or what it means after `history` if it leans on that; in its own language.

    Without a model, or where the model's version is no such question, the names of the conversation are added.
    """
    if not history or not depends(question):
        return question
    if model is not None:
        try:
            rewritten = _rewritten(question, history, model)
        except LLMError:
            rewritten = None
        if rewritten is not None:
            return rewritten
    return with_names(question, history)


def _rewritten(question: str, history: Sequence[Message], model: ChatModel) -> str | None:
    """The model's version, if it is a question in the same language that adds to what is asked and invents nothing."""
    language = asked_in(question, history)
    values = {
        "conversation": "\n".join(f"{turn.role}: {as_data(_shortened(turn.content))}" for turn in history[-TURNS:]),
        "question": as_data(question),
        "language": phrases(language).name,
    }
    with closing(cast(Any, model.stream(load("standalone").fill(values), max_tokens=QUESTION_TOKENS))) as stream:
        written = "".join(islice(stream, 10 * QUESTION_TOKENS))
    lines = [line.strip(" \"'“”„「」") for line in written.splitlines() if line.strip()]
    if not lines:
        return None
    candidate = in_script(lines[0], language)
    return candidate if _is_faithful(candidate, question, history, language) else None


def _is_faithful(candidate: str, question: str, history: Sequence[Message], language: Language) -> bool:
    if not is_question(candidate) or len(candidate) > LONGEST or not same_language(detect(candidate), language):
        return False
    said = "\n".join([question, *(turn.content for turn in history)])
    asked, written, known = (_told(text, language) for text in (question, candidate, said))
    return (
        asked.numbers <= written.numbers <= known.numbers
        and all(_mentions(candidate, name, written) for name in asked.names)
        and all(_mentions(said, name, known) for name in written.names)
        and (any(name.casefold() not in question.casefold() for name in written.names) or not depends(candidate))
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """The names of a text, and its numbers, those of its dates among them."""

    names: tuple[str, ...]
    numbers: frozenset[float]


def _told(text: str, language: Language) -> _Told:
    spoken = detect(text)
    found = {one.value for one in quantities(text, language) if not one.weak}
    parts = {part for date in dates(text, language) for part in (date.year, date.month, date.day) if part is not None}
    return _Told(tuple(name.text for name in names(text, spoken)), frozenset(found | parts))


def _mentions(text: str, name: str, told: _Told) -> bool:
    return name.casefold() in text.casefold() or any(may_be_same(name, other) for other in told.names)


def with_names(question: str, history: Sequence[Message]) -> str:
    """The question with the names of the last one asked, or of its answer where that had none, in brackets."""
    turns = history[-TURNS:]
    for place in reversed([place for place, turn in enumerate(turns) if turn.role == "user"]):
        answers = [turn.content for turn in turns[place + 1 : place + 2] if turn.role == "assistant"]
        asked = [name.text for name in names(turns[place].content, detect(turns[place].content))]
        for found in (asked, *map(names_told, answers)):
            fresh = [name for name in dict.fromkeys(found) if name.casefold() not in question.casefold()][:_MOST_NAMES]
            if fresh:
                return f"{question} ({phrases(asked_in(question, history)).comma.join(fresh)})"
    return question


def asked_in(question: str, history: Sequence[Message]) -> Language:
    """The language and script to answer in: the question's or, where it is too short to tell, the one before it has."""
    own = detect(question)
    earlier = [detect(turn.content) for turn in reversed(history) if turn.role == "user"]
    if own == UNDETERMINED:
        return next((one for one in earlier if one != UNDETERMINED), "en")
    if primary(own) == "zh" and not any(map(only_script, question)):  # 她多大？ is written so in both
        return next((one for one in earlier if primary(one) == "zh"), own)
    return own


def _shortened(text: str) -> str:
    return text if len(text) <= TURN_CHARACTERS else f"{text[:TURN_CHARACTERS]}…"
