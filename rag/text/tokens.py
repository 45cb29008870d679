"""Counting tokens for hosted models, with the vocabularies that llama-index ships, so without the network."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

FINEST = "cl100k_base"
"""The shipped vocabulary that cuts text into most tokens: an unknown model is overestimated, not underestimated."""

_SHIPPED = {"cl100k_base": "cl100k_base", "o200k_base": "o200k_base", "o200k_harmony": "o200k_base"}
_BYTES_PER_TOKEN = 2
_environment = Lock()


def count_for(model: str) -> Callable[[str], int]:
    """The function that counts tokens as `model` does.

    OpenAI's models are counted exactly (text that spells a special token counts as text). Another model is counted in
    `FINEST`, which overestimates, most of all in Chinese. Without the shipped files two bytes of UTF-8 are a token,
    which overestimates too.
    """
    encoding = _encoding(_encoding_name(model))
    if encoding is None:
        return lambda text: -(-len(text.encode(errors="replace")) // _BYTES_PER_TOKEN)
    return lambda text: len(encoding.encode_ordinary(text))


def _encoding_name(model: str) -> str:
    from tiktoken.model import encoding_name_for_model

    try:
        name = encoding_name_for_model(model)
    except KeyError:
        return FINEST
    return name if name in _SHIPPED else FINEST


@cache
def _encoding(name: str) -> Encoding | None:
    """Load an encoding with tiktoken's cache pointed at the shipped files, for this load only."""
    from tiktoken import get_encoding

    folder = shipped_vocabularies()
    if folder is None:
        return None
    with _environment:
        before = os.environ.get("TIKTOKEN_CACHE_DIR")
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
        try:
            return get_encoding(name)
        finally:
            if before is None:
                del os.environ["TIKTOKEN_CACHE_DIR"]
            else:
                os.environ["TIKTOKEN_CACHE_DIR"] = before


def shipped_vocabularies() -> Path | None:
    """The folder of tiktoken's files inside llama-index, found without importing it; None if it holds none."""
    spec = find_spec("llama_index")
    roots = spec.submodule_search_locations if spec and spec.submodule_search_locations else ()
    folders = (Path(root, "core", "_static", "tiktoken_cache") for root in roots)
    return next((folder for folder in folders if len(list(folder.glob("*"))) >= len(set(_SHIPPED.values()))), None)
