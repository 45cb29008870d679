"""The day of publication as pages state it: on a line of its own, in a dateline, in their metadata.

It is written in ISO 8601, or `--MM-DD` where no year is stated. A date without its month or day states no day, nor does
one that an American and an English reader would read differently.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    r"|[发發](?:布|佈|表|稿|文)(?:[时時][间間]|日期|[于於])?|更新(?:[时時][间間]|日期|[于於])?|[时時][间間]|日期|北京[时時][间間]"
    r"|(?:星期|[周週]|[礼禮]拜)[一二三四五六日天]|上午|下午|早上|晚上|中午|凌晨|[时時分秒]",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publish|posted|released|veröffentlicht|erschienen|\bstand\b|\bdatum\b|[发發](?:布|佈|表|文)|日期|[时時][间間]",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"publish|posted|updated|modified|released|veröffentlicht|aktualisiert|erschienen|[发發](?:布|佈|表|稿|文)|更新",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:last )?(?:updated|modified)\b|aktualisiert|geändert|更新", re.IGNORECASE)
_LABELLED = re.compile(r"(?:^|[,，;；|｜·/])(?P<label>[^,，;；|｜·/:：]*[^\W\d_][^,，;；|｜·/:：]*)[:：]\s*$")
_ITEM = re.compile(r"(?:[-*+•‣▪]|\d{1,3}\)|[A-Za-z]\))\s")
_NUMBERED = re.compile(r"\d{1,3}\.\s")
_HOURS = re.compile(r"\d[:：.]\d\d[^\d\n]{0,8}(?:[-–—~～至到]|bis|to|until)\s?\d")
_ATTRIBUTED = re.compile(r"(?:by|von|文|作者|[记記]者)\b|\d{1,2}[:：]\d{2}|\d\s?uhr\b", re.IGNORECASE)
_REMNANT = 40
"""Display columns of other words that a date line with an author, a label or a time of day may have."""

_OPENING = 60
"""Characters of a story within which its dateline ends."""
_WIRE = re.compile(r"\s?[^\s。，,]{0,6}?(?:[电電](?=[】)）(（:：\s]|$)|[讯訊電])")
_PLACE = re.compile(r"[^\W\d_][^.!?\d]{1,40}?[,(/)]\s?")
_DASH = re.compile(r"\s?\)?\s?(?:\([^()]{2,30}\)|[A-Z]{2,8})?\s*[-–—:]")
_ALONE = re.compile(r"(?:[A-ZÄÖÜ][\w'’-]+[ /]?){1,3}(?: \([^()]{2,20}\))?,? (?P<letter>(?:den|am) )?")
"""A place before a date that ends a sentence or its line."""
_STOP = re.compile(r"\s*$|\.\s")
_FIELD = re.compile(r"\W*(?:date|datum|(?:会议|會議)?(?:日期|[时時][间間]))\W*[:：]\W*(?:[^\W\d]+,?\s)?", re.IGNORECASE)
_RECORD = r"minutes|\w*protokoll|\w*niederschrift|[会會][议議](?:[纪紀]要|[记記][录錄]|[纪紀][录錄])"
_OF_A_RECORD = re.compile(rf"(?:{_RECORD})", re.IGNORECASE)
_OF_ITS_DAY = re.compile(
    rf"(?:{_RECORD}|(?:urteil|beschluss|\w*bescheid|\w*schreiben|\w*brief|\w*mitteilung|\w*bekanntmachung))\b"
    r"(?: (?!im |in |zu |zum |zur |über |wegen |nach |gegen )\S+){0,6} vom ",
    re.IGNORECASE,
)
"""What a title calls the document, up to its date; the attack of 11 September would be what it is about."""


def find_date(text: str, language: Language = "und") -> str | None:
    """The first whole date in `text`."""
    return _first_stated(text, dates(text, language), language)


def published_line(line: str, language: Language = "en") -> str | None:
    """The date of a line that says little besides a date: `2023-09-14 19:31`, `Veröffentlicht am 13. Juli 2025`.

    An item of a list, opening hours and what is called another day (`Deadline: 13 July`, `生效日期：...`) are none.
    """
    if not any(map(str.isdigit, line)) or line.endswith(("。", "！", "!")) or _ITEM.match(line) or _HOURS.search(line):
        return None
    all_dates = dates(line, language)
    if not (stated := _first_stated(line, all_dates, language)):
        return None
    if _NUMBERED.match(line) and all_dates[0].span.start > 0:
        return None
    label = _LABELLED.search(line[: all_dates[0].span.start])
    if label and not _is_label(label["label"]):
        return None
    rest = line
    for found in reversed(all_dates):
        rest = f"{rest[: found.span.start]} {rest[found.span.end :]}"
    rest = _without_labels(rest)
    is_attributed = (is_labelled(line) or _ATTRIBUTED.search(line)) and not line.endswith(".")
    columns = sum(2 if is_cjk(character) else 1 for character in rest)
    return stated if columns <= (_REMNANT if is_attributed else 0) else None


def _is_label(text: str) -> bool:
    """Whether what stands before a colon calls the date behind it the day of publication."""
    return _SAYS_SO.search(text) is not None or not _without_labels(text.split()[-1] if _is_chinese(text) else text)


def _without_labels(text: str) -> str:
    """The words of `text` that are no labels of a date."""
    words = re.sub(r"[\W\d_]+", " ", text)
    if _is_chinese(words):
        words = _LABEL.sub("", words)
    return " ".join(word for word in words.split() if not _LABEL.fullmatch(word))


def _is_chinese(text: str) -> bool:
    return any(map(is_cjk, text))


def is_labelled(line: str) -> bool:
    """Whether the line calls its date the day of publication."""
    return _PUBLISHED.search(line) is not None


def is_update(line: str) -> bool:
    """Whether the line calls its date that of the last change."""
    return _UPDATED.search(line) is not None


def title_day(title: str) -> str | None:
    """The day that a title names the document by: `Protokoll der Sitzung vom 6. Februar 2025`."""
    return next(
        (
            _stated(title, found, "und")
            for found in dates(title, "de")
            if found.year is not None
            and not title[found.span.end :].strip()
            and _OF_ITS_DAY.match(title[: found.span.start])
        ),
        None,
    )


def meeting_day(title: str, line: str) -> str | None:
    """The day of a meeting, in a field of its minutes, with its hours or without: `Date: 22 October 2024, 7.30 p.m.`"""
    field = _FIELD.match(line) if _OF_A_RECORD.search(title) else None
    found = next((date for date in dates(line, "und") if date.day is not None), None) if field else None
    return _stated(line, found, "und") if field and found and found.span.start <= field.end() else None


def dateline(paragraph: str) -> str | None:
    """The date in the dateline that a story begins with: `据新华社北京7月13日电`, `MOSCOW, July 13 (Reuters) -`.

    Also that of a place and a whole date alone, as a sentence or at the head of a letter: `Lübeck, den 12. Mai 1968`.
    """
    opening = paragraph[:_OPENING]
    for found in dates(opening, "und"):
        before, after = opening[: found.span.start], opening[found.span.end :]
        is_chinese = _WIRE.match(after) is not None and not re.search(r"[。！？!?]", before)
        is_wired = is_chinese or (_PLACE.fullmatch(before) and _DASH.match(after))
        if is_wired or (found.year is not None and _stands_alone(before, after)):
            return _stated(opening, found, "und")
    return None


def _stands_alone(before: str, after: str) -> bool:
    """Whether a date has a place before it and nothing else in its sentence."""
    place = _ALONE.fullmatch(before)
    return place is not None and ("," in before or place["letter"] is not None) and _STOP.match(after) is not None


def _first_stated(text: str, found: Sequence[PartialDate], language: Language) -> str | None:
    return next((stated for each in found if (stated := _stated(text, each, language))), None)


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
