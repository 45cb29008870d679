"""NTREX-128 (Federmann et al. 2022): news documents translated sentence by sentence.

Layout: JSON lines `{"doc_id", "<language>": [sentence, ...], ...}` with lists of equal length.
"""

from __future__ import annotations

import json
from pathlib import Path

from eval.datasets.errors import DatasetError
from eval.datasets.parallel import ParallelDocument

MEANS_DOCUMENTS = 60
"""The shipped language means come from the first so many documents; whoever measures leaves these out."""


def read(path: Path) -> list[ParallelDocument]:
    """All documents in the file's order. Raises DatasetError naming the file and the line."""
    documents = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DatasetError(f"{path.name}: {error.strerror}") from None
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            sentences = {key.replace("_", "-"): tuple(map(str, row[key])) for key in row if key != "doc_id"}
            if len({len(column) for column in sentences.values()}) != 1:
                raise ValueError("its languages differ in length")
            documents.append(ParallelDocument(id=str(row["doc_id"]), sentences=sentences))
        except (ValueError, KeyError, TypeError) as error:
            raise DatasetError(f"{path.name}, line {number}: {type(error).__name__}: {error}") from None
    return documents
