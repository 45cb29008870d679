"""How results reach a person (rich, on a terminal's width) or a program (one JSON object).

Everything printed here may come from a document, a file name or a model. On its way to a terminal it loses its control
characters, so that no text can move the cursor, and it is never read as markup.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from rag.errors import RagError
    from rag.types import Answer, AnswerSentence, Citation, DocumentSummary, Hit


def plain(text: str) -> str:
    """`text` without control and format characters, white space kept: safe on a terminal."""
    return "".join(ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co"))


def one_line(text: str) -> str:
    """`text` on one line, safe on a terminal."""
    return " ".join(plain(text).split())


def console(*, stderr: bool = False) -> Console:
    """A rich console that writes text as it is: no markup, no emoji codes, no highlighting."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=True)


def _jsonable(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def print_json(value: object) -> None:
    """One JSON object on stdout, non-ASCII as it is."""
    if not isinstance(value, Mapping):
        value = _jsonable(value)
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_jsonable) + "\n")


def print_error(error: RagError, *, as_json: bool) -> None:
    """One line that says what happened and one that says what to do; with `--json` the same as an object."""
    if as_json:
        print_json({"error": {"code": error.code, "message": str(error), "hint": error.hint}})
    sys.stderr.write(f"rag: {one_line(str(error))} [{error.code}]\n")
    if error.hint:
        sys.stderr.write(f"     {one_line(error.hint)}\n")


def note(message: str) -> None:
    """A line for the person at the terminal, on stderr."""
    sys.stderr.write(f"{one_line(message)}\n")


def published_in_words(published: str) -> str:
    """The date as the document states it: `--07-13` reads `07-13 (no year stated)`."""
    return f"{published[2:]} (no year stated)" if published.startswith("--") else published


def describe_source(source: str, title: str | None, published: str | None) -> str:
    """Document, title and date on one line; what the document does not state is left out."""
    parts = [source, title, published_in_words(published) if published else None]
    return one_line(" · ".join(part for part in parts if part))


def print_citations(citations: Sequence[Citation], out: Console) -> None:
    """Each citation: its number, the quote, where it stands, and its translation if there is one."""
    from rich.padding import Padding
    from rich.text import Text

    for citation in citations:
        out.print(Text(f"[{citation.id}] ", style="bold cyan") + Text(one_line(citation.quote)))
        if citation.translation:
            out.print(Padding(Text(one_line(citation.translation), style="italic"), (0, 0, 0, 4)))
        where = describe_source(citation.source, citation.title, citation.published)
        out.print(Padding(Text(f"{where} · {citation.start}-{citation.end}", style="dim"), (0, 0, 0, 4)))


def print_sentence(sentence: AnswerSentence, out: Console) -> None:
    """A verified sentence of an answer, as soon as it is verified."""
    out.print(plain(sentence.text), end=" ")


def print_answer(answer: Answer, *, streamed: bool) -> None:
    """The answer and its citations; a refusal with the passages that came nearest."""
    out = console()
    if not streamed or answer.refusal is not None:
        out.print(plain(answer.answer))
    else:
        out.print()
    citations = answer.refusal.nearest if answer.refusal else answer.citations
    if citations:
        out.print()
        print_citations(citations, out)
    if answer.degraded:
        note(f"degraded: {answer.degraded}")


def print_hits(hits: Sequence[Hit], *, explain: bool) -> None:
    """Ranked passages, with each arm's rank and score on demand."""
    from rich.padding import Padding
    from rich.text import Text

    out = console()
    for hit in hits:
        where = describe_source(hit.document.source, hit.document.title, hit.document.published)
        out.print(Text(f"{hit.rank:>2}  ", style="bold cyan") + Text(one_line(hit.text)))
        detail = f"{where} · {hit.chunk.span.start}-{hit.chunk.span.end} · {hit.chunk.language} · {hit.score:.3f}"
        out.print(Padding(Text(detail, style="dim"), (0, 0, 0, 4)))
        if explain:
            for arm in hit.arms:
                line = f"{arm.name:<10} rank {arm.rank:<4} score {arm.score:+.3f}"
                out.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))


def print_documents(documents: Sequence[DocumentSummary]) -> None:
    """One line a document."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("id", "source", "published", "languages", "chunks", "title"):
        table.add_column(name, overflow="fold")
    for document in documents:
        cells = (
            document.id,
            document.source,
            published_in_words(document.published) if document.published else "",
            ", ".join(document.languages),
            str(document.chunks),
            document.title or "",
        )
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    console().print(table)


def hit_as_dict(hit: Hit, *, explain: bool) -> dict[str, Any]:
    """A hit in the contract's keys."""
    row: dict[str, Any] = {
        "rank": hit.rank,
        "document": hit.document.id,
        "source": hit.document.source,
        "start": hit.chunk.span.start,
        "end": hit.chunk.span.end,
        "text": hit.text,
        "score": hit.score,
        "language": hit.chunk.language,
    }
    if explain:
        row["arms"] = [dataclasses.asdict(arm) for arm in hit.arms]
    return row
