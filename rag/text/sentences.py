"""Sentences and clauses as spans of the text, in Chinese, German, English and mixtures of them.

A line is a paragraph, and a paragraph's end ends the sentence, but for a quotation that goes on in the next; lines of
a text wrapped at a fixed width are joined. A mark that can end a sentence does so unless the text around it says
otherwise: an abbreviation, an ordinal, a comma after it, a quotation still open, an attribution still to come.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from rag.text.abbreviations import is_abbreviated
from rag.text.function_words import INTERROGATIVE_START
from rag.text.quotation import CLOSING, pairs
from rag.text.scripts import HAN, is_cjk
from rag.text.wrapping import split_paragraphs, weight
from rag.types import Span

LONGEST_QUOTATION = 600
"""Weight up to which a quotation stays whole: a Latin letter weighs 1, a wide character 3, so about 150 tokens."""

_FEWEST = 12
_AROUND = 40
"""Characters before and after a full stop that are enough to judge it."""

_TERMINAL = re.compile(r"\.(?:\s\.)+|[。！？｡．.!?…]+")
SENTENCE_ENDS = "。！？.!?"
_WIDE_TERMINALS = "。！？｡．"
_AMBIGUOUS_CLOSERS = "’“‘»«›‹\"'＂"
_OPENERS = "“”„‟‘’‚«»‹›「『《〈【（([\"'＂ "
_UNMISTAKABLE = frozenset("“„‟«「『")
"""Opening marks of speech that are nothing else: no apostrophe, no inch."""
_NOTE = re.compile(r"(?:\[\d{1,3}\])+")
_CONTINUES = re.compile(r"\s*[,;:，、；：]|[—–-]")
_ATTRIBUTION = re.compile(
    rf"\s?(?:[{HAN}·．•（）()]{{0,24}}?(?:说|說|表示|指出|称|稱|问|問|答|强调|強調|补充|補充|道|认为|認為|写道|寫道|告诉|告訴)"
    rf"|\s(?:[^\W\d_][\w.’'-]*\s){{1,4}}(?:said|says|asked|asks|added|told|replied|answered|wrote|explained|warned"
    rf"|sagte|sagt|fragte|fragt|erklärte|betonte|antwortete|meinte|schrieb|ergänzte|rief)\b)"
)
_CLAUSE = re.compile(
    rf"[，、；：。！？…]+|(?<=[{HAN}”」』）])[,;:.!?]+|[,;:.!?]+(?=\s)|\s(?=[—–-]\s)|(?<=[{HAN}])(?=——)"
)


def ended_by(marks: str) -> re.Pattern[str]:
    """Finds one of the marks at the end of a text, with the quotation marks and brackets that close behind it."""
    return re.compile(rf"[{marks}][”’\"'」』）)\]〕】»«“]*$")


def split_sentences(text: str, span: Span | None = None) -> list[Span]:
    """The sentences inside `span`: ordered, disjoint, and together everything in it but white space.

    A quotation, or a bracket that closes in its paragraph, stays whole up to `LONGEST_QUOTATION`; its closing mark
    stays with it. `text` itself is never changed.
    """
    found: list[Span] = []
    paragraphs = split_paragraphs(text, Span(0, len(text)) if span is None else span)
    for paragraph in join_quotations(text, paragraphs):
        ends = [*_sentence_ends(text, paragraph), paragraph.end]
        for start, end in pairwise([paragraph.start, *ends]):
            _append(found, text, Span(start, end))
    return found


def join_quotations(text: str, paragraphs: Sequence[Span]) -> Iterator[Span]:
    """The paragraphs, given in order; those across which a quotation of at most `LONGEST_QUOTATION` runs are one.

    A mark repeated at the head of each paragraph closes in each: these are quotations of their own.
    """
    if not paragraphs:
        return
    ends = [paragraph.end for paragraph in paragraphs]
    goes_on: set[int] = set()
    for pair in pairs(text, Span(paragraphs[0].start, ends[-1])):
        first, last = (bisect_right(ends, position) for position in (pair.span.start, pair.span.end - 1))
        if first < last and pair.mark in _UNMISTAKABLE and weight(pair.span.of(text)) <= LONGEST_QUOTATION:
            goes_on.update(range(first, last))
    begin = paragraphs[0].start
    for place, (paragraph, following) in enumerate(pairwise(paragraphs)):
        if place not in goes_on:
            yield Span(begin, paragraph.end)
            begin = following.start
    yield Span(begin, ends[-1])


def split_clauses(text: str, span: Span | None = None) -> list[Span]:
    """The clauses inside `span`, for a sentence too long to be kept whole: cut after commas, colons and the like.

    Quotations are cut too. A clause without such a mark may still be long.
    """
    bounds = Span(0, len(text)) if span is None else span
    closing = {pair.span.end: pair.span.start for pair in pairs(text, bounds)}
    marks = (match for match in _CLAUSE.finditer(text, bounds.start, bounds.end) if not _abbreviates(text, match))
    ends = {_after_closers(text, match.end(), bounds.end, closing) for match in marks}
    found: list[Span] = []
    for start, end in pairwise([bounds.start, *sorted(ends - {bounds.start, bounds.end}), bounds.end]):
        _append(found, text, Span(start, end))
    return found


def _abbreviates(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark is the full stop of an abbreviation, an initial or an ordinal (am 3. Mai, Dr. Weber)."""
    before, after = text[max(0, mark.end() - _AROUND) : mark.end()], text[mark.end() : mark.end() + _AROUND]
    return mark.group() == "." and is_abbreviated(before, after.lstrip())


def is_scrap(text: str) -> bool:
    """Whether `text` has so few letters and digits, some three words of English, that it says nothing by itself."""
    return weight("".join(filter(str.isalnum, text))) < _FEWEST


def is_question(text: str) -> bool:
    """Whether `text` ends by asking, or asks without any mark, as questions typed into a search box do."""
    stripped = text.strip().rstrip("”’“‘」』》）)]\"'»« ")
    if stripped.endswith(("?", "？")):
        return True
    if not stripped or stripped[-1] in ".。!！…":
        return False
    words = stripped.casefold().split()
    return words[0] in INTERROGATIVE_START or _CHINESE_QUESTION.search(stripped) is not None


_CHINESE_QUESTION = re.compile(
    "[吗嗎呢]$|什么|什麼|甚麼|怎么|怎麼|怎样|怎樣|为何|為何|如何|何时|何時|何地|何人|何处|何處|谁|誰|哪|几[个個天年月次岁歲位]"
    "|幾[个個天年月次岁歲位]|多少|多久|多大|多远|多遠|是否|能否|会否|會否|可否"
)


def _sentence_ends(text: str, paragraph: Span) -> Iterator[int]:
    """Where sentences end inside a paragraph, its own end aside."""
    found = pairs(text, paragraph)
    closing = {pair.span.end: pair.span.start for pair in found}
    whole = _outermost(pair.span for pair in found if weight(pair.span.of(text)) <= LONGEST_QUOTATION)
    starts = [span.start for span in whole]
    begin = paragraph.start
    for match in _TERMINAL.finditer(text, paragraph.start, paragraph.end):
        end = _after_closers(text, match.end(), paragraph.end, closing)
        around = bisect_right(starts, end - 1) - 1
        if end <= begin or (around >= 0 and end < whole[around].end):
            continue
        if _ends_sentence(text, Span(begin, match.start()), match.group(), end, paragraph.end, closing):
            yield end
            begin = _skip_space(text, end, paragraph.end)


def _after_closers(text: str, position: int, limit: int, closing: Mapping[int, int]) -> int:
    """Past the closing marks and note numbers that follow `position`; a space before a paired mark is allowed."""
    while position < limit:
        start = _skip_space(text, position, limit)
        if start + 1 in closing and start < limit:
            position = start + 1
            continue
        if note := _NOTE.match(text, position, limit):
            position = note.end()
            continue
        if not _is_closer(text, position, limit):
            return position
        position += 1
    return position


def _is_closer(text: str, position: int, limit: int) -> bool:
    """A mark without partner still closes where it can do nothing else."""
    if text[position] in CLOSING:
        return True
    alone = position + 1 == limit or text[position + 1].isspace()
    return alone and text[position] in _AMBIGUOUS_CLOSERS


def _ends_sentence(text: str, before: Span, mark: str, end: int, limit: int, closing: Mapping[int, int]) -> bool:
    """Whether `mark` (with its closing marks up to `end`) ends the sentence that began at `before.start`."""
    if end == limit or _CONTINUES.match(text, end, limit):
        return False
    if closing.get(end) == before.start and _ATTRIBUTION.match(text, end, limit):
        return False
    last, following = text[before.end - 1 : before.end], text[end]
    if any(character in _WIDE_TERMINALS for character in mark):
        return not (last.isdigit() and following.isdigit())
    if last and is_cjk(last) and (mark[0] in "?!" or mark == "."):
        return not (mark == "." and following.isascii() and following.isalnum())
    return _ends_spaced(text, before, mark, end, limit)


def _ends_spaced(text: str, before: Span, mark: str, end: int, limit: int) -> bool:
    """The rule of scripts with spaces: white space follows, then no lower-case letter; and `.` abbreviates nothing."""
    if not text[end].isspace():
        return mark[0] not in ".…" and is_cjk(text[end])
    after = text[end : min(limit, end + _AROUND)].lstrip()
    first = after.lstrip(_OPENERS)[:1]
    if first.islower():
        return False
    return mark != "." or not is_abbreviated(text[max(before.start, before.end - _AROUND) : before.end] + mark, after)


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """The spans that lie in no other, given nested or disjoint spans in order."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _append(found: list[Span], text: str, span: Span) -> None:
    """Add `span` without the white space around it; a closing mark it begins with belongs to the sentence before."""
    rest = span.stripped(text)
    if found and len(rest) and text[rest.start] in CLOSING:
        boundary = rest.start
        while boundary < rest.end and (text[boundary] in CLOSING or text[boundary].isspace()):
            boundary += 1
        found[-1] = Span(found[-1].start, Span(rest.start, boundary).stripped(text).end)
        rest = Span(boundary, rest.end).stripped(text)
    if len(rest):
        found.append(rest)


def _skip_space(text: str, position: int, limit: int) -> int:
    while position < limit and text[position].isspace():
        position += 1
    return position
