"""The day of publication as pages state it: on a line of its own, in a dateline, in their metadata.

It is written in ISO 8601, or `--MM-DD` where no year is stated. A date without its month or day states no day, nor does
one that an American and an English reader would read differently.
"""

from __future__ import annotations

import re
from datetime import date

from rag.text.numbers import PartialDate, dates
from rag.text.scripts import is_cjk
from rag.types import Language, Span

_LABEL = re.compile(
    r"published|posted|updated|last|modified|created|date|released|issued|first|on|at|by|from|am|um|uhr|vom|von"
    r"|veröffentlicht|aktualisiert|erschienen|erstellt|stand|datum|zuletzt|geändert"
    r"|(?:a|p)\.?m\.?|[ecmp][sd]?t|gmt|utc|z|t|h|hrs|clock|o"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so"
    r"|[发發](?:布|佈|表|稿)(?:[时時][间間]|日期|[于於])?|更新(?:[时時][间間]|日期|[于於])?|[时時][间間]|日期|北京[时時][间間]"
    r"|(?:星期|[周週]|[礼禮]拜)[一二三四五六日天]|上午|下午|早上|晚上|中午|凌晨|[时時分秒]",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publish|posted|released|veröffentlicht|erschienen|\bstand\b|\bdatum\b|[发發](?:布|佈|表)|日期|[时時][间間]",
    re.IGNORECASE,
)
_ATTRIBUTED = re.compile(r"(?:by|von|文|作者|[记記]者)\b|\d{1,2}[:：]\d{2}|\d\s?uhr\b", re.IGNORECASE)
_REMNANT = 40
"""Display columns of other words that a date line with an author, a label or a time of day may have."""

_OPENING = 60
"""Characters of a story within which its dateline ends."""
_WIRE = re.compile(r"\s?[^\s。，,]{0,6}?(?:[电電](?=[】)）(（:：\s]|$)|[讯訊電])")
_PLACE = re.compile(r"[^\W\d_][^.!?\d]{1,40}?[,(/)]\s?")
_DASH = re.compile(r"\s?\)?\s?(?:\([^()]{2,30}\)|[A-Z]{2,8})?\s*[-–—:]")


def find_date(text: str, language: Language = "und") -> str | None:
    """The first whole date in `text`."""
    found = ((text, each, language) for each in dates(text, language))
    return next((stated for each in found if (stated := _stated(*each))), None)


def published_line(line: str, language: Language = "en") -> str | None:
    """The date of a line that says little besides a date: `2023-09-14 19:31`, `Veröffentlicht am 13. Juli 2025`."""
    if not any(map(str.isdigit, line)) or line.endswith(("。", "！", "!")) or not (stated := find_date(line, language)):
        return None
    rest = line
    for found in reversed(dates(line, language)):
        rest = f"{rest[: found.span.start]} {rest[found.span.end :]}"
    rest = re.sub(r"[\W\d_]+", " ", rest)
    if any(map(is_cjk, rest)):
        rest = _LABEL.sub("", rest)
    rest = " ".join(word for word in rest.split() if not _LABEL.fullmatch(word))
    is_attributed = (is_labelled(line) or _ATTRIBUTED.search(line)) and not line.endswith(".")
    columns = sum(2 if is_cjk(character) else 1 for character in rest)
    return stated if columns <= (_REMNANT if is_attributed else 0) else None


def is_labelled(line: str) -> bool:
    """Whether the line calls its date the day of publication."""
    return _PUBLISHED.search(line) is not None


def dateline(paragraph: str) -> str | None:
    """The date in the dateline that a story begins with: `据新华社北京7月13日电`, `MOSCOW, July 13 (Reuters) -`."""
    opening = paragraph[:_OPENING]
    for found in dates(opening, "und"):
        before, after = opening[: found.span.start], opening[found.span.end :]
        is_chinese = _WIRE.match(after) is not None and not re.search(r"[。！？!?]", before)
        if is_chinese or (_PLACE.fullmatch(before) and _DASH.match(after)):
            return _stated(opening, found, "und")
    return None


def _stated(text: str, found: PartialDate, language: Language) -> str | None:
    if found.month is None or found.day is None or _is_ambiguous(text, found.span, language):
        return None
    try:
        day = date(found.year if found.year is not None else 2000, found.month, found.day)
    except ValueError:
        return None
    return f"--{day:%m-%d}" if found.year is None else day.isoformat()


def _is_ambiguous(text: str, span: Span, language: Language) -> bool:
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/\d+", span.of(text))
    return (
        match is not None
        and language in ("en", "und")
        and match[1] != match[2]
        and max(int(match[1]), int(match[2])) <= 12
    )
