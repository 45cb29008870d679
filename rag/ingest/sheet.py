"""The rows of a CSV as lines with tabs between the cells, as those of any other table are read."""

from __future__ import annotations

import csv

from rag.errors import UnreadableError

_DELIMITERS = ",;\t|"


def rows_of(source: str) -> str:
    """The text of a CSV whose cells are parted by what its first line has most of. Raises `UnreadableError`."""
    first = source.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = [
            "\t".join(" ".join(cell.split()) for cell in row).strip()
            for row in csv.reader(source.splitlines(keepends=True), delimiter=delimiter)
        ]
    except csv.Error:
        raise UnreadableError("The CSV cannot be read.", hint="Open it and save it again.") from None
    return "\n".join(row for row in rows if row)
