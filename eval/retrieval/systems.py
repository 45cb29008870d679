"""What is measured: the service as it is, and what one would otherwise build from the same parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.retrieval.bm25 import BM25
from rag.embed.base import Embedder, Vectors

if TYPE_CHECKING:
    from rag.index import Index
    from rag.retrieve.ask import Translate
    from rag.service import Service

Rank = Callable[[str, int], list[str]]
"""A question and a depth; names of documents, best first, each once."""


class Remembering:
    """An embedder that keeps what it embedded, so that no system pays for another's texts."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[tuple[str, str], Any] = {}
        self.name = embedder.name
        self.digest = embedder.digest
        self.dimension = embedder.dimension
        self.max_tokens = embedder.max_tokens
        self.count_tokens = embedder.count_tokens

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """As the embedder does."""
        return self._embed("query", texts, self._embedder.embed_queries)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the embedder does."""
        return self._embed("passage", texts, self._embedder.embed_passages)

    def _embed(self, role: str, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
        import numpy as np

        new = list(dict.fromkeys(text for text in texts if (role, text) not in self._known))
        if new:
            self._known.update(zip(((role, text) for text in new), embed(new), strict=True))
        return np.array([self._known[role, text] for text in texts], np.float32).reshape(-1, self.dimension)


def service(of: Service) -> Rank:
    """The service's own search."""

    def rank(question: str, k: int) -> list[str]:
        return _once(Path(hit.document.source).name for hit in of.search(question, k=k))[:k]

    return rank


def translating(of: Service, translate: Translate) -> Rank:
    """The service's own search, with the question's translations beside it."""
    from rag.retrieve.flow import retrieve

    def rank(question: str, k: int) -> list[str]:
        found = retrieve(
            question, index=of.index, embedder=of.embedder, statistics=of.statistics, k=k, translate=translate
        )
        return _once(Path(hit.document.source).name for hit in found)[:k]

    return rank


def plain_dense(index: Index, embedder: Embedder) -> Rank:
    """Cosine of question and passage over all languages together, with no correction."""

    def rank(question: str, k: int) -> list[str]:
        (vector,) = embedder.embed_queries([question])
        found = [near for language in index.languages() for near in index.nearest(vector, language, 2 * k)]
        best = sorted(found, key=lambda near: (-near.score, near.chunk_id))[: 2 * k]
        chunks = index.chunks([near.chunk_id for near in best])
        return _once(Path(chunks[near.chunk_id].document.source).name for near in best)[:k]

    return rank


def plain_bm25(documents: Mapping[str, str]) -> Rank:
    """BM25 over words and, in Chinese, pairs of characters; one index over all languages, nothing folded or stemmed."""
    names = list(documents)
    bm25 = BM25(list(documents.values()))

    def rank(question: str, k: int) -> list[str]:
        return [names[place] for place in bm25.best(question, k)]

    return rank


def llama_index(documents: Mapping[str, str], embedder: Embedder) -> Rank:
    """A llama-index `VectorStoreIndex` with its defaults and the same embedder."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter

    texts = [Document(text=text, id_=name) for name, text in documents.items()]
    index = VectorStoreIndex.from_documents(
        texts, transformations=[SentenceSplitter()], embed_model=_as_llama_index(embedder)
    )

    def rank(question: str, k: int) -> list[str]:
        found = index.as_retriever(similarity_top_k=2 * k).retrieve(question)
        return _once(str(hit.node.ref_doc_id) for hit in found)[:k]

    return rank


def _as_llama_index(embedder: Embedder) -> Any:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from pydantic import PrivateAttr

    class Adapter(BaseEmbedding):
        """Our embedder behind llama-index's interface."""

        _embedder: Embedder = PrivateAttr(default_factory=lambda: embedder)  # a default would be copied

        def _get_query_embedding(self, query: str) -> list[float]:
            return list(map(float, self._embedder.embed_queries([query])[0]))

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, row)) for row in self._embedder.embed_passages(texts)]

    return Adapter(model_name=embedder.name, embed_batch_size=64)


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
