"""The sentences of the hits that matter to a question: scored, diverse, each with what a reader needs to understand it.

Reading the prompt is what an answer costs on a CPU, so the model gets sentences, not passages. A sentence's score adds
up signs that it answers (`signs`), each with its weight. A question is never evidence; it is the context of its answer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rag.answer.question import Asked, Concept, read_question
from rag.answer.same import may_be_same
from rag.answer.speaker import is_head
from rag.answer.statements import Statement, TextOf, statements
from rag.answer.wants import Kind
from rag.text.dates import PartialDate, iso_date
from rag.text.terms import terms
from rag.types import Evidence, Hit, Language, Span

WEIGHTS: Final[Mapping[str, float]] = {
    "meaning": 1.5,
    "passage": 1.5,
    "passage_own": -0.75,
    "words": 2.3,
    "names": 1.5,
    "about": 0.5,
    "speaker": 1.9,
    "kind": 1.1,
    "dated": 0.6,
}
"""Of the signs that rank, see `signs`: a softmax over sentences fitted on half of the gold and of XQuAD's articles, the
answer in any language, and rounded; of `about`, which decides before (`_on_subject`), too few questions tell."""
LIMIT = 6
"""Sentences of evidence at most."""
REPEATS = 0.7
"""Share of common terms (Jaccard) from which a sentence only repeats another."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement of a hit that may become evidence. `meaning` is its sentence's own score."""

    hit: Hit
    statement: Statement
    meaning: float

    @property
    def span(self) -> Span:
        """Where it is in the document."""
        return self.statement.span.moved(self.hit.chunk.span.start)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with what speaks for it and the score that makes."""

    candidate: Candidate
    signs: Mapping[str, float]
    score: float


def select(
    question: str | Asked, hits: Sequence[Hit], *, text_of: TextOf | None = None, limit: int = LIMIT
) -> list[Evidence]:
    """The best sentences, best first, numbered from 1; at most `limit`.

    `text_of` gives documents' texts, in which a passage's speakers may be named before it begins.
    """
    asked = read_question(question) if isinstance(question, str) else question
    return numbered(distinct(rank(asked, hits, text_of), limit))


def numbered(ranked: Sequence[Ranked]) -> list[Evidence]:
    """The sentences as evidence, numbered from 1."""
    return [_evidence(number, one) for number, one in enumerate(ranked, 1)]


def rank(asked: Asked, hits: Sequence[Hit], text_of: TextOf | None = None) -> list[Ranked]:
    """Every statement of the hits, best first."""
    candidates = _on_subject(asked, [one for hit in hits for one in _candidates(hit, text_of)])
    telling = _telling(asked, candidates)
    weighed = ((one, signs(asked, one, telling)) for one in candidates)
    ranked = [
        Ranked(one, found, sum(weight * found[name] for name, weight in WEIGHTS.items())) for one, found in weighed
    ]
    return sorted(ranked, key=lambda one: -one.score)


def distinct(ranked: Sequence[Ranked], limit: int) -> list[Ranked]:
    """The first `limit` of which none repeats a better one."""
    chosen: list[Ranked] = []
    for one in ranked:
        if len(chosen) == limit:
            break
        if not any(_repeats(one.candidate, other.candidate) for other in chosen):
            chosen.append(one)
    return chosen


def signs(asked: Asked, candidate: Candidate, telling: Mapping[Concept, float]) -> dict[str, float]:
    """What speaks for a sentence, and against it; `telling` says how much each concept of the question tells.

    `meaning` and `passage`: retrieval's scores; `passage_own`: the latter in the question's own language, where shared
    words raise it. `words`: the weighed share of the question's concepts, where it is of its language, that the
    sentence mentions, its context or its document's title, which says what every sentence is about. `names`: of the
    question's names, that the sentence or its context mentions; `passage_names`: that its passage or title mentions.
    `about`: of what someone is asked to have spoken of. `speaker`: said by the one asked (1) or by another (-1).
    `kind`: it has (1) or lacks (-1) a thing of the kind asked for. `dated`: its or its document's date is the one asked
    about (1) or another (-1).
    """
    statement, hit = candidate.statement, candidate.hit
    own = asked.is_in(statement.language)
    return {
        "meaning": candidate.meaning,
        "passage": hit.score,
        "passage_own": hit.score if own else 0.0,
        "words": _share(asked.concepts, statement.known | _title_terms(hit), telling) if own else 0.0,
        "names": _share(asked.named, statement.known, telling),
        "passage_names": _share(asked.named, hit_terms(hit), telling),
        "about": _share(asked.about, statement.known, telling),
        "speaker": _speaks(asked, statement),
        "kind": _kind(asked, statement),
        "dated": _dated(asked, candidate),
    }


def _candidates(hit: Hit, text_of: TextOf | None) -> list[Candidate]:
    scores = hit.sentence_scores
    return [Candidate(hit, one, scores[one.place] if scores else 0.0) for one in statements(hit, text_of)]


def _on_subject(asked: Asked, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Where someone's words about something are asked for: the sentences that mention it, if there are any.

    Those not said by the one asked stay, for who speaks is not always told.
    """
    mentions = [sum(concept.is_in(one.statement.known) for concept in asked.about) for one in candidates]
    most = max(mentions, default=0)
    return [one for one, count in zip(candidates, mentions, strict=True) if count == most]


def _telling(asked: Asked, candidates: Sequence[Candidate]) -> dict[Concept, float]:
    """How much each concept of the question tells: its inverse document frequency among the candidates."""
    known = [one.statement.known for one in candidates]
    frequency = Counter(concept for terms in known for concept in asked.concepts if concept.is_in(terms))
    return {concept: math.log(1 + len(candidates) / (1 + frequency[concept])) for concept in asked.concepts}


def _share(concepts: Sequence[Concept], terms: frozenset[str], telling: Mapping[Concept, float]) -> float:
    """The weighed share of the concepts that a text with these terms mentions; 0 where there is none."""
    total = sum(telling[concept] for concept in concepts)
    return sum(telling[concept] for concept in concepts if concept.is_in(terms)) / total if total else 0.0


def _speaks(asked: Asked, statement: Statement) -> float:
    if asked.speaker is None or not statement.speaker:
        return 0.0
    return 1.0 if is_head(statement.speaker, asked.speaker.text, statement.language) else -1.0


def _kind(asked: Asked, statement: Statement) -> float:
    """Over the kinds asked for, whether the statement has one that the question does not hold: 1, or -1."""
    if not asked.kinds:
        return 0.0
    return 1.0 if any(has_kind(asked, statement, kind) for kind in asked.kinds) else -1.0


def has_kind(asked: Asked, statement: Statement, kind: Kind) -> bool:
    """Whether a statement has a thing of a kind that the question does not hold itself."""
    if kind == "date":
        known = {_day(one) for one in asked.dates}
        hours = {one.value for one in asked.quantities if one.unit == "clock"}
        is_timed = any(one.unit == "clock" and one.value not in hours for one in statement.quantities)
        return is_timed or any(_day(one) not in known for one in statement.dates)
    if kind == "number":
        known_values = {one.value for one in asked.quantities}
        new = [one for one in statement.quantities if one.value not in known_values]
        # A row counts in the units that its columns name: | Wedding | 2 |.
        return any(
            asked.units is None or one.unit in asked.units or (statement.is_row and one.unit is None) for one in new
        )
    if kind == "reason":
        return statement.gives_reason
    return any(not any(may_be_same(one.text, name.text) for name in asked.names) for one in statement.names)


def _day(date: PartialDate) -> tuple[int | None, ...]:
    return date.year, date.month, date.day, date.weekday


def _dated(asked: Asked, candidate: Candidate) -> float:
    """Whether the statement or its document is of a date that the question holds."""
    wanted = [one for one in asked.dates if one.year or one.month]
    if not wanted:
        return 0.0
    published = iso_date(candidate.hit.document.published)
    stated = [*candidate.statement.dates, *((published,) if published else ())]
    if any(_agree(one, other) for one in wanted for other in stated):
        return 1.0
    return -1.0 if stated else 0.0


def _agree(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates share a part and differ in none that both have."""
    parts = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    both = [(mine, yours) for mine, yours in parts if mine is not None and yours is not None]
    return bool(both) and all(mine == yours for mine, yours in both)


@lru_cache(maxsize=2048)
def _passage_terms(text: str, language: Language) -> frozenset[str]:
    return frozenset(term.text for term in terms(text, language))


def _title_terms(hit: Hit) -> frozenset[str]:
    return _passage_terms(hit.document.title or "", hit.chunk.language)


def hit_terms(hit: Hit) -> frozenset[str]:
    """The terms of a hit's passage and of its document's title."""
    return _passage_terms(hit.titled, hit.chunk.language)


def _repeats(one: Candidate, other: Candidate) -> bool:
    """Whether a sentence says what another does, or overlaps it in the document."""
    mine, others = one.span, other.span
    if one.hit.document.id == other.hit.document.id and mine.start < others.end and others.start < mine.end:
        return True
    every = one.statement.terms | other.statement.terms
    return bool(every) and len(one.statement.terms & other.statement.terms) / len(every) >= REPEATS


def _evidence(number: int, ranked: Ranked) -> Evidence:
    candidate, statement = ranked.candidate, ranked.candidate.statement
    return Evidence(
        id=number,
        document=candidate.hit.document,
        span=candidate.span,
        quote=statement.quote,
        language=statement.language,
        score=ranked.score,
        context=statement.context,
        speaker=statement.speaker,
        headed=statement.headed,
    )
