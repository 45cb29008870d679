"""The prompts that answers are written by: excerpts, each on a line, and how the reader writes their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rag.answer.checks.place_kinds import place_kind_in_words, place_kinds
from rag.answer.phrases import date_in_words, phrases
from rag.answer.prompt import as_data, load
from rag.answer.question import Asked
from rag.answer.same import may_be_same
from rag.llm.base import ChatModel
from rag.text.language import same_language
from rag.text.names import Name, names, same_name
from rag.text.numbers import dates
from rag.types import Evidence, Hit, Message

EXCERPT_TOKENS = 360
"""Of all excerpts together: with the fixed part and the question the median prompt stays under 600 tokens."""
_MOST_NAMES = 6


def draft(
    asked: Asked, evidence: Sequence[Evidence], hits: Sequence[Hit], model: ChatModel
) -> tuple[list[Message], list[Evidence]]:
    """What asks for a whole answer, and the evidence that it holds."""
    values, used = _values(asked, evidence, hits, model)
    return load("answer").fill(values), used


def sentence(asked: Asked, cited: Sequence[Evidence], hits: Sequence[Hit], model: ChatModel) -> list[Message]:
    """What asks for one sentence from an excerpt, or from those that one sentence cites."""
    return load("sentence").fill(_values(asked, cited, hits, model)[0])


def repair(
    asked: Asked, claim: str, problem: str, cited: Sequence[Evidence], hits: Sequence[Hit], model: ChatModel
) -> list[Message]:
    """What asks to write a sentence again that cites this and fails: the conversation goes on, which is soon read."""
    values = {"problem": as_data(problem), "language": phrases(asked.reply_language).name}
    written = Message("assistant", as_data(claim))
    return [*sentence(asked, cited, hits, model), written, *load("repair").fill(values)]


def _values(
    asked: Asked, evidence: Sequence[Evidence], hits: Sequence[Hit], model: ChatModel
) -> tuple[dict[str, str], list[Evidence]]:
    """What fills a prompt, and the evidence in it: at least one excerpt, and no more than the budget allows."""
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
    named = (pair for pair in written_names(asked, used, hits) if any(pair[1] in line for line in lines))
    values = {
        "excerpts": "\n".join(lines),
        "names": as_data(", ".join(f"{here} = {there}" for here, there in islice(named, _MOST_NAMES)) or "-"),
        "question": as_data(asked.text),
        "language": phrases(asked.reply_language).name,
    }
    return values, used


def _line(one: Evidence, asked: Asked, spelled: dict[str, str]) -> str:
    """`[1] (Lavrov) quote (question: ...)`, all of it data but the number.

    The document's date only where the question has one: a small model takes it for the day of what is told.
    """
    speaker = next((name for name, here in spelled.items() if here in one.speaker), one.speaker)
    dated = one.document.published and dates(asked.text, asked.language)
    date = f"published {date_in_words(str(one.document.published), asked.reply_language)}" if dated else ""
    about = as_data(", ".join(filter(None, (speaker, date))))
    around = as_data(one.preface)
    parts = (f"[{one.id}]", f"({about})" if about else "", as_data(one.quote), f"({around})" if around else "")
    return " ".join(filter(None, parts))


def spellings(asked: Asked, evidence: Sequence[Evidence], hits: Sequence[Hit]) -> dict[str, str]:
    """How the reader's language writes the names of the evidence: {"Lavrov": "拉夫罗夫"}.

    Known are the question's own spellings and those of passages in the reader's language.
    """
    language = asked.reply_language
    known = list(asked.names)
    for hit in hits:
        if same_language(hit.chunk.language, language):
            known += names(hit.titled, language)
    found: dict[str, str] = {}
    for one in evidence:
        if same_language(one.language, language):
            continue
        for foreign in names(f"{one.quote}\n{one.speaker}", one.language):
            here = _spelling(foreign, known)
            if here is not None and here not in found and here != foreign.text:
                found[here] = foreign.text
    return found


def written_names(asked: Asked, cited: Sequence[Evidence], hits: Sequence[Hit]) -> Iterator[tuple[str, str]]:
    """How the reader's language and the quotes write a name; a place with its kind, which a small model guesses."""
    places = [place for one in cited for place in place_kinds(one.quote)]
    for here, there in spellings(asked, cited, hits).items():
        place = next((place for place in places if same_name(place.name, there)), None)
        yield (place_kind_in_words(place.kind, here, asked.reply_language), place.text) if place else (here, there)


def _spelling(foreign: Name, known: Sequence[Name]) -> str | None:
    """The first spelling that is known of a name."""
    return next((name.text for name in known if may_be_same(name.text, foreign.text)), None)
