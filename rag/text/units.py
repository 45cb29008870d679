"""What numbers count: units of time, money, length, weight and people in the languages served, under one name each."""

from __future__ import annotations

import re

_FORMS = {
    "year": "years? yrs? jahre?n? jahres jahrig(?:e[rnsm]?)? 周年 年(?!代) 岁",
    "month": "months? monate?n? monats monatig(?:e[rnsm]?)? 个月 月",
    "week": "weeks? wochen? wochig(?:e[rnsm]?)? 周(?![年末边围一二三四五六日]) 个?(?:星期|礼拜)(?![一二三四五六日天])",
    "day": "days? tage?n? tages tagig(?:e[rnsm]?)? 天 日",
    "decade": "decades? jahrzehnt(?:e[ns]?|s)?",
    "century": "century centuries jahrhundert(?:e[ns]?|s)? 个世纪",
    "hour": "hours? hrs? stunden? std stundig(?:e[rnsm]?)? 个?小时 个?钟头",
    "minute": "minutes? mins? minuten? minutig(?:e[rnsm]?)? 分钟",
    "second": "seconds? secs? sekunden? 秒钟?",
    "percent": r"% percent(?:age)? per\scent prozent(?:punkte?n?)? 个?百分点",
    "usd": r"us-dollars? u\.?s\.?\sdollars? us\$ dollars? 美元 美金",
    "eur": "euros? eur €(?![0-9]) 欧元",
    "gbp": "pounds?\\ssterling gbp £(?![0-9]) 英镑",
    "cny": "yuan renminbi rmb cny 元 人民币",
    "rub": "rubles? roubles? rubeln? rub 卢布",
    "jpy": "yen jpy 日元 日圆",
    "krw": "won krw 韩元 韩圆",
    "hkd": "hk\\$ hkd hong\\s?kong[-\\s]dollars? 港元 港币",
    "twd": "nt\\$ twd (?:neue?[nr]?\\s|new\\s)?taiwan[-\\s]dollars? 元?新?台币",
    "krone": "kroner? kronen kron(?:a|or) 克朗",
    "franc": "francs? franken chf 法郎",
    "rupee": "rupees? rupien? 卢比",
    "zloty": "zlot(?:y|ys|ych) 兹罗提",
    "lira": "liras? lire 里拉",
    "peso": "pesos? 比索",
    "dirham": "dirhams? 迪拉姆",
    "baht": "baht 泰铢",
    "pound": "pounds? pfund lbs? 磅",
    "square_metre": "square\\smet(?:er|re)s? quadratmetern? m2 qm 平方米 平方公尺",
    "square_kilometre": "square\\skilomet(?:er|re)s? quadratkilometern? km2 平方公里",
    "kilometre": "kilomet(?:er|re)s? kilometern km 公里 千米",
    "metre": "met(?:er|re)s? metern m(?![a-z]) 米 公尺",
    "centimetre": "centimet(?:er|re)s? zentimetern? cm 厘米 公分",
    "millimetre": "millimet(?:er|re)s? millimetern mm 毫米 公厘 公釐",
    "litre": "lit(?:er|re)s? litern l 升(?![至到高级入]) 公升",
    "millilitre": "millilit(?:er|re)s? millilitern ml 毫升",
    "hectare": "hectares? hektar 公顷",
    "acre": "acres? 英亩",
    "mu": "亩",
    "mile": "miles? meilen? mi(?![a-z]) 英里",
    "foot": "feet foot fuss ft 英尺",
    "yard": "yards? 码",
    "ounce": "ounces? unzen? oz 盎司",
    "barrel": "barrels? 桶",
    "inch": "inch(?:es)? zoll 英寸 英吋",
    "kilogram": "kilograms? kilogramms? kilos? kg 公斤 千克",
    "gram": "grams? gramms? gr? 克(?![拉里])",
    "tonne": "tons? tonnen? tonnes? 吨",
    "kilowatt_hour": "kilowatt[-\\s]?hours? kilowattstunden? kwh 千瓦时 度电",
    "megawatt_hour": "megawatt[-\\s]?hours? megawattstunden? mwh 兆瓦时",
    "watt": "watts? w 瓦特?",
    "kilowatt": "kilowatts? kw 千瓦",
    "megawatt": "megawatts? mw 兆瓦",
    "megabyte": "megabytes? mb",
    "gigabyte": "gigabytes? gb",
    "terabyte": "terabytes? tb",
    "celsius": "°\\s?c degrees?\\scelsius grad\\scelsius 摄氏度",
    "fahrenheit": "°\\s?f degrees?\\sfahrenheit grad\\sfahrenheit 华氏度",
    "degree": "degrees? grad ° 度",
    "person": "people persons? menschen personen leute 人 名 位",
}
_SYMBOLS = {"$": "usd", "us$": "usd", "€": "eur", "£": "gbp", "hk$": "hkd", "nt$": "twd", "新台币": "twd", "¥": "cny"}
"""Marks of money that stand before the number."""

_CLASSIFIER = "[个座艘架辆枚条张项届次场轮部家所只头匹颗栋间份本册套台门句层级种类批组队国省市县件票倍成]"

_AFTER = re.compile(
    r"[ -]?(?:\+|个?[多余来])?(?:"
    + "|".join(
        f"(?P<{unit}>(?:{'|'.join(sorted(forms.split(' '), key=len, reverse=True))}))"
        + ("" if unit == "percent" else r"(?![a-z])")
        for unit, forms in _FORMS.items()
    )
    + rf"|个?(?P<bare>{_CLASSIFIER}))"
)
_BEFORE = re.compile(r"(?:us\$|hk\$|nt\$|新台币|[$€£¥]) ?$")


def unit_after(folded: str, position: int) -> tuple[str | None, int]:
    """The unit that follows a number ending at `position`, and where it ends; a bare classifier has no name."""
    match = _AFTER.match(folded, position)
    if match is None:
        return None, position
    return (None if match.lastgroup == "bare" else match.lastgroup), match.end()


def money_before(folded: str, position: int) -> tuple[str | None, int]:
    """The currency whose mark stands right before `position`, and where the mark begins."""
    match = _BEFORE.search(folded, max(0, position - 4), position)
    if match is None:
        return None, position
    return _SYMBOLS[match.group().strip()], match.start()
