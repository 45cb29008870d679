"""What each language does to any text's vector, whatever the text says, so that retrieval can take it away again.

A multilingual encoder puts all texts of one language into one corner of the sphere; the corner is that language's mean
vector. Questions, passages and single sentences each have their own. The means come from a small parallel text
(`parallel.json`), which says the same in every language, so that nothing but the language differs between them. For
the default model they are shipped (`means.npz`); for any other model they are estimated once from the same text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.embed.base import Embedder, Vectors
from rag.types import Language

_GROUP = 5
"""Consecutive statements of the parallel text that stand for one passage."""
_SHIPPED = "means.npz"


@dataclass(frozen=True, slots=True)
class LanguageMeans:
    """Mean vectors, shape (d,), of the questions, passages and sentences of one language."""

    question: Vectors
    passage: Vectors
    sentence: Vectors


@dataclass(frozen=True, slots=True)
class EmbedderMeans:
    """The means of one embedder, and what `relevance` gives of unrelated texts: on average, and its deviation."""

    languages: Mapping[Language, LanguageMeans]
    centre: float
    spread: float

    @property
    def generic(self) -> LanguageMeans:
        """The mean over all languages: what is known of a language that the parallel text does not have."""
        known = list(self.languages.values())
        return LanguageMeans(
            np.mean([means.question for means in known], axis=0),
            np.mean([means.passage for means in known], axis=0),
            np.mean([means.sentence for means in known], axis=0),
        )

    def to_json(self) -> dict[str, Any]:
        """For an index's manifest."""
        languages = {
            language: {role: np.round(getattr(means, role), 5).tolist() for role in LanguageMeans.__slots__}
            for language, means in self.languages.items()
        }
        return {"languages": languages, "centre": self.centre, "spread": self.spread}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> EmbedderMeans:
        """What `to_json` gave."""
        languages = {
            language: LanguageMeans(**{role: np.array(row, np.float32) for role, row in rows.items()})
            for language, rows in value["languages"].items()
        }
        return cls(languages, float(value["centre"]), float(value["spread"]))


def unit(vectors: NDArray[np.floating[Any]]) -> Vectors:
    """Rows scaled to length 1; a row of length 0 stays as it is, so that all its cosines are 0."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 1e-6).astype(np.float32)
    return scaled


def relevance(
    passages: NDArray[np.float32], sentences: NDArray[np.float32], starts: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Cosine of the passage plus cosine of its best sentence, shape (..., n).

    From the cosines of centred vectors: `passages` (..., n) and `sentences` (..., m), of which those of passage i begin
    at `starts[i]`.
    """
    best: NDArray[np.float32] = np.maximum.reduceat(sentences, starts, axis=-1)
    return passages + best


def means_of(embedder: Embedder) -> EmbedderMeans:
    """The shipped means where they are this embedder's, else `estimate`.

    They go by the embedder's name: how its vectors are computed on a machine changes its digest, but hardly a mean.
    """
    return _shipped().get(embedder.name) or estimate(embedder)


def estimate(embedder: Embedder) -> EmbedderMeans:
    """Embed the parallel text, some 90 short texts a language, and take the means."""
    text = parallel_text()
    languages: dict[Language, LanguageMeans] = {}
    asked, told = [], []
    for language, statements in text["statements"].items():
        questions = embedder.embed_queries(text["questions"][language])
        passages = embedder.embed_passages(passages_of(statements, language))
        sentences = embedder.embed_passages(statements)
        means = LanguageMeans(questions.mean(axis=0), passages.mean(axis=0), sentences.mean(axis=0))
        languages[language] = means
        asked.append(unit(questions - means.question))
        told.append((unit(passages - means.passage), unit(sentences - means.sentence)))
    starts = np.arange(0, len(told[0][1]), _GROUP)
    scores = np.array(
        [
            relevance(questions @ passages.T, questions @ sentences.T, starts)
            for questions in asked
            for passages, sentences in told
        ]
    )
    return EmbedderMeans(languages, float(scores.mean()), float(scores.std()))


def passages_of(statements: Sequence[str], language: Language) -> list[str]:
    """The statements of the parallel text, joined into passages."""
    space = "" if language.startswith(("zh", "ja")) else " "
    return [space.join(statements[start : start + _GROUP]) for start in range(0, len(statements), _GROUP)]


@cache
def parallel_text() -> dict[str, dict[Language, list[str]]]:
    """`statements` and `questions` by language; item i says the same in all."""
    text = json.loads(files("rag.embed").joinpath("parallel.json").read_text(encoding="utf-8"))
    return {kind: text[kind] for kind in ("statements", "questions")}


def ship(embedder: Embedder, folder: Path) -> None:
    """Write the means of an embedder to the file that is shipped for it (a maintainer's tool)."""
    means = estimate(embedder)
    rows = {
        f"{language} {role}": getattr(of, role) for language, of in means.languages.items() for role in of.__slots__
    }
    scores = np.array([means.centre, means.spread])
    np.savez_compressed(folder / _SHIPPED, allow_pickle=False, name=np.array(embedder.name), scores=scores, **rows)


@cache
def _shipped() -> dict[str, EmbedderMeans]:
    """The shipped means by the name of their embedder."""
    with files("rag.embed").joinpath(_SHIPPED).open("rb") as file, np.load(file) as arrays:
        languages = sorted({name.partition(" ")[0] for name in arrays.files if " " in name})
        means = {
            language: LanguageMeans(**{role: arrays[f"{language} {role}"] for role in LanguageMeans.__slots__})
            for language in languages
        }
        centre, spread = arrays["scores"].tolist()
        return {str(arrays["name"]): EmbedderMeans(means, centre, spread)}
