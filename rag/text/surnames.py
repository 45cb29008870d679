"""Chinese and Korean surnames, and how they are written in Latin letters: 金 is read Jin, Kim or Gim."""

from __future__ import annotations

from collections.abc import Collection

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


def readings(han: str) -> frozenset[str]:
    """The ways, folded, in which the surname of a Chinese or Korean name in Simplified is written in Latin letters."""
    return _READINGS.get(han[:2]) or _READINGS.get(han[:1]) or frozenset()


def surnames_read(words: Collection[str]) -> list[str]:
    """The surnames in Simplified that one of these folded words may write."""
    return [han for han, known in _READINGS.items() if not known.isdisjoint(words)]
