"""What made a run: the code, the prompts and the settings, as digests that a changed file changes."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path
from typing import Any

import rag
from eval.records import digest
from rag.config import Settings

_PACKAGE = Path(rag.__file__).parent
_OF_THE_MACHINE = {"home", "models", "chroma_url", "llm_api_key", "api_keys"}
"""Settings that name places or hold secrets: they do not belong into a run that is shown around."""


def code_digest() -> str:
    """One digest over the files of the `rag` package, its data included."""
    sha = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            sha.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:16]


def prompt_digests() -> dict[str, str]:
    """The digest of every prompt, by name; of the checkout's, else of those in the installed package."""
    checkout, installed = _PACKAGE.parent / "prompts", _PACKAGE / "_prompts"
    folder = checkout if checkout.is_dir() else installed
    return {path.stem: digest(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))}


def version() -> str:
    """The version of the installed distribution."""
    try:
        return metadata.version("rag-evals")
    except metadata.PackageNotFoundError:
        return "unknown"


def public_settings(settings: Settings) -> dict[str, Any]:
    """The settings that may change an answer."""
    return settings.model_dump(mode="json", exclude=_OF_THE_MACHINE)
