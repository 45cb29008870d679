"""The corrupted answers of a study: equal shares of every kind, spread over languages and groups, always the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from eval.corrupt.answer import Corrupter, Reference
from eval.corrupt.citations import invented_citation, moved_citation
from eval.corrupt.dates import changed_date
from eval.corrupt.names import swapped_name
from eval.corrupt.negation import negated
from eval.corrupt.numbers import changed_number
from eval.corrupt.quotes import altered_quote, quoting, spliced_quote
from eval.corrupt.speakers import attributed, wrong_speaker

CORRUPTERS: Final[Mapping[str, Corrupter]] = {
    "digit": changed_number,
    "date": changed_date,
    "name": swapped_name,
    "negation": negated,
    "speaker": wrong_speaker,
    "moved": moved_citation,
    "invented": invented_citation,
    "spliced": spliced_quote,
    "altered": altered_quote,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A text to be checked against a reference's passages; `kind` is that of its corruption, "" where there is none."""

    reference: Reference
    kind: str
    text: str


def untouched(references: Sequence[Reference]) -> list[Case]:
    """The references, and with them the true variants that quote a passage or name the speaker."""
    return [
        Case(reference, "", text)
        for reference in references
        for text in (reference.text, quoting(reference), attributed(reference))
        if text is not None
    ]


def corrupted(references: Sequence[Reference], each: int) -> list[Case]:
    """At most `each` corruptions of every kind and split, spread evenly over languages and then over groups."""
    cases = []
    for kind, corrupt in CORRUPTERS.items():
        for split in sorted({reference.split for reference in references}):
            mine = [reference for reference in references if reference.split == split]
            every = [Case(one, kind, text) for one in mine for text in dict.fromkeys(corrupt(one)) if text != one.text]
            cases += list(_spread(every))[:each]
    return cases


def _spread(cases: Sequence[Case]) -> Iterator[Case]:
    """Every language in turn, within it every group in turn; what comes first is settled by a hash."""
    shuffled = sorted(cases, key=lambda case: hashlib.sha256(f"{case.reference.id} {case.text}".encode()).hexdigest())
    by_group = _in_turn(shuffled, [f"{case.reference.language} {case.reference.group}" for case in shuffled])
    yield from _in_turn(by_group, [case.reference.language for case in by_group])


def _in_turn(cases: Sequence[Case], keys: Sequence[str]) -> list[Case]:
    """The first case of every key, then the second of each, and so on."""
    seen: Counter[str] = Counter()
    rounds = []
    for key in keys:
        rounds.append(seen[key])
        seen[key] += 1
    return [case for _, case in sorted(zip(rounds, cases, strict=True), key=lambda pair: pair[0])]
