"""Cut a cleaned document into passages: whole sentences of one kind and language, with a header for the embedder.

Sizes are in the embedder's own tokens. Boilerplate is left out, and no passage reaches across it. Paragraphs stay whole
where they fit, a heading stays with what follows it, a question with its answer, of which a short one is part of its
sentence. A title is in the headers and no
passage of its own: it states nothing, and would beat every passage of the document that a question names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.ingest.header import Headers
from rag.ingest.lines import display_columns
from rag.ingest.pack import pack
from rag.text.sentences import (
    SENTENCE_ENDS,
    ended_by,
    is_question,
    is_scrap,
    join_quotations,
    split_clauses,
    split_sentences,
)
from rag.types import Block, BlockKind, Chunk, Document, Span

CHUNKER_VERSION = "9"
"""Changes whenever loading, cleaning or cutting makes something else of the same file."""

TARGET_TOKENS = 224
LIMIT_TOKENS = 320
"""What a passage should have and may have, its header aside; smaller where the embedder takes less."""

_INSIDE_PARAGRAPH = 0.15
_AFTER_QUESTION = 4.0
_AFTER_HEADING = 4.0
"""What it costs to begin a passage there, where missing the target by its whole size costs 1."""
_HEADING_COLUMNS = 60
_TAIL = 80
"""Characters at the end of a paragraph by which it is told how it ends."""
_QUESTION = ended_by("?？")
_ASKS = re.compile(r"(?:frage|question|q|问|問|提问|提問|记者|記者|主持人)\s*[:：]", re.IGNORECASE)
_MARKS = re.compile(r"(?:[#>\s]|(?:`{3,}|~{3,})\w*)*")
"""What Markdown puts between two paragraphs: the mark of a heading, of a quoted mail, a fence around code."""
_ENDED = ended_by(SENTENCE_ENDS + "；;…")


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    tokens: int
    break_cost: float


def chunk(document: Document, count_tokens: Callable[[str], int], max_tokens: int) -> list[Chunk]:
    """The document's passages in order. `max_tokens` is what header and text may have together."""
    headers = Headers(document, count_tokens, max_tokens)
    limit = min(LIMIT_TOKENS, max_tokens - headers.most_tokens - 1)
    cutter = _Cutter(document.text, count_tokens, max(1, limit))
    chunks: list[Chunk] = []
    for run in _telling_runs(document):
        for sentences in cutter.passages(run):
            header = headers.of(run[0], sentences[0].start)
            chunks.append(_chunk(document, run[0], header, sentences))
    return chunks


def embedding_text(chunk: Chunk, text: str) -> str:
    """What the embedder and the words' index read for a passage of the document whose text is `text`."""
    passage = chunk.span.of(text)
    return f"{chunk.header}\n{passage}" if chunk.header else passage


def sentence_texts(chunk: Chunk, text: str) -> list[str]:
    """What the embedder reads for each sentence of the passage, in order."""
    return [sentence.of(text) for sentence in chunk.sentences]


def _chunk(document: Document, block: Block, header: str, sentences: Sequence[Span]) -> Chunk:
    span = Span(sentences[0].start, sentences[-1].end)
    key = f"{CHUNKER_VERSION} {document.id} {document.sha256} {span.start} {span.end}"
    identity = hashlib.sha256(key.encode()).hexdigest()[:24]
    return Chunk(identity, document.id, span, block.kind, block.language, header, tuple(sentences))


def _runs(document: Document) -> Iterator[list[Block]]:
    """Neighbouring paragraphs of the story in one language; every other block is on its own."""
    run: list[Block] = []
    for block in document.blocks:
        is_left_out = block.kind is BlockKind.BOILERPLATE
        if run and (is_left_out or not _continues(document.text, run[-1], block)):
            yield run
            run = []
        if not is_left_out:
            run.append(block)
    if run:
        yield run


def _telling_runs(document: Document) -> list[list[Block]]:
    """The runs but for the titles; these too where there is nothing else."""
    runs = list(_runs(document))
    return [run for run in runs if run[0].kind is not BlockKind.TITLE] or runs


def _continues(text: str, block: Block, following: Block) -> bool:
    between = text[block.span.end : following.span.start]
    is_story = block.kind is following.kind is BlockKind.ARTICLE
    return is_story and block.language == following.language and _MARKS.fullmatch(between) is not None


class _Cutter:
    """Cuts the runs of one text."""

    def __init__(self, text: str, count_tokens: Callable[[str], int], limit: int) -> None:
        self._text = text
        self._count = count_tokens
        self._limit = limit
        self._target = min(TARGET_TOKENS, limit)

    def passages(self, run: Sequence[Block]) -> Iterator[list[Span]]:
        """The sentences of each passage; a passage whose tokens are more than the sum of its sentences' is halved."""
        sentences = self._sentences(run)
        sizes = [sentence.tokens for sentence in sentences]
        breaks = [sentence.break_cost for sentence in sentences]
        for found in pack(sizes, breaks, target=self._target, limit=self._limit):
            yield from self._fitted([sentences[i].span for i in found])

    def _fitted(self, spans: list[Span]) -> Iterator[list[Span]]:
        whole = Span(spans[0].start, spans[-1].end)
        if len(spans) == 1 or self._count(whole.of(self._text)) <= self._limit:
            yield spans
        else:
            middle = len(spans) // 2
            yield from self._fitted(spans[:middle])
            yield from self._fitted(spans[middle:])

    def _sentences(self, run: Sequence[Block]) -> list[_Sentence]:
        found: list[_Sentence] = []
        cost = 0.0
        for paragraph in join_quotations(self._text, [block.span for block in run]):
            for span in _telling(self._text, split_sentences(self._text, paragraph)):
                if found and (answered := self._answered(found[-1], span)):
                    found[-1] = answered
                    continue
                for piece in self._pieces(span):
                    found.append(_Sentence(piece, self._size(piece), cost))
                    cost = _INSIDE_PARAGRAPH
            cost = _cost_after(paragraph.of(self._text))
        return found

    def _answered(self, question: _Sentence, span: Span) -> _Sentence | None:
        """A question with an answer too short to say anything without it (No. At 9.30 p.m.); None for anything else."""
        if not (is_scrap(span.of(self._text)) and is_question(question.span.of(self._text))):
            return None
        whole = Span(question.span.start, span.end)
        size = self._size(whole)
        return _Sentence(whole, size, question.break_cost) if size <= self._limit else None

    def _size(self, span: Span) -> int:
        return max(1, self._count(span.of(self._text)))

    def _pieces(self, span: Span) -> Iterator[Span]:
        """The sentence, or if it is too long as many of its clauses together as fit, and parts of too long a clause."""
        if self._size(span) <= self._limit:
            yield span
            return
        clauses = [part for clause in split_clauses(self._text, span) for part in self._parts(clause)]
        sizes = [self._size(clause) for clause in clauses]
        for found in pack(sizes, [0.0] * len(clauses), target=self._target, limit=self._limit):
            yield from (Span(part[0].start, part[-1].end) for part in self._fitted([clauses[i] for i in found]))

    def _parts(self, span: Span) -> Iterator[Span]:
        """`span` halved until every part fits, at a space near the middle if there is one."""
        if self._size(span) <= self._limit or len(span) == 1:
            yield span
            return
        middle = (span.start + span.end) // 2
        space = self._text.rfind(" ", span.start + 1, middle + 1)
        cut = space if space > (span.start + middle) // 2 else middle
        for half in (Span(span.start, cut), Span(cut, span.end)):
            stripped = half.stripped(self._text)
            if len(stripped):
                yield from self._parts(stripped)


def _telling(text: str, spans: Sequence[Span]) -> list[Span]:
    """The sentences, with stray marks that the splitter left alone joined to their neighbour."""
    found: list[Span] = []
    for span in spans:
        if found and not (_has_word(text, span) and _has_word(text, found[-1])):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _has_word(text: str, span: Span) -> bool:
    return any(map(str.isalnum, span.of(text)))


def _cost_after(paragraph: str) -> float:
    """What it costs to begin a passage after `paragraph`."""
    if _QUESTION.search(paragraph[-_TAIL:]) or _ASKS.match(paragraph):
        return _AFTER_QUESTION
    is_sentence = _ENDED.search(paragraph[-_TAIL:]) or display_columns(paragraph) > _HEADING_COLUMNS
    return 0.0 if is_sentence else _AFTER_HEADING
