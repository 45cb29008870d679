"""Changed numbers: digits, number words and Chinese numerals, dates aside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.corrupt.answer import Reference, prose, replaced
from eval.corrupt.dates import date_spans

_WORDS = {
    "en": ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    "de": ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"],
}
_CHINESE = "一二三四五六七八九十"
_UNITS = r"[個个]?多?[個个]?(?:小[时時]|分[钟鐘]|(?<=[個个])月|天|年|名|人|美元|星期|週|周|[场場]|[項项]|座)"
_CHINESE_SITE = re.compile(rf"(?<![第\d{_CHINESE}])(?:[{_CHINESE}兩两](?={_UNITS})|[兩两{_CHINESE[1:]}](?=[個个]))")
_DIGITS = re.compile(r"(?<![\w.,:])\d+(?![\w:]|[.,]\d)|(?<![\d.,])[\d０-９]+(?![\d.,])")
_SINGULAR = {
    "en": ((r"\ban hour\b", "{} hours"), (r"\bone (month|dollar|year)\b", r"{} \1s")),
    "de": (
        (r"\beine Stunde\b", "{} Stunden"),
        (r"\beinem Monat\b", "{} Monaten"),
        (r"\beinen (?:Monat)\b", "{} Monate"),
        (r"\beinen Dollar\b", "{} Dollar"),
    ),
}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_STEPS = (1, 2, 3, 5)


def changed_number(reference: Reference) -> Iterator[str]:
    """Each number of the answer changed to others that its passages do not state."""
    text, own = reference.text, _undated(reference)
    for match in _DIGITS.finditer(own):
        for value in _others(int(match.group()), reference, keep_length=True):
            wide = match.group()[0] > "9"
            yield replaced(text, *match.span(), str(value).translate(_FULL_WIDTH) if wide else str(value))
    if reference.language in _WORDS:
        yield from _changed_words(reference, own)
    else:
        for match in _CHINESE_SITE.finditer(own):
            old = 2 if match.group() in "兩两" else _CHINESE.index(match.group()) + 1
            for value in _others(old, reference):
                yield replaced(text, *match.span(), _CHINESE[value - 1])


def _changed_words(reference: Reference, own: str) -> Iterator[str]:
    words = _WORDS[reference.language]
    for match in re.finditer(rf"\b(?:{'|'.join(words)})\b", own, re.IGNORECASE):
        for value in _others(words.index(match.group().lower()) + 2, reference):
            if value >= 2:
                new = words[value - 2]
                yield replaced(reference.text, *match.span(), new.capitalize() if match.group()[0].isupper() else new)
    for singular, plural in _SINGULAR[reference.language]:
        for match in re.finditer(singular, own):
            for value in _others(1, reference):
                if value >= 2:
                    yield replaced(reference.text, *match.span(), match.expand(plural.replace("{}", words[value - 2])))


def _others(old: int, reference: Reference, *, keep_length: bool = False) -> Iterator[int]:
    """Other numbers, of as many digits or up to ten, that the passages do not state in any notation."""
    for step in _STEPS:
        value = old - old % 10 + (old % 10 + step) % 10 if keep_length else (old + step - 1) % 10 + 1
        if value not in (0, old) and not _states(reference.support, value):
            yield value


def _states(text: str, value: int) -> bool:
    """Whether a text has the number, in digits or, up to twelve, in the words of a language."""
    if re.search(rf"(?<!\d){value}(?!\d)", text) or (value <= 10 and _CHINESE[value - 1] in text):
        return True
    spelled = [words[value - 2] for words in _WORDS.values()] if 2 <= value <= 12 else []
    pair = value == 2 and ("两" in text or "兩" in text)
    return pair or any(re.search(rf"\b{word}\b", text, re.IGNORECASE) for word in spelled)


def _undated(reference: Reference) -> str:
    """The prose with its dates blanked."""
    own = prose(reference.text)
    for start, end in date_spans(own, reference.language):
        own = replaced(own, start, end, "\0" * (end - start))
    return own
