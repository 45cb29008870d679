"""An answer to corrupt, and the stretches of it in which a corruption may be made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from rag.types import Language

MARK = re.compile(r" ?\[\d+\]")
_QUOTED = re.compile(r"“[^“”]*”|„[^„“”]*[“”]|「[^「」]*」")


@dataclass(frozen=True, slots=True)
class Reference:
    """A true answer. Its mark [n] is the n-th of `passages`; the first `right` of them support it, the others do not.

    `speakers` are the keys (see `names`) of those whose words it reports.
    """

    id: str
    group: str
    language: Language
    text: str
    passages: tuple[str, ...]
    right: int
    speakers: tuple[str, ...] = ()
    question: str = ""
    split: str = "held"

    @property
    def support(self) -> str:
        """All that supports the answer, for finding out whether a change would be true after all."""
        return "\n".join(self.passages[: self.right])


Corrupter: TypeAlias = Callable[[Reference], Iterator[str]]
"""Texts that are false, or falsely cited, each by one change of the reference; none where nothing can be changed."""


def prose(text: str) -> str:
    """The text with its marks and quotations blanked, of equal length: what is the writer's own."""
    blanked = text
    for pattern in (MARK, _QUOTED):
        blanked = pattern.sub(lambda match: "\0" * len(match.group()), blanked)
    return blanked


def quotations(text: str) -> list[tuple[int, int]]:
    """Where words stand in quotation marks, without the marks."""
    return [(match.start() + 1, match.end() - 1) for match in _QUOTED.finditer(text)]


def replaced(text: str, start: int, end: int, by: str) -> str:
    """The text with one stretch replaced."""
    return text[:start] + by + text[end:]


def latin(language: Language) -> bool:
    """Whether the language separates its words."""
    return not language.startswith("zh")
