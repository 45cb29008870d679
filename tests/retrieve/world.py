"""A small world to retrieve from: an encoder with a strong language bias, and an index held in memory.

A text's vector is the sum of its concepts (the same in every language) and a much longer vector of its language, as in
real multilingual encoders. Without the correction every question finds its own language only.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from rag.embed.languages import EmbedderMeans, LanguageMeans, unit
from rag.index.records import ChunkVectors, Neighbour, StoredChunk
from rag.text.fold import fold
from rag.text.language import detect, primary
from rag.text.sentences import split_sentences
from rag.text.terms import terms
from rag.types import BlockKind, Chunk, DocumentSummary, Span

DIMENSION = 256
BIAS = 3.0
CONCEPTS = {
    "river": ("river", "Fluss", "河流"),
    "bridge": ("bridge", "Brücke", "大桥"),
    "flood": ("flood", "Überschwemmung", "洪水"),
    "school": ("school", "Schule", "学校"),
    "teacher": ("teachers", "Lehrer", "教师", "professeurs"),
    "strike": ("strike", "Streik", "罢工", "grève"),
    "coffee": ("coffee", "Kaffee", "咖啡"),
    "frost": ("frost", "Frost", "霜冻"),
    "court": ("court", "Gericht", "法院"),
    "minister": ("minister", "Minister", "部长"),
    "satellite": ("satellite", "Satellit", "卫星"),
    "orbit": ("orbit", "Umlaufbahn", "轨道"),
}


def axis(name: str) -> np.ndarray:
    """A random direction that belongs to a name."""
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return unit(np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32))


def corner(language: str, role: str) -> np.ndarray:
    """Where all texts of a language lie; its questions a little apart from its passages."""
    return unit(axis(language) + 0.4 * axis(f"{language} {role}"))


@dataclass
class ConceptEmbedder:
    """Knows CONCEPTS in three languages."""

    name: str = "concepts"
    digest: str = "c" * 64
    dimension: int = DIMENSION
    max_tokens: int = 512
    bias: float = BIAS
    asked: list[str] = field(default_factory=list)

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return self._embed(texts, "question")

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._embed(texts, "passage")

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def _embed(self, texts: Sequence[str], role: str) -> np.ndarray:
        return unit(np.stack([self._vector(text, role) for text in texts]))

    def _vector(self, text: str, role: str) -> np.ndarray:
        language = detect(text).partition("-")[0]
        vector = self.bias * corner(language, role) + 0.2 * axis(text)
        for concept, names in CONCEPTS.items():
            if any(fold(name).text in fold(text).text for name in names):
                vector = vector + axis(concept)
        return vector


def means(embedder: ConceptEmbedder) -> EmbedderMeans:
    """The true means of the three languages."""

    length = embedder.bias / math.hypot(embedder.bias, 1.4)  # a text has about two concepts
    languages = {
        tag: LanguageMeans(*(length * corner(tag[:2], role) for role in ("question", "passage", "passage")))
        for tag in ("en", "de", "zh-Hans", "zh-Hant")
    }
    return EmbedderMeans(languages, centre=0.0, spread=0.15)


class MemoryIndex:
    """The part of rag.index.Index that retrieval uses, exact and without a file."""

    def __init__(self, embedder: ConceptEmbedder) -> None:
        self.embedder = embedder
        self.generation = 0
        self.manifest: dict[str, object] = {}
        self.stored: dict[str, StoredChunk] = {}
        self.terms: dict[str, list[str]] = {}
        self.raw: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def set_manifest(self, key: str, value: object) -> None:
        self.manifest[key] = value

    def add(self, *texts: str, language: str | None = None) -> None:
        for text in texts:
            tag = language or detect(text)
            number = len(self.stored)
            id_ = hashlib.sha256(f"{number} {text}".encode()).hexdigest()[:32]
            spans = tuple(split_sentences(text)) or (Span(0, len(text)),)
            chunk = Chunk(id_, f"d{number}", Span(0, len(text)), BlockKind.ARTICLE, tag, "", spans)
            summary = DocumentSummary(f"d{number}", f"{number}.txt", "0" * 64, None, None, None, (tag,), 1)
            self.stored[id_] = StoredChunk(chunk, text, summary)
            self.terms[id_] = [term.text for term in terms(text, tag)]
            self.raw[id_] = (
                self.embedder.embed_passages([text])[0],
                self.embedder.embed_passages([span.of(text) for span in spans]),
            )
        self.generation += 1

    def languages(self) -> dict[str, int]:
        return dict(Counter(stored.chunk.language for stored in self.stored.values()))

    def _of(self, language: str) -> list[str]:
        return sorted(id_ for id_, stored in self.stored.items() if stored.chunk.language == language)

    def sample(self, language: str, n: int) -> ChunkVectors:
        return self.vectors(self._of(language)[:n])

    def vectors(self, ids: Sequence[str]) -> ChunkVectors:
        known = [id_ for id_ in ids if id_ in self.raw]
        nothing = np.zeros((0, DIMENSION), np.float32)
        counts = [len(self.raw[id_][1]) for id_ in known]
        return ChunkVectors(
            known,
            [self.stored[id_].document.id for id_ in known],
            np.stack([self.raw[id_][0] for id_ in known]) if known else nothing,
            np.concatenate([nothing, *(self.raw[id_][1] for id_ in known)]),
            np.cumsum([0, *counts])[:-1],
        )

    def chunks(self, ids: Sequence[str]) -> dict[str, StoredChunk]:
        return {id_: self.stored[id_] for id_ in ids if id_ in self.stored}

    def nearest(self, vector: np.ndarray, language: str, k: int) -> list[Neighbour]:
        rows = [Neighbour(id_, float(self.raw[id_][0] @ vector)) for id_ in self._of(language)]
        return sorted(rows, key=lambda row: -row.score)[:k]

    def document_frequency(self, wanted: Sequence[str], language: str | None = None) -> dict[str, int]:
        return {term: sum(term in self.terms[id_] for id_ in self._pooled(language)) for term in wanted}

    def _pooled(self, language: str | None) -> list[str]:
        """All chunks, or those of a language in whatever script."""
        if language is None:
            return list(self.stored)
        return [id_ for id_, stored in self.stored.items() if primary(stored.chunk.language) == primary(language)]

    def match(self, wanted: Sequence[str], k: int, language: str | None = None) -> list[tuple[str, float]]:
        ids = self._of(language) if language else list(self.stored)
        n, frequency = len(self._pooled(language)), self.document_frequency(wanted, language)
        found = []
        for id_ in ids:
            matched = [term for term in set(wanted) if term in self.terms[id_]]
            weights = [max(1e-6, math.log((n - frequency[t] + 0.5) / (frequency[t] + 0.5))) for t in matched]
            if matched:
                found.append((id_, sum(weights)))
        return sorted(found, key=lambda row: (-row[1], row[0]))[:k]
