"""Re-checking saved answers: every citation against the text it names, with no model at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeAlias

from rag.answer.cite import CitationProblem, problem
from rag.errors import NotFoundError, UsageError
from rag.types import Citation

Reason: TypeAlias = Literal["document_missing"] | CitationProblem

TextOf: TypeAlias = Callable[[Citation], str | None]
"""The text of the document a citation names, from the index or from a file; None if it is not there."""

_NEEDED = {"id": int, "document": str, "source": str, "sha256": str, "start": int, "end": int, "quote": str}


@dataclass(frozen=True, slots=True)
class VerifyFailure:
    """A citation that does not hold, by the answer's place in the file (from 0) and the citation's number."""

    answer: int
    citation: int
    source: str
    reason: Reason
    quote: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How many citations were checked and which failed."""

    checked: int
    failed: int
    failures: tuple[VerifyFailure, ...]


def verify(answers: Iterable[Sequence[Citation]], text_of: TextOf) -> VerifyReport:
    """Check the citations of each answer."""
    checked, failures = 0, []
    for place, citations in enumerate(answers):
        for citation in citations:
            checked += 1
            if reason := _reason(citation, text_of):
                failures.append(VerifyFailure(place, citation.id, citation.source, reason, citation.quote))
    return VerifyReport(checked, len(failures), tuple(failures))


def read_answers(path: Path) -> list[tuple[Citation, ...]]:
    """The citations of a file with one saved Answer, or one a line; those of a refusal's nearest passages included.

    Raises `NotFoundError` or `UsageError` naming the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFoundError(
            f"{path} is not there.", hint="Save an answer with: rag ask --json QUESTION > FILE"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="Give a JSON file of UTF-8.") from error
    whole = _json(text)
    if not text.strip() or whole == []:
        raise _no_answer(path)
    if whole is not None:
        return [_citations(answer, str(path)) for answer in (whole if isinstance(whole, list) else [whole])]
    # JSON may hold other line separators (U+2028) in its strings: only a line feed ends a line of JSONL.
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return [_citations(_json(line), f"{path}:{number}") for number, line in lines]


def _reason(citation: Citation, text_of: TextOf) -> Reason | None:
    text = text_of(citation)
    return "document_missing" if text is None else problem(citation, text)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _citations(answer: Any, where: str) -> tuple[Citation, ...]:
    if not isinstance(answer, Mapping):
        raise _no_answer(where)
    refusal = answer.get("refusal")
    nearest = refusal.get("nearest", []) if isinstance(refusal, Mapping) else []
    if not isinstance(answer.get("citations"), list) or not isinstance(nearest, list):
        raise _no_answer(where)
    return tuple(_citation(given, where) for given in [*answer["citations"], *nearest])


def _no_answer(where: Path | str) -> UsageError:
    return UsageError(f"{where} holds no Answer.", hint="Save one with: rag ask --json QUESTION > FILE")


def _citation(given: Any, where: str) -> Citation:
    if not isinstance(given, Mapping) or any(type(given.get(key)) is not kind for key, kind in _NEEDED.items()):
        raise UsageError(f"{where} holds a citation without its proof.", hint=f"Needed: {', '.join(_NEEDED)}.")
    known = {field.name: _printable(given.get(field.name)) for field in fields(Citation)}
    return Citation(**{**known, "language": known["language"] or "und"})


def _printable(value: Any) -> Any:
    """Half a surrogate pair, which JSON can hold and no document can, is spelled out: a report must be printable."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
