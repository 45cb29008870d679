"""Two questions in one message, asked whole and one by one: what of them is answered, and what is said to be not.

The questions are those of the halves that nothing was fitted on, each joined with the next one of its language. The
second is asked with its answer there, and with the documents that have it left out, in every language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.refusal.gather import Say, opened, without
from eval.refusal.report import Share, held_out
from eval.refusal.sets import Case, StudySet
from rag.answer.decompose import Part, decompose
from rag.answer.flow import answer_parts
from rag.service import Service
from rag.types import ANSWER_K, Answer, Hit

WAYS = ("whole", "one by one")
Ask = Callable[[str, Sequence[Part], frozenset[str]], Answer]
"""Asks the parts of a message of all documents but some."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a message: whether the first and the second question got their answers, and more.

    `left_out`: the second has no answer. `named`: the second is said to be unanswered, or all is refused.
    """

    way: str
    language: str
    left_out: bool
    first: bool
    second: bool
    named: bool


def told(study: StudySet, work: Path, say: Say, rows: int) -> Iterator[Told]:
    """Every pair of `rows` held-out questions of each language, either way, with and without the second's answer."""
    with opened(study, work, say) as service:
        for pair in pairs(held_out(study, rows)):
            for left_out in (frozenset[str](), frozenset(pair[1].holding)):
                yield from outcomes(pair, left_out, lambda *asked: _ask(service, *asked))


def pairs(cases: Iterable[Case]) -> Iterator[tuple[Case, Case]]:
    """Each case with the next of its language; none is used twice."""
    waiting: dict[str, Case] = {}
    for case in cases:
        first = waiting.pop(case.language, None)
        if first is None:
            waiting[case.language] = case
        else:
            yield first, case


def joined(first: Case, second: Case) -> str:
    """Both questions in one message."""
    return f"{first.question.strip()} {second.question.strip()}"


def outcomes(pair: tuple[Case, Case], left_out: frozenset[str], ask: Ask) -> Iterator[Told]:
    """What becomes of a pair, asked whole and by its parts, with some documents left out."""
    first, second = pair
    message = joined(first, second)
    for way, parts in zip(WAYS, ((Part(message, message),), decompose(message)), strict=True):
        given = ask(message, parts, left_out)
        text = given.answer if given.status == "answered" else ""
        named = given.status == "refused" or any(second.question.strip() in one.question for one in given.unanswered)
        right = first.is_answered_by(text), second.is_answered_by(text)
        yield Told(way, first.language, bool(left_out), *right, named)


def _ask(service: Service, message: str, parts: Sequence[Part], left_out: frozenset[str]) -> Answer:
    found = [(part, _hits(service, part.text, left_out)) for part in parts]
    return answer_parts(
        message, found, model=None, embedder=service.embedder, answerer="extractive", text_of=service.index.text
    )


def _hits(service: Service, question: str, left_out: frozenset[str]) -> tuple[Hit, ...]:
    return without(service.passages(question, k=ANSWER_K + 3 * len(left_out)), left_out)


def as_markdown(found: Iterable[Told]) -> str:
    """By language and way: answers to both, to the first, to neither; and of those without the second's answer."""
    groups: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in found:
        groups[one.language, one.way].append(one)
    lines = [
        "| language | asked | both right | one right | second left out: first right | second named |",
        "|---" * 6 + "|",
    ]
    for (language, way), rows in sorted(groups.items(), key=lambda item: (item[0][0], WAYS.index(item[0][1]))):
        there, gone = ([one for one in rows if one.left_out is out] for out in (False, True))
        shares = (
            Share(sum(one.first and one.second for one in there), len(there)),
            Share(sum(one.first != one.second for one in there), len(there)),
            Share(sum(one.first for one in gone), len(gone)),
            Share(sum(one.named for one in gone), len(gone)),
        )
        lines.append(f"| {language} | {way} | {' | '.join(map(str, shares))} |")
    return "\n".join(lines)
