"""Layer: the sentence denies what the quotes deny and affirms what they affirm."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.proof import Proof, Sentence
from rag.answer.speech import ATTRIBUTES, CHINESE_SAYS, LATIN_SAYS, simplified_text
from rag.text.sentences import split_clauses
from rag.types import Evidence

_LATIN: Final = re.compile(
    r"\b(?:not(?! (?:only|just|least|quite|long (?:ago|after|before)))"
    r"|no(?! (?:longer than|less|fewer|matter|doubt|wonder|more than|later than)|\. ?\d)"
    r"|never(?! (?:so|as|more)\b)"
    r"|none|nobody|nothing|nowhere|neither|cannot|(?:is|are|was|were|do|does|did|has|have|had|will|would"
    r"|could|should|must|ca|wo)n[’']t|nicht(?! nur| allein| zuletzt| einmal mehr)|kein(?:e[nmrs]?)?"
    r"|nie(?:mals)?(?! so\b)"
    r"|niemand(?:en|em)?|nichts|nirgends|weder)\b",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(
    r"(?<!无时)(?<!直言)(?<!美中)(?<!层出)(?<!源源)(?<!络绎)(?<!供)"
    r"不(?![仅但只单断同久少过错论管妨到如移懈渝拔朽屈安满利良幸足法已佳容讳公凡料等由惜]|得[不已]|置可否|可避|可或缺|可思议|遗余力|约而同"
    r"|一(?!定|样|直)|可抗|用说)|没(?:有)?|未(?![来婚满])|从未|勿|毋(?!庸)|无效|无(?=[法意权从人任需须力缘]|证据)(?!人机|论)|(?:并|绝|决|而)非|毫无(?!疑)|并无|绝无"
)

_ASIDE: Final = re.compile(
    r"(?:,|–|\b(?:and|und|but)) (?:not|nicht) (?=(?:in|at|to|from|for|by|with|on|an|am|im|nach|aus|von|mit|für|bei|auf"
    r"|the|die|der|das|den|zu[mr]?)\b)|\bnot to mention\b|\b(?:can|could) ?n[o’']t help \w+ing|而不是|而非"
    r"|[忍止]不住|不无|不堪|不归|不愧|不禁|不下于|不亚于|迟迟不[去退散]|不(?:是一?件)?容易|[绝并]非易事|不合法|毫不[动]摇"
    # Within a word: drown, confiscate, unmanned, stainless, at most, more than.
    r"|[淹沉埋吞泯覆隐湮出]没(?!有)|没[收落]|无人(?=[机艇车船驾])|不锈|不动产|[了对]不起|不超过|不止|无不"
    # A bound: another text says it without a denial (not older than 18, at most 18).
    r"|(?:不[得可能应宜]?|未)(?:超过|高于|低于|少于|多于|晚于|早于|迟于|大于|小于)(?=[^，,。；;]{0,8}[\d一二三四五六七八九十百千万])"
    r"|\b(?:no|not) (?:earlier|fewer|higher|hotter|larger|later|less|longer|lower|more|older|shorter|smaller|younger)"
    r" than(?= [^,.;]{0,12}\d)|\bnot (?:to )?(?:above|below|exceed(?:ing)?|over|under)(?= [^,.;]{0,12}\d)"
    r"|\bnicht (?:älter|früher|höher|jünger|kleiner|kürzer|länger|mehr|niedriger|größer|später|weniger) als"
    r"(?= [^,.;]{0,12}\d)|\bnicht (?:über|unter|vor)(?= \d)"
    # What is set right ("not in Moscow but in Minsk"), what holds either way, and what cannot be denied.
    r"|\bnot(?= (in|at|to|from|for|by|with|on) [^,.;:]{1,40},? but \1 )"
    r"|不是(?=[^。；;]{1,30}而是)|\bor not\b|\boder nicht\b|与否"
    r"|[无不][可容庸]?(?:否认|置疑|质疑)|毋庸[置讳][疑言]|深信不疑"
    r"|\bno one (?:can|could|would) deny|\bnicht zu leugnen",
    re.IGNORECASE,
)
"""What sets something apart, and idioms: no clause is denied by them. Chinese in Simplified."""
_QUALIFYING: Final = re.compile(
    r"(?<=[极很度颇太的些])不(?![会能应曾再得])[^，。,；;：:、\s]{1,6}的(?=[\u4e00-\u9fff])|不(?:信任|妥|慎|实(?=[指之传信言报]))"
)
"""A denial within what qualifies a noun (不实用的帽子): as un- elsewhere, it denies no clause. Simplified."""
_LEXICAL: Final = re.compile(
    r"\b(?:difficult|hard|challeng|illegal|instead|rather than|except|bann?|barr|forb|barely|miss|los[et]|absent|schwer"
    r"|schwierig|herausforder|rechtswidrig|statt|anstatt|anstelle|verb[io]t|verwehr|absag|verl[io]e?r"
    r"|den(?:y|ies|ied|ial)|refus|reject|declin|turn(?:ed|s|ing)? down|fail|lack|unable|impossib|unlikely|cancel"
    r"|avoid|prevent|stop|hardly|few|without|ohne|hid(?:e|es|den)|conceal|secret|ignor|regret|[a-z]{3,}less\b|out of"
    r"|void|bestr[ei]+t|leugne|ablehn|lehn|weiger|aus(?:ge)?schl[au]g|scheiter|verfehl|mangel|fehl|unmöglich|kaum"
    r"|verhinder|vermeid|außer|verborgen|geheim|un[a-zäöü]{4}|dis(?:agre|trust|like|satisf|believ|obey|approv)|mis[st]trau|mistrust|im(?:poss|prac|prob|patien|perf)|in(?:effec|adeq|suff|capab|secur|vali|just|compl)|uneinig|trouble|[a-zäöü]{4,}los(?:e[nmrs]?)?\b)"
    r"|否认|拒绝|反对|缺|避免|阻止|难以|未能|失败|除非|免|隐瞒|秘密|无视|忽视|不足|不满|不安|后悔|懊悔|难|非法|容易|易事|不合法|禁|除外|停止|中止|终止|取消|失去|丧失|而不是|而非|代替",
    re.IGNORECASE,
)
"""Words that deny by their meaning: where one side has such a word, the other may say the same with a negation."""


_UNSAID: Final = re.compile(
    r"\b(?:not|never|n[’']t)\s+(?:\w+ly\s+)?(?:say|said|tell|told|state|announce|claim|declare|mention)"
    r"|\b(?:sagte|sagt|erklärte|nannte|sprach|spricht|meinte|äußerte)\b(?:\s+[^\s,]+){0,3}?\s+(?:nicht|nie|niemals)\b"
    r"|\b(?:nicht|nie|niemals)\s+(?:gesagt|erklärt|gesprochen|genannt|geäußert)\b"
    r"|(?:没有?|未曾?|并未|从未|不曾|不)(?:说(?![明法服])|表示|提到|提及|[声宣]?称|指出|回答|透露)",
    re.IGNORECASE,
)
"""That something was not said, which is more than that what was said is a denial. Chinese in Simplified."""
_WHEN: Final = re.compile(r"\A[^不没沒未无無]{2,12}[后後前时時][，,]\s*\Z")
_LEAST_AHEAD: Final = {True: -0.03, False: 0.15}
"""By how much (cosine) a clause of the other polarity must be nearer than any of the same to be the one that is meant,
for a denial and for an affirmation, which may leave out what is denied. Chosen on the tune half of the gold."""
_LEAST_NEAR: Final = 0.5
"""Cosine from which an affirmation is about the clause that denies; a sentence that is not may say something else."""
_BALANCED: Final = 0.1
"""What is asked in addition where sentence and quotes hold as many denials: then each will have its counterpart."""


def changed_polarity(sentence: Sentence, proof: Proof) -> str | None:
    """A clause that denies what the nearest clause of the quotes affirms, or affirms what that denies.

    Without `nearness`, any clause of the quotes may be the one: then only what all of them contradict is found.
    """
    unsaid = _UNSAID.search(simplified_text(sentence.text)) is not None
    if unsaid and not any(map(_denies_saying, proof.evidence)):
        return "it denies what the excerpt affirms"
    balanced = not unsaid and _denials(sentence.text) == sum(_denials(one.quote) for one in proof.evidence)
    found = (
        _contradiction(clause, proof, balanced=balanced)
        for clause in _clauses(sentence.text)
        if is_denial(clause) or not ATTRIBUTES.search(simplified_text(clause))
    )
    return next(filter(None, found), None)


def _contradiction(clause: str, proof: Proof, *, balanced: bool) -> str | None:
    near = (
        proof.nearness(clause, proof.evidence)
        if proof.nearness
        else [(part, 0.0) for one in proof.evidence for part in _clauses(one.quote)]
    )
    same = [score for part, score in near if not _contradict(clause, part)]
    other = [score for part, score in near if _contradict(clause, part) and len(_clauses(part)) == 1]
    denies = is_denial(clause)
    ahead = _LEAST_AHEAD[denies] + balanced * _BALANCED if proof.nearness else 0
    if not other or (balanced and not same) or (same and max(other) - max(same) <= ahead):
        return None
    if proof.nearness and not denies and max(other) < _LEAST_NEAR:
        return None
    return "it denies what the excerpt affirms" if denies else "it affirms what the excerpt denies"


def _denies_saying(one: Evidence) -> bool:
    clauses = _clauses(f"{one.quote}\n{one.context}")
    return any(
        (is_denial(clause) or _LEXICAL.search(clause)) and (LATIN_SAYS.search(clause) or CHINESE_SAYS.search(clause))
        for clause in map(simplified_text, clauses)
    )


def _contradict(one: str, other: str) -> bool:
    """Whether one clause denies and the other does not.

    Words that deny by their meaning (refuse, 否认) count where only one has them: then nothing can be said.
    """
    lexical = [_denies_by_meaning(simplified_text(clause)) for clause in (one, other)]
    return lexical[0] == lexical[1] and is_denial(one) != is_denial(other)


def _denies_by_meaning(plain: str) -> bool:
    return _LEXICAL.search(plain) is not None or _QUALIFYING.search(plain) is not None


def _clauses(text: str) -> list[str]:
    """The clauses; a short one that only says when (大火后，) is part of the next."""
    clauses: list[str] = []
    for clause in split_clauses(text):
        words = clause.of(text)
        if clauses and _WHEN.search(clauses[-1]):
            clauses[-1] += words
        elif any(map(str.isalnum, words)):
            clauses.append(words)
    return clauses


def is_denial(text: str) -> bool:
    """Whether a clause holds an odd number of negations: twice negated is affirmed."""
    return _denials(text) % 2 == 1


def _denials(text: str) -> int:
    plain = _QUALIFYING.sub(" ", _ASIDE.sub(" ", simplified_text(text)))
    return len(_LATIN.findall(plain)) + len(_CHINESE.findall(plain))
