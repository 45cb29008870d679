"""What a document states about itself: title, outlet, day of publication, languages. The rest stays None."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rag.ingest.dates import dateline, is_labelled, is_update, meeting_day, published_line, title_day
from rag.ingest.furniture import Mark
from rag.ingest.lines import Line
from rag.text.scripts import is_cjk
from rag.types import Block, BlockKind, Language

_TITLE_WITHIN = 6
"""Lines above the story, recognised furniture aside, among which the title stands."""
_SHORTEST_TITLE = 4
"""Display columns."""
_KICKERS = 2
"""Lines that the headline and what stands above it have at most, if nothing but the story follows."""
_DATE_WITHIN = 3
"""Paragraphs of the story up to which a date line or a dateline is the story's own."""
_REAL_SHARE = 0.05
"""Share of the story from which a language is one of its languages."""
_LETTERS_PER_HAN = 3
"""Letters of English or German that say as much as one Han character, on average."""

_NO_TITLE = re.compile(r"[,，、;；:：(（\[【]$|^[(（,，.。…—–-]|^[a-zäöüß]+$")
_FIELD = re.compile(
    r"(?:from|to|b?cc|von|an|kopie|(?:寄|收|发|發)件[人者]|副本|抄送|作者|[甲乙丙]方)\s?(?:[（(][^（）()]*[）)])?\s?[:：]",
    re.IGNORECASE,
)
"""A field at the head of a letter or a contract."""
_OUTLETS = (
    re.compile(r"(?:^|[\s|:：])(?:文章|本文)?(?:[来來]源|稿源)\s*[:：]\s*(?P<outlet>[^\s,，;；|/（(【-]{2,20})"),
    re.compile(
        r"^(?:source|quelle)\s*[:：]\s*(?P<outlet>[^\s\d,;|/(][^,;|/(.]{1,30}[^\s,;|/(.])(?:$|[,;|/(.])", re.IGNORECASE
    ),
    re.compile(r"【(?P<outlet>[^\d\s【】]{2,12}?)\s?(?:\d{4}年)?\d{1,2}月\d{1,2}日[讯訊]】"),
)


def find_title(lines: Sequence[Line], stated: str | None) -> Line | None:
    """The line that is the title: one marked as a heading, or the headline above a date, a dateline or the story.

    `stated` is the title in the page's head; a line that repeats it is the title.
    """
    candidates = [
        line
        for line in lines
        if line.mark is None and line.kind in (BlockKind.ARTICLE, BlockKind.TITLE, BlockKind.TEASER)
    ]
    same = stated and next((line for line in candidates if agree(line.text, stated)), None)
    marked = next((line for line in candidates if line.kind is BlockKind.TITLE), None)
    return same or marked or _headline(lines)


def _headline(lines: Sequence[Line]) -> Line | None:
    """The first heading; or the line above the date or author's name; or the first line, if the story follows it."""
    above: list[Line] = []
    for line in lines:
        if line.mark in (Mark.DATE, Mark.BYLINE) and above:
            return above[-1]
        if line.mark is not None or line.kind not in (BlockKind.ARTICLE, BlockKind.TITLE):
            continue
        if line.is_heading:
            return line
        if line.is_statement or line.is_cut_off:
            return above[-1] if 0 < len(above) <= _KICKERS and _introduces(above[-1], line) else None
        if len(above) == _TITLE_WITHIN:
            return None
        if line.may_be_headline and line.columns >= _SHORTEST_TITLE and not _is_no_title(line.text):
            above.append(line)
    return None


def _is_no_title(text: str) -> bool:
    return any((_NO_TITLE.search(text), _FIELD.match(text), dateline(text)))


def find_published(lines: Sequence[Line], title: str = "") -> str | None:
    """The day of publication: of a date line at the head of the story or one that says so, or of the first dateline.

    The full date is preferred to one without a year; that of the last change, or of `title`, is the last resort.
    Several headings with dates are those of sections, as in release notes and minutes, and several datelines those of
    letters: none is the document's.
    """
    found: list[str | None] = []
    changed: list[str | None] = []
    has_dated_sections = len(dated_headings(lines)) > 1
    datelines = {line.span.start: date for line in lines if line.is_open and (date := dateline(line.text))}
    if len(set(datelines.values())) > 1:
        datelines.clear()
    paragraphs = 0
    for line in lines:
        if line.kind is BlockKind.TEASER or (has_dated_sections and line.is_heading):
            continue
        if line.mark is Mark.DATE and (paragraphs < _DATE_WITHIN or is_labelled(line.text)):
            found.append(published_line(line.text))
        elif line.mark is Mark.DATE and is_update(line.text):
            changed.append(published_line(line.text))
        elif line.is_open:
            if paragraphs < _DATE_WITHIN:
                found.append(meeting_day(title, line.text) or datelines.get(line.span.start))
            paragraphs += line.is_prose
    stated = [date for date in (*found, *changed, title_day(title)) if date]
    return next((date for date in stated if not date.startswith("--")), next(iter(stated), None))


def dated_headings(lines: Sequence[Line]) -> list[Line]:
    """The headings that say little besides a date."""
    return [line for line in lines if line.is_heading and line.mark is Mark.DATE]


def find_outlet(lines: Sequence[Line]) -> str | None:
    """The outlet that a line names as its source, or a dateline in brackets as its own."""
    for line in lines:
        if line.kind is not BlockKind.TEASER:
            for pattern in _OUTLETS:
                if (line.mark or line.is_prose) and (match := pattern.search(line.text)):
                    return match["outlet"].strip()
    return None


def find_languages(text: str, blocks: Sequence[Block]) -> tuple[Language, ...]:
    """The languages with a real share of the story, the one that says most first."""
    story = [block for block in blocks if block.kind is BlockKind.ARTICLE] or [
        block for block in blocks if block.kind is not BlockKind.BOILERPLATE
    ]
    weights: Counter[Language] = Counter()
    for block in story:
        weights[block.language] += sum(
            _LETTERS_PER_HAN if is_cjk(character) else character.isalpha() for character in block.span.of(text)
        )
    total = sum(weights.values())
    return tuple(
        language for language, weight in weights.most_common() if language != "und" and weight >= _REAL_SHARE * total
    )


def agree(line: str, stated: str) -> bool:
    """Whether a line is the stated title, or the title is the line with the outlet's name behind it."""
    line, stated = (" ".join(text.casefold().split()) for text in (line, stated))
    return line == stated or (len(line) >= 8 and stated.startswith(line) and not stated[len(line)].isalnum())


def _introduces(headline: Line, story: Line) -> bool:
    """Whether a story follows its headline: with a dateline, or longer than it, both standing apart."""
    is_apart = headline.after_gap and story.after_gap
    follows = is_apart and story.columns > headline.columns and not headline.is_prose
    return follows or dateline(story.text) is not None
