"""The prompt of an answer: as many excerpts as its budget holds, each on a line, and how names are written."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.phrases import date_in_words, phrases
from rag.answer.prompt import as_data, load
from rag.answer.question import Asked
from rag.answer.same import may_be_same
from rag.llm.base import ChatModel
from rag.text.language import same_language
from rag.text.names import Name, names
from rag.text.numbers import dates
from rag.types import Evidence, Hit, Message

EXCERPT_TOKENS = 360
"""Of all excerpts together: with the fixed part and the question the median prompt stays under 600 tokens."""
_MOST_NAMES = 6


def compose(
    asked: Asked, evidence: Sequence[Evidence], hits: Sequence[Hit], model: ChatModel
) -> tuple[list[Message], list[Evidence]]:
    """The messages, and the evidence that they hold: at least one excerpt, and no more than the budget allows."""
    spelled = spellings(asked, evidence, hits)
    lines: list[str] = []
    used: list[Evidence] = []
    left = EXCERPT_TOKENS
    for one in evidence:
        line = _line(one, asked, spelled)
        left -= model.count_tokens(line)
        if used and left < 0:
            break
        lines.append(line)
        used.append(one)
    needed = {name: here for name, here in spelled.items() if any(here in line for line in lines)}
    values = {
        "excerpts": "\n".join(lines),
        "names": as_data(", ".join(f"{name} = {here}" for name, here in list(needed.items())[:_MOST_NAMES]) or "-"),
        "question": as_data(asked.text),
        "language": phrases(asked.reply_language).name,
    }
    return load("answer").fill(values), used


def _line(one: Evidence, asked: Asked, spelled: dict[str, str]) -> str:
    """`[1] (Lavrov) quote (question: ...)`, all of it data but the number.

    The document's date only where the question has one: a small model takes it for the day of what is told.
    """
    speaker = next((name for name, here in spelled.items() if here in one.speaker), one.speaker)
    dated = one.document.published and dates(asked.text, asked.language)
    date = f"published {date_in_words(str(one.document.published), asked.reply_language)}" if dated else ""
    about = as_data(", ".join(filter(None, (speaker, date))))
    question = as_data(one.question)
    parts = (f"[{one.id}]", f"({about})" if about else "", as_data(one.quote), f"({question})" if question else "")
    return " ".join(filter(None, parts))


def spellings(asked: Asked, evidence: Sequence[Evidence], hits: Sequence[Hit]) -> dict[str, str]:
    """How the reader's language writes the names of the evidence: {"Lavrov": "拉夫罗夫"}.

    Known are the question's own spellings and those of passages in the reader's language.
    """
    language = asked.reply_language
    known = list(asked.names)
    for hit in hits:
        if same_language(hit.chunk.language, language):
            known += names(hit.text, language)
    found: dict[str, str] = {}
    for one in evidence:
        if same_language(one.language, language):
            continue
        for foreign in names(f"{one.quote}\n{one.speaker}", one.language):
            here = _spelling(foreign, known)
            if here is not None and here not in found and here != foreign.text:
                found[here] = foreign.text
    return found


def _spelling(foreign: Name, known: Sequence[Name]) -> str | None:
    """The first spelling that is known of a name."""
    return next((name.text for name in known if may_be_same(name.text, foreign.text)), None)
