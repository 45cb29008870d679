"""Layer: every date of the sentence is stated, or follows from a stated one and the document's dateline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from rag.answer.checks.proof import Proof, Sentence
from rag.text.numbers import PartialDate, dates

_WEEK = 6
"""Days before and after the dateline in which a weekday lies."""


def unsupported_date(sentence: Sentence, proof: Proof) -> str | None:
    """A date that the quotes contradict or do not state.

    A quote's date without a year or month takes it from the dateline; a weekday is the one nearest to the dateline. The
    dateline alone supports no day: that a page is of the 13th does not make it the day of what it tells; its month and
    year are those of news that state none. The question's own dates are granted.
    """
    stated = [
        *proof.dates,
        *(done for one in proof.dates for line in proof.published for done in _completed(one, line)),
    ]
    numbers = {quantity.value for quantity in proof.quantities}
    for claimed in dates(sentence.text, sentence.language):
        granted = any(_covers(one, claimed) for one in (*stated, *proof.asked_dates)) or _is_of_page(claimed, proof)
        if not granted and not _is_number(claimed, numbers):
            return f"the excerpt does not state the date {claimed.span.of(sentence.text)}"
    return None


def _is_of_page(claimed: PartialDate, proof: Proof) -> bool:
    """Whether it is no more than the month or year of a document whose quotes state none of their own."""
    if claimed.day is not None or claimed.weekday is not None or any(one.month for one in proof.dates):
        return False
    return any(_covers(line, claimed) for line in proof.published)


def _completed(stated: PartialDate, dateline: PartialDate) -> Iterator[PartialDate]:
    """What a stated date is in full, given the dateline; nothing for a month or a day that it cannot place."""
    if stated.weekday is not None and stated.day is None:
        line = _calendar(dateline)
        near = [line + timedelta(days=shift) for shift in range(-_WEEK, _WEEK + 1)] if line else []
        yield from (
            replace(stated, year=day.year, month=day.month, day=day.day)
            for day in near
            if day.isoweekday() == stated.weekday
        )
        return
    year = stated.year if stated.year is not None else dateline.year
    month = stated.month if stated.month is not None or stated.day is None else dateline.month
    yield replace(stated, year=year, month=month)


def _covers(stated: PartialDate, claimed: PartialDate) -> bool:
    """Whether every part that is claimed is stated, and the same; a weekday may be worked out."""
    parts = ((stated.year, claimed.year), (stated.month, claimed.month), (stated.day, claimed.day))
    same = all(wanted is None or have == wanted for have, wanted in parts)
    return same and (claimed.weekday is None or claimed.weekday in (stated.weekday, _weekday(stated)))


def _weekday(stated: PartialDate) -> int | None:
    day = _calendar(stated)
    return day.isoweekday() if day else None


def _calendar(stated: PartialDate) -> date | None:
    """The day of the calendar that a whole date names."""
    if stated.year is None or stated.month is None or stated.day is None:
        return None
    try:
        return date(stated.year, stated.month, stated.day)
    except ValueError:
        return None


def _is_number(claimed: PartialDate, numbers: set[float]) -> bool:
    """A year alone that the quote has as a plain number."""
    return claimed.year is not None and claimed.month is None and claimed.day is None and float(claimed.year) in numbers
