"""Whether a clause denies: by a word for it, an odd number of times, or by what a word means."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.compared import DENIED_BOUND
from rag.answer.speech import simplified_text
from rag.text.function_words import words

_LATIN: Final = re.compile(
    r"\b(?:not(?! (?:only|just|least|quite|long (?:ago|after|before))\b)"
    r"|no(?! (?:longer than|less|fewer|matter|doubt|wonder|more than|later than)\b|\. ?\d)"
    r"|never(?! (?:so|as|more)\b)"
    r"|none|nobody|nothing|nowhere|neither|cannot|(?:is|are|was|were|do|does|did|has|have|had|will|would"
    r"|could|should|must|ca|wo)n[’']t|nicht(?!-| (?:nur|allein|zuletzt|einmal mehr)\b)|kein(?:e[nmrs]?)?"
    r"|nie(?:mals)?(?! so\b)"
    r"|niemand(?:en|em)?|nichts|nirgends|weder)\b",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(
    r"(?<!无时)(?<!直言)(?<!美中)(?<!层出)(?<!源源)(?<!络绎)(?<!供)"
    r"不(?![仅但只单断同久少过错论管妨到如移懈渝拔朽屈安满利良幸足法已佳容讳公凡料等由惜前敌]|得[不已]|置可否|可避|可或缺|可思议|遗余力|约而同"
    r"|一(?!定|样|直)|可抗|用说)|没(?:有)?|未(?![来婚满])|从未|勿|毋(?!庸)|无效|无(?=[法意权从人任需须力缘]|证据)(?!人机|论)|(?:并|绝|决|而)非|毫无(?!疑)|并无|绝无"
)

_ASIDE: Final = re.compile(
    # A bound: another text says it without a denial (not older than 18, at most 18).
    rf"{DENIED_BOUND.pattern}"
    r"|(?:,|–|\b(?:and|und|but)) (?:not|nicht) (?=(?:in|at|to|from|for|by|with|on|an|am|im|nach|aus|von|mit|für|bei|auf"
    r"|the|die|der|das|den|zu[mr]?)\b)|\bnot to mention\b|\b(?:can|could) ?n[o’']t help \w+ing|而不是|而非"
    r"|[忍止]不住|不无|不堪|不归|不愧|不禁|不下于|不亚于|迟迟不[去退散]|不(?:是一?件)?容易|[绝并]非易事|不合法|毫不[动]摇"
    # Within a word: drown, confiscate, unmanned, stainless, at most, more than.
    r"|[淹沉埋吞泯覆隐湮出]没(?!有)|没[收落]|无人(?=[机艇车船驾])|不锈|不动产|[了对]不起|不超过|不止|无不"
    # What is set right ("not in Moscow but in Minsk"), what holds either way, and what cannot be denied.
    r"|\bnot(?= (in|at|to|from|for|by|with|on) [^,.;:]{1,40},? but \1 )"
    r"|\bif not(?= (?:an? |the )?\w+(?: \w+)?\.?\Z)|\bwenn nicht (?:gar|sogar)|即[便使]没有"
    # The word itself.
    r"|[“„\"‘「](?:no|not|never|nein|nicht|nie|不|没有?)[”“\"’」]"
    # Both of two are denied at once.
    r"|既(?:不|没有?)(?=[^。；;]{1,30}[也又][不没])"
    r"|不是(?=[^。；;]{1,30}而是)|\bor not\b|\boder nicht\b|与否"
    r"|[无不][可容庸]?(?:否认|置疑|质疑)|毋庸[置讳][疑言]|深信不疑"
    r"|\bno one (?:can|could|would) deny|\bnicht zu leugnen",
    re.IGNORECASE,
)
"""What sets something apart, and idioms: no clause is denied by them. Chinese in Simplified."""
_QUALIFYING: Final = re.compile(
    r"(?<=[极很度颇太的些])不(?![会能应曾再得])[^，。,；;：:、\s]{1,6}的(?=[\u4e00-\u9fff])|不(?:信任|服从|妥|慎|实(?=[指之传信言报])|可[分逆数解][^，。,；;：:、]?性?)"
)
"""A denial within what qualifies a noun (不实用的帽子): as un- elsewhere, it denies no clause. Simplified."""
_ENGLISH: Final = words(
    r"""absent avoid ban(?:s|ned|ning)?\b barely barr cancel challeng conceal declin den(?:y|ies|ied|ial) difficult
    dis(?:agre|trust|like|satisf|believ|obe[yd]|approv) except fail few forb hard\b hardly hid(?:e|es|den) ignor
    illegal im(?:poss|prac|prob|patien|perf) impossib in(?:effec|adeq|suff|capab|secur|vali|just|compl) instead
    lack los[et] miss(?:e[sd]|ing)?\b mis[st]trau mistrust non-?[a-z]{4} other\sthan out\sof prevent
    rather\sthan refus regret reject secret(?!ar) stop trouble turn(?:ed|s|ing)?\sdown unable unlikely void
    without [a-z]{3,}less\b"""
)
_GERMAN: Final = words(
    r"""ablehn absag anstatt anstelle aus(?:ge)?schl[au]g außer bestr[ei]+t fehl geheim herausforder kaum lehn
    leugne mangel nicht-[a-zäöü] ohne rechtswidrig scheiter schwer schwierig statt(?!\w|\W*$|\s*\.)
    un(?!iv|ion|ite|ity|iqu|ifo|ter|ser|gar)[a-zäöü]{4} uneinig unmöglich verb[io]t ausf[aä]ll ausgefallen
    entf[aäi]e?ll f(?:ä|a|ie)ll?(?:en|t)?\b[^.;:]*\baus\b verborgen verfehl verhinder verl[io]e?r vermeid
    verwehr weiger [a-zäöü]{4,}los(?:e[nmrs]?)?\b"""
)
_BY_MEANING: Final = words(
    """否认 拒绝 反对 缺 避免 阻止 难以 未能 失败 除非 免(?!费|疫|税|签) 隐瞒 秘密 无视 忽视 不足 不满 不安 后悔
    懊悔 (?<![灾遇罹海空蒙])难(?!民|免) 非法 容易 易事 不合法 禁 除外 停止 中止 终止 取消 失去 丧失 驳回 否决
    停运 停业 停课 停电 停产 停办 欠(?!款|债|条|薪) 而不是 而非 代替 [以之]外
    (?<![并绝决而])非(?![常洲凡但得要裔])"""
)
_LEXICAL: Final = re.compile(rf"\b(?:{'|'.join(_ENGLISH | _GERMAN)})|{'|'.join(_BY_MEANING)}", re.IGNORECASE)
"""Beginnings of words that deny by their meaning, Chinese in Simplified: where one side has such a word, the other may
say the same with a negation."""


def is_denial(text: str) -> bool:
    """Whether a clause holds an odd number of negations: twice negated is affirmed."""
    return denials(text) % 2 == 1


def denials(text: str) -> int:
    """How many words of a text deny."""
    plain = _QUALIFYING.sub(" ", _ASIDE.sub(" ", simplified_text(text)))
    return len(_LATIN.findall(plain)) + len(_CHINESE.findall(plain))


def denies_by_meaning(text: str) -> bool:
    """Whether a word of a clause denies (refuse, 否认), so that another text may say the same with a negation."""
    plain = simplified_text(text)
    return _LEXICAL.search(plain) is not None or _QUALIFYING.search(plain) is not None


_OPEN: Final = re.compile(
    r"\bopen(?:s|ed|ing)?\b|\b(?:ge)?öffn|\boffen|\bauf(?:ge)?macht|开[放门馆业园]|营业", re.IGNORECASE
)
_CLOSED: Final = re.compile(
    r"\b(?:closed|closes|closing|closure|shut)\b|\b(?:ge)?schl(?:ie|o)ss?(?:en|t)\b|\bschließ(?:t|en|ung)\b|\bgesperrt"
    r"|[休闭][业园市店馆]|关[闭门]|封闭",
    re.IGNORECASE,
)


def are_opposites(one: str, other: str) -> bool:
    """Whether one clause has something open and the other closed: what the one denies, the other may affirm."""
    sides = [
        (_OPEN.search(text) is not None, _CLOSED.search(text) is not None)
        for text in map(simplified_text, (one, other))
    ]
    return sorted(sides) == [(False, True), (True, False)]
