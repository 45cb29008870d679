"""What a passage states, sentence by sentence: each with what a reader needs to understand it, and who says it.

Nothing here depends on a question, so what was read once is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from rag.answer.injection import addresses_model
from rag.answer.speaker import is_question_label, speakers
from rag.answer.speech import ADDRESS, simplified_text
from rag.answer.wants import gives_reason
from rag.errors import NotFoundError
from rag.text.mail import is_address_field
from rag.text.names import Name, names
from rag.text.numbers import PartialDate, Quantity, dates, quantities
from rag.text.quotation import pairs
from rag.text.scripts import is_han
from rag.text.sentences import SENTENCE_ENDS, ended_by, is_question, is_scrap, split_clauses, split_sentences
from rag.text.tables import head_of, heading_of, is_head, is_row
from rag.text.terms import terms
from rag.types import BlockKind, Hit, Language, Span

TextOf: TypeAlias = Callable[[str], str]
"""The text of a document by its id. Raises NotFoundError if it is gone."""

LEAD = 1200
"""Characters before a passage in which its speakers may be named."""
LONGEST = 900
"""Weight of the longest quote. What is longer is cut at clauses."""
_ANSWERED = re.compile(r"[?？][”’\"'」』）)]*\s*\W*\w")
"""A question with its answer behind it."""
_ENDED = ended_by(SENTENCE_ENDS + "；;：:…")
_NUMBERED = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)、．）](?!\d)|\d{1,2}(?:\.\d{1,2})+(?=\s+\D)"
    r"|第[\d一二三四五六七八九十百]{1,4}[条條章节節])"
)
_PARAGRAPH = re.compile(r"\s*§§? ?\d{1,4}[a-z]?[.:]? +\D{0,80}(?<![.!?;,])\s*")
"""The heading of a paragraph of a law or contract."""
_HEADING = re.compile(r"#{1,6}[ \t]|[ \t]*(?:subject|betreff|betrifft|主旨|主题|主題)\s?[:：]", re.IGNORECASE)
"""What begins a line that says what a text is about: a heading's mark in Markdown, the subject of a letter."""
_OPENING_ROWS = 4
"""Lines by which it is told whether a table's first row names its columns, Markdown's rule among them."""
_KEPT = 2048
"""Passages whose reading is kept; some 10 kB each."""


@dataclass(frozen=True)
class Statement:
    """A sentence, or a clause of one too long, that states something.

    `place` is that of its sentence in the passage, `span` is in the passage's text. `headed`: its context is what
    stands above its table or list.
    """

    place: int
    span: Span
    quote: str
    language: Language
    context: str
    speaker: str
    headed: bool = False

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its own terms."""
        return frozenset(term.text for term in terms(self.quote, self.language))

    @cached_property
    def known(self) -> frozenset[str]:
        """Its terms and those of its context and speaker."""
        around = terms(f"{self.speaker}\n{self.context}", self.language)
        return self.terms | frozenset(term.text for term in around)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names in it."""
        return tuple(names(self.quote, self.language))

    @cached_property
    def dates(self) -> tuple[PartialDate, ...]:
        """The dates in it."""
        return tuple(dates(self.quote, self.language))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers in it, without those that may be none, and the one that numbers it in a list."""
        numbered = _NUMBERED.match(self.quote)
        start = numbered.end() if numbered else 0
        return tuple(one for one in quantities(self.quote, self.language) if not one.weak and one.span.end > start)

    @cached_property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return is_row(self.quote)

    @cached_property
    def gives_reason(self) -> bool:
        """Whether a word of it gives a reason."""
        return gives_reason(self.quote)


def statements(hit: Hit, text_of: TextOf | None) -> tuple[Statement, ...]:
    """What the passage of a hit states, in order; `text_of` shows what stands before it. A title states nothing."""
    if hit.chunk.kind is BlockKind.TITLE:
        return ()
    whole = text_or_none(hit.document.id, text_of)
    text, chunk = _surroundings(hit, whole)
    sentences = tuple(sentence.moved(chunk.start - hit.chunk.span.start) for sentence in hit.chunk.sentences)
    opening = _opening(whole, hit.chunk.span.start - chunk.start, text) if whole is not None else ""
    found = _read(text, chunk, sentences, hit.chunk.language, opening)
    if found and whole is not None and _is_title(whole, found[0].span.moved(hit.chunk.span.start)):
        return found[1:]
    return found


@lru_cache(maxsize=_KEPT)
def _read(text: str, chunk: Span, own: tuple[Span, ...], language: Language, opening: str) -> tuple[Statement, ...]:
    return tuple(_statements(text, chunk, own, language, opening))


def _statements(text: str, chunk: Span, own: tuple[Span, ...], language: Language, opening: str) -> Iterator[Statement]:
    sentences = [*split_sentences(text, Span(0, chunk.start)), *own]
    said_by = speakers(text, sentences, language)
    first = len(sentences) - len(own)
    ordering = False
    for place in range(first, len(sentences)):
        words = sentences[place].of(text)
        # What follows an order to the model on its line belongs to the order.
        ordering = addresses_model(words) or (ordering and not _begins_line(text, sentences[place]))
        if ordering or not (_states(words) or is_row(words)) or _names_only(text, sentences[place]):
            continue
        named = said_by[place]
        speaker = named.of(text) if named else ""
        above = _above(text, sentences[place], opening)
        context = above or _context(text, sentences, said_by, place, first)
        for quote in _quotes(text, sentences[place]):
            yield Statement(
                place - first, quote.moved(-chunk.start), quote.of(text), language, context, speaker, bool(above)
            )


def text_or_none(document: str, text_of: TextOf | None) -> str | None:
    """The text of a document; None where there is none, or nobody to ask."""
    try:
        return text_of(document) if text_of else None
    except NotFoundError:
        return None


def _surroundings(hit: Hit, whole: str | None) -> tuple[str, Span]:
    """The hit's text with the lines before it in its document's, and where the hit's chunk is in that."""
    chunk = hit.chunk.span
    if whole is None or whole[chunk.start : chunk.end] != hit.text:
        return hit.text, Span(0, len(hit.text))
    start = max(0, chunk.start - LEAD)
    start = whole.find("\n", start, chunk.start) + 1 or chunk.start if start else 0
    return whole[start : chunk.end], Span(chunk.start - start, chunk.end - start)


def _names_only(text: str, sentence: Span) -> bool:
    """Whether it is a heading with no answer in its sentence, names columns, or says whom a mail is from or to."""
    begins_heading = _HEADING.match(text, text.rfind("\n", 0, sentence.start) + 1) is not None
    is_heading = begins_heading and _ANSWERED.search(sentence.of(text)) is None
    return (
        is_heading
        or _is_numbered_heading(sentence.of(text))
        or is_head(text, sentence)
        or is_address_field(text, sentence)
    )


def _is_numbered_heading(words: str) -> bool:
    """Whether it is a numbered heading in capitals, or of a paragraph: 1. SAFETY INSTRUCTIONS, § 6 Nebenkosten."""
    if _PARAGRAPH.fullmatch(words):
        return True
    numbered = _NUMBERED.match(words)
    rest = words[numbered.end() :] if numbered else ""
    return rest.isupper() and not any(ch.isdigit() or is_han(ch) for ch in rest)


def _begins_line(text: str, sentence: Span) -> bool:
    return not text[: sentence.start].rsplit("\n", 1)[-1].strip()


def _is_title(whole: str, sentence: Span) -> bool:
    """Whether a sentence is the first line of a longer text and does not end like a sentence."""
    is_first = not whole[: sentence.start].strip() and not _ENDED.search(sentence.of(whole))
    return is_first and "\n" in whole[sentence.end :].rstrip()


def _states(words: str) -> bool:
    """Whether a sentence states something: no question, no remark in brackets, no scrap."""
    stripped = words.strip()
    if is_question(stripped) or (is_question_label(stripped) and not _ANSWERED.search(stripped)):
        return False
    around = next(iter(pairs(stripped)), None)
    in_brackets = around is not None and not around.is_quotation and len(around.span) == len(stripped)
    return not in_brackets and not is_scrap(stripped)


def _opening(whole: str, start: int, text: str) -> str:
    """Of a table that began before `text`, which is at `start` in `whole`, the first rows and what is above them."""
    if not start or not is_row(text.partition("\n")[0]):
        return ""
    top = whole.rfind("\n\n", 0, start) + 1
    rows = whole[top : min(start, top + LEAD)].splitlines(keepends=True)
    return whole[max(0, top - LEAD // 4) : top] + "".join(rows[:_OPENING_ROWS])


def _above(text: str, sentence: Span, opening: str) -> str:
    """Of a table's row or a list's item the heading above, and the names of the row's columns.

    `opening` is that of a table in the midst of which the text begins.
    """
    if "\n\n" not in text[: sentence.start]:
        text, sentence = opening + text, sentence.moved(len(opening))
    found = (heading_of(text, sentence), head_of(text, sentence))
    return " · ".join(words for words in found if words and not addresses_model(words))


def _context(text: str, sentences: Sequence[Span], said_by: Sequence[Span | None], place: int, first: int) -> str:
    """Of a sentence the question that it answers, else the sentence that names its speaker, else the one before it.

    The one before is needed by a nameless sentence, and by words to someone (您), who is named there. A question
    before the passage, whose own sentences begin at `first`, may be a banner's unless it is labelled an interviewer's:
    no question is parted from its answer.
    """
    before = sentences[place - 1].of(text).strip() if place else ""
    if not before or addresses_model(before):
        return ""
    is_labelled = is_question_label(before)
    if is_labelled or is_question(before):
        return before.lstrip("—–- ") if is_labelled or place > first else ""
    speaker = said_by[place]
    if speaker is not None and speaker.start < sentences[place].start:
        naming = next((s for s in sentences[:place] if s.start <= speaker.start < s.end), None)
        near = naming is not None and sentences[place].start - naming.end < LEAD // 4
        return naming.of(text).strip() if naming is not None and near else ""
    words = sentences[place].of(text)
    if speaker is not None:
        return before if ADDRESS.search(simplified_text(words)) else ""
    same_line = "\n" not in text[sentences[place - 1].end : sentences[place].start]
    return before if same_line and not names(words, "und") else ""


def _quotes(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence, or its clauses if it is too long; a clause is never cut out of a quotation."""
    if weight(sentence.of(text)) <= LONGEST:
        yield sentence
        return
    quoted = [pair.span for pair in pairs(text, sentence) if pair.is_quotation]
    start = sentence.start
    for clause in split_clauses(text, sentence):
        if any(span.start < clause.end < span.end for span in quoted):
            continue
        yield Span(start, clause.end)
        start = clause.end + len(text[clause.end : sentence.end]) - len(text[clause.end : sentence.end].lstrip())


def weight(text: str) -> int:
    """What `text` takes to read: a Latin letter weighs 1, a wide character 3."""
    return sum(3 if ch > "\u2e80" else 1 for ch in text)
