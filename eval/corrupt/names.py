"""Swapped names: another person for a person, another country for a country, another place for a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.corrupt.answer import Reference, latin, prose, replaced
from rag.types import Language

_LANGUAGES = ("en", "de", "zh-Hans", "zh-Hant")

_PEOPLE = """
    lavrov | Lavrov | Lawrow | 拉夫罗夫 | 拉夫羅夫 |
    kim | Kim Jong Un, Kim | Kim Jong Un, Kim | 金正恩 | 金正恩 |
    putin | Putin | Putin | 普京 | 普丁 | 普亭
    choe | Choe Son Hui | Choe Son Hui | 崔善姬 | 崔善姬 |
    peskov | Peskov | Peskow | 佩斯科夫 | 佩斯科夫 |
    budanov | Budanov | Budanow | 布达诺夫 | 布達諾夫 |
    rudenko | Rudenko | Rudenko | 鲁登科 | 魯登科 |
    matsegora | Matsegora | Mazegora | 马采戈拉 | 馬采戈拉 |
    il-sung | Kim Il Sung | Kim Il Sung | 金日成 | 金日成 |
    jong-il | Kim Jong Il | Kim Jong Il | 金正日 | 金正日 |
    zelensky | Zelensky | Selenskyj | 泽连斯基 | 澤倫斯基 |
    macron | Macron | Macron | 马克龙 | 馬克宏 |
    scholz | Scholz | Scholz | 朔尔茨 | 蕭茲 |
    biden | Biden | Biden | 拜登 | 拜登 |
    xi | Xi Jinping | Xi Jinping | 习近平 | 習近平 |
    erdogan | Erdogan | Erdogan | 埃尔多安 | 艾爾多安 |
    shoigu | Shoigu | Schoigu | 绍伊古 | 紹伊古 |
    musk | Musk | Musk | 马斯克 | 馬斯克 |
"""
_COUNTRIES = """
    korea | North Korea | Nordkorea | 朝鲜 | 北韓, 朝鮮 | 朝, DVRK, DPRK
    russia | Russia | Russland | 俄罗斯 | 俄羅斯 | 俄
    ukraine | Ukraine | Ukraine | 乌克兰 | 烏克蘭 | 乌, 烏, 基輔, 基辅
    usa | the United States | die USA | 美国 | 美國 | 美, 白宫, 华盛顿
    china | China | China | 中国 | 中國 | 中方, Chinese
    japan | Japan | Japan | 日本 | 日本 |
    france | France | Frankreich | 法国 | 法國 |
    india | India | Indien | 印度 | 印度 |
    brazil | Brazil | Brasilien | 巴西 | 巴西 |
    kenya | Kenya | Kenia | 肯尼亚 | 肯亞 |
    zealand | New Zealand | Neuseeland | 新西兰 | 紐西蘭 | 纽西兰
    philippines | the Philippines | die Philippinen | 菲律宾 | 菲律賓 |
    soviet | the Soviet Union | die Sowjetunion | 苏联 | 蘇聯 |
"""
_PLACES = """
    pyongyang | Pyongyang | Pjöngjang | 平壤 | 平壤 |
    wonsan | Wonsan | Wonsan | 元山 | 元山 |
    kursk | Kursk | Kursk | 库尔斯克 | 庫爾斯克 |
    vladivostok | Vladivostok | Wladiwostok | 符拉迪沃斯托克 | 海參崴 | 符拉迪沃斯托克, 海参崴
    moscow | Moscow | Moskau | 莫斯科 | 莫斯科 | 俄
    kyiv | Kyiv | Kiew | 基辅 | 基輔 | 乌, 烏
    beijing | Beijing | Peking | 北京 | 北京 |
    kaliningrad | Kaliningrad | Kaliningrad | 加里宁格勒 | 加里寧格勒 |
    sevastopol | Sevastopol | Sewastopol | 塞瓦斯托波尔 | 塞瓦斯托波爾 |
    amur | Amur | Amur | 阿穆尔 | 阿穆爾 |
    kamchatka | Kamchatka | Kamtschatka | 堪察加 | 堪察加 |
    hunan | Hunan | Hunan | 湖南 | 湖南 |
    washington | Washington | Washington | 华盛顿 | 華盛頓 | 美, 白宫
"""
MOST = 6
"""Swaps made of one name."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person or a place: how each language writes it, the usual form first; `signs` too tell that a text means it."""

    key: str
    forms: dict[Language, tuple[str, ...]]
    signs: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Whether a text of any language means this bearer."""
        every = [form for forms in self.forms.values() for form in forms]
        return any(sign in text for sign in (*every, *self.signs))


def _read(table: str) -> tuple[Bearer, ...]:
    bearers = []
    for line in table.strip().splitlines():
        key, *columns = (tuple(filter(None, map(str.strip, column.split(",")))) for column in line.split("|"))
        forms = dict(zip(_LANGUAGES, columns[:4], strict=True))
        bearers.append(Bearer(key[0], forms, columns[4]))
    return tuple(bearers)


PEOPLE = _read(_PEOPLE)
COUNTRIES = _read(_COUNTRIES)
PLACES = _read(_PLACES)


def sites(own: str, language: Language, bearers: tuple[Bearer, ...]) -> Iterator[tuple[int, int, Bearer]]:
    """Where the bearers are named, the longer form before the shorter."""
    forms = {form: bearer for bearer in bearers for form in bearer.forms[language]}
    ordered = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    edges = rf"\b(?:{ordered})(?=s?\b)(?!-)" if latin(language) else ordered
    for match in re.finditer(edges, own):
        yield match.start(), match.end(), forms[match.group()]


def swapped_name(reference: Reference) -> Iterator[str]:
    """Each name replaced by those of others of its kind, whom neither the answer nor its passages mention."""
    own = prose(reference.text)
    for kind in (PEOPLE, COUNTRIES, PLACES):
        for start, end, bearer in sites(own, reference.language, kind):
            others = [one for one in kind if one is not bearer and not one.is_in(reference.text + reference.support)]
            # Those the question and the other passages mention are the likelier slips.
            near = "\n".join((*reference.passages, reference.question))
            others.sort(key=lambda one: not one.is_in(near))
            alike = [
                form
                for one in others
                if _has_article(form := one.forms[reference.language][0]) == _has_article(own[start:end])
            ]
            for form in alike[:MOST]:
                yield replaced(reference.text, start, end, form)


def _has_article(form: str) -> bool:
    return form.startswith(("the ", "die "))
