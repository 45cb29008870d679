"""Stretches of a page that only their neighbours give away: lists of other stories, comments, what surrounds a story.

Each function settles the kind of lines that are still open and touches no others. A line that reads like a sentence is
taken away from the story only inside such a stretch, never for its own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.ingest.furniture import PART_OF_STORY, SECTION_ENDS, Mark, is_item
from rag.ingest.lines import Line
from rag.types import BlockKind

_MOST_LINES = 6
"""Lines that the entry of one other story has at most: picture, headline, category, date, opening."""
_CATEGORY = 12
"""Display columns below which a line in such an entry is its category or date, not its headline."""
_COMMENTS_SHARE = 0.25
"""A heading that just says "Comments" begins the readers' comments if less than this share of the prose follows it."""
_REMARK = 80
"""Display columns up to which a line between furniture is furniture."""
_GAP_LINES = 2
"""Lines up to which a gap between furniture is short."""


def find_teasers(lines: Sequence[Line]) -> list[range]:
    """Mark the entries of lists of other stories; each range is the lines of one entry.

    A line that its markup calls another story and that is in no entry is navigation.
    """
    entries: list[range] = []
    taken: set[int] = set()
    for entry in (*_linked(lines), *_pointers(lines), *_before_read_more(lines), *_after_heading(lines)):
        if taken.isdisjoint(entry) and any(_is_headline(lines[i]) or lines[i].mark is Mark.POINTER for i in entry):
            entries.append(entry)
            taken.update(entry)
    for i, line in enumerate(lines):
        if i in taken:
            line.kind = BlockKind.TEASER
        elif line.kind is BlockKind.TEASER:
            line.kind = BlockKind.BOILERPLATE
    return sorted(entries, key=lambda entry: entry.start)


def _before_read_more(lines: Sequence[Line]) -> Iterator[range]:
    """What stands before each "read more": an entry between two of them, or up to one if it looks like an entry."""
    ends = [i for i, line in enumerate(lines) if line.mark is Mark.READ_MORE]
    for number, end in enumerate(ends):
        first = ends[number - 1] + 1 if number else 0
        entry = range(_entry_start(lines, first, end, is_listed=len(ends) >= 3), end)
        if len(ends) > 1 or any(lines[i].is_cut_off for i in entry):
            yield entry
    if len(ends) > 1:
        rest = range(ends[-1] + 1, _run_end(lines, ends[-1] + 1))
        if any(lines[i].is_cut_off for i in rest):
            yield from _split_entries(lines, rest)


def _entry_start(lines: Sequence[Line], first: int, end: int, *, is_listed: bool) -> int:
    """How far an entry that ends before `end` reaches back, at most to `first`.

    Whole sentences belong to the story, save one: the opening of an entry under its headline, in a list of entries.
    """
    start, openings = end, 0
    while start > first and end - start < _MOST_LINES and _in_entry(lines[start - 1]):
        if lines[start - 1].is_statement and lines[start - 1].mark is None:
            has_headline = start - 2 >= first and _is_headline(lines[start - 2])
            if openings or not (is_listed and has_headline):
                break
            openings += 1
        start -= 1
    return start


def _after_heading(lines: Sequence[Line]) -> Iterator[range]:
    """What stands below a heading such as "Related stories", up to the first whole sentence."""
    for i, line in enumerate(lines):
        if line.mark is Mark.RELATED:
            end = _run_end(lines, i + 1)
            is_close = end - i > 2 and not lines[i + 2].after_gap
            if is_close and end < len(lines) and lines[end].is_prose and lines[end - 1].after_gap:
                end -= 1  # the heading of the story's next part
            yield from _split_entries(lines, range(i + 1, end))


def _pointers(lines: Sequence[Line]) -> Iterator[range]:
    return (range(i, i + 1) for i, line in enumerate(lines) if line.mark is Mark.POINTER)


def _linked(lines: Sequence[Line]) -> Iterator[range]:
    """What the markup calls another story."""
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].kind is BlockKind.TEASER and _in_entry(lines[end]):
            end += 1
        yield from _split_entries(lines, range(start, end))
        start = max(end, start + 1)


def _run_end(lines: Sequence[Line], start: int) -> int:
    end = start
    while end < len(lines) and _in_entry(lines[end]) and (lines[end].mark or not lines[end].is_statement):
        end += 1
    return end


def _split_entries(lines: Sequence[Line], run: range) -> Iterator[range]:
    """One entry for each headline, with the picture's caption above it and the category and opening below it."""
    start = run.start
    has_headline = False
    for i in run:
        if has_headline and (lines[i].mark is Mark.CAPTION or _is_headline(lines[i])):
            yield range(start, i)
            start, has_headline = i, False
        has_headline = has_headline or _is_headline(lines[i])
    if start < run.stop:
        yield range(start, run.stop)


def _in_entry(line: Line) -> bool:
    return line.kind in (BlockKind.ARTICLE, BlockKind.TEASER) and line.mark in (None, Mark.CAPTION, Mark.DATE)


def _is_headline(line: Line) -> bool:
    return line.may_be_headline and line.columns >= _CATEGORY


def close_comments(lines: Sequence[Line]) -> None:
    """Take readers' comments, and all that follows them, for boilerplate."""
    total = sum(line.columns for line in lines if line.is_open and line.is_prose)
    before = 0
    for i, line in enumerate(lines):
        if line.mark is Mark.COMMENTS and before:
            is_counted = any(map(str.isdigit, line.text))
            is_form = (
                is_counted
                or _CATEGORY < line.columns <= _REMARK
                or any(other.mark in SECTION_ENDS for other in lines[i + 1 : i + 4])
            )
            if is_form or total - before < _COMMENTS_SHARE * total:
                _furnish(lines[i:])
                return
        if line.is_open and line.is_prose:
            before += line.columns


def close_gaps(lines: Sequence[Line]) -> None:
    """Take short lines between furniture for furniture: scraps of a form, names in a footer, blurbs of a newsletter.

    A sentence is taken only where no more of the story follows, or between two appeals; a heading or an item of a list
    never.
    """
    story = [i for i, line in enumerate(lines) if line.is_open and line.is_prose]
    if not story:
        return
    last = max((i for i in story if lines[i].columns > _REMARK), default=story[0])
    end = next((i for i in range(last, len(lines)) if lines[i].mark in SECTION_ENDS), len(lines))
    furniture = [i for i, line in enumerate(lines) if _is_furniture(line)]
    for first, second in pairwise(furniture):
        gap = [line for line in lines[first + 1 : second] if line.kind is not BlockKind.TITLE]
        short = [line for line in gap if line.columns <= _REMARK and not _is_structure(line)]
        is_appeal = lines[first].mark is lines[second].mark is Mark.APPEAL
        if first >= end:
            _furnish(short)
        elif len(short) == len(gap) and (is_appeal or not any(line.ends_sentence for line in gap)):
            _furnish(short if len(short) <= _GAP_LINES or second < story[0] else ())
    if furniture and furniture[-1] >= end:
        _furnish([line for line in lines[furniture[-1] + 1 :] if not (line.ends_sentence or _is_structure(line))])


def _is_structure(line: Line) -> bool:
    return line.is_heading or is_item(line.text)


def _is_furniture(line: Line) -> bool:
    return line.kind is BlockKind.BOILERPLATE or (line.mark not in PART_OF_STORY and line.mark not in (None, Mark.RULE))


def _furnish(lines: Sequence[Line]) -> None:
    for line in lines:
        if line.kind is BlockKind.ARTICLE and line.mark not in PART_OF_STORY:
            line.kind = BlockKind.BOILERPLATE
