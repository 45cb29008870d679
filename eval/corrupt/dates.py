"""Changed dates: another day, month, year or weekday."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.corrupt.answer import Reference, prose, replaced
from rag.types import Language

_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
}
_WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "zh": list("一二三四五六日"),
}
_CHINESE_WEEK = r"(?:周|週|星期)"
_STEPS = (1, 2, 4)
_MONTH_NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


def _patterns(language: Language) -> list[tuple[str, re.Pattern[str]]]:
    """What part of a date each pattern finds, in its group 1."""
    if language.startswith("zh"):
        return [
            ("year", re.compile(r"((?:1[89]|20)\d\d)(?=年)")),
            ("month", re.compile(r"(?<!\d)(\d{1,2})(?=月)")),
            ("day", re.compile(r"(?<!\d)(\d{1,2})(?=[日號号])")),
            ("weekday", re.compile(rf"{_CHINESE_WEEK}([一二三四五六日])(?![个個])")),
        ]
    months, weekdays = "|".join(_MONTHS[language]), "|".join(_WEEKDAYS[language])
    return [
        ("year", re.compile(r"(?<![\d.,])((?:1[89]|20)\d\d)(?![\d.,]\d)\b")),
        ("month", re.compile(rf"\b({months})\b")),
        (
            "day",
            re.compile(rf"(?<!\d)(\d{{1,2}})(?=(?:\.|st|nd|rd|th)?(?: of)? (?:{months}))|(?<=the )(\d{{1,2}})(?=th)"),
        ),
        ("weekday", re.compile(rf"\b({weekdays})")),
    ]


def date_spans(own: str, language: Language) -> Iterator[tuple[int, int]]:
    """Where dates, or parts of them, stand."""
    for _, pattern in _patterns(language):
        for match in pattern.finditer(own):
            yield match.span(match.lastindex or 1)


def changed_date(reference: Reference) -> Iterator[str]:
    """Each part of each date changed to others that neither the passages nor the question state."""
    own = prose(reference.text)
    stated = f"{reference.support}\n{reference.question}"
    for part, pattern in _patterns(reference.language):
        for match in pattern.finditer(own):
            start, end = match.span(match.lastindex or 1)
            for new in _others(part, own[start:end], reference.language):
                if not _states(stated, part, new):
                    yield replaced(reference.text, start, end, new)


def _others(part: str, old: str, language: Language) -> Iterator[str]:
    if part == "year":
        yield from (str(int(old) + step) for step in (-1, 1, -3))
    elif part == "day":
        yield from (str((int(old) + step - 1) % 28 + 1) for step in _STEPS)
    elif part == "month" and old.isdigit():
        yield from (str((int(old) + step - 1) % 12 + 1) for step in _STEPS)
    else:
        table = (_MONTHS if part == "month" else _WEEKDAYS)["zh" if language.startswith("zh") else language]
        yield from (table[(table.index(old) + step) % len(table)] for step in _STEPS)


def _states(text: str, part: str, value: str) -> bool:
    """Whether a text has this year, month, day or weekday, in whatever language."""
    if part == "year":
        return value in text
    if part == "day":
        return re.search(rf"(?<!\d){value}(?:日|\.|号|號|st|nd|rd|th| [A-Z])", text) is not None
    if part == "weekday":
        place = next(names.index(value) for names in _WEEKDAYS.values() if value in names)
        forms = [names[place] for names in (_WEEKDAYS["en"], _WEEKDAYS["de"])]
        return any(form in text for form in forms) or bool(re.search(_CHINESE_WEEK + _WEEKDAYS["zh"][place], text))
    place = int(value) - 1 if value.isdigit() else next(n.index(value) for n in _MONTHS.values() if value in n)
    if any(names[place] in text for names in _MONTHS.values()):
        return True
    return re.search(rf"(?<!\d){place + 1} ?月|(?<![十二]){_MONTH_NUMERALS[place]}月", text) is not None
