"""RGB (Chen et al. 2024): questions on news with snippets that answer them and snippets that do not.

Layout: JSON lines `{"id", "query", "answer", "positive", "negative"}`. `answer` is a list whose elements must all be
found; an element that is itself a list holds synonyms of which one suffices.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.datasets.errors import DatasetError


@dataclass(frozen=True, slots=True)
class Row:
    """One question. `answers` is a conjunction of disjunctions.

    `parts` holds the positives by the part of the answer that they give, where the file tells.
    """

    id: str
    question: str
    answers: tuple[tuple[str, ...], ...]
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()


def read(path: Path) -> list[Row]:
    """All rows of a file. Raises DatasetError naming the file and the line."""
    rows = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DatasetError(f"{path.name}: {error.strerror}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(_row(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise DatasetError(f"{path.name}, line {number}: {type(error).__name__}: {error}") from None
    return rows


def _row(row: dict[str, object]) -> Row:
    return Row(
        id=str(row["id"]),
        question=str(row["query"]),
        answers=tuple(tuple(str(synonym) for synonym in _list(item)) for item in _list(row["answer"])),
        positive=tuple(_flat(row["positive"])),
        negative=tuple(_flat(row["negative"])),
        parts=tuple(tuple(_flat(part)) for part in _list(row["positive"]) if isinstance(part, list)),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _flat(value: object) -> Sequence[str]:
    """`zh_int` nests its positives one list deeper, one list a part of the answer."""
    return [text for item in _list(value) for text in (_flat(item) if isinstance(item, list) else [str(item)])]
