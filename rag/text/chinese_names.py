"""Names in Chinese text: places by their list, transliterations by their characters, other people by context.

A surname begins ordinary words as often as names, so it needs evidence: a title before, a title or a verb of saying
after; or the edges of a phrase on both sides and characters that given names use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.text.function_words import BEHIND_NAMES, words
from rag.text.places import chinese_places
from rag.text.scripts import HAN
from rag.text.sound import SHORTEST, SYLLABLE, TRANSLITERATING, skeleton, transliterations
from rag.types import Span

_SURNAMES = (
    "欧阳|司马|诸葛|上官|司徒|夏侯|慕容|皇甫|令狐|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾"
    "彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟万段雷钱汤尹黎易常武乔贺赖龚"
    "文朴习温奥江鲍柳辛申权池元千]"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建志文正恩善姬日成近毅寅博永春晓光辉宇浩泽昊子俊鹏飞龙凤玉珍琴梅红云秋冬雪"
    "莲荣德福贵富祥瑞祖宗耀立民庆宁安康顺昌盛兴旺仁义礼智信忠孝诚良美慧淑贤惠琳琪瑶婷佳嘉欣怡颖雅倩楠茜薇洁玲莉萍媛晴雯思梦诗涵韵"
    "悦健斌峰海江波润清源林森松栋岩岳宏洪鸿广远哲学炳勋东南北西小家国锦涛泰勋权喜淳昭娥翠胜利爱彬凯钧锋斌尔希载仙哲允贞姝"
)
_TITLE = (
    "总统|主席|总理|首相|外长|外相|部长|大臣|外务相|委员长|总书记|书记|秘书长|发言人|大使|将军|司令|议员|议长|记者|教授|博士|先生|女士"
    "|小姐|同志|领导人|总裁|经理|董事长|院长|主任|市长|省长|校长|会长|队长|教练|导演|演员|歌手|作家|律师|法官|代表|专家|学者|元帅|国王|皇帝"
    "|负责人|首长|参谋长|司令员|上将|中将|少将|上校|元首|首脑|领袖|外务省|主管|官员"
)
_SAYS = (
    "表示|指出|强调|认为|补充|告诉|回答|宣布|透露|写道|呼吁|承诺|感谢|警告|承认|否认|重申|提到|坦言|声称|宣称|介绍|回应|解释|批评"
    "|说|称|问|答|道"
)
_ASKED_TO_SAY = (
    "(?:怎么|怎样|如何|咋)(?:说|讲|看|评价|评论|回应|回答|解释|表示)"
    "|有(?:何|什么|哪些)(?:看法|评价|评论|回应|意见|观点|反应)"
)
_BEFORE_TITLE = re.compile(rf"(?:{_TITLE})$")
_AFTER_STRONG = re.compile(rf"(?:{_SAYS}|{_TITLE}|{_ASKED_TO_SAY})")
_EDGE_BEFORE = re.compile(r"(?:^|[^\w·]|[和与同对向由让据给跟及为]|随后|提醒|嘱托|会见|接见|邀请|陪同)$")
_EDGE_AFTER = re.compile(
    rf"$|[^\w·]|{'|'.join(sorted(BEHIND_NAMES))}|[和与同对向在将于的是曾也已还就又等及并亲则]|会见|会面|会谈|会晤|访问|抵达|接见|举行|邀请|出席|参观|保持|转达|提议|离开|前往"
)
_PERSON = re.compile(rf"(?P<surname>{_SURNAMES})(?P<given>[{HAN}]{{1,2}})")
_NEVERGIVEN = re.compile("[的了在是和与有不会将对说称表示指出这那他她它们我你之其而被把着过吗呢写年月日]")
_CONTEXT = 4


def chinese_names(folded: str) -> list[Span]:
    """Where names stand in a folded text, in order and disjoint; a name found once is found everywhere in the text."""
    known = [place.span for place in chinese_places(folded)]
    spans = [*known, *_transliterated(folded, known), *_persons(folded)]
    found = _shortest({span.of(folded) for span in spans})
    return list(_occurrences(folded, found))


def is_personal(name: str) -> bool:
    """Whether a name in folded Chinese is a surname with characters that given names use."""
    found = _PERSON.fullmatch(name)
    return found is not None and all(character in GIVEN for character in found["given"])


def _shortest(names: set[str]) -> set[str]:
    """The names without those that hold another and a stray character or more: 托拉夫罗夫 where 拉夫罗夫 is a name."""
    return {name for name in names if "·" in name or not any(part in names for part in _inner(name))}


def _inner(name: str) -> Iterator[str]:
    """What is left of a name without one character at an end, and its parts of three characters or more."""
    length = len(name)
    for start in range(length):
        for end in range(start + 1, length + 1):
            if 2 <= end - start < length and (end - start == length - 1 or end - start > 2):
                yield name[start:end]


def _occurrences(folded: str, names: set[str]) -> Iterator[Span]:
    """Every place where one of the names stands, the longer before the shorter."""
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[0], set()).add(len(name))
    position = 0
    while position < len(folded):
        ends = (position + length for length in sorted(lengths.get(folded[position], ()), reverse=True))
        end = next((end for end in ends if end <= len(folded) and folded[position:end] in names), None)
        if end is not None:
            yield Span(position, end)
        position = end or position + 1


def _transliterated(folded: str, known: list[Span]) -> Iterator[Span]:
    """Transliterated names, with the parts that points join (谢尔盖·拉夫罗夫); short ones where context shows them."""
    for run in transliterations(folded, known):
        start, end = run.start, run.end
        if before := _PARTS_BEFORE.search(folded, max(0, start - _LONGEST), start):
            start = before.start()
        if after := _PARTS_AFTER.match(folded, end):
            end = after.end()
        is_long = end - start > 2 or len(skeleton(folded[start:end])) >= SHORTEST
        if is_long and folded[start:end] not in _WORDS:
            yield Span(start, end)
    for match in _SHORT.finditer(folded):
        if match.group() not in _WORDS and _is_shown(folded, match.start(), match.end(), needs_strong=True):
            yield Span(*match.span())


_SHORT = re.compile(f"(?<![{''.join(sorted(TRANSLITERATING))}]){SYLLABLE}{{2,3}}(?!{SYLLABLE})")
_PARTS_BEFORE = re.compile(f"(?:{SYLLABLE}{{1,7}}·)+$")
_PARTS_AFTER = re.compile(f"(?:·{SYLLABLE}{{1,7}})+")
_LONGEST = 24
_WORDS = words(
    """特别 何时 何人 何处 任何 以及 基本 大力 强大 高度 方向 安全 文中 文学 文明 文臣 王国 王子 陆军 许多 任命 任期
    文件 高层 白宫 武术 根基 黎明 森林 登基 坦克"""
)
"""Ordinary words made of transliterating characters, or of a surname and one of given names."""


def _persons(folded: str) -> Iterator[Span]:
    position = 0
    while match := _PERSON.search(folded, position):
        position = match.start() + 1
        for end in range(match.end(), match.start("given"), -1):
            given = folded[match.start("given") : end]
            usual = all(character in GIVEN for character in given)
            if match["surname"] + given in _WORDS or _NEVERGIVEN.search(given):
                continue
            titled = usual and _BEFORE_TITLE.search(folded[max(0, match.start() - _CONTEXT) : match.start()])
            if titled or _is_shown(folded, match.start(), end, needs_strong=not usual):
                yield Span(match.start(), end)
                position = end
                break


def _is_shown(folded: str, start: int, end: int, *, needs_strong: bool) -> bool:
    """Whether what surrounds a name shows it: edges on both sides and, if needed, a title or a verb of saying."""
    before, after = folded[max(0, start - _CONTEXT) : start], folded[end : end + _CONTEXT]
    titled = _BEFORE_TITLE.search(before) is not None
    saying = _AFTER_STRONG.match(after) is not None
    alone = not before and not after
    left = titled or _EDGE_BEFORE.search(before) is not None
    right = saying or _EDGE_AFTER.match(after) is not None
    return left and right and (titled or saying or alone or not needs_strong)
