"""From a question to ranked passages: both arms, every language, one list."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from rag.embed.base import Embedder
from rag.index import Index
from rag.index.records import StoredChunk
from rag.retrieve import dense, explain, lexical
from rag.retrieve.ask import Translate, terms, translations, vectors
from rag.retrieve.dense import Near
from rag.retrieve.duplicates import distinct
from rag.retrieve.fuse import Candidate, fuse
from rag.retrieve.statistics import Snapshot, Statistics
from rag.retrieve.understand import Query, understand
from rag.types import Arm, Hit, Language

if TYPE_CHECKING:
    from rag.embed.rerank import Reranker

_DEPTH = 3
_FEWEST = 24
"""An arm brings `_DEPTH` candidates of each language for every place in the list, and no fewer than `_FEWEST`."""
_RERANKED = 20
_PAGE = 12


def retrieve(
    question: str,
    *,
    index: Index,
    embedder: Embedder,
    statistics: Statistics,
    k: int = 8,
    reranker: Reranker | None = None,
    translate: Translate | None = None,
    explained: bool = False,
) -> list[Hit]:
    """The k best passages for a question, in whatever language they are written; fewer if there are no more.

    `statistics` are those of `index`, best kept from call to call. `explained` adds to the lexical arm which words
    matched. Raises QuestionError.
    """
    query = understand(question)
    now = statistics.now()
    translated = translations(query, now.languages, translate)
    asked = {language: terms(query, language, translated) for language in now.languages}
    found = _search(query, asked, translated, index, embedder, now, max(_FEWEST, _DEPTH * k))
    hits = _hits(query, asked, found, index, explained)
    if reranker is None:
        return list(islice(hits, k))
    return _rerank(query, list(islice(hits, max(k, _RERANKED))), reranker)[:k]


@dataclass(frozen=True, slots=True)
class _Found:
    """All candidates, what the dense arm says of those of each language, and the lexical arm's scores."""

    candidates: Sequence[Candidate]
    near: Mapping[Language, Near]
    matched: Mapping[str, float]


def _search(
    query: Query,
    asked: Mapping[Language, frozenset[str]],
    translated: Mapping[Language, Query],
    index: Index,
    embedder: Embedder,
    now: Snapshot,
    depth: int,
) -> _Found:
    """Every chunk that an arm brings, with the scores of both.

    Whatever runs beside the embedding slows it, for it uses all cores; words are looked up while Chroma searches.
    """
    questions = vectors(query, embedder, now, translated)
    searches = {
        _pool().submit(dense.nearest, index, questions[language], language, depth): language
        for language, of in now.languages.items()
        if not of.is_complete
    }
    words = {
        language: lexical.search(index, asked[language], language, now.chunks(language), depth)
        for language in now.languages
    }
    usual = now.usual(questions)
    near = {language: dense.score_all(of, usual[language]) for language, of in now.languages.items() if of.is_complete}
    for search in as_completed(searches):
        language = searches[search]
        chunks = search.result().union(words[language])
        near[language] = dense.score(index, questions[language], now.languages[language], usual[language], chunks)
    matched = {id_: z for of in words.values() for id_, z in of.items()}
    own = {language: query.is_own(language) for language in near}
    candidates = [
        Candidate(id_, language, own[language], z, matched.get(id_, 0.0))
        for language, of in near.items()
        for id_, z in zip(of.ids, of.scores.tolist(), strict=True)
    ]
    return _Found(candidates, near, matched)


@cache
def _pool() -> ThreadPoolExecutor:
    """Threads are kept: starting them costs more than most searches. More of them than cores wait for each other."""
    return ThreadPoolExecutor(max_workers=os.cpu_count(), thread_name_prefix="retrieve")


def _hits(
    query: Query, asked: Mapping[Language, frozenset[str]], found: _Found, index: Index, explained: bool
) -> Iterator[Hit]:
    """The fused ranking as hits, without repetitions."""
    ranked = fuse(found.candidates)
    scores = {"dense": {one.chunk: one.dense for one in found.candidates}, "lexical": found.matched}
    ranks = {name: explain.ranks(of) for name, of in scores.items()}
    places = distinct((place, place[2].text) for place in _read(ranked, index))
    for rank, (candidate, score, stored) in enumerate(places, start=1):
        looked_for = asked[candidate.language]
        read = f"{stored.chunk.header}\n{stored.text}"
        note = explain.matches(query, looked_for, read, candidate.language) if explained else ""
        arms = explain.arms(candidate.chunk, scores, ranks, note)
        near = found.near[candidate.language]
        row = near.ids.index(candidate.chunk)
        sentences, likeness = near.sentences_of(row), float(near.likeness[row])
        yield Hit(rank, score, stored.chunk, stored.text, stored.document, arms, sentences, likeness)


def _read(ranked: Sequence[tuple[Candidate, float]], index: Index) -> Iterator[tuple[Candidate, float, StoredChunk]]:
    """The ranking with its texts, read a page at a time, without what was removed since it was found."""
    for start in range(0, len(ranked), _PAGE):
        some = ranked[start : start + _PAGE]
        stored = index.chunks([candidate.chunk for candidate, _ in some])
        yield from (
            (candidate, score, stored[candidate.chunk]) for candidate, score in some if candidate.chunk in stored
        )


def _rerank(query: Query, hits: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """The hits in the order of a cross-encoder, whose score becomes theirs."""
    scores = [float(score) for score in reranker.score(query.text, [hit.text for hit in hits])]
    order = sorted(range(len(hits)), key=lambda place: (-scores[place], place))
    return [
        replace(
            hits[place], rank=rank, score=scores[place], arms=(*hits[place].arms, Arm("rerank", rank, scores[place]))
        )
        for rank, place in enumerate(order, start=1)
    ]
