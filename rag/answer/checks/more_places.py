"""Places that the list of countries and time zones (`rag.text.places`) lacks: capitals, regions, states of old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from rag.answer.checks.nations import derived_from
from rag.text.fold import fold
from rag.text.places import is_part_of_a_name
from rag.types import Span

_TABLE: Final = """
    Beijing, Peking, 北京 | Washington, 华盛顿 | New Delhi, Neu-Delhi, 新德里 | Ottawa, 渥太华
    Canberra, 堪培拉, 坎培拉 | Bern, 伯尔尼, 伯恩 | Ankara, 安卡拉 | Islamabad, 伊斯兰堡
    Pretoria, 比勒陀利亚, 普利托利亚 | Hanoi, 河内 | Rabat, 拉巴特 | Abuja, 阿布贾 | Astana, 阿斯塔纳
    Wellington, 惠灵顿, 威灵顿 | The Hague, Den Haag, 海牙 | Geneva, Genf, 日内瓦 | Munich, München, 慕尼黑
    Frankfurt, 法兰克福 | Barcelona, 巴塞罗那, 巴塞隆纳 | Milan, Mailand, 米兰
    Saint Petersburg, St Petersburg, St. Petersburg, Sankt Petersburg, 圣彼得堡 | Mumbai, 孟买 | Shenzhen, 深圳
    Guangzhou, 广州 | Osaka, 大阪 | Hiroshima, 广岛 | Busan, 釜山 | Crimea, Krim, 克里米亚 | Gaza, 加沙, 加萨
    Soviet Union, Sowjetunion, USSR, UdSSR, 苏联 | Yugoslavia, Jugoslawien, 南斯拉夫 | Siberia, Sibirien, 西伯利亚
    Czechoslovakia, Tschechoslowakei, 捷克斯洛伐克 | Donbas, Donbass, 顿巴斯 | Tibet, 西藏 | Xinjiang, 新疆
    Kashmir, Kaschmir, 克什米尔, 喀什米尔 | California, Kalifornien, 加利福尼亚, 加州
    Texas, 得克萨斯, 德克萨斯, 德州 | Bavaria, Bayern, 巴伐利亚 | Scotland, Schottland, 苏格兰 | England, 英格兰
    Europe, Europa, 欧洲 | Asia, Asien, 亚洲 | Africa, Afrika, 非洲
    Middle East, Nahost, Naher Osten, Nahen Osten, 中东 | Prussia, Preußen, 普鲁士 | Bohemia, Böhmen, 波希米亚
    Saxony, Sachsen, 萨克森 | Silesia, Schlesien, 西里西亚 | Anatolia, Anatolien, 安纳托利亚
    Cilicia, Kilikien, 奇里乞亚, 西利西亚 | Antioch, Antiochia, 安条克, 安提阿 | Castile, Kastilien, 卡斯蒂利亚
    Constantinople, Konstantinopel, 君士坦丁堡 | Cologne, Köln, 科隆 | Nuremberg, Nürnberg, 纽伦堡
    Venice, Venedig, 威尼斯 | Florence, Florenz, 佛罗伦萨 | Naples, Neapel, 那不勒斯 | Sicily, Sizilien, 西西里
    Tuscany, Toskana, 托斯卡纳 | Catalonia, Katalonien, 加泰罗尼亚 | Flanders, Flandern, 佛兰德, 法兰德斯
    Burgundy, Burgund, 勃艮第 | Alsace, Elsass, 阿尔萨斯 | Styria, Steiermark, 施泰尔马克
    Lake Constance, Bodensee, 博登湖 | Danube, Donau, 多瑙河 | Rhine, Rhein, 莱茵河 | Latin, Latein, 拉丁
    Ottoman, Osmanen, 奥斯曼, 鄂图曼 | Gdansk, Danzig, 但泽, 格但斯克
"""
"""A place to each entry, with its forms in English, German and Simplified; Traditional folds to that."""


_BY_ANOTHER_ROOT: Final = {
    "Scotland": "scottish schott",
    "Europe": "europ",
    "Africa": "afric afrik afro",
    "Asia": "asiat",
    "Ottoman": "osman",
}
"""Roots, folded, of the adjectives that the name of the place does not yield."""


_IN_ONE: Final = {
    "Africa": "[东西南北中]非(?!常|法|洲)", "Asia": "[东西南北中]亚(?!洲)|亚太|欧亚",
    "Europe": "[东西南北中对在赴驻访旅全]欧(?!洲)|欧[盟元美方亚]",
}  # fmt: skip
"""One Chinese character for a part of the world, in Simplified."""


@cache
def _places() -> tuple[dict[str, str], re.Pattern[str]]:
    """The place of each folded form, and what finds the forms, the longer before the shorter."""
    entries = [[form.strip() for form in entry.split(",")] for entry in re.split(r"[|\n]", _TABLE) if entry.strip()]
    place_of = {fold(form).text: entry[0] for entry in entries for form in entry}
    forms = sorted(place_of, key=len, reverse=True)
    found = "|".join(rf"\b{re.escape(form)}(?=s?\b)" if form.isascii() else form for form in forms)
    return place_of, re.compile(found)


def more_places(text: str) -> Iterator[tuple[str, Span]]:
    """The places of the table in a text of any language: which, and where in the text."""
    place_of, pattern = _places()
    folded = fold(text)
    for match in pattern.finditer(folded.text):
        if match.group().isascii() or not is_part_of_a_name(folded.text, match, pattern):
            yield place_of[match.group()], folded.span(*match.span())


@cache
def means_place(place: str) -> re.Pattern[str]:
    """Finds in a folded text what is made of a place of the table: European, schottisch, 北非."""
    place_of, _ = _places()
    forms = [form for form, known in place_of.items() if known == place and form.isascii()]
    derived = derived_from([*forms, *_BY_ANOTHER_ROOT.get(place, "").split()])
    return re.compile(f"{derived.pattern}|{_IN_ONE[place]}") if place in _IN_ONE else derived


def is_of_place(word: str) -> bool:
    """Whether a word is the adjective of a place of the table, or one of its people."""
    folded = fold(word).text
    return any(means_place(place).fullmatch(folded) for place in set(_places()[0].values()))
