"""Prompts: one Markdown file each, its variables declared at the top and checked when it is loaded.

    ---
    variables: evidence, question
    ---
    ## system
    Fixed text, the same for every question, so that the model's cache keeps it.
    ## user
    {{evidence}}
    {{question}}

Without a system part it goes on with a conversation that another prompt began.

Everything that is filled in is data: it comes from documents, questions and models, and must not be able to end its
line, close a quotation of ours, carry a citation mark or spell a token of the model's chat template.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.errors import SettingsError
from rag.types import Message

PACKAGE = Path(__file__).resolve().parent.parent
FOLDERS = (PACKAGE / "_prompts", PACKAGE.parent / "prompts")
"""The installed package's prompts, else the checkout's."""

_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_SECTIONS = re.compile(r"\A\s*(?:## system\n(?P<system>.*?)\n)?## user\n(?P<user>.*)\Z", re.DOTALL)
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BRACKETS = str.maketrans("<>＜＞[]［］【】{}｛｝", "‹›‹›()()()()()")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A checked prompt. `variables` are all used in `user`; `system` has none, and is empty in one that goes on."""

    name: str
    variables: frozenset[str]
    system: str
    user: str

    def fill(self, values: Mapping[str, str]) -> list[Message]:
        """The messages, with a value for each declared variable and no other; pass what is not ours by `as_data`."""
        if values.keys() != self.variables:
            wrong = ", ".join(sorted(values.keys() ^ self.variables))
            raise _error(self.name, f"it was filled with other variables than it declares: {wrong}")
        user = _VARIABLE.sub(lambda match: values[match.group(1)], self.user)
        opening = [Message("system", self.system)] if self.system else []
        return [*opening, Message("user", user)]


@cache
def load(name: str) -> Prompt:
    """The prompt called `name`. Raises `SettingsError`, code `prompt`, where it is missing or at odds with itself."""
    for folder in FOLDERS:
        path = folder / f"{name}.md"
        if path.is_file():
            return parse(name, path.read_text(encoding="utf-8"))
    raise _error(name, "there is no such file")


def parse(name: str, text: str) -> Prompt:
    """A prompt from the text of its file; see `load`."""
    front = _FRONT.match(text)
    sections = _SECTIONS.match(front["body"]) if front else None
    declared = re.fullmatch(r"variables:\s*(.*)", front["front"].strip()) if front else None
    if sections is None or declared is None:
        raise _error(name, "it needs a front matter of one line 'variables: ...', then '## system' and '## user'")
    variables = frozenset(re.split(r"[,\s]+", declared[1].strip())) - {""}
    used = frozenset(_VARIABLE.findall(sections["user"]))
    if _VARIABLE.search(sections["system"] or ""):
        raise _error(name, "its system part has a variable, so no two questions would share it in the cache")
    if unknown := used - variables:
        raise _error(name, f"it uses variables that it does not declare: {', '.join(sorted(unknown))}")
    if missing := variables - used:
        raise _error(name, f"it declares variables that it does not use: {', '.join(sorted(missing))}")
    return Prompt(name, variables, (sections["system"] or "").strip(), sections["user"].strip())


def as_data(text: str) -> str:
    """`text` as one line that a model can only read: for prompts, never for quotes shown to a reader.

    White space becomes single spaces; control, format and unassigned characters go (bidi overrides, zero-width
    characters and tag characters hide instructions); angle, square and curly brackets become others, so that neither a
    chat template's tokens nor our citation marks can be spelled.
    """
    printable = "".join(
        " " if ch.isspace() else ch for ch in text if ch.isspace() or unicodedata.category(ch)[0] != "C"
    )
    return " ".join(printable.translate(_BRACKETS).split())


def _error(name: str, message: str) -> SettingsError:
    return SettingsError(f"The prompt {name!r} cannot be used: {message}.", hint="See prompts/.", code="prompt")
