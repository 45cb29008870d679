"""Where the sentence that answers stands among those chosen as evidence, on the halves that nothing was fitted on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.refusal.gather import Asked, Say, conditions, gather
from eval.refusal.report import held_out, stratum_of
from eval.refusal.sets import StudySet
from eval.stats import wilson
from rag.answer.evidence import LIMIT, select

FIRST = (1, 3, LIMIT)


@dataclass(frozen=True, slots=True)
class Place:
    """From 1; None where none of the evidence has everything that a right answer has."""

    stratum: str
    language: str
    number: int | None


def places(study: StudySet, work: Path, say: Say, rows: int | None) -> Iterator[Place]:
    """Of every held-out question that has an answer, or of `rows` of each language, in every condition."""
    cases = held_out(study, rows)
    found = gather(study, cases, work, say)
    for case in cases:
        for asked in conditions(case, found.hits[case.id]):
            if asked.answerable:
                yield place(study.name, asked, found.texts)


def place(name: str, asked: Asked, texts: Mapping[str, str]) -> Place:
    """The first sentence of the evidence that has everything by itself."""
    evidence = select(asked.case.question, asked.hits, text_of=texts.__getitem__)
    number = next((one.id for one in evidence if asked.case.is_answered_by(one.quote)), None)
    return Place(stratum_of(name, asked), asked.case.language, number)


def as_markdown(found: Iterable[Place]) -> str:
    """How often it is first, and among the first few, by set and language; 95 % intervals (Wilson) of the first."""
    groups: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    for one in found:
        groups[one.stratum, one.language].append(one.number)
    lines = [
        f"| set | language | n | {' | '.join(f'among {first}' for first in FIRST)} |",
        "|---" * (3 + len(FIRST)) + "|",
    ]
    for (name, language), numbers in sorted(groups.items()):
        n, counts = len(numbers), [sum(one is not None and one <= first for one in numbers) for first in FIRST]
        low, high = wilson(counts[0], n)
        shares = [f"{count / n:.3f}" for count in counts]
        shares[0] += f" ({low:.3f}–{high:.3f})"
        lines.append(f"| {name} | {language} | {n} | {' | '.join(shares)} |")
    return "\n".join(lines)
