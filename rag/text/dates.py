"""Dates as texts give them: whole, without a year, a month or a year alone, a weekday."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rag.text.fold import Folded, fold
from rag.text.numerals import chinese_value
from rag.text.units import unit_after
from rag.types import Language, Span

_MONTHS = {
    1: "january januar janner jan",
    2: "february februar feb",
    3: "march marz mar",
    4: "april apr",
    5: "may mai",
    6: "june juni jun",
    7: "july juli jul",
    8: "august aug",
    9: "september sept sep",
    10: "october oktober oct okt",
    11: "november nov",
    12: "december dezember dec dez",
}
_MONTH_OF = {name: month for month, names in _MONTHS.items() for name in names.split(" ")}
_WEEKDAYS = {
    1: "monday montag",
    2: "tuesday dienstag",
    3: "wednesday mittwoch",
    4: "thursday donnerstag",
    5: "friday freitag",
    6: "saturday samstag sonnabend",
    7: "sunday sonntag",
}
_WEEKDAY_OF = {name: day for day, names in _WEEKDAYS.items() for name in names.split(" ")}
_CHINESE_WEEKDAYS = "一二三四五六日天"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is stated. `weekday` is ISO's: Monday is 1."""

    year: int | None
    month: int | None
    day: int | None
    span: Span
    weekday: int | None = None

    @property
    def is_possible(self) -> bool:
        """Whether the calendar has such a month and day."""
        days = 29 if self.month == 2 else 30 if self.month in (4, 6, 9, 11) else 31
        return (self.month is None or 1 <= self.month <= 12) and (self.day is None or 1 <= self.day <= days)


_NAME = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_SHORT_NAMES = frozenset({"june", "july", "juni", "juli", "mai", "marz"})
_FULL_NAME = "|".join(name for name in _MONTH_OF if len(name) > 4 or name in _SHORT_NAMES)
_ALSO_WORDS = frozenset({"may", "march", "mar"})
"""Months that are other words too: read as months only with a capital letter."""

_YEAR = r"(?:1[0-9]{3}|20[0-9]{2}|21[0-9]{2})(?![0-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_ZH = "[〇零一二三四五六七八九]"
_ZH_SMALL = r"(?:[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_REPUBLICAN = "(?:[0-9]{1,3}|[一二三四五六七八九十百零]{1,6})"
_PERIOD = "(?:份|初|底|末|度)? ?"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # 2024-07-12, 2024/7/12
        rf"(?<![0-9.,/-])(?P<year>{_YEAR})(?P<mark>[-/.])(?P<month>{_DAY})(?P=mark)(?P<day>{_DAY})(?![0-9])",
        # 12.07.2024, 19/10/2023; 12.7.
        rf"(?<![0-9.,/-])(?P<day>{_DAY})(?P<mark>[./])(?P<month>{_DAY})(?P=mark)(?P<year>{_YEAR})",
        rf"(?<![0-9.,/-])(?P<day>{_DAY})\. ?(?P<month>{_DAY})\.(?![0-9])",
        # 12. Juli 2024, 12 July, 12th of July; July 12, 2024; July 2024; July
        rf"(?<![0-9.,])(?P<day>{_DAY})(?:\.|st|nd|rd|th)?(?: of)? (?P<name>{_NAME})\b\.?(?:,? (?P<year>{_YEAR}))?",
        rf"\b(?P<name>{_NAME})\b\.? (?P<day>{_DAY})(?:st|nd|rd|th)?(?![0-9:.]*[0-9]|,[0-9])"
        rf"(?:,? (?P<year>{_YEAR}))?",
        rf"\b(?P<name>{_NAME})\b\.?,? (?P<year>{_YEAR})",
        rf"(?P<before>(?:\b[a-z]+ )?)\b(?P<name>{_FULL_NAME}|may)\b",
        # 2024年7月12日, 二〇二四年七月, 7月12日
        rf"(?<![0-9.])(?:(?P<year>[0-9]{{4}}|{_ZH}{{4}}|(?<=民国){_REPUBLICAN}|1[0-3][0-9]) ?年{_PERIOD})?"
        rf"(?P<month>{_ZH_SMALL}) ?月{_PERIOD}(?:(?P<day>{_ZH_SMALL}) ?[日号])?",
        # 1620-21: the second year
        r"(?<=(?<![0-9])(?:1[0-9]|2[01])[0-9]{2}[-/])(?P<tail>[0-9]{2})(?![0-9]|[-/.,][0-9])",
        # 公元前221年, 民国112年; 2024年; 13日
        rf"(?:[公西]元(?P<before_christ>前)?|民国)(?P<year>[0-9]{{4}}|{_REPUBLICAN}) ?年(?! ?{_ZH_SMALL} ?月)",
        rf"(?<![0-9.])(?P<year>1[5-9][0-9]{{2}}|2[01][0-9]{{2}}|[一二]{_ZH}{{3}})"
        rf"(?=(?:[-~/](?:[0-9]{{4}}|[0-9]{{2}}))? ?年(?![前后来]))",
        r"(?<![0-9.])(?P<day>[0-9]{1,2}|二?十[一二三四五六七八九]|二十|三十一?) ?日"
        r"(?![内本元圆报游间]|之(?![前后]))",
        r"(?:(?P<century>1[0-9]|20|上) ?世纪 ?|(?<![0-9世纪]))"
        r"(?P<decade>[1-9]0|[一二三四五六七八九]十) ?年代",
        # weekdays
        rf"\b(?P<weekday>{'|'.join(_WEEKDAY_OF)})(?:s|abend\w*|nacht|morgen|mittag|vormittag|nachmittag)?\b",
        rf"(?:星期|礼拜|(?<![一二两三四五六七八九十0-9])周)"
        rf"(?P<weekday>[{_CHINESE_WEEKDAYS}])(?![年方遭]|(?<=每周.)[天次个小本篇期场堂节])",
        # 2024
        rf"(?<![0-9a-z.,$€£¥/:+-])(?P<bare>{_YEAR})(?P<decade>er|ern|s)?\b(?![.,]?[0-9]| ?[十百千万亿])",
    )
)
_CENTURY = re.compile("(?P<century>1[0-9]|20|上) ?世纪[^世。]{1,8}$")
"""What stands before the second decade of one century: 18世纪70年代到80年代."""
_MONTH_FOLLOWS = re.compile(
    r"(?:in|im|last|next|since|until|by|early|mid|late|of|this|from|to|during|seit|bis|ab|ende|anfang) $"
)
_YEAR_FOLLOWS = re.compile(
    r"(?:\b(?:in|im|jahre?s?|year|of|since|seit|from|von|until|till|bis|to|by|before|after|vor|nach|ab|around|um|during"
    r"|early|late|mid|anfang|ende|mitte|sommer|winter|herbst|fruhjahr|spring|summer|autumn|fall|the|der|die|das|zwischen"
    r"|between|and|und) |[(-])$"
)
_NOTHING_COUNTED = re.compile(r" ?(?:$|[^a-z0-9 ])| (?:and|und|to|bis|was|war|wurde|by|in|the|he|she|it|er|sie|es)\b")
_COUNTED = {"en": re.compile(r" [a-z]+[^s']s\b"), "de": re.compile(" [A-ZÄÖÜ]")}
"""What may follow a number that counts: in English a plural, in German a noun (in the original's case)."""
_REPUBLIC = 1911


def dates(text: str, language: Language) -> list[PartialDate]:
    """The dates of `text` in order of position; nothing is completed from the context.

    07/12/2024 is read day first, in English month first unless that is impossible. Years of the Republic of China
    (民國112年, 112年9月15日) are converted; years before the common era are negative.
    """
    folded = fold(text)
    return [replace(date, span=folded.span(date.span.start, date.span.end)) for date in folded_dates(folded, language)]


def folded_dates(folded: Folded, language: Language) -> list[PartialDate]:
    """As `dates`, with spans in the folded text."""
    found = [
        date
        for pattern in _PATTERNS
        for match in pattern.finditer(folded.text)
        if (date := _read(match, folded, language)) is not None and date.is_possible
    ]
    kept: list[PartialDate] = []
    for date in sorted(found, key=lambda date: (date.span.start, -date.span.end)):
        if not kept or date.span.start >= kept[-1].span.end:
            kept.append(date)
    return kept


def _read(match: re.Match[str], folded: Folded, language: Language) -> PartialDate | None:
    """The date a pattern matched; None if the words around it make it something else."""
    groups = match.groupdict()
    span = Span(match.start(), match.end())
    if weekday := groups.get("weekday"):
        chinese = _CHINESE_WEEKDAYS.find(weekday) + 1
        return PartialDate(None, None, None, span, weekday=min(chinese, 7) or _WEEKDAY_OF[weekday])
    if tail := groups.get("tail"):
        first = int(folded.text[match.start() - 5 : match.start() - 1])
        second = first - first % 100 + int(tail)
        return PartialDate(second, None, None, span) if second > first else None
    if bare := groups.get("bare"):
        return PartialDate(int(bare), None, None, span) if _is_year(match, folded, language) else None
    if "century" in groups:
        earlier = _CENTURY.search(folded.text, max(0, match.start() - 12), match.start())
        century = groups["century"] or (earlier["century"] if earlier else "上")
        before = 1900 if century == "上" else 100 * (int(century) - 1)
        return PartialDate(before + int(chinese_value(groups["decade"])), None, None, span)
    year, month, day = (_number(groups.get(name)) for name in ("year", "month", "day"))
    if name := groups.get("name"):
        month = _MONTH_OF[name]
        span = Span(match.start("name") if "before" in groups else span.start, span.end)
        if not _is_month(name, groups.get("before"), folded.original[folded.starts[match.start("name")]]):
            return None
    if _is_month_first(match, language):
        day, month = month, day
    if year is not None and _counts_from_the_republic(folded.text, match.start("year"), year, month):
        year += _REPUBLIC
    elif year is not None and groups.get("before_christ"):
        year = -year
    return PartialDate(year, month, day, span)


def _counts_from_the_republic(text: str, start: int, year: int, month: int | None) -> bool:
    """Whether a year is of the Republic of China: called so, or of three digits before a month (113年6月)."""
    era = text[max(0, start - 2) : start]
    return era == "民国" or (99 < year < 1000 and month is not None and era not in ("公元", "西元"))


def _is_month_first(match: re.Match[str], language: Language) -> bool:
    """Whether digits between slashes that begin with the day or the month may begin with the month, as in English."""
    groups = match.groupdict()
    if groups.get("mark") != "/" or language != "en":
        return False
    return match.start("day") < match.start("year") and int(groups["day"]) <= 12


def _number(digits: str | None) -> int | None:
    return None if not digits else int(chinese_value(digits))


def _is_month(name: str, before: str | None, first_letter: str) -> bool:
    """A name that is another word too needs its capital, and standing alone a word that leads to a month."""
    if name not in _ALSO_WORDS:
        return True
    return first_letter.isupper() and (before is None or _MONTH_FOLLOWS.search(before) is not None)


def _is_year(match: re.Match[str], folded: Folded, language: Language) -> bool:
    """Four digits are a year after a word that leads to one, and where nothing follows that they could count.

    In the 20th and 21st century everything is taken for a year but what clearly counts.
    """
    if match["decade"]:
        return True
    start, end = match.span()
    if unit_after(folded.text, end)[1] > end:
        return False
    if _YEAR_FOLLOWS.search(folded.text, max(0, start - 12), start):
        return True
    if match["bare"][:2] in ("19", "20") and language in _COUNTED:
        return _COUNTED[language].match(folded.original, folded.ends[end - 1]) is None
    return _NOTHING_COUNTED.match(folded.text, end) is not None


_ISO = re.compile(r"(?P<year>\d{4}|-)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


def iso_date(written: str | None) -> PartialDate | None:
    """A date as records hold it: `2023-09-14`, or `--07-13` where no year is stated; None for anything else."""
    match = _ISO.match(written or "")
    if match is None:
        return None
    year, month, day = (int(part) if part and part != "-" else None for part in match.groups())
    return PartialDate(year, month, day, Span(0, match.end()))
