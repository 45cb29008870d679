"""Find the quotes of gold rows in their documents again: `python -m eval.gold.offsets eval/gold/seeds.jsonl`.

For rows written by hand (quotes without offsets) and for documents whose text was extracted anew. A quote that stands
in its document several times is the one nearest to the `start` already there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from eval.errors import GoldError
from eval.suite import MAX_BYTES
from rag.ingest.load import load


def place(row: dict[str, Any], text_of: Callable[[str], str]) -> dict[str, Any]:
    """The row with the offsets of its quotes, in code points; `text_of` gives a document's text by its path.

    Raises `GoldError` for a quote that its document does not hold.
    """
    return row | {"quotes": [_placed(quote, text_of(quote["document"]), row["id"]) for quote in row["quotes"]]}


def _placed(quote: dict[str, Any], text: str, row: str) -> dict[str, Any]:
    wanted = quote["quote"]
    starts = [start for start in range(len(text)) if text.startswith(wanted, start)] if wanted else []
    if not starts:
        raise GoldError([f"{row}: {quote['document']} does not hold the quote {wanted!r}"])
    start = min(starts, key=lambda start: abs(start - quote.get("start", 0)))
    return {"document": quote["document"], "start": start, "end": start + len(wanted), "quote": wanted}


def main(gold: Path) -> None:
    """Rewrite the file; document paths are relative to the working directory."""
    text_of = cache(lambda source: load(Path(source), source, max_bytes=MAX_BYTES).text)
    rows = [place(json.loads(line), text_of) for line in gold.read_text(encoding="utf-8").splitlines()]
    gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
