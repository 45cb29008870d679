"""What the sentences of hits say of what a question asks, beyond the names that it takes as given.

A question about someone is near every sentence about them. Where all hits are about the same few people, their names
tell nothing, and the sentence that answers is the one near to what is asked: `What was served at Putin's lunch for
Kim?` is nearest to any sentence in which the two meet. So the question's vector is moved towards what is left of the
question without the names, and away from the names alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rag.embed.base import Embedder, Vectors
from rag.embed.languages import unit
from rag.index import Index
from rag.retrieve import dense
from rag.retrieve.statistics import Snapshot, Statistics
from rag.text.language import detect
from rag.types import Hit, Language

WEIGHT: Final = 0.5
"""How far the question is moved either way. Chosen on half of XQuAD's articles and of the seeds' gold; .3 to .7 do
nearly as well, 1 is worse than not moving it (docs/evaluation.md, *Evidence*)."""


def focused(
    question: str,
    given: tuple[str, str],
    hits: Sequence[Hit],
    *,
    index: Index,
    embedder: Embedder,
    statistics: Statistics,
) -> list[Hit]:
    """The hits in their order, with other `sentence_scores`; as they are where the question takes no name as given.

    `given` are the names and what is left of the question without them.
    """
    if not all(given):
        return list(hits)
    now = statistics.now()
    vector = _vector(question, given, embedder, now)
    usual = now.usual(dict.fromkeys(now.languages, vector))
    chunks: dict[Language, list[str]] = defaultdict(list)
    for hit in hits:
        chunks[hit.chunk.language].append(hit.chunk.id)
    scores: dict[str, tuple[float, ...]] = {}
    for language in chunks.keys() & now.languages.keys():
        near = dense.score(index, vector, now.languages[language], usual[language], chunks[language])
        scores |= {id_: near.sentences_of(row) for row, id_ in enumerate(near.ids)}
    return [replace(hit, sentence_scores=scores.get(hit.chunk.id, hit.sentence_scores)) for hit in hits]


def _vector(question: str, given: tuple[str, str], embedder: Embedder, now: Snapshot) -> Vectors:
    """The centred question, shape (d,), moved towards the rest of it and away from its names."""
    vectors = embedder.embed_queries([question, *given]) - now.question_mean(detect(question))
    whole, names, rest = unit(vectors)
    return unit(whole + WEIGHT * rest - WEIGHT * names)
