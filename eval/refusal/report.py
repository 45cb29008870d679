"""What the shipped refusal does on the halves that it was not fitted on, language by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.refusal.fit import sample
from eval.refusal.gather import Asked, Say, conditions, gather
from eval.refusal.sets import Case, StudySet
from eval.stats import wilson
from rag.types import Answer

MOST = 0.2
"""Of invention and of over-refusal, in every language, at the default setting."""

Answering = Callable[[Asked, Mapping[str, str]], Answer]
"""Asks one case of its hits, given the texts of their documents."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case in one condition. `wrong`: answered without everything a right answer has."""

    stratum: str
    language: str
    answerable: bool
    answered: bool
    wrong: bool
    confidence: float | None


def outcomes(study: StudySet, work: Path, answering: Answering, say: Say, rows: int | None) -> Iterator[Outcome]:
    """Every held-out case, or `rows` of each language, in every condition."""
    cases = held_out(study, rows)
    found = gather(study, cases, work, say)
    for number, case in enumerate(cases):
        for asked in conditions(case, found.hits[case.id]):
            yield outcome(study.name, asked, answering(asked, found.texts))
        if number % 250 == 0:
            say(f"{study.name}: {number} of {len(cases)} answered")


def held_out(study: StudySet, rows: int | None) -> list[Case]:
    """The cases that nothing was fitted on, or `rows` of each language."""
    held = [case for case in study.cases if case.half == "held"]
    return held if rows is None else sample(held, rows)


def stratum_of(name: str, asked: Asked) -> str:
    """What a question of a set is reported under: its own set if the answer is in another language only."""
    return f"{name} across" if asked.across else name


def outcome(name: str, asked: Asked, answer: Answer) -> Outcome:
    """The answer judged by what it says, not by what it cites."""
    answered = answer.status == "answered"
    return Outcome(
        stratum_of(name, asked),
        asked.case.language,
        asked.answerable,
        answered,
        answered and asked.answerable and not asked.case.is_answered_by(answer.answer),
        answer.confidence,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """Shares of one set and language, each with its 95 % interval (Wilson) and the number of questions."""

    stratum: str
    language: str
    invention: Share
    over_refusal: Share
    wrong: Share


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n`."""

    count: int
    n: int

    def __str__(self) -> str:
        if not self.n:
            return "–"
        low, high = wilson(self.count, self.n)
        return f"{self.count / self.n:.3f} ({low:.3f}–{high:.3f}, n={self.n})"


def table(found: Iterable[Outcome]) -> list[Row]:
    """A row for each set and language; questions whose answer is in another language only are a set of their own."""
    groups: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    unanswerable: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for one in found:
        key = one.stratum, one.language
        (groups if one.answerable else unanswerable)[key].append(one)
    rows = []
    for stratum, language in sorted(groups):
        some, none = groups[stratum, language], unanswerable[stratum.removesuffix(" across"), language]
        invention = Share(sum(one.answered for one in none), len(none))
        refused = Share(sum(not one.answered for one in some), len(some))
        rows.append(Row(stratum, language, invention, refused, Share(sum(one.wrong for one in some), len(some))))
    return rows


def missed(rows: Sequence[Row]) -> list[str]:
    """The targets that are not reached."""
    found = []
    for row in rows:
        for name, share in (("invention", row.invention), ("over-refusal", row.over_refusal)):
            if share.n and share.count / share.n > MOST:
                found.append(f"{row.stratum} {row.language}: {name} {share}, wanted at most {MOST:.2f}")
    return found


def as_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """For `--json`."""
    return [
        {
            "set": row.stratum,
            "language": row.language,
            **{
                name: {"value": share.count / share.n if share.n else None, "n": share.n}
                for name, share in (
                    ("invention", row.invention),
                    ("over_refusal", row.over_refusal),
                    ("wrong", row.wrong),
                )
            },
        }
        for row in rows
    ]


def as_markdown(rows: Sequence[Row]) -> str:
    """A table for the documentation."""
    lines = [
        "| set | language | invention | over-refusal | wrong answers |",
        "|---|---|---|---|---|",
        *(f"| {row.stratum} | {row.language} | {row.invention} | {row.over_refusal} | {row.wrong} |" for row in rows),
    ]
    return "\n".join(lines)
