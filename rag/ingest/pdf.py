"""PDF through llama-index's reader, and what that leaves to do: errors, paragraphs.

A PDF has lines, not paragraphs. They are put together here, across pages too, and what repeats at the edges of the
pages (running titles, page numbers) stands apart as boilerplate.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.errors import UnreadableError
from rag.ingest.lines import display_columns
from rag.text.scripts import is_cjk
from rag.text.sentences import SENTENCE_ENDS, ended_by
from rag.types import Block, BlockKind, Span

_BETWEEN = "\n\n"
_EDGE = 2
"""Lines at the top and bottom of a page where running titles and page numbers stand."""
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.|s\.|第)?\s*\d+\s*(?:(?:of|von|/|共)\s*\d+)?\s*[页頁]?\W*", re.IGNORECASE
)
_ENDS_SENTENCE = ended_by(SENTENCE_ENDS + ":：")
_ITEM = re.compile(r"[•▪◦‣·*–—-]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s")
_FULL = 0.85
"""Share of the text's width below which a line that ends a sentence ends its paragraph."""
_SHORT = 0.55
"""Share of the text's width below which any line does: a heading, a line of a table."""


def read(path: Path) -> tuple[str, tuple[Block, ...]]:
    """The text of a PDF and its blocks. Raises `UnreadableError` if it is broken or encrypted."""
    from llama_index.readers.file import PDFReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports what it mends; what it cannot mend it raises
    try:
        pages = PDFReader().load_data(path)
    except Exception as error:  # the reader raises whatever its parsers do
        raise _unreadable(error) from None
    return _flow([page.text.replace("\0", "") for page in pages])  # half of a two-byte code that has no character


def _unreadable(error: BaseException) -> UnreadableError:
    attempt = getattr(error, "last_attempt", None)
    cause = attempt.exception() if attempt is not None else error
    if "decrypted" in str(cause) or "FileNotDecrypted" in type(cause).__name__ or "cryptography" in str(cause):
        return UnreadableError("The PDF is encrypted.", hint="Save it without a password.")
    return UnreadableError(f"The PDF cannot be read ({type(cause).__name__}).", hint="Open it and save it again.")


def _flow(pages: Sequence[str]) -> tuple[str, tuple[Block, ...]]:
    """The paragraphs of all pages, a blank line between them."""
    lines = [[" ".join(line.split()) for line in page.strip().splitlines()] for page in pages]
    pieces: list[str] = []
    blocks: list[Block] = []
    start = 0
    for paragraph, kind in _paragraphs(lines, _running(lines)):
        pieces.append(paragraph)
        blocks.append(Block(Span(start, start + len(paragraph)), kind, "und"))
        start += len(paragraph) + len(_BETWEEN)
    return _BETWEEN.join(pieces), tuple(blocks)


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """The edge lines, digits masked, that stand on most pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_masked(line) for line in _edges(page)})
    return frozenset(line for line, count in seen.items() if count > 1 and count * 2 > len(pages))


def _edges(page: Sequence[str]) -> list[str]:
    return [*page[:_EDGE], *page[-_EDGE:]]


def _masked(line: str) -> str:
    return re.sub(r"\d+", "0", line).casefold()


def _paragraphs(pages: Sequence[Sequence[str]], running: frozenset[str]) -> Iterator[tuple[str, BlockKind]]:
    """The paragraphs in order; what stands at the edges of a page comes after the paragraph that it interrupts."""
    widths = sorted(display_columns(line) for page in pages for line in page if line)
    width = widths[len(widths) * 9 // 10] if widths else 0
    paragraph, last = "", ""
    apart: list[str] = []
    for page in pages:
        edges = {line for line in _edges(page) if _masked(line) in running or _PAGE_NUMBER.fullmatch(line)}
        for line in page:
            if line in edges:
                apart.append(line)
            elif last and line and _goes_on(last, line, width):
                paragraph, last = _joined(paragraph, line), line
            else:
                yield from _settled(paragraph, apart)
                paragraph, last, apart = line, line, []
    yield from _settled(paragraph, apart)


def _settled(paragraph: str, apart: Sequence[str]) -> Iterator[tuple[str, BlockKind]]:
    if paragraph:
        yield paragraph, BlockKind.ARTICLE
    yield from ((line, BlockKind.BOILERPLATE) for line in apart)


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether the paragraph goes on: not after a short line, nor after a sentence that ends before the margin."""
    columns = display_columns(line)
    if _ITEM.match(following) or columns < _SHORT * width:
        return False
    return columns >= _FULL * width or not _ENDS_SENTENCE.search(line)


def _joined(paragraph: str, line: str) -> str:
    if re.search(r"[^\W\d_]-$", paragraph) and line[:1].islower():
        return paragraph[:-1] + line
    glue = "" if paragraph.endswith("-") or (is_cjk(paragraph[-1]) and is_cjk(line[0])) else " "
    return paragraph + glue + line
