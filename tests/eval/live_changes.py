"""Changes of the real system: ways to break it that the gate must catch, and ways to treat it that it must let pass.

Changes as they show in stored rows are in changes.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from parts_gold import parts

from eval.baseline import bless
from eval.collect import collect
from eval.gate import Verdict, gate
from eval.live import Models
from eval.runner import manifest_of
from eval.runs import Run, read_run
from eval.score import score
from eval.suite import Suite
from eval.suites import open_suite
from eval.system import System
from rag.embed.base import Vectors

SEEDS = Path(__file__).parents[2] / "seeds"
ROWS = 64


def some_seeds() -> Suite:
    """A sample of the gold over the seeds."""
    return open_suite("seeds").sample(ROWS)


@dataclass(frozen=True, slots=True)
class LiveChange:
    """What is done to the system before it is asked again.

    `fresh` asks an index of its own; `documents` changes a copy of the seeds that is read in their place.
    """

    patch: Callable[[pytest.MonkeyPatch], None] = lambda _: None
    fresh: bool = False
    documents: Callable[[Path], None] | None = None
    seed: int = 0
    suite: Callable[[], Suite] = some_seeds


@dataclass
class Bench:
    """Suites asked again and again, of one index each where the index is not the point."""

    scratch: Path
    models: Models
    _runs: int = 0
    _clean: dict[str, Run] = field(default_factory=dict)

    def clean(self, suite: Callable[[], Suite] = some_seeds) -> Run:
        """The system as it is, asked once."""
        name = suite().name
        if name not in self._clean:
            self._clean[name] = self.run(LiveChange(suite=suite))
        return self._clean[name]

    def _index(self, suite: Suite) -> Path:
        home = self.scratch / suite.name
        if not home.exists():
            sources = suite.corpora[""].place(self.scratch / f"{suite.name} documents")
            with self.models.open(home, None) as system:
                system.ingest([sources.folder])
        return home

    def verdict(self, change: LiveChange) -> Verdict:
        """What the gate makes of `change`."""
        clean, run = self.clean(change.suite), self.run(change)
        return gate(run, score(run), bless(clean, score(clean), None).baseline)

    def run(self, change: LiveChange) -> Run:
        """A suite asked of the system as `change` leaves it."""
        suite = change.suite()
        self._runs += 1
        folder = self.scratch / str(self._runs)
        documents = self.scratch / f"{self._runs} seeds"
        if change.documents:
            shutil.copytree(SEEDS, documents)
            change.documents(documents)
        made = None if change.fresh or change.documents else self._index(suite)  # before anything is patched

        @contextmanager
        def opened(scratch: Path) -> Iterator[System]:
            with self.models.open(made or scratch, None) as system:
                yield _Instead(system, documents) if change.documents else system

        manifest = manifest_of(suite, "extractive", self.models, "none", live=False, seed=change.seed)
        with pytest.MonkeyPatch.context() as patch:
            change.patch(patch)
            collect(suite, opened, folder, manifest)
        return read_run(folder)


@contextmanager
def bench(scratch: Path) -> Iterator[Bench]:
    """A bench whose embedder is asked about no text twice: what is measured is what a change does to it."""
    from rag.config import Settings
    from rag.embed.e5 import E5Embedder

    models = Models(Settings(llm="none"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("embed_queries", "embed_passages"):
            patch.setattr(E5Embedder, name, _remembered(getattr(E5Embedder, name)))
        yield Bench(scratch, models)
    models.close()


def _remembered(embed: Callable[[object, Sequence[str]], Vectors]) -> Callable[[object, Sequence[str]], Vectors]:
    vectors: dict[str, np.ndarray] = {}

    def remembered(self: object, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        vectors.update(zip(new, embed(self, new) if new else [], strict=True))
        return np.stack([vectors[text] for text in texts]) if texts else embed(self, texts)

    return remembered


class _Instead:
    """A system that reads other documents than it is told to."""

    def __init__(self, system: System, documents: Path) -> None:
        self.search, self.ask = system.search, system.ask
        self._system, self._documents = system, documents

    def ingest(self, paths: Sequence[Path]) -> object:
        return self._system.ingest([self._documents])


def without_words(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("rag.index.Index.match", lambda *_, **__: [])


def without_vectors(patch: pytest.MonkeyPatch) -> None:
    """No passage is near any question; those that share its words stay."""
    from rag.retrieve import dense

    known = dense._near

    def nothing_near(*arguments) -> dense.Near:
        near = known(*arguments)
        return replace(near, scores=near.scores * 0, sentences=near.sentences * 0, likeness=near.likeness * 0)

    patch.setattr(dense, "_near", nothing_near)


def without_language_means(patch: pytest.MonkeyPatch) -> None:
    from rag.embed.languages import EmbedderMeans, LanguageMeans

    read = EmbedderMeans.from_json

    def zeroed(value: dict) -> EmbedderMeans:
        means = read(value)
        zero = {
            language: LanguageMeans(*(np.zeros_like(mean) for mean in (own.question, own.passage, own.sentence)))
            for language, own in means.languages.items()
        }
        return replace(means, languages=zero)

    patch.setattr(EmbedderMeans, "from_json", staticmethod(zeroed))


def vectors_of_noise(patch: pytest.MonkeyPatch) -> None:
    def embed(self: object, texts: Sequence[str]) -> np.ndarray:
        rng = np.random.default_rng(0)
        vectors = rng.normal(size=(len(texts), 384)).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    patch.setattr("eval.live._Remembering.embed_queries", embed)


def one_passage_only(patch: pytest.MonkeyPatch) -> None:
    _change_hits(patch, lambda hits: hits[:1])


def worst_passages_first(patch: pytest.MonkeyPatch) -> None:
    _change_hits(patch, lambda hits: hits[::-1])


def _change_hits(patch: pytest.MonkeyPatch, change: Callable[[list], list]) -> None:
    from rag.service import Service

    search = Service.search
    patch.setattr(Service, "search", lambda self, question, **options: change(search(self, question, **options)))


def own_language_only(patch: pytest.MonkeyPatch) -> None:
    from rag.service import Service
    from rag.text.language import detect

    search = Service.search

    def own(self, question: str, **options):
        hits = [hit for hit in search(self, question, **options) if hit.chunk.language[:2] == detect(question)[:2]]
        return [replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1)]

    patch.setattr(Service, "search", own)


def refuses_never(patch: pytest.MonkeyPatch) -> None:
    from rag.answer.refuse import Decision

    patch.setattr("rag.answer.flow.decide", lambda *_, **__: Decision(None))


def refuses_always(patch: pytest.MonkeyPatch) -> None:
    from rag.answer.refuse import Decision

    patch.setattr("rag.answer.flow.decide", lambda *_, **__: Decision("no_evidence"))


def says_it_in_english(patch: pytest.MonkeyPatch) -> None:
    from rag.answer.phrases import phrases

    patch.setattr("rag.answer.extractive.phrases", lambda _: phrases("en"))


def chunks_of_40_tokens(patch: pytest.MonkeyPatch) -> None:
    from rag.ingest import flow

    chunk = flow.chunk
    patch.setattr(flow, "chunk", lambda document, count, _: chunk(document, count, 40))


def later_editions(documents: Path) -> None:
    for path in sorted(documents.iterdir()):
        path.write_text("Later edition. " + path.read_text(encoding="utf-8"), encoding="utf-8")


def one_document_less(documents: Path) -> None:
    min(documents.iterdir()).unlink()


def reworded(patch: pytest.MonkeyPatch) -> None:
    from rag.answer.phrases import phrases

    frames = {
        "en": "According to what was found:",
        "de": "Gefunden wurde dazu Folgendes:",
        "zh-Hans": "查到以下内容：",
        "zh-Hant": "查到以下內容：",
    }
    patch.setattr(
        "rag.answer.extractive.phrases",
        lambda language: replace(phrases(language), documents_say=frames[language]),
    )


def documents_backwards(patch: pytest.MonkeyPatch) -> None:
    from rag.ingest.discover import discover

    def backwards(paths: Sequence[Path]) -> object:
        found = discover(paths)
        return replace(found, files=found.files[::-1])

    patch.setattr("rag.ingest.flow.discover", backwards)


BREAKING: dict[str, LiveChange] = {
    "BM25 dropped": LiveChange(without_words, suite=parts),
    "vectors dropped": LiveChange(without_vectors),
    "language means dropped": LiveChange(without_language_means),
    "questions embedded as noise": LiveChange(vectors_of_noise),
    "one passage only": LiveChange(one_passage_only),
    "worst passages first": LiveChange(worst_passages_first),
    "passages of the question's language only": LiveChange(own_language_only),
    "refuses never": LiveChange(refuses_never),
    "refuses always": LiveChange(refuses_always),
    "says it in English": LiveChange(says_it_in_english),
    "chunks cut at 40 tokens": LiveChange(chunks_of_40_tokens, fresh=True),
    "stale index": LiveChange(documents=later_editions),
    "a document missing": LiveChange(documents=one_document_less),
}

HARMLESS: dict[str, LiveChange] = {
    "asked again": LiveChange(),
    "frame text reworded": LiveChange(reworded),
    "index made anew, another seed": LiveChange(fresh=True, seed=5),
    "documents in another order": LiveChange(documents_backwards, fresh=True),
}
