"""Follow-up questions as questions that stand alone: by the model, within a budget, or by a rule without one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from rag.answer.cite import split_marks
from rag.answer.phrases import phrases, without_frame
from rag.answer.prompt import as_data, load
from rag.answer.same import may_be_same
from rag.answer.script import in_script
from rag.answer.statements import weight
from rag.errors import LLMError
from rag.llm.base import ChatModel
from rag.text.language import UNDETERMINED, detect, same_language
from rag.text.names import Name, names
from rag.text.numbers import dates, quantities
from rag.text.sentences import is_question
from rag.text.spelling import is_frequent_english, is_german_word
from rag.text.terms import terms
from rag.types import Language, Message

TURNS = 4
"""Messages of the conversation that are read."""
TURN_CHARACTERS = 400
QUESTION_TOKENS = 96
_MOST_NAMES = 4
SHORT = 40
"""Weight (a Latin letter weighs 1, a wide character 3) of a question that, naming nothing, says too little alone."""
LONGEST = 400
"""Characters of a rewritten question."""

_DEPENDS = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|these|those|then|one|ones|else|also|too"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )there|that(?=\s*[?.!,]|\s*\Z)"
    r"|(?<!say )(?<!says )(?<!said )(?<!claim )(?<!claims )(?<!claimed )(?<!know )(?<!think )(?<!deny )that"
    r"|das(?!\s+(?:(?!(?:in|an|auf|aus|bei|für|mit|nach|über|um|von|vor|zu)\b)\w+\s+)?(?-i:[A-ZÄÖÜ_]))"
    r"|er|sie|ihn|ihm|ihr|ihre[nmrs]?|sein(?:e[nmrs]?)?|dies(?:e[nmrs]?)?|dort|da|damals|dabei|dazu|davon|darüber|darauf"
    r"|daran|damit|denen|auch|noch)\b"
    r"|(?<!吉)[他她它]们?|[這这那][些个個次里裡儿兒时時样樣位]|[这這那](?=[是又也])|其中|其他|当时|當時|还有|還有|呢[?？]?$|此事",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"\s*(?:and|but|so|or|und|aber|oder|dann|also|那么|那麼|那|还有|還有|而|但)\b|\s*(?:那(?!不勒斯)|还有|還有)", re.I
)


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


def depends(question: str, *, short: int = SHORT) -> bool:
    """Whether a question cannot be understood alone: it points back, goes on from something, or names nothing.

    `short` is the weight from which a question that names nothing says enough.
    """
    named = names(question, detect(question))
    rest = _without(question, named)
    if _CONTINUES.match(rest) or _DEPENDS.search(rest):
        return True
    return not named and weight(question) < short


def _without(question: str, named: Sequence[Name]) -> str:
    """The question with its names blanked by underscores: no pronoun stands in 马耳他."""
    characters = list(question)
    for name in named:
        characters[name.span.start : name.span.end] = "_" * len(name.span)
    return "".join(characters)


def _rewritten(question: str, history: Sequence[Message], model: ChatModel) -> str | None:
    """The model's version, if it is a question in the same language that adds to what is asked and invents nothing."""
    language = _language(question, history)
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
        for found in (asked, *map(_names_told, answers)):
            fresh = [name for name in dict.fromkeys(found) if name.casefold() not in question.casefold()][:_MOST_NAMES]
            if fresh:
                return f"{question} ({phrases(_language(question, history)).comma.join(fresh)})"
    return question


def _names_told(answer: str) -> list[str]:
    """The names of an answer, of which only those that are certain: a quote may begin with any word."""
    own = without_frame(split_marks(answer)[0])
    language = detect(own)
    return [name.text for name in names(own, language) if not _is_word(name.text, language)]


def _is_word(name: str, language: Language) -> bool:
    """Whether a name of one part may be a common word at the head of a sentence, or a German noun, and no place."""
    if " " in name or any(term.kind == "place" for term in terms(name, language)):
        return False
    return is_german_word(name) if language == "de" else is_frequent_english(name.casefold())


def _language(question: str, history: Sequence[Message]) -> Language:
    """The question's language or, where it is too short to tell, that of the question before."""
    own = detect(question)
    asked = (detect(turn.content) for turn in reversed(history) if turn.role == "user")
    return own if own != UNDETERMINED else next((one for one in asked if one != UNDETERMINED), "en")


def _shortened(text: str) -> str:
    return text if len(text) <= TURN_CHARACTERS else f"{text[:TURN_CHARACTERS]}…"
