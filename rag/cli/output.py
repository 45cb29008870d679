"""How results reach a person (rich, on a terminal's width) or a program (one JSON object).

Everything printed here may come from a document, a file name or a model. On its way to a terminal it loses its control
characters, so that no text can move the cursor, and it is never read as markup.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.text.visible import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from rag.errors import RagError
    from rag.types import Answer, AnswerSentence, Citation, DocumentSummary, Hit


SHOWN = 300
"""Characters of a passage that a list of passages shows."""

DEGRADED = {
    "llm_unavailable": "No language model answered: these are the documents' own words.",
    "llm_failed": "The language model failed: this is what was checked by then, or the documents' own words.",
    "uncalibrated": "Refusals are not calibrated for these models: a cautious rule decided.",
}


def one_line(text: str) -> str:
    """`text` on one line, safe on a terminal."""
    return " ".join(visible(text).split())


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


def counted(number: int, thing: str) -> str:
    """`1 passage`, `2 passages`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def published_in_words(published: str) -> str:
    """The date as the document states it: `--07-13` reads `07-13 (no year stated)`."""
    return f"{published[2:]} (no year stated)" if published.startswith("--") else published


def describe_source(source: str, title: str | None, published: str | None) -> str:
    """Document, title and date on one line; what the document does not state is left out."""
    parts = [source, title, published_in_words(published) if published else None]
    return one_line(" · ".join(part for part in parts if part))


def _detail(text: str) -> Text:
    """A line below what it belongs to."""
    from rich.text import Text

    return Text(f"    {text}", style="dim")


def _numbered(label: str, text: str) -> Text:
    from rich.text import Text

    return Text.assemble((label, "bold cyan"), one_line(text))


def print_citations(citations: Sequence[Citation], out: Console) -> None:
    """Each citation: its number, the quote, where it stands, and its translation if there is one."""
    for citation in citations:
        out.print(_numbered(f"[{citation.id}] ", citation.quote))
        if citation.translation:
            out.print(_detail(f"≈ {one_line(citation.translation)}"))
        where = describe_source(citation.source, citation.title, citation.published)
        out.print(_detail(f"{where} · {citation.start}-{citation.end}"))


def print_sentence(sentence: AnswerSentence, out: Console) -> None:
    """A verified sentence of an answer, as soon as it is verified."""
    out.print(visible(sentence.text))


def print_answer(answer: Answer, *, streamed: bool) -> None:
    """The answer and its citations; a refusal with the passages that came nearest."""
    out = console()
    if not streamed or answer.refusal is not None:
        out.print(visible(answer.answer))
    else:
        for one in answer.unanswered:
            out.print(visible(one.message))
    citations = answer.refusal.nearest if answer.refusal else answer.citations
    if citations:
        out.print()
        if answer.refusal is not None:
            out.print("Nearest passages:")
        print_citations(citations, out)
    if answer.degraded:
        note(f"{DEGRADED.get(answer.degraded, 'Something was missing.')} [{answer.degraded}]")


def print_hits(hits: Sequence[Hit], *, explain: bool) -> None:
    """Ranked passages, their beginnings only; with each arm's rank and score on demand."""
    out = console()
    for hit in hits:
        text = one_line(hit.text)
        out.print(_numbered(f"{hit.rank:>2}  ", text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()} …"))
        where = describe_source(hit.document.source, hit.document.title, hit.document.published)
        span = hit.chunk.span
        out.print(_detail(f"{where} · {span.start}-{span.end} · {hit.chunk.language} · score {hit.score:.2f}"))
        for arm in hit.arms if explain else ():
            matched = f" · {one_line(arm.note)}" if arm.note else ""
            out.print(_detail(f"{arm.name:<8} rank {arm.rank:<3} score {arm.score:+.2f}{matched}"))


def print_documents(documents: Sequence[DocumentSummary]) -> None:
    """Two lines a document."""
    out = console()
    for document in documents:
        out.print(_numbered(f"{document.id}  ", describe_source(document.source, document.title, document.published)))
        languages = ", ".join(document.languages) or "language unknown"
        out.print(_detail(f"{languages} · {counted(document.chunks, 'passage')}"))


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
