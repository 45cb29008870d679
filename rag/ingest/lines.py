"""A text cut into the lines that a page is made of: paragraphs, headings, labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from rag.ingest.furniture import Mark, classify
from rag.text.scripts import HAN
from rag.text.sentences import SENTENCE_ENDS, ended_by, split_sentences
from rag.text.wrapping import line_breaks, split_paragraphs
from rag.types import Block, BlockKind, Document, Span

_HEADING = re.compile(r"(?P<mark>#{1,6})[ \t]+(?P<text>\S.*?)(?:[ \t]+#+)?$")
_MARKS = re.compile(r">+|(?:`{3,}|~{3,})\w*")
"""A line of nothing but marks: an empty one of a quoted mail, a fence around code."""
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_LINK = re.compile(r"(?:[-*+][ \t]+)?!?\[(?P<text>[^\[\]]+)\]\([^()\s]+(?:\s+\"[^\"]*\")?\)")
_TERMINAL = ended_by(SENTENCE_ENDS + "；;")
_CUT_OFF = re.compile(r"(?:\.{3,}|…+|。{2,})[”’\"'」』）)\]〕】»«“]*$")

_EXCLAIMED = re.compile(r"[！？!?][”’\"'」』）)\]〕】»«“]*$")

_TAIL = 80
"""Characters at the end of a line by which it is told how it ends."""
_LONGEST_HEADING = 300
_HEADLINE = 120
"""Display columns up to which a line can be a headline."""
_LABEL = 120
"""Display columns up to which a line is one thing; a longer one may hold both furniture and story."""
_GAP = re.compile(rf"[ \xa0]*[\t\u3000]\s*|\s{{2,}}|(?<=[{HAN}。！？」”』）]) (?=[{HAN}「“『《（【\d])")
_EMBEDDED = frozenset(
    {Mark.INTERFACE, Mark.PROMPT, Mark.CONSENT, Mark.LEGAL, Mark.APPEAL, Mark.COMMENTS, Mark.CREDIT, Mark.READ_MORE}
)
"""Marks that a piece of a longer line can earn, if it has a few columns."""
_SHORTEST_PIECE = 10
_SPREADING = frozenset({Mark.CONSENT, Mark.APPEAL, Mark.COMMENTS})
"""Marks that hold for a whole paragraph when one of its sentences earns them."""
_PROSE = 30
"""Display columns from which a line that ends like a sentence is taken for prose: 15 Han characters, five words."""


@dataclass(slots=True)
class Line:
    """A paragraph or another line. `kind` begins as what the markup says and is settled by `clean`."""

    span: Span
    text: str
    columns: int
    kind: BlockKind
    mark: Mark | None
    is_heading: bool = False
    after_gap: bool = True

    @property
    def is_open(self) -> bool:
        """Whether nothing has been found against its being part of the story."""
        return self.kind is BlockKind.ARTICLE and self.mark is None

    @property
    def is_cut_off(self) -> bool:
        """Whether it is an opening that breaks off."""
        return self.columns >= _PROSE and _CUT_OFF.search(self.text[-_TAIL:]) is not None

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends like a sentence, whatever its length."""
        return _TERMINAL.search(self.text[-_TAIL:]) is not None and _CUT_OFF.search(self.text[-_TAIL:]) is None

    @property
    def is_prose(self) -> bool:
        """Whether it reads like a sentence of a text, to its end."""
        return self.columns >= _PROSE and self.ends_sentence

    @property
    def is_statement(self) -> bool:
        """Whether it is prose and cannot be a headline, which may end in a question or exclamation mark."""
        return self.is_prose and not (self.columns <= _HEADLINE and _EXCLAIMED.search(self.text[-_TAIL:]))

    @property
    def may_be_headline(self) -> bool:
        """Whether it could be the headline of a story."""
        return self.mark is None and self.columns <= _HEADLINE and not self.is_statement and not self.is_cut_off


def lines_of(document: Document) -> list[Line]:
    """The document's lines in order, with the kind its markup gave them and the mark their words earn."""
    text = document.text
    blocks = document.blocks or (Block(Span(0, len(text)), BlockKind.ARTICLE, "und"),)
    lines: list[Line] = []
    for block in blocks:
        for line in _lines(text, block):
            if _MARKS.fullmatch(line.text):
                continue
            line.after_gap = not lines or line_breaks(text[lines[-1].span.end : line.span.start]) > 1
            if lines and not line.after_gap and _UNDERLINE.fullmatch(line.text) and lines[-1].text.strip("-="):
                lines[-1].is_heading = True
            lines.append(line)
    return lines


def display_columns(text: str) -> int:
    """Width on a terminal: two columns for wide characters, one for others."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _lines(text: str, block: Block) -> Iterator[Line]:
    """The lines of a block; one that holds furniture beside its story comes in pieces."""
    for span in split_paragraphs(text, block.span):
        line = _line(text, span, block.kind)
        if line.kind is BlockKind.CAPTION:
            yield from _without_credit(text, line)
            continue
        pieces = _pieces(text, line) if line.columns > _LABEL else [line]
        yield from pieces if any(piece.mark for piece in pieces) else [line]


def _without_credit(text: str, caption: Line) -> Iterator[Line]:
    """A caption and, apart from it, the sentence that names who took the picture."""
    *_, last = split_sentences(text, caption.span)
    credit = _line(text, last, BlockKind.BOILERPLATE)
    if last.start == caption.span.start or credit.mark is not Mark.CREDIT:
        yield caption
        return
    before = text[caption.span.start : last.start].rstrip()
    yield _line(text, Span(caption.span.start, caption.span.start + len(before)), caption.kind)
    yield credit


def _pieces(text: str, line: Line) -> list[Line]:
    """A long line cut at wide gaps, and where furniture is found in a piece, at the ends of its sentences."""
    gaps = [Span(*match.span()) for match in _GAP.finditer(text, line.span.start, line.span.end)]
    starts = [line.span.start, *(gap.end for gap in gaps)]
    ends = [*(gap.start for gap in gaps), line.span.end]
    parts: list[Line] = []
    for start, end in zip(starts, ends, strict=True):
        piece = _line(text, Span(start, end), line.kind)
        if piece.columns <= _LABEL or piece.mark in _SPREADING:
            parts.append(piece)
        else:
            parts += (_line(text, span, line.kind) for span in split_sentences(text, piece.span))
    for part in parts:
        if part.mark not in _EMBEDDED or part.columns < _SHORTEST_PIECE:
            part.mark = None
    runs = [list(run) for _, run in groupby(parts, key=lambda part: part.mark)]
    return [part for run in runs for part in (run if run[0].mark else [_merged(text, run)])]


def _merged(text: str, run: list[Line]) -> Line:
    span = Span(run[0].span.start, run[-1].span.end)
    return Line(span, span.of(text), display_columns(span.of(text)), run[0].kind, None)


def _line(text: str, span: Span, kind: BlockKind) -> Line:
    """Without the marks of a Markdown heading or a quoted mail, and of a line that is a link only the link's words."""
    quoted = _QUOTED.match(text, span.start, span.end)
    if quoted and quoted.end() < span.end:
        span = Span(quoted.end(), span.end)
    shown = span.of(text)
    heading = _HEADING.fullmatch(shown) if len(shown) <= _LONGEST_HEADING else None
    link = None if heading else _LINK.fullmatch(shown)
    if match := heading or link:
        span = Span(span.start + match.start("text"), span.start + match.end("text"))
        shown = span.of(text)
    columns = display_columns(shown)
    if link and kind is BlockKind.ARTICLE:
        kind = BlockKind.TEASER
    is_heading = heading is not None or kind is BlockKind.TITLE
    mark = classify(shown, columns)
    if is_heading and mark in (Mark.INTERFACE, Mark.PROMPT, Mark.CAPTION):
        mark = None
    return Line(span, shown, columns, kind, mark, is_heading)
