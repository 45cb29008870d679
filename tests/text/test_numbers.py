from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.numbers import dates, quantities
from rag.text.numerals import chinese_value
from rag.text.numerals.german import german_value
from rag.text.numerals.roman import roman_numerals

LANGUAGES = ["en", "de", "zh-Hans", "zh-Hant", "und", "fr"]


def values(text: str, language: str) -> list[tuple[float, str | None]]:
    return [(found.value, found.unit) for found in quantities(text, language) if not found.weak]


def stated(text: str, language: str) -> list[tuple[int | None, int | None, int | None]]:
    return [(date.year, date.month, date.day) for date in dates(text, language) if not date.weekday]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Lavrov answered eleven questions", "en", (11, None)),
        ("Lawrow beantwortete elf Fragen", "de", (11, None)),
        ("回答了十一个问题", "zh-Hans", (11, None)),
        ("回答了11個問題", "zh-Hant", (11, None)),
        ("１１ questions", "en", (11, None)),
        ("three-hour-plus talks", "en", (3, "hour")),
        ("ein dreistündiges Gespräch", "de", (3, "hour")),
        ("三个多小时", "zh-Hans", (3, "hour")),
        ("two and a half hours", "en", (2.5, "hour")),
        ("zweieinhalb Stunden", "de", (2.5, "hour")),
        ("兩個半小時", "zh-Hant", (2.5, "hour")),
        ("half an hour", "en", (0.5, "hour")),
        ("ein halbes Jahr", "de", (0.5, "year")),
        ("zwei Jahrzehnte", "de", (2, "decade")),
        ("两个世纪", "zh-Hans", (2, "century")),
        ("das Produkt zweier Zahlen", "de", (2, None)),
        ("半小时", "zh-Hans", (0.5, "hour")),
        ("1,000 km", "en", (1000, "kilometre")),
        ("1.000 km", "de", (1000, "kilometre")),
        ("1000公里", "zh-Hans", (1000, "kilometre")),
        ("1.5 km", "en", (1.5, "kilometre")),
        ("1,5 km", "de", (1.5, "kilometre")),
        ("$2.8bn", "en", (2.8e9, "usd")),
        ("2,8 Milliarden Dollar", "de", (2.8e9, "usd")),
        ("28 亿美元", "zh-Hans", (2.8e9, "usd")),
        ("3 million people", "en", (3e6, "person")),
        ("drei Millionen Menschen", "de", (3e6, "person")),
        ("三百万人", "zh-Hans", (3e6, "person")),
        ("twenty-three", "en", (23, None)),
        ("dreiundzwanzig", "de", (23, None)),
        ("二十三个", "zh-Hans", (23, None)),
        ("2,300 dollars", "en", (2300, "usd")),
        ("zweitausenddreihundert Dollar", "de", (2300, "usd")),
        ("5 percent", "en", (5, "percent")),
        ("fünf Prozent", "de", (5, "percent")),
        ("百分之五", "zh-Hans", (5, "percent")),
        ("百分之百", "zh-Hans", (100, "percent")),
        ("two thirds", "en", (2 / 3, None)),
        ("zwei Drittel", "de", (2 / 3, None)),
        ("三分之二", "zh-Hans", (2 / 3, None)),
        ("万分之五", "zh-Hans", (5 / 10_000, None)),
        ("rose by a quarter", "en", (0.25, None)),
        ("七成", "zh-Hans", (70, "percent")),
        ("一成二", "zh-Hant", (12, "percent")),
        ("三成半", "zh-Hans", (35, "percent")),
        ("a dozen clinics", "en", (12, None)),
        ("two dozen", "en", (24, None)),
        ("half a dozen", "en", (6, None)),
        ("zwei Dutzend", "de", (24, None)),
        ("1億2,600萬元", "zh-Hant", (126e6, "cny")),
        ("3万5千人", "zh-Hans", (35_000, "person")),
        ("1万5", "zh-Hans", (15_000, None)),
        ("1万5200元", "zh-Hans", (15_200, "cny")),
        ("陸仟伍佰元", "zh-Hant", (6500, "cny")),
        ("白銀二億兩", "zh-Hant", (2e8, None)),
        ("NT$87.2 billion", "en", (87.2e9, "twd")),
        ("新台幣872億元", "zh-Hant", (87.2e9, "twd")),
        ("2½ hours", "en", (2.5, "hour")),
        ("半公斤", "zh-Hant", (0.5, "kilogram")),
        ("7:30 p.m.", "en", (19.5, "clock")),
        ("19:30 Uhr", "de", (19.5, "clock")),
        ("晚上7点半", "zh-Hans", (19.5, "clock")),
        ("晚上11点40分", "zh-Hans", (23 + 2 / 3, "clock")),
        ("早上七点一刻", "zh-Hans", (7.25, "clock")),
        ("half past seven in the evening", "en", (19.5, "clock")),
        ("a quarter to seven p.m.", "en", (18.75, "clock")),
        ("halb acht Uhr abends", "de", (19.5, "clock")),
        ("Viertel nach vier morgens", "de", (4.25, "clock")),
        ("an hour and a quarter", "en", (1.25, "hour")),
        ("1 hour and 15 minutes", "en", (1.25, "hour")),
        ("eine Stunde und 15 Minuten", "de", (1.25, "hour")),
        ("eineinviertel Stunden", "de", (1.25, "hour")),
        ("一个小时一刻钟", "zh-Hans", (1.25, "hour")),
        ("a year and a half", "en", (1.5, "year")),
        ("three quarters of an hour", "en", (0.75, "hour")),
        ("eine Dreiviertelstunde", "de", (0.75, "hour")),
        ("三刻鐘", "zh-Hant", (0.75, "hour")),
        ("bei drei Vierteln", "de", (0.75, None)),
        ("75 years ago", "en", (75, "year")),
        ("vor 75 Jahren", "de", (75, "year")),
        ("75年前", "zh-Hans", (75, "year")),
        ("-5 degrees", "en", (-5, "degree")),
        ("長3952公尺", "zh-Hant", (3952, "metre")),
        ("12毫米", "zh-Hans", (12, "millimetre")),
        ("2,5 Liter", "de", (2.5, "litre")),
        ("40公顷", "zh-Hans", (40, "hectare")),
        ("78,5 m²", "de", (78.5, "square_metre")),
        ("200兆瓦时", "zh-Hans", (200, "megawatt_hour")),
        ("250克糖", "zh-Hans", (250, "gram")),
    ],
)
def test_a_quantity_is_the_same_in_every_language(text: str, language: str, expected: tuple[float, str]) -> None:
    assert values(text, language) == [expected]


@pytest.mark.parametrize(
    ("text", "language", "rank"),
    [
        ("the second summit", "en", 2),
        ("a second summit", "en", 2),
        ("2nd", "en", 2),
        ("the twenty-first time", "en", 21),
        ("der 2. strategischen Gespräche", "de", 2),
        ("im 19. Jahrhundert", "de", 19),
        ("der zweite Gipfel", "de", 2),
        ("第二轮", "zh-Hans", 2),
        ("第2輪", "zh-Hant", 2),
    ],
)
def test_ordinals(text: str, language: str, rank: int) -> None:
    assert [(found.value, found.is_ordinal) for found in quantities(text, language)] == [(rank, True)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("一个人一起一样，统一，十分，万一，四川，数千人，十几个，一些", "zh-Hans"),
        ("one of them, a man", "en"),
        ("eine Frau außer Acht", "de"),
        ("COVID19 and G20", "en"),
    ],
)
def test_words_that_look_like_numbers_demand_nothing(text: str, language: str) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("on July 12, 2024", "en", (2024, 7, 12)),
        ("12th of July 2024", "en", (2024, 7, 12)),
        ("2024-07-12", "en", (2024, 7, 12)),
        ("am 12. Juli 2024", "de", (2024, 7, 12)),
        ("12.07.2024", "de", (2024, 7, 12)),
        ("2024年7月12日", "zh-Hans", (2024, 7, 12)),
        ("二〇二四年七月十二日", "zh-Hans", (2024, 7, 12)),
        ("2024 年 7 月 12 日", "zh-Hant", (2024, 7, 12)),
        ("民國113年7月12日", "zh-Hant", (2024, 7, 12)),
        ("民國113年", "zh-Hant", (2024, None, None)),
        ("113年6月1日", "zh-Hant", (2024, 6, 1)),
        ("民國八十七年五月", "zh-Hant", (1998, 5, None)),
        ("民國八十七年", "zh-Hant", (1998, None, None)),
        ("公元113年8月24日", "zh-Hans", (113, 8, 24)),
        ("12 July", "en", (None, 7, 12)),
        ("am 12. Juli", "de", (None, 7, 12)),
        ("7月12日", "zh-Hans", (None, 7, 12)),
        ("12日", "zh-Hans", (None, None, 12)),
        ("in June 2024", "en", (2024, 6, None)),
        ("im Juni 2024", "de", (2024, 6, None)),
        ("2024年6月", "zh-Hans", (2024, 6, None)),
        ("in May", "en", (None, 5, None)),
        ("im März", "de", (None, 3, None)),
        ("九月会晤", "zh-Hans", (None, 9, None)),
        ("in 2009", "en", (2009, None, None)),
        ("a 2014 decision", "en", (2014, None, None)),
        ("2009年", "zh-Hans", (2009, None, None)),
        ("the 1930s", "en", (1930, None, None)),
        ("in den 1930er-Jahren", "de", (1930, None, None)),
        ("20世纪30年代", "zh-Hans", (1930, None, None)),
        ("公元前221年", "zh-Hans", (-221, None, None)),
        ("19/10/2023", "en", (2023, 10, 19)),
        ("07/12/2024", "en", (2024, 7, 12)),
        ("12.7.", "de", (None, 7, 12)),
    ],
)
def test_a_date_is_the_same_in_every_language(
    text: str, language: str, date: tuple[int | None, int | None, int | None]
) -> None:
    assert stated(text, language) == [date]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("每周一次", "zh-Hans"),
        ("每周三天", "zh-Hans"),
        ("he may march on", "en"),
        ("2000 soldiers", "en"),
        ("2000 Soldaten", "de"),
        ("1000年历史", "zh-Hans"),
    ],
)
def test_no_date(text: str, language: str) -> None:
    assert stated(text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("on Wednesday", "en"),
        ("Mittwochabend", "de"),
        ("周三晚", "zh-Hans"),
        ("星期三", "zh-Hans"),
        ("週三", "zh-Hant"),
    ],
)
def test_weekdays(text: str, language: str) -> None:
    assert [date.weekday for date in dates(text, language)] == [3]


@pytest.mark.parametrize(
    ("text", "language", "years"),
    [
        ("in 1620–21 and 1654–57", "en", [1620, 1621, 1654, 1657]),
        ("in den Jahren 1620-21", "de", [1620, 1621]),
        ("1654-57年，1740-42年间", "zh-Hans", [1654, 1657, 1740, 1742]),
        ("the 2023/24 season", "en", [2023, 2024]),
        ("model 1620-14", "en", [1620]),
        ("20世纪70年代到80年代", "zh-Hans", [1970, 1980]),
        ("18世纪70年代到80年代", "zh-Hans", [1770, 1780]),
        ("80年代初", "zh-Hans", [1980]),
    ],
)
def test_years_that_stand_together(text: str, language: str, years: list[int]) -> None:
    assert [year for year, _, _ in stated(text, language)] == years
    assert values(text, language) == [] or "model" in text


@pytest.mark.parametrize(
    ("text", "language", "ends"),
    [
        ("30 to 50 thousand", "en", [30_000, 50_000]),
        ("3-5 million", "en", [3e6, 5e6]),
        ("1,5 bis 2 Millionen", "de", [1.5e6, 2e6]),
        ("3到5万", "zh-Hans", [30_000, 50_000]),
        ("from 500 to 2 million", "en", [500, 2e6]),
        ("from 3 to 5", "en", [3, 5]),
    ],
)
def test_the_ends_of_a_range_share_its_scale(text: str, language: str, ends: list[float]) -> None:
    assert [value for value, _ in values(text, language)] == ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Super Bowl XLIX", [49]),
        ("World War II and Ludwig XIV.", [2, 14]),
        ("Charles V, part LXXIX", [5, 79]),
        ("IIII, VX, Will, XIV", []),
        ("I'm here", []),
    ],
)
def test_roman_numerals(text: str, expected: list[int]) -> None:
    assert [int(one.value) for one in roman_numerals(text)] == expected


def test_a_day_the_month_does_not_have_is_left_out() -> None:
    assert stated("31 February 2024", "en") == [(2024, 2, None)]
    assert stated("30.02.2024", "de") == []


def test_spans_are_of_the_original_and_a_date_is_no_quantity() -> None:
    text = "Am 12. Juli dauerte es über dreißig Minuten, d. h. 1.800 Sekunden."
    assert [found.span.of(text) for found in quantities(text, "de")] == ["dreißig Minuten", "1.800 Sekunden"]
    assert [found.span.of(text) for found in dates(text, "de")] == ["12. Juli"]


def _german(number: int) -> str:
    ones = ["", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
    teens = {16: "sechzehn", 17: "siebzehn"}
    tens = ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
    if number < 13:
        return ones[number]
    if number < 20:
        return teens.get(number, ones[number - 10] + "zehn")
    if number < 100:
        return (ones[number % 10] + "und" if number % 10 else "") + tens[number // 10]
    if number < 1000:
        return ones[number // 100] + "hundert" + _german(number % 100)
    return _german(number // 1000) + "tausend" + _german(number % 1000)


@given(st.integers(2, 999_999))
def test_german_number_words(number: int) -> None:
    assert german_value(_german(number).replace("ü", "u").replace("ö", "o").replace("ß", "ss")) == number


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    for size, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            rest = number % size
            gap = "零" if 0 < rest < size // 10 else ""
            return _chinese(number // size) + name + gap + (_chinese(rest) if rest else "")
    return digits[number]


@given(st.integers(1, 10**9))
def test_chinese_numerals(number: int) -> None:
    assert chinese_value(_chinese(number)) == number


@given(
    st.text(st.one_of(st.sampled_from("0123456789.,-一二十百千万亿第年月日点半两%$€ "), st.characters()), max_size=60),
    st.sampled_from(LANGUAGES),
)
def test_any_text_can_be_read(text: str, language: str) -> None:
    for found in (*quantities(text, language), *dates(text, language)):
        assert 0 <= found.span.start < found.span.end <= len(text)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "unit", ["9", "一", "9 ", "9,999", "万", "one ", "a million ", "ein ", "12. Juli ", "2024-", "三点", "百分之"]
)
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    for language in ("en", "de", "zh-Hans"):
        quantities(unit * 10_000, language)
