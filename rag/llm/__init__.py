"""Language models: one protocol, a local engine and any OpenAI-compatible endpoint, both on llama-index's classes."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from rag.errors import LLMUnavailableError
from rag.llm.base import ChatModel

__all__ = ["ChatModel", "Kind", "open_chat_model"]

Kind = Literal["local", "none", "openai-compatible"]


def open_chat_model(
    kind: Kind,
    *,
    path: Path | None = None,
    base_url: str | None = None,
    model: str | None = None,
    api_key: str | None = None,
    digest: str | None = None,
) -> ChatModel | None:
    """The chat model the settings name; None for "none". Weights load on first use, endpoints are not contacted.

    `path` is a GGUF file and `digest` its sha256 where it is known (else it is computed when asked for). Raises
    `LLMUnavailableError` if there is nothing to ask.
    """
    if kind == "none":
        return None
    if kind == "local":
        if path is None or not path.is_file():
            raise LLMUnavailableError("The local language model is not there.", hint="Fetch it: rag models pull")
        from rag.llm.local import LocalModel

        return LocalModel(path, name=model or path.stem, digest=digest)
    if not base_url or not model:
        raise LLMUnavailableError(
            "An openai-compatible model needs an address and a name.", hint="Set RAG_LLM_BASE_URL and RAG_LLM_MODEL."
        )
    from rag.llm.openai_compatible import EndpointModel

    return EndpointModel(base_url, model=model, api_key=api_key)
