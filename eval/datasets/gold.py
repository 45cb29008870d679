"""Gold written by hand: JSON lines, one question each, quotes with offsets into documents beside or above the file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from eval.errors import GoldError, SuiteError
from eval.records import GoldRow
from eval.suite import Corpus, Sources, Suite


def load(path: Path, name: str | None = None) -> Suite:
    """The suite of a gold file, every line checked and every quote compared with its document.

    The documents asked are the folder that all quoted documents share, resolved from the file's folder upwards.
    Raises GoldError with every problem, SuiteError if there is no such file.
    """
    gold = read(path)
    corpus = _corpus(path, gold)
    check_quotes(path, gold, corpus.place(path.parent))
    return Suite(name or path.stem, tuple(gold.values()), {"": corpus})


def read(path: Path) -> dict[int, GoldRow]:
    """The rows by line number. Raises GoldError naming every line that is broken or repeats an id."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise SuiteError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise GoldError([f"{path}: not UTF-8 at byte {error.start}"]) from None
    rows: dict[int, GoldRow] = {}
    first_line: dict[str, int] = {}
    problems = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = GoldRow.model_validate_json(line)
        except ValidationError as error:
            problems += [f"{path}, line {number}: {sentence}" for sentence in _sentences(error)]
            continue
        if row.id in first_line:
            problems.append(f"{path}, line {number}: the id {row.id!r} is already on line {first_line[row.id]}")
        first_line.setdefault(row.id, number)
        rows[number] = row
    if not rows and not problems:
        problems.append(f"{path}: holds no question")
    if problems:
        raise GoldError(problems)
    return rows


def check_quotes(path: Path, gold: dict[int, GoldRow], sources: Sources) -> None:
    """Raises GoldError naming every quote that its document does not have at its offsets."""
    problems = []
    for number, row in gold.items():
        for quote in row.quotes:
            text = sources.text(quote.document)
            if text is None:
                problems.append(f"{path}, line {number}: there is no document {quote.document!r}")
            elif text[quote.start : quote.end] != quote.quote:
                problems.append(f"{path}, line {number}: {_where(text, quote.quote, quote.document, quote.start)}")
    if problems:
        raise GoldError(problems)


def _where(text: str, quote: str, document: str, start: int) -> str:
    places = list(_occurrences(text, quote))
    if not places:
        return f"{document} does not contain {quote[:40]!r}"
    nearest = min(places, key=lambda place: abs(place - start))
    return f"{document} has {quote[:40]!r} at {nearest}, not at {start}"


def _occurrences(text: str, quote: str) -> Iterator[int]:
    place = text.find(quote)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)


def _sentences(error: ValidationError) -> list[str]:
    found = []
    for problem in error.errors():
        place = ".".join(str(part) for part in problem["loc"])
        message = problem["msg"].removeprefix("Value error, ")
        found.append(f"{place}: {message}" if place else message)
    return found


def _corpus(path: Path, gold: dict[int, GoldRow]) -> Corpus:
    documents = sorted({quote.document for row in gold.values() for quote in row.quotes})
    if not documents:
        raise GoldError([f"{path}: no question quotes a document, so there is nothing to ask"])
    for document in documents:
        if PurePosixPath(document).is_absolute() or ".." in PurePosixPath(document).parts:
            raise GoldError([f"{path}: the document path {document!r} must be relative and go down"])
    base = _base(path, documents)
    common = os.path.commonpath([str(PurePosixPath(document).parent) or "." for document in documents])
    return Corpus(folder=base / common, base=base)


def _base(path: Path, documents: Sequence[str]) -> Path:
    """The nearest folder upwards from the gold file, then the working folder, that has the first document."""
    for folder in (*path.resolve().parents, Path.cwd()):
        if (folder / documents[0]).is_file():
            return folder
    raise GoldError([f"{path}: there is no document {documents[0]!r} in its folder or above"])
