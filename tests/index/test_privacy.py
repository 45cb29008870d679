"""Removed text is gone from every byte under the home folder: catalog, full text, journal and Chroma."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.index import Index, lexical
from tests.index.made import Made, make

MARKERS = ("zyxwmarke", "Zyxwmarke", "龘靐齉", "#ZYXW")


def traces(home: Path, needles: Sequence[bytes]) -> list[tuple[str, bytes]]:
    """Which files still hold which of the needles."""
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    return [(path.name, needle) for path in files for needle in needles if needle in written(path)]


def written(path: Path) -> bytes:
    """What was written into a file.

    hnswlib saves its graph with the room for more, which it never writes to: it has whatever the memory held before,
    vectors that were freed among it (seen once in 20 runs, in a graph of no elements at all). Its header has the
    version, the offset, the room, the number of elements and their size.
    """
    if path.name != "data_level0.bin":
        return path.read_bytes()
    elements, size = struct.unpack("<i4Q", path.with_name("header.bin").read_bytes()[:36])[3:]
    return path.read_bytes()[: elements * size]


def needles() -> list[bytes]:
    return [form.encode() for marker in MARKERS for form in (marker, lexical.atom(marker))]


def secret(paragraphs: int = 3) -> Made:
    """A document with a marker in every place that text can get to."""
    made = make("secret", [f"Zyxwmarke {n} steht hier. 龘靐齉 {'lang ' * 300}" for n in range(paragraphs)], "de")
    document = replace(made.document, title="Zyxwmarke", outlet="龘靐齉", source="ordner/datei.txt")
    chunks = [replace(chunk, header="Zyxwmarke 龘靐齉") for chunk in made.chunks]
    return replace(made, document=document, chunks=chunks, terms=[[*MARKERS, f"n{n}"] for n in range(paragraphs)])


def fill(index: Index, start: int, count: int) -> None:
    for n in range(start, start + count):
        make(f"other{n}", [f"Ein anderer Text {n}. Noch ein Satz {n}."], "de").put(index)


@pytest.fixture
def index(opened: Callable[..., Index]) -> Index:
    index = opened()
    with index.writing():
        fill(index, 0, 40)
        secret().put(index)
        fill(index, 40, 40)
    assert {needle for _, needle in traces(index.home, needles())} >= {b"Zyxwmarke", "龘靐齉".encode()}
    return index


def test_removed(index: Index) -> None:
    assert index.remove(["secret"]) == 1
    assert traces(index.home, needles()) == []
    index.close()
    assert traces(index.home, needles()) == []
    assert index.document_frequency(MARKERS) == dict.fromkeys(MARKERS, 0)


def test_replaced(index: Index) -> None:
    replace(make("secret", ["Nichts mehr."], "de")).put(index)
    assert traces(index.home, needles()) == []
    assert index.text("secret") == "Nichts mehr."


def test_removed_by_a_writer_that_did_not_get_to_overwrite_it(index: Index, opened: Callable[..., Index]) -> None:
    index._catalog.remove(["secret"])
    assert traces(index.home, needles()) != []
    index.close()
    again = opened()
    with again.writing():
        pass
    assert traces(index.home, needles()) == []


def test_removed_while_another_reads(index: Index, opened: Callable[..., Index]) -> None:
    reader = opened()
    assert reader.text("secret").startswith("Zyxwmarke")
    index.remove(["secret"])
    assert traces(index.home, needles()) == []


def test_vectors_are_gone_too(index: Index) -> None:
    vectors = secret().passages.astype("<f4")
    parts = [row.tobytes()[:32] for row in vectors]
    assert traces(index.home, parts) != []
    index.remove(["secret"])
    assert traces(index.home, parts) == []
