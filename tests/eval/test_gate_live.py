"""The gate on the real service: ways to break it that must show in the seeds' rows, and ways to treat it that must not.

Each test asks a sample of the gold questions again, extractively; the index is made once where it is not the point.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from eval.baseline import Baseline, bless
from eval.collect import collect
from eval.gate import Result, gate
from eval.live import Models
from eval.records import Manifest
from eval.runner import manifest_of
from eval.runs import Run, read_run
from eval.score import score
from eval.suite import Suite
from eval.suites import open_suite
from eval.system import System

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
ROWS = 64


@pytest.fixture(scope="module")
def models() -> Models:
    from rag.config import Settings

    return Models(Settings(llm="none"))


@pytest.fixture(scope="module")
def suite() -> Suite:
    return open_suite("seeds").sample(ROWS)


@pytest.fixture(scope="module")
def home(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the seeds, made once."""
    home = tmp_path_factory.mktemp("home")
    with models.open(home, None) as system:
        system.ingest([ROOT / "seeds"])
    return home


Ask = Callable[..., Run]


@pytest.fixture(scope="module")
def ask(models: Models, suite: Suite, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Ask the sample and read the run back. `fresh` makes an index of its own; `documents` are asked instead."""

    def run(*, fresh: bool = False, documents: Path | None = None, **changes: object) -> Run:
        folder = tmp_path_factory.mktemp("run")

        @contextmanager
        def opened(scratch: Path) -> Iterator[System]:
            with models.open(scratch if fresh or documents else home, None) as system:
                yield _Instead(system, documents) if documents else system

        manifest: Manifest = manifest_of(suite, "extractive", models, "none", live=False, seed=0)
        collect(suite, opened, folder, manifest.model_copy(update=changes))
        return read_run(folder)

    return run


class _Instead:
    """A system that reads other documents than it is told to."""

    def __init__(self, system: System, documents: Path) -> None:
        self.search, self.ask = system.search, system.ask
        self._system, self._documents = system, documents

    def ingest(self, paths: Sequence[Path]) -> object:
        return self._system.ingest([self._documents])


@pytest.fixture(scope="module")
def clean(ask: Ask) -> Run:
    return ask()


@pytest.fixture(scope="module")
def baseline(clean: Run) -> Baseline:
    return bless(clean, score(clean), None).baseline


def failing(run: Run, baseline: Baseline) -> set[str]:
    return {check.name for check in gate(run, score(run), baseline).checks if check.result is not Result.PASS}


def without_words(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("rag.index.Index.match", lambda *_, **__: [])


def without_vectors(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("rag.retrieve.dense.search", lambda *arguments: dict.fromkeys(arguments[4], 0.0))


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


def own_language_only(patch: pytest.MonkeyPatch) -> None:
    from rag.service import Service
    from rag.text.language import detect

    search = Service.search

    def own(self, question: str, **options):
        hits = [hit for hit in search(self, question, **options) if hit.chunk.language[:2] == detect(question)[:2]]
        return [replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1)]

    patch.setattr(Service, "search", own)


def _change_hits(patch: pytest.MonkeyPatch, change: Callable[[list], list]) -> None:
    from rag.service import Service

    search = Service.search
    patch.setattr(Service, "search", lambda self, question, **options: change(search(self, question, **options)))


def refuses_never(patch: pytest.MonkeyPatch) -> None:
    from rag.answer.refuse import Decision

    patch.setattr("rag.answer.flow.decide", lambda *_, **__: Decision(None))


def refuses_always(patch: pytest.MonkeyPatch) -> None:
    from rag.answer.refuse import Decision

    patch.setattr("rag.answer.flow.decide", lambda *_, **__: Decision("no_evidence"))


def says_it_in_english(patch: pytest.MonkeyPatch) -> None:
    from rag.answer.phrases import phrases

    patch.setattr("rag.answer.extractive.phrases", lambda _: phrases("en"))


BROKEN = (
    without_words,
    without_vectors,
    without_language_means,
    vectors_of_noise,
    one_passage_only,
    worst_passages_first,
    own_language_only,
    refuses_never,
    refuses_always,
    says_it_in_english,
)


@pytest.mark.parametrize("break_it", BROKEN, ids=lambda change: change.__name__)
def test_the_gate_catches(break_it, ask: Ask, baseline: Baseline):
    with pytest.MonkeyPatch.context() as patch:
        break_it(patch)
        run = ask()
    assert failing(run, baseline)


def test_the_gate_catches_small_chunks(ask: Ask, baseline: Baseline):
    from rag.ingest import flow

    chunk = flow.chunk
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "chunk", lambda document, count, _: chunk(document, count, 40))
        run = ask(fresh=True)
    assert failing(run, baseline)


@pytest.mark.parametrize("change", ["stale", "missing"])
def test_the_gate_catches_an_index_of_other_documents(change: str, ask: Ask, baseline: Baseline, tmp_path: Path):
    other = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", other)
    for number, path in enumerate(sorted(other.iterdir())):
        if change == "stale":
            path.write_text("Later edition. " + path.read_text(encoding="utf-8"), encoding="utf-8")
        elif number == 0:
            path.unlink()
    checks = failing(ask(documents=other), baseline)
    assert "citations" in checks if change == "stale" else checks


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


@pytest.mark.parametrize("change", [None, reworded], ids=["again", "reworded"])
def test_the_gate_lets_pass(change, ask: Ask, baseline: Baseline):
    with pytest.MonkeyPatch.context() as patch:
        if change:
            change(patch)
        run = ask()
    assert failing(run, baseline) == set()


def test_the_gate_lets_another_index_and_seed_pass(ask: Ask, clean: Run, baseline: Baseline):
    run = ask(fresh=True, seed=5)
    assert failing(run, baseline) == set()


def test_two_runs_are_the_same_but_for_the_time(ask: Ask, clean: Run):
    again = ask()
    for row in clean.rows.values():
        other = again.rows[row.id]
        assert row.answer is not None
        assert other.answer is not None
        assert replace(row.answer, timings=other.answer.timings) == other.answer
        assert (row.hits, row.proofs) == (other.hits, other.proofs)


def test_the_gate_lets_documents_in_another_order_pass(ask: Ask, baseline: Baseline):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.ingest.flow.discover", _backwards)
        run = ask(fresh=True)
    assert failing(run, baseline) == set()


def _backwards(paths: Sequence[Path]) -> object:
    from rag.ingest.discover import discover

    found = discover(paths)
    return replace(found, files=found.files[::-1])


@pytest.mark.xfail(
    reason="measured: over six questions, answers sampled at temperature 0.7 fell below the floor of slot accuracy;"
    " floors on so few rows are too tight (issue 5 is open)",
    strict=False,
)
@pytest.mark.llm
@pytest.mark.timeout(3600)
def test_the_gate_lets_sampling_at_temperature_pass(tmp_path: Path, request: pytest.FixtureRequest):
    """The same few questions to the local model, first at temperature 0, then sampled."""
    from rag.config import Settings
    from rag.llm import llama_cpp

    models = Models(Settings())
    request.addfinalizer(models.close)
    few = open_suite("seeds").sample(6)
    generate = llama_cpp._run
    runs = []
    for name, sampling in (("fixed", {}), ("sampled", {"temperature": 0.7, "seed": 1})):
        manifest = manifest_of(few, "llm", models, name, live=True, seed=0)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(llama_cpp, "_run", lambda server, request, more=sampling: generate(server, request | more))
            collect(few, partial(models.open, chat_model=models.chat_model()), tmp_path / name, manifest)
        runs.append(read_run(tmp_path / name))
    fixed, sampled = runs
    assert failing(sampled, bless(fixed, score(fixed), None).baseline) == set()
