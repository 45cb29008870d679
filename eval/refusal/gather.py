"""The hits of every question of the study, found once; and what they would be without the documents that answer it.

A question without its answer is made from the same ranking: the answering documents' passages are left out of it and
the next ones move up. Their vectors stay in the language statistics, of which they are a few in hundreds.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from eval.provenance import code_digest
from eval.refusal.sets import Case, StudySet
from rag.config import load_settings
from rag.service import Service
from rag.text.language import primary
from rag.types import ANSWER_K, Hit

_POOL_DEPTH = 200
"""Passages among which those of a pool are looked for."""

Say = Callable[[str], None]
"""Where progress goes."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rankings by the id of the case, and the texts of all documents in them by the document's id."""

    hits: Mapping[str, tuple[Hit, ...]]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A case in one condition: with its answer there, in another language only (`across`), or without."""

    case: Case
    hits: tuple[Hit, ...]
    answerable: bool
    across: bool = False


def gather(study: StudySet, cases: Sequence[Case], work: Path, say: Say) -> Gathered:
    """Each case's ranking, deep enough to leave its answers out; kept in `work` until the code is another."""
    if not cases:
        return Gathered({}, {})
    kept = work / study.name / f"hits-{_digest(cases)}.pkl"
    if kept.is_file():
        found: Gathered = pickle.loads(kept.read_bytes())  # noqa: S301  written below, in the caller's own folder
        return found
    with opened(study, work, say) as service:
        hits = {}
        for number, case in enumerate(cases):
            depth = ANSWER_K + 3 * len(case.holding) if case.pool is None else _POOL_DEPTH
            ranked = service.passages(case.question, k=depth)
            hits[case.id] = tuple(hit for hit in ranked if case.pool is None or name_of(hit) in case.pool)
            if number % 250 == 0:
                say(f"{study.name}: {number} of {len(cases)} questions")
        documents = {hit.document.id for ranked in hits.values() for hit in ranked}
        found = Gathered(hits, {document: service.index.text(document) for document in documents})
    kept.write_bytes(pickle.dumps(found))
    return found


def conditions(case: Case, hits: Sequence[Hit]) -> Iterator[Asked]:
    """The case as it is, if nothing can be left out; else with its answer, with it in other languages, and without."""
    if not case.holding:
        yield Asked(case, tuple(hits[:ANSWER_K]), answerable=bool(case.answers))
        return
    own = {name for name, language in case.holding.items() if primary(language) == primary(case.language)}
    yield Asked(case, without(hits, ()), answerable=True)
    if len(own) < len(case.holding):
        yield Asked(case, without(hits, own), answerable=True, across=True)
    yield Asked(case, without(hits, case.holding), answerable=False)


def name_of(hit: Hit) -> str:
    """The name of a hit's document in its set."""
    return PurePosixPath(hit.document.source).name


def without(hits: Sequence[Hit], names: Collection[str]) -> tuple[Hit, ...]:
    """The first hits that are none of these documents', as many as a question is answered from."""
    return tuple([hit for hit in hits if name_of(hit) not in names][:ANSWER_K])


def opened(study: StudySet, work: Path, say: Say) -> Service:
    """The service on the set's index, brought up to date."""
    folder = study.folder or work / study.name / "documents"
    if study.folder is None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in study.documents.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
    service = Service(load_settings(home=work / study.name / "index"))
    say(f"{study.name}: bringing its index up to date")
    report = service.ingest([folder])
    names = Counter(Path(one.source).name for one in service.documents())
    if names.total() > len(names):  # of another checkout's folder too: each passage would be there twice
        report = service.ingest([folder], rebuild=True)
    say(f"{study.name}: {report.documents} documents, {report.chunks} passages, {report.seconds:.0f} s")
    return service


def _digest(cases: Sequence[Case]) -> str:
    return hashlib.sha256(repr(([case.id for case in cases], code_digest())).encode()).hexdigest()[:12]
