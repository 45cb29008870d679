"""Suites by name: the one that ships, a gold file, or a set laid out in one of the known formats."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from eval.datasets import beir, gold, nomiracl, reading
from eval.datasets.errors import DatasetError
from eval.errors import SuiteError
from eval.suite import Suite

DATA_VARIABLE = "RAG_EVAL_DATA"
SHIPPED = Path(__file__).parent / "gold"
CASSETTES = Path(__file__).parent / "cassettes"
FORMATS: dict[str, Callable[[Path], Suite]] = {
    "beir": beir.load,
    "nomiracl": nomiracl.load,
    "rgb": reading.load_rgb,
    "squad": reading.load_squad,
}


def open_suite(name: str) -> Suite:
    """`seeds` (or another shipped gold), `path/to/gold.jsonl`, or `format:path` with a format of FORMATS.

    A relative path of a format is looked for in the working folder, then in the folder `RAG_EVAL_DATA` names.
    Raises SuiteError if there is no such thing, GoldError if a gold line is broken.
    """
    kind, _, place = name.partition(":")
    if place and kind in FORMATS:
        try:
            return FORMATS[kind](_find(Path(place)))
        except DatasetError as error:
            raise SuiteError(
                str(error), hint="Its public layout is expected; RAG_EVAL_DATA may name the folder it lies in."
            ) from None
    if name.endswith(".jsonl"):
        return gold.load(Path(name))
    shipped = SHIPPED / f"{name}.jsonl"
    if not shipped.is_file():
        known = ", ".join(sorted(path.stem for path in SHIPPED.glob("*.jsonl")))
        raise SuiteError(
            f"There is no suite {name!r}.",
            hint=f"{known}, a gold file ending in .jsonl, or {':PATH, '.join(FORMATS)}:PATH.",
        )
    return gold.load(shipped, name)


def cassettes_of(name: str) -> Path:
    """Where the cassettes of a suite are: beside a gold file, else with the shipped ones."""
    if name.endswith(".jsonl"):
        return Path(name).with_suffix(".cassettes.jsonl")
    return CASSETTES / f"{name.replace(':', '-').replace('/', '-')}.jsonl"


def _find(place: Path) -> Path:
    data = os.environ.get(DATA_VARIABLE)
    for candidate in (place, Path(data) / place if data else place):
        if candidate.exists():
            return candidate
    raise SuiteError(f"There is no data at {place}: unmeasured.", hint=f"{DATA_VARIABLE} names the folder it is in.")
