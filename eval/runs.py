"""A run on disk: `run.json` (how), `gold.jsonl` (what was asked), `rows.jsonl` (what came back), nothing derived.

Rows are appended one by one and forced to disk, so that a run which was interrupted goes on where it stopped.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from eval.errors import RunError
from eval.records import GoldRow, Manifest, Record, ResultRow, gold_version

R = TypeVar("R", bound=Record)

MANIFEST, GOLD, ROWS = "run.json", "gold.jsonl", "rows.jsonl"


@dataclass(frozen=True, slots=True)
class Run:
    """A run as read back. `rows` may be fewer than `gold`: what is missing is counted as failed."""

    name: str
    manifest: Manifest
    gold: tuple[GoldRow, ...]
    rows: dict[str, ResultRow]


def read_run(folder: Path) -> Run:
    """Raises RunError if `folder` holds no run, an empty one, or rows that do not belong to it."""
    manifest = _read_manifest(folder)
    gold = tuple(_read_lines(folder / GOLD, GoldRow))
    rows = _read_lines(folder / ROWS, ResultRow)
    _check(folder, manifest, gold, rows)
    return Run(name=folder.name, manifest=manifest, gold=gold, rows={row.id: row for row in rows})


def start_run(folder: Path, manifest: Manifest, gold: Sequence[GoldRow]) -> dict[str, ResultRow]:
    """Make the folder, or find what an interrupted run of the same manifest left; returns the rows that are done."""
    if (folder / MANIFEST).exists():
        found = _read_manifest(folder)
        if found.digest != manifest.digest:
            changed = [key for key, value in manifest.model_dump().items() if getattr(found, key) != value]
            raise RunError(
                f"{folder} holds a run made otherwise ({', '.join(changed)} differ)", hint="Give another --out."
            )
        _drop_torn_line(folder / ROWS)
        return {row.id: row for row in _read_lines(folder / ROWS, ResultRow)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / GOLD).write_text("".join(f"{row.dump_line()}\n" for row in gold), encoding="utf-8")
    (folder / ROWS).touch()
    (folder / MANIFEST).write_text(f"{manifest.dump_line()}\n", encoding="utf-8")
    return {}


def append_row(folder: Path, row: ResultRow) -> None:
    """Add one row; when this returns it is on disk."""
    with (folder / ROWS).open("a", encoding="utf-8") as file:
        file.write(f"{row.dump_line()}\n")
        file.flush()
        os.fsync(file.fileno())


def _drop_torn_line(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: content.rfind(b"\n") + 1])


def _read_manifest(folder: Path) -> Manifest:
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except OSError:
        raise RunError(f"{folder} holds no run", hint="rag-eval run --out DIR makes one.") from None
    except ValidationError as error:
        raise RunError(f"{folder / MANIFEST} cannot be read: {_problem(error)}") from None


def _read_lines(path: Path, record: type[R]) -> list[R]:
    """The records of a JSONL file; a last line without its end was cut off while it was written and is left out."""
    records = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    except OSError as error:
        raise RunError(f"{path}: {error.strerror}") from None
    for number, line in enumerate(lines, start=1):
        try:
            records.append(record.model_validate_json(line))
        except ValidationError as error:
            raise RunError(f"{path}, line {number}: {_problem(error)}") from None
    return records


def _problem(error: ValidationError) -> str:
    first = error.errors()[0]
    return ".".join(str(part) for part in first["loc"]) + ": " + first["msg"]


def _check(folder: Path, manifest: Manifest, gold: Sequence[GoldRow], rows: Sequence[ResultRow]) -> None:
    if not rows:
        raise RunError(f"{folder} holds no rows yet", hint="rag-eval run with the same --out goes on with it.")
    if gold_version(gold) != manifest.gold:
        raise RunError(f"{folder / GOLD} is not the gold this run was made with")
    known = {row.id for row in gold}
    seen: set[str] = set()
    for row in rows:
        if row.run != manifest.digest or row.id not in known:
            raise RunError(f"{folder / ROWS}: row {row.id} belongs to another run")
        if row.id in seen:
            raise RunError(f"{folder / ROWS}: row {row.id} is there twice")
        seen.add(row.id)
