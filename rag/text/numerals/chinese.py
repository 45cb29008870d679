"""Chinese numerals, in Simplified characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from rag.text.numerals.numeral import Numeral

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}

_NUMERAL = re.compile(
    r"(?P<fraction>(?!百分之)[一二两三四五六七八九十百千万]{1,9}分之[零一二三四五六七八九十百]{1,9})"
    r"|(?P<formal>[壹贰叁肆伍陆柒捌玖][壹贰叁肆伍陆柒捌玖零拾佰仟万亿]+)"
    r"|(?P<plain>[零〇一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+)?)"
)
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
"""What contracts and cheques write."""
_FORMAL_SCALE = re.compile("[拾佰仟万亿]")
_NO_NUMBER = re.compile(
    r"十分(?!钟|之)|四分卫|[一二三四五多]元(?=[组论化性素]|函数|方程|结构)|万一|[千万]万|一[一样起些直般定旦切向致再度]|[统唯单同专万逐之]一|四川|三星|五角大楼|百姓|九江|两岸"
)
_MEASURE = re.compile(
    r"[个名位人年天日周岁月次届项件座艘架辆枚条张场轮部家所只头匹颗栋间份本册套台门句层级种类批组队国省市县村元块美欧英卢港韩吨公千米"
    r"厘斤度票分秒小时倍成点多余%]"
)
_LONGEST = 24


def chinese_numerals(folded: str) -> Iterator[Numeral]:
    """Chinese numerals in order. One that neither counts something nor is composed of several characters is weak."""
    for match in _NUMERAL.finditer(folded):
        numeral, start, end = match.group().translate(_FORMAL), match.start(), match.end()
        if match["fraction"]:
            below, above = numeral.split("分之")
            yield Numeral(chinese_value(above) / chinese_value(below), start, end)
            continue
        if match["formal"] and not _FORMAL_SCALE.search(match["formal"]):
            continue  # 陆 and 伍 are surnames
        if len(numeral) > 1 and numeral[-1] == "两":  # 二亿两: what is counted are taels
            numeral, end = numeral[:-1], end - 1
        before, after = folded[max(0, start - 1) : start], folded[end : end + 1]
        is_vague = before in ("几", "数") or after == "几"
        is_whole = numeral == "百" and folded.endswith("百分之", 0, start)
        is_tail = before.isdigit() or (numeral[0] in "百千万亿" and not is_whole) or len(numeral) > _LONGEST
        if is_vague or is_tail or _NO_NUMBER.match(folded, max(0, start - 1)) or _NO_NUMBER.match(folded, start):
            continue
        value = chinese_value(numeral)
        is_ordinal = before == "第"
        composed = len(numeral) > 1 or is_whole
        measured = _MEASURE.match(folded, end) is not None and numeral != "一"
        yield Numeral(value, start, end, is_ordinal, weak=not (composed or measured or (is_ordinal and value != 1)))


def chinese_value(numeral: str) -> Fraction:
    """The value of a Chinese numeral (二十三, 一百零五, 二〇二四, 三点五, 两万); of Latin digits too.

    >>> chinese_value("一百二十万")
    Fraction(1200000, 1)
    """
    if numeral[0].isdigit() and numeral[0] not in _DIGITS:
        return Fraction(numeral)
    whole, _, decimals = numeral.partition("点")
    fraction = Fraction(0)
    for place, character in enumerate(decimals, 1):
        fraction += Fraction(_DIGITS[character], 10**place)
    if len(whole) > 1 and all(character in _DIGITS for character in whole):
        return Fraction(int("".join(str(_DIGITS[character]) for character in whole))) + fraction
    total = section = digit = 0
    for character in whole:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in TENS:
            section += (digit or 1) * TENS[character]
            digit = 0
        else:
            unit, ahead = MYRIADS[character], section + digit
            total = total + ahead * unit if total >= unit else (total + ahead or 1) * unit
            section = digit = 0
    return total + section + digit + fraction
