"""Paragraphs of a text: its lines, with those joined that a program broke at a width, and one sentence runs across.

The test is that of the program that broke them: a line is full if the next one's first word would not have fitted. Of
texts whose paragraphs are one line each hardly a line passes it by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from rag.text.scripts import is_cjk
from rag.types import Span

_Measure: TypeAlias = Callable[[str], int]

_WIDE = 3
_NARROWEST, _WIDEST = 40, 130
"""Weights at which programs wrap lines."""
_FEWEST = 3
_MOSTLY = 0.5
"""How many of the wide lines without an end, and what share of them, are full in a text that is wrapped."""
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_UNFINISHED = re.compile(r"[^\W_][,;]?\s*\Z")
_GOES_ON = re.compile(r"\s*[a-zäöüß](?:[\w’'-]+[\s,.;!?]|\s)")
"""What begins a line that goes on with the one before: a word in small letters, and no mark of a list (`a)`)."""
_ASKS_FOR_MORE = re.compile(
    r"\s(?:an?|the|of|in|at|to|and|or|for|with|by|from|than|that|on|into|its|their|his|her|our|your"
    r"|de[rmns]|das|eine?[mnrs]?|und|oder|sowie|[ia]m|zu[mr]?|mit|vo[nm]|bei|für|auf|seit|dass|als|gegen|ohne|zwischen)\s*\Z"
)
"""A Latin line that ends with a word no sentence ends with."""
_HAN_UNFINISHED = re.compile(r"[的地得为為和与與在對对將将從从每把被向由于於以及或是最其该該我第“「『《（：]\s*\Z")
"""A Chinese line that ends with a word or a mark no clause ends with."""
_ENDED = re.compile(r"[.!?;:。！？；：…][”’\"'」』）)\]〕】»«“]*\s*\Z")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
"""Before each line of a mail that is answered."""
_BULLET = re.compile(r"\s*(?:[-*+•‣▪–—][ \t]|#|>)")
_NUMBERED = re.compile(r"\s*[（(]?(?:\d{1,3}|[a-zA-Z一二三四五六七八九十])(?:\.\d{1,3})*[.)、．）]")


def weight(text: str) -> int:
    """Width of a text: a Latin letter weighs 1, a wide character 3."""
    return sum(_WIDE if is_cjk(character) else 1 for character in text)


def line_breaks(between: str) -> int:
    """How many lines end in a stretch of text."""
    return len(_BREAK.findall(between))


def split_paragraphs(text: str, span: Span) -> list[Span]:
    """The lines inside `span` without the white space around them; those of a paragraph wrapped at a width are one."""
    groups: list[list[Span]] = [[]]
    for match in _LINE.finditer(text, span.start, span.end):
        line = Span(match.start(), match.end())
        group = groups[-1]
        if group and (not match.group().strip() or line_breaks(text[group[-1].end : line.start]) > 1):
            groups.append([])
        if match.group().strip():
            groups[-1].append(line)
    return [paragraph.stripped(text) for group in groups if group for paragraph in _joined(text, group)]


def _joined(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """One span if all lines but the last are full; else the lines, with those joined that go on in the next."""
    shown = [line.of(text) for line in lines]
    if len(lines) >= _FEWEST and any(_is_full(measure, shown) for measure in (weight, len)):
        yield Span(lines[0].start, lines[-1].end)
        return
    begin = lines[0].start
    for line, following in pairwise(lines):
        if not _goes_on(line.of(text), following.of(text), _widths(text)):
            yield Span(begin, line.end)
            begin = following.start
    yield Span(begin, lines[-1].end)


def _is_full(measure: _Measure, lines: Sequence[str]) -> bool:
    width = max(map(measure, lines))
    return _may_be_wrapped(lines) and all(_needed(measure, *both) > width for both in pairwise(lines))


def _may_be_wrapped(lines: Sequence[str]) -> bool:
    """Whether the widest of the lines is as wide as programs wrap lines."""
    return _NARROWEST <= max(map(weight, lines), default=0) <= _WIDEST


@lru_cache(maxsize=16)
def _widths(text: str) -> tuple[tuple[_Measure, int], ...]:
    """The width at which a text's lines are wrapped, in each measure that shows one."""
    lines = [line.rstrip() for line in text.splitlines()]
    open_ones = [
        (line, after)
        for line, after in pairwise(lines)
        if weight(line) >= _NARROWEST and _unquoted(after).strip() and not _ENDED.search(line)
    ]
    if len(open_ones) < _FEWEST or not _may_be_wrapped(lines):
        return ()
    widest = [(measure, max(map(measure, lines))) for measure in (weight, len)]
    enough = max(_FEWEST, _MOSTLY * len(open_ones))
    return tuple(
        (measure, width)
        for measure, width in widest
        if sum(_needed(measure, *both) > width for both in open_ones) >= enough
    )


def _needed(measure: _Measure, line: str, following: str) -> int:
    """The width of a line with the first word of the next one, of Chinese with two characters: a mark may hang on."""
    words = _unquoted(following).split(maxsplit=1)
    if not words:
        return 0
    return measure(line) + (2 * measure(words[0][0]) if is_cjk(words[0][0]) else len(words[0]) + 1)


def _goes_on(line: str, following: str, widths: Sequence[tuple[_Measure, int]]) -> bool:
    """Whether a line goes on in the next: it stops within a sentence, or is full in a text that is wrapped."""
    if "|" in line + following or "\t" in line + following:
        return False
    return _stops_within(line, following) or (
        not _begins_item(line, following)
        and any(_needed(measure, line, following) > width for measure, width in widths)
    )


def _stops_within(line: str, following: str) -> bool:
    """Whether a line as wide as programs wrap ends with a word that asks for more, or without a mark before a word in
    small letters, with which no sentence begins."""
    if not _NARROWEST <= weight(line) <= _WIDEST:
        return False
    if is_cjk(following[0]):
        return _HAN_UNFINISHED.search(line) is not None
    if _ASKS_FOR_MORE.search(line):
        return _depth(line) == _depth(following) and not _BULLET.match(_unquoted(following))
    return _UNFINISHED.search(line) is not None and _GOES_ON.match(following) is not None


def _begins_item(line: str, following: str) -> bool:
    """Whether a line begins an item of a list or a mail of another depth; a number may be a day, after an open line."""
    if _depth(line) != _depth(following):
        return True
    bare = _unquoted(following)
    return _BULLET.match(bare) is not None or (_NUMBERED.match(bare) is not None and _ENDED.search(line) is not None)


def _depth(line: str) -> int:
    quoted = _QUOTED.match(line)
    return quoted.group().count(">") if quoted else 0


def _unquoted(line: str) -> str:
    return line[quoted.end() :] if (quoted := _QUOTED.match(line)) else line
