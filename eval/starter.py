"""A gold file to fill in: one real quote of every document, with its offsets, and a question still to be written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.errors import SuiteError
from eval.suite import Sources
from rag.text.language import detect
from rag.text.sentences import split_sentences
from rag.types import Span

_LENGTHS = range(40, 301)
"""Code points of a sentence that is worth asking about."""


def write_starter(docs: Path, out: Path) -> int:
    """Write a starter for the documents under `docs`; returns its rows. Never overwrites a file.

    Document paths are relative to the folder of `out`.
    """
    if not docs.is_dir():
        raise SuiteError(f"{docs} is not a folder.", hint="rag-eval init DOCS")
    rows = list(_rows(docs, out.parent))
    if not rows:
        raise SuiteError(f"{docs} holds no document with a sentence to quote.")
    rows.append(_row(len(rows) + 1, rows[0]["language"], answerable=False))
    try:
        with out.open("x", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    except FileExistsError:
        raise SuiteError(f"{out} is already there.", hint="Move it away, or give another --out.") from None
    return len(rows)


def _rows(docs: Path, base: Path) -> Iterator[dict[str, Any]]:
    sources = Sources(folder=docs, base=docs)
    number = 0
    for name, path in sources.files.items():
        text = sources.text(name)
        span = _first_sentence(text) if text else None
        if text is None or span is None:
            continue
        number += 1
        document = Path(os.path.relpath(path, base)).as_posix()
        quote = {"document": document, "start": span.start, "end": span.end, "quote": span.of(text)}
        yield _row(number, detect(span.of(text)), answerable=True) | {"quotes": [quote]}


def _first_sentence(text: str) -> Span | None:
    return next((span for span in split_sentences(text) if len(span) in _LENGTHS and "\n" not in span.of(text)), None)


def _row(number: int, language: str, *, answerable: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": f"q{number}-{language}",
        "group": f"q{number}",
        "language": language,
        "kind": "fact" if answerable else "unanswerable",
        "question": "",
        "answerable": answerable,
    }
    return row | ({"answer": "", "slots": [{language: [""]}]} if answerable else {"reason": "no_evidence"})
