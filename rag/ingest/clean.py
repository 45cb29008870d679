"""Tell a page's story from everything else on it, and take from it what it states about itself.

Markup is believed first, then the words of a line, then its neighbours. In doubt a line belongs to the story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rag.ingest import metadata
from rag.ingest.dates import is_labelled
from rag.ingest.furniture import Mark
from rag.ingest.head import read_front_matter
from rag.ingest.lines import Line, lines_of
from rag.ingest.sections import close_comments, close_gaps, find_teasers
from rag.text.language import detect
from rag.types import Block, BlockKind, Document, Language, Span

_REPEATABLE = 24
"""Display columns from which a line that is repeated at once is a caption shown twice, not a refrain."""
_DATE_LINES = 3
"""Lines with a date that a page has at most about itself."""
_LEAD = 3
"""Paragraphs of the story among which such a line stands."""
_SAMPLE = 2000
"""Characters of a block by which its language is told."""
_SURE = {"Han": 40, "Latin": 60}
"""Characters from which a block's own language is believed against that of the rest of the document, by script."""
_OWN_SCRIPT = frozenset({"ja", "ko", "ru", "uk", "bg", "sr", "mk", "el", "ar", "fa", "he", "hi", "th", "ka", "hy"})
"""Languages that their script tells from English, German and Chinese."""


def clean(document: Document) -> Document:
    """The document with labelled blocks, and with the title, outlet, publication date and languages that it states."""
    end, front = read_front_matter(document.text)
    lines = lines_of(document)
    for line in lines:
        if line.span.start < end:
            line.kind = BlockKind.BOILERPLATE
    stated = document.title or front.title
    title = metadata.find_title(lines, stated)
    if title is not None and (stated is None or metadata.agree(title.text, stated)):
        stated = title.text
    entries = _label(lines, title)
    blocks = _with_languages(document.text, _blocks(lines, entries))
    return replace(
        document,
        title=stated,
        outlet=document.outlet or metadata.find_outlet(lines),
        published=document.published or front.published or metadata.find_published(lines, stated or ""),
        languages=metadata.find_languages(document.text, blocks),
        blocks=blocks,
    )


def _label(lines: Sequence[Line], title: Line | None) -> list[range]:
    """Settle the kind of every line; the ranges are the entries of lists of other stories."""
    for line in lines:
        if line.kind is BlockKind.TITLE:
            line.kind = BlockKind.ARTICLE
    if title is not None:
        title.kind = BlockKind.TITLE
    _drop_repeats(lines)
    entries = find_teasers(lines)
    _keep_chronicle(lines)
    close_comments(lines)
    close_gaps(lines)
    for line in lines:
        if line.kind is BlockKind.ARTICLE and line.mark not in (None, Mark.BYLINE):
            line.kind = BlockKind.CAPTION if line.mark is Mark.CAPTION else BlockKind.BOILERPLATE
        if line.mark is Mark.RULE:
            line.kind = BlockKind.BOILERPLATE
    return entries


def _keep_chronicle(lines: Sequence[Line]) -> None:
    """Dates on lines of their own are the story's when they are many, in several headings, or in the midst of it."""
    dates = [i for i, line in enumerate(lines) if line.mark is Mark.DATE and line.kind is BlockKind.ARTICLE]
    story = [i for i, line in enumerate(lines) if line.is_open and line.is_prose]
    is_chronicle = len(dates) > _DATE_LINES or len(metadata.dated_headings(lines)) > 1
    for i in dates:
        is_inside = len(story) > _LEAD and story[_LEAD] < i < story[-1]
        if (is_chronicle or is_inside) and not is_labelled(lines[i].text):
            lines[i].mark = None


def _drop_repeats(lines: Sequence[Line]) -> None:
    """Of a caption shown twice in a row, keep the one that says who took the picture, else the first."""
    for line, following in pairwise(lines):
        if min(line.columns, following.columns) < _REPEATABLE:
            continue
        if line.text == following.text:
            following.kind = BlockKind.BOILERPLATE
        elif following.mark is Mark.CAPTION and following.text.startswith(line.text):
            line.kind = BlockKind.BOILERPLATE
        elif line.mark is Mark.CAPTION and line.text.startswith(following.text):
            following.kind = BlockKind.BOILERPLATE


def _blocks(lines: Sequence[Line], entries: Sequence[range]) -> list[Block]:
    """One block a line, and one an entry."""
    entry_of = {entry.start: entry for entry in entries}
    blocks: list[Block] = []
    i = 0
    while i < len(lines):
        entry = entry_of.get(i, range(i, i + 1))
        span = Span(lines[i].span.start, lines[entry.stop - 1].span.end)
        blocks.append(Block(span, lines[i].kind, "und"))
        i = entry.stop
    return blocks


def _with_languages(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Each block with its language; short ones have that of the document's long ones in the same script."""
    found: list[Language] = [detect(block.span.of(text)[:_SAMPLE]) for block in blocks]
    weights: dict[str, Counter[Language]] = defaultdict(Counter)
    for block, language in zip(blocks, found, strict=True):
        if block.kind is not BlockKind.BOILERPLATE and language != "und":
            weights[_script(language)][language] += len(block.span)
    main = {script: weight.most_common(1)[0][0] for script, weight in weights.items()}
    last = next((language for language in found if language != "und"), "und")
    for i, block in enumerate(blocks):
        if found[i] == "und":
            found[i] = last
        elif len(block.span) < _SURE.get(_script(found[i]), 0):
            found[i] = main.get(_script(found[i]), found[i])
        last = found[i]
    return tuple(replace(block, language=language) for block, language in zip(blocks, found, strict=True))


def _script(language: Language) -> str:
    if language.startswith("zh"):
        return "Han"
    return language if language in _OWN_SCRIPT else "Latin"
