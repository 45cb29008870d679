"""Builds everything from the settings, once and when first needed: the one object that `cli` and `api` hold."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from rag.config import Settings
from rag.errors import LLMUnavailableError, ModelError, NoIndexError, NotFoundError, QuestionError
from rag.models.progress import Progress
from rag.models.store import ModelStore
from rag.types import ANSWER_K, Answer, Citation, Document, DocumentSummary, Hit, Message

if TYPE_CHECKING:
    from rag.answer.verify import Finder, Found, VerifyReport
    from rag.embed.base import Embedder
    from rag.embed.rerank import Reranker
    from rag.index import Index
    from rag.index.doctor import Check
    from rag.ingest.flow import IngestReport
    from rag.llm.base import ChatModel
    from rag.retrieve.statistics import Statistics

Answerer = Literal["auto", "llm", "extractive"]
_MEANS = "language_means"


class Service:
    """Documents in, cited answers out. Any thread may call it; `close` or a `with` block ends it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = ModelStore(settings.models)
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the index and the models."""
        self._closing.close()

    # What is built, once, when first needed

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model."""
        from rag.embed import open_embedder

        return open_embedder(self.settings.embed_model, self.store)

    @cached_property
    def reranker(self) -> Reranker | None:
        """The cross-encoder, if one is set."""
        if self.settings.rerank_model is None:
            return None
        from rag.embed.rerank import open_reranker

        return open_reranker(self.settings.rerank_model, self.store)

    @cached_property
    def chat_model(self) -> ChatModel | None:
        """The language model, or None where the settings want none or it is not here."""
        from rag.llm import open_chat_model

        settings, local = self.settings, self.settings.llm == "local"
        try:
            model = open_chat_model(
                settings.llm,
                path=self.store.path(settings.llm_model) if local else None,
                base_url=settings.llm_base_url,
                model=settings.llm_model,
                api_key=settings.llm_api_key.get_secret_value() if settings.llm_api_key else None,
                digest=self.store.entry(settings.llm_model).sha256 if local else None,
            )
        except (ModelError, LLMUnavailableError):
            return None
        if close := getattr(model, "close", None):  # the local engine holds a server; endpoints hold nothing
            self._closing.callback(close)
        return model

    @cached_property
    def index(self) -> Index:
        """The index, for searching: refused when another embedding model made it. Raises NoIndexError."""
        if not self._index_exists():
            raise NoIndexError("Nothing has been ingested yet.", hint="Run `rag ingest PATH...` first.")
        return self._open(with_embedder=True)

    @cached_property
    def catalog(self) -> Index:
        """The index for what needs no vectors, and so no embedding model. Raises NoIndexError."""
        return self._open(with_embedder=False)

    @cached_property
    def statistics(self) -> Statistics:
        """What is usual in each language of the index; the means are those recorded in its manifest."""
        from rag.embed.languages import EmbedderMeans, means_of
        from rag.retrieve.statistics import Statistics

        recorded = self.index.manifest.get(_MEANS)
        means = EmbedderMeans.from_json(recorded) if recorded else means_of(self.embedder)
        return Statistics(self.index, means)

    def _index_exists(self) -> bool:
        from rag.index import Index

        return Index.exists(self.settings.home)

    def _open(self, *, with_embedder: bool) -> Index:
        from rag.index import Index

        embedder = self.embedder if with_embedder else None
        index = Index.open(self.settings.home, embedder=embedder, chroma_url=self.settings.chroma_url)
        self._closing.callback(index.close)
        return index

    # Documents

    def ingest(
        self, paths: Sequence[Path], *, prune: bool = False, rebuild: bool = False, progress: Progress | None = None
    ) -> IngestReport:
        """Add or update files and folders; see `rag.ingest.flow.ingest`."""
        from rag.ingest.flow import ingest

        with self._ingesting(rebuild=rebuild) as index:
            return ingest(
                paths,
                index=index,
                embedder=self.embedder,
                max_bytes=self._max_bytes,
                prune=prune,
                progress=progress,
            )

    def upload(self, path: Path, name: str) -> IngestReport:
        """Add or update the file at `path`, which need not stay there, as the document called `name`."""
        from rag.ingest.discover import SourceFile, document_id
        from rag.ingest.flow import ingest_files

        with self._ingesting() as index:
            file = SourceFile(path, name, document_id(name))
            return ingest_files([file], index=index, embedder=self.embedder, max_bytes=self._max_bytes)

    @contextmanager
    def _ingesting(self, *, rebuild: bool = False) -> Iterator[Index]:
        """The index for an ingest, with the embedder's language means in its manifest."""
        from rag.embed.languages import means_of
        from rag.index import Index

        start = Index.rebuild if rebuild else Index.open
        with start(self.settings.home, embedder=self.embedder, chroma_url=self.settings.chroma_url) as index:
            if _MEANS not in index.manifest:
                index.set_manifest(_MEANS, means_of(self.embedder).to_json())
            yield index

    @property
    def _max_bytes(self) -> int:
        return self.settings.max_file_mb * 1_000_000

    def documents(self) -> list[DocumentSummary]:
        """All documents; none where nothing has been ingested."""
        return self.catalog.documents() if self._index_exists() else []

    def document(self, name: str) -> Document:
        """One document, by id, by its source as listed, or by a path to its file. Raises NotFoundError."""
        return self.catalog.document(self._id(name))

    def remove(self, names: Iterable[str]) -> int:
        """Remove documents; how many. Raises NotFoundError before anything is removed."""
        return self.catalog.remove([self._id(name) for name in names])

    def _id(self, name: str) -> str:
        from rag.ingest.discover import document_id

        try:
            return self.catalog.find(name).id
        except NotFoundError as missing:
            try:
                return self.catalog.find(document_id(Path(name))).id
            except NotFoundError:
                raise missing from None

    # Questions

    def search(self, question: str, *, k: int = 5, explained: bool = False) -> list[Hit]:
        """The k best passages, whatever language they are written in. Raises QuestionError, NoIndexError."""
        from rag.retrieve.flow import retrieve

        self._check(question)
        return retrieve(
            question,
            index=self.index,
            embedder=self.embedder,
            statistics=self.statistics,
            k=k,
            reranker=self.reranker,
            explained=explained,
        )

    def passages(self, question: str, *, k: int = ANSWER_K) -> list[Hit]:
        """The passages to answer from: as `search`, their sentences scored by what is asked about the names."""
        from rag.answer.question import read_question
        from rag.retrieve.focus import focused

        return focused(
            question,
            read_question(question).given,
            self.search(question, k=k),
            index=self.index,
            embedder=self.embedder,
            statistics=self.statistics,
        )

    def ask(
        self,
        question: str,
        *,
        answerer: Answerer = "auto",
        k: int = ANSWER_K,
        history: Sequence[Message] = (),
        on_event: Callable[[str, object], None] | None = None,
    ) -> Answer:
        """A cited answer, or a refusal that says why. With a history, the question may be a follow-up."""
        from rag.answer.conversation import asked_in, standalone
        from rag.answer.decompose import decompose
        from rag.answer.flow import answer_parts
        from rag.llm.metered import Metered

        self._check(question)
        began = time.perf_counter()
        asked = None if answerer == "extractive" else self.chat_model
        model = Metered(asked) if asked is not None else None
        understood = standalone(question, history, model=model) if history else question
        found = [(part, self.passages(part.text, k=k)) for part in decompose(understood)]
        given = answer_parts(
            understood,
            found,
            model=model,
            embedder=self.embedder,
            answerer=answerer,
            text_of=self.index.text,
            on_event=on_event,
            retrieve_ms=(time.perf_counter() - began) * 1000,
            max_hallucination=self.settings.max_hallucination,
            language=asked_in(question, history) if history else None,
        )
        return replace(given, question=question, understood=understood if understood != question else None)

    def _check(self, question: str) -> None:
        limit = self.settings.max_question_chars
        if len(question) > limit:
            raise QuestionError(
                f"The question has {len(question):,} characters; {limit:,} are allowed.",
                hint="Ask in fewer words, or raise RAG_MAX_QUESTION_CHARS.",
                code="question_too_long",
            )
        if not any(character.isalnum() for character in question):
            raise QuestionError("The question has no words.", hint="Ask in words, in any language.")

    # Proof and upkeep

    def verify(self, file: Path, *, sources: Path | None = None) -> VerifyReport:
        """Re-check the citations of saved answers, against the index or the files of a folder."""
        from rag.answer.verify import read_answers, verify

        return verify(read_answers(file), self._in_index if sources is None else self._below(sources))

    def _in_index(self, citation: Citation) -> Found | None:
        from rag.answer.verify import Found

        try:
            found = self.catalog.find(citation.document)
            return Found(self.catalog.text(found.id), found.source, (found.title, found.published))
        except NotFoundError:
            return None

    def _below(self, folder: Path) -> Finder:
        """Finds among a folder's files by name, wherever they lie; of several the one that has the cited text."""
        from rag.answer.verify import Found
        from rag.ingest.flow import read_folder

        documents = list(read_folder(folder, max_bytes=self._max_bytes))

        def find(citation: Citation) -> Found | None:
            named = [one for one in documents if Path(one.source).name == Path(citation.source).name]
            cited = [one for one in documents if one.sha256 == citation.sha256]
            found = next(iter([*(one for one in named if one in cited), *named, *cited]), None)
            return Found(found.text, Path(found.source).name) if found else None

        return find

    def pull_models(self, names: Sequence[str] | None = None, *, progress: Progress | None = None) -> list[str]:
        """Fetch models, all of the registry if none is named; the names of those that were not here before."""
        wanted = list(names or (entry.name for entry in self.store.entries()))
        missing = [name for name in wanted if not self.store.is_present(name)]
        self.store.pull(wanted, progress)
        return missing

    def verify_models(self, names: Sequence[str] | None = None) -> dict[str, str]:
        """What is wrong with the fetched models, by name; empty when all are as the registry says."""
        wanted = list(names or (entry.name for entry in self.store.entries() if self.store.is_present(entry.name)))
        found = {name: "; ".join(self.store.verify(name)) for name in wanted}
        return {name: problems for name, problems in found.items() if problems}

    def doctor(self, *, fix: bool = False) -> list[Check]:
        """What is wrong with models, index and stores; with `fix`, Chroma is brought in line with the catalog first."""
        from rag.index import Index
        from rag.index.doctor import diagnose

        if fix and self._index_exists():
            with Index.open(self.settings.home, chroma_url=self.settings.chroma_url) as index:
                index.repair()
        checks = [self._embedder_check(), *self._llm_checks()]
        embedder = self.embedder if checks[0].ok else None
        return [*checks, *diagnose(self.settings.home, embedder=embedder, chroma_url=self.settings.chroma_url)]

    def _embedder_check(self) -> Check:
        from rag.errors import RagError
        from rag.index.doctor import Check

        name = self.settings.embed_model
        try:
            problems = self.store.verify(name) if self._in_registry(name) else []
            if not problems:
                return Check("embedder", True, f"{self.embedder.name}, {self.embedder.dimension} dimensions")
            return Check("embedder", False, "; ".join(problems), f"rag models pull {name}")
        except RagError as error:
            return Check("embedder", False, str(error), error.hint)

    def _llm_checks(self) -> list[Check]:
        from rag.index.doctor import Check

        settings = self.settings
        if settings.llm == "none":
            return [Check("llm", True, "none wanted: answers are extractive")]
        if settings.llm == "openai-compatible":
            return [Check("llm", self.chat_model is not None, settings.llm_base_url or "", "Set RAG_LLM_BASE_URL")]
        try:
            problems = self.store.verify(settings.llm_model)
        except NotFoundError as error:
            return [Check("llm", False, str(error), error.hint)]
        return [Check("llm", not problems, "; ".join(problems) or settings.llm_model, "rag models pull")]

    def _in_registry(self, name: str) -> bool:
        return any(entry.name == name for entry in self.store.entries())
