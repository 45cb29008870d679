"""Whether two names may be of one bearer, Chinese and Korean names included.

`same_name` compares spellings and sounds. The characters of a name like 金正恩 do not spell its sound, so across
scripts it is known by its surname, of which there are few: 金 is read Jin, Kim or Gim.
"""

from __future__ import annotations

from collections.abc import Collection

from rag.answer.speech import simplified_text
from rag.text.fold import fold
from rag.text.names import same_name
from rag.text.scripts import is_han
from rag.text.sound import TRANSLITERATING, reads_like_a_name, skeleton, skeletons

_TABLE = """
    金 jin kim gim, 崔 cui choe choi, 朴 piao pak park bak, 李 li lee ri rhee yi i, 赵 zhao jo cho chao,
    郑 zheng jong jung chung cheng, 姜 jiang kang gang, 尹 yin yun yoon, 张 zhang jang chang,
    林 lin rim im lim lam, 韩 han, 吴 wu o oh ng, 申 shen sin shin, 徐 xu so seo hsu, 权 quan kwon gwon,
    黄 huang hwang wong, 安 an ahn, 宋 song soong, 柳 liu ryu yu yoo, 洪 hong, 文 wen mun moon, 玄 xuan hyon hyun,
    王 wang wong, 习 xi, 胡 hu, 刘 liu lau, 陈 chen chan tan jin, 杨 yang yeung, 周 zhou chou chow chu ju,
    孙 sun son, 马 ma, 朱 zhu chu joo ju, 郭 guo kuo kwok, 何 he ho, 高 gao ko go kao, 罗 luo lo ro no,
    梁 liang leung ryang, 唐 tang, 许 xu hsu hui ho heo hur, 邓 deng teng tang, 冯 feng fung, 曹 cao tsao cho jo,
    彭 peng pang, 曾 zeng tseng tsang, 蔡 cai tsai choi chae, 董 dong tung, 蒋 jiang chiang, 萧 xiao hsiao siu,
    程 cheng, 沈 shen sim, 吕 lu lui yo, 丁 ding ting jong jung, 魏 wei, 苏 su so, 卢 lu lo ro roh no,
    秦 qin chin, 钱 qian chien, 汪 wang, 田 tian jon jeon, 任 ren im rim, 江 jiang kang, 余 yu, 叶 ye yeh ip yip,
    毛 mao, 温 wen on, 栗 li, 赖 lai, 石 shi sok seok, 全 quan jon jeon chun, 白 bai paek baek, 裴 pei pae bae,
    南 nan nam, 武 wu, 阮 nguyen ruan, 范 fan pham, 谢 xie tse hsieh, 段 duan, 孔 kong gong, 岸 kishi, 安倍 abe,
    石破 ishiba, 川普 trump, 特朗 trump
"""
"""Surnames in Simplified, each with the ways it is written in Latin letters (Mandarin, Cantonese, Korean).
Last, one whose transliterations do not sound alike."""
_READINGS = {entry.split()[0]: frozenset(entry.split()[1:]) for entry in _TABLE.split(",")}


FEWEST_SOUNDS = 3
"""Of a name that can be told by its sound."""
_LONGEST_SYLLABLE = 5
_NEAR = 0.4
"""Share of sounds that may differ: 斯特拉斯堡 is Strasbourg though it drops one, 苏格兰 is Scotland."""


def may_be_same(one: str, other: str) -> bool:
    """Whether two names may mean the same bearer; a surname alone is anyone's who has it."""
    if same_name(one, other):
        return True
    if not _are_of_two_scripts(one, other):
        return _sound_same(one, other) if one and is_han(one[0]) else _share_last_word(one, other)
    han, latin = _han_first(one, other)
    return not reads_like_a_name(han) and _surname_agrees(han, latin) is True


def are_different(one: str, other: str) -> bool:
    """Whether two names certainly mean two bearers.

    In one script that is so when neither has a word of the other. Across scripts it takes two sounds that are far
    apart, or a known surname that is another; what is named by its meaning (the State Department, 国务院) cannot be
    compared.
    """
    if not _are_of_two_scripts(one, other):
        return bool(one and other) and not may_be_same(one, other)
    han, latin = _han_first(one, other)
    agrees = _surname_agrees(han, latin)
    if not all(character in TRANSLITERATING for character in han.replace("·", "")):
        return agrees is False
    words = fold(latin).text.replace("-", " ").split()
    if not readings(han) and surnames_read(words[:1]) and all(len(word) <= _LONGEST_SYLLABLE for word in words):
        return True
    heard = [[each for each in skeletons(word) if len(each) >= FEWEST_SOUNDS] for word in words]
    if agrees is True or len(skeleton(han)) < FEWEST_SOUNDS or not all(heard):
        return False
    told = [sound for part in han.split("·") for sound in skeletons(part)]
    return all(are_far(sound, each) for sound in told for sounds in heard for each in sounds)


def _sound_same(one: str, other: str) -> bool:
    """Whether two Chinese names spell one foreign sound, as 普京 and 普丁 do."""
    spelled = all(character in TRANSLITERATING for character in simplified_text(one + other))
    sounds = set(skeletons(one)) & set(skeletons(other))
    return spelled and any(len(sound) >= FEWEST_SOUNDS for sound in sounds)


def _share_last_word(one: str, other: str) -> bool:
    """Whether two names end in one surname and their first names, spelled as each language will, sound near."""
    words, others = one.split(), other.split()
    if min(len(words), len(others)) < 2 or len(words[-1]) <= FEWEST_SOUNDS or not same_name(words[-1], others[-1]):
        return False
    return any(not are_far(sound, heard) for sound in skeletons(words[0]) for heard in skeletons(others[0]))


def _are_of_two_scripts(one: str, other: str) -> bool:
    return bool(one and other) and is_han(one[0]) != is_han(other[0])


def _han_first(one: str, other: str) -> tuple[str, str]:
    """The Chinese name in Simplified and the Latin one."""
    return (simplified_text(one), other) if is_han(one[0]) else (simplified_text(other), one)


def are_far(one: str, other: str) -> bool:
    """Whether two sounds (`rag.text.sound.skeleton`) are too unlike to be of one name."""
    return distance(one, other) > _NEAR * max(len(one), len(other))


def readings(han: str) -> frozenset[str]:
    """The ways, folded, in which the surname of a Chinese or Korean name in Simplified is written in Latin letters."""
    return _READINGS.get(han[:2]) or _READINGS.get(han[:1]) or frozenset()


def surnames_read(words: Collection[str]) -> list[str]:
    """The surnames in Simplified that one of these folded words may write."""
    return [han for han, known in _READINGS.items() if not known.isdisjoint(words)]


def _surname_agrees(han: str, latin: str) -> bool | None:
    """Whether the Latin name begins or ends (Western order) with a reading of the surname; None if that is unknown."""
    known = readings(han)
    words = fold(latin).text.replace("-", " ").split()
    return None if not known or not words else words[0] in known or words[-1] in known


def distance(one: str, other: str) -> int:
    """Levenshtein's: insertions, deletions and replacements that turn one into the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
