"""Any sentence-transformers model as an embedder, with the prompts it declares for queries and documents."""

from __future__ import annotations

import copy
import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rag.embed.base import Vectors
from rag.errors import ModelError, ModelMissingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_Model = TypeVar("_Model")
_HUB_SECONDS = 5.0


class SentenceTransformerEmbedder:
    """`model` is a folder, or a name on the hub, whose cache serves while it cannot be reached.

    A tokenizer keeps the padding of the call before it and so serves one thread at a time; counting has its own.
    """

    def __init__(self, model: str) -> None:
        """Load the model. Raises ModelMissingError if it is neither here nor on a hub in reach, else ModelError."""
        self._model = load(_open, model)
        self.name = model
        self.digest = files_digest(model)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or self._model.tokenizer.model_max_length)
        self._encoding = threading.Lock()
        self._counter = copy.deepcopy(self._model.tokenizer)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a question, in order."""
        with self._encoding:
            return self._model.encode_query(list(texts), normalize_embeddings=True, show_progress_bar=False)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row a passage or sentence, in order."""
        with self._encoding:
            return self._model.encode_document(list(texts), normalize_embeddings=True, show_progress_bar=False)

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` alone, without prompt and without special tokens."""
        return len(self._counter(text, add_special_tokens=False, verbose=False)["input_ids"])


def load(open_model: Callable[[str, bool], _Model], model: str) -> _Model:
    """The model that `open_model(model, local_files_only)` gives, its library's errors told as ours."""
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return open_model(model, Path(model).is_dir() or not _hub_answers())
    except OSError as error:
        if Path(model).is_dir():
            raise ModelError(f"The folder {model} holds no model that loads: {error}.") from error
        raise ModelMissingError(
            f"{model} is neither a folder, nor in the hub's cache, nor can it be had from the hub.",
            hint="Check the name; or fetch it once where the hub can be reached, and give its folder.",
        ) from error
    except (ValueError, RuntimeError, KeyError) as error:
        raise ModelError(f"{model} does not load: {error}.", hint="Is it a sentence-transformers model?") from error


def files_digest(model: str) -> str:
    """sha256 over a folder's files and their names; over name and commit of a hub model, which fix its files."""
    folder = Path(model)
    if not folder.is_dir():
        from huggingface_hub import snapshot_download

        commit = Path(snapshot_download(model, local_files_only=True)).name
        return hashlib.sha256(f"{model}@{commit}".encode()).hexdigest()
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()}\n{content}\n".encode())
    return digest.hexdigest()


def _hub_answers() -> bool:
    """Ask once, because the hub's library asks for more than a minute before it gives up."""
    import httpx
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return False
    try:
        httpx.head(constants.ENDPOINT, timeout=_HUB_SECONDS)
    except httpx.HTTPError:
        return False
    return True


def _open(model: str, local_files_only: bool) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(model, local_files_only=local_files_only)
