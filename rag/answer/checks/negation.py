"""Layer: the sentence denies what the quotes deny and affirms what they affirm."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.proof import Proof, Sentence
from rag.answer.speech import simplified_text
from rag.text.sentences import split_clauses

_LATIN: Final = re.compile(
    r"\b(?:not(?! only)|no(?! (?:longer than|less|fewer|matter|doubt))|never|none|nobody|nothing|nowhere|neither|nor"
    r"|cannot|without|\w+n[’']t|nicht(?! nur)|kein(?:e[nmrs]?)?|nie(?:mals)?|niemand(?:en|em)?|nichts|nirgends|weder"
    r"|ohne)\b",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(
    r"(?<!无时)不(?![仅但只断同久少过错论管妨得到如移懈渝拔朽屈安满利良幸足法]|一(?!定|样|直)|置可否|可避|可或缺|遗余力|约而同|得不)|没(?:有)?|(?<!从)未(?![来婚])"
    r"|无(?![论条限比数疑线人机法不])|(?<!是)非(?![常洲法凡])|(?<![特级区分辨])别(?![的人墅名处])|并非|毫无|绝不|从未"
)


_LEXICAL: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ial)|refus|reject|declin|turn(?:ed|s|ing)? down|fail|lack|without|unable|impossib|unlikely"
    r"|avoid|prevent|stop|hardly|few|bestr[ei]+t|leugne|ablehn|lehn|weiger|aus(?:ge)?schl[au]g|scheiter|verfehl|mangel"
    r"|fehl|ohne|unmöglich|kaum|verhinder|vermeid|un[a-zäöü]{4})"
    r"|否认|拒绝|反对|缺乏|避免|阻止|难以|未能|失败|除非|免",
    re.IGNORECASE,
)
"""Words that deny by their meaning: where one side has such a word, the other may say the same with a negation."""


_LEAST_AHEAD: Final = {True: -0.03, False: 0.05}
"""By how much (cosine) a clause of the other polarity must be nearer than any of the same to be the one that is meant,
for a denial and for an affirmation, which may leave out what is denied. Chosen on the tune half of the gold."""


def changed_polarity(sentence: Sentence, proof: Proof) -> str | None:
    """A clause that denies what the nearest clause of the quotes affirms, or affirms what that denies.

    Without `nearness`, any clause of the quotes may be the one: then only what all of them contradict is found.
    """
    for clause in _clauses(sentence.text):
        if told := _contradiction(clause, proof):
            return told
    return None


def _contradiction(clause: str, proof: Proof) -> str | None:
    near = (
        proof.nearness(clause, proof.evidence)
        if proof.nearness
        else [(part, 0.0) for one in proof.evidence for part in _clauses(one.quote)]
    )
    same = [score for part, score in near if not _contradict(clause, part)]
    other = [score for part, score in near if _contradict(clause, part)]
    denies = is_denial(clause)
    ahead = _LEAST_AHEAD[denies] if proof.nearness else 0
    if not other or (same and max(other) - max(same) <= ahead):
        return None
    return "it denies what the excerpt affirms" if denies else "it affirms what the excerpt denies"


def _contradict(one: str, other: str) -> bool:
    """Whether one clause denies and the other does not.

    Words that deny by their meaning (refuse, 否认) count where only one has them: then nothing can be said.
    """
    lexical = [bool(_LEXICAL.search(simplified_text(clause))) for clause in (one, other)]
    return lexical[0] == lexical[1] and is_denial(one) != is_denial(other)


def _clauses(text: str) -> list[str]:
    clauses = [clause.of(text) for clause in split_clauses(text)]
    return [clause for clause in clauses if any(map(str.isalnum, clause))]


def is_denial(text: str) -> bool:
    """Whether a clause holds an odd number of negations: twice negated is affirmed."""
    plain = simplified_text(text)
    return (len(_LATIN.findall(plain)) + len(_CHINESE.findall(plain))) % 2 == 1
