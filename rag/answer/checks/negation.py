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
    r"(?<!无时)不(?![仅但只断同久少过错论管妨得到如]|置可否|可避|可或缺|遗余力|约而同|得不)|没(?:有)?|(?<!从)未(?![来婚])"
    r"|无(?![论条限比数疑线人机法不])|(?<!是)非(?![常洲法凡])|(?<![特级区分辨])别(?![的人墅名处])|并非|毫无|绝不|从未"
)


_LEXICAL: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ial)|refus|reject|declin|fail|lack|without|unable|impossib|unlikely|avoid|prevent|stop|hardly"
    r"|few|bestr[ei]+t|leugne|ablehn|lehn|weiger|scheiter|verfehl|mangel|fehl|ohne|unmöglich|kaum|verhinder|vermeid"
    r"|un[a-zäöü]{4})|否认|拒绝|反对|缺乏|避免|阻止|难以|未能|失败|除非|免",
    re.IGNORECASE,
)
"""Words that deny by their meaning: where one side has such a word, the other may say the same with a negation."""


def changed_polarity(sentence: Sentence, proof: Proof) -> str | None:
    """A denial where no clause of the quotes denies, or none where every clause does.

    A quote of several clauses may be about more than the sentence, so one clause on the sentence's side is enough.
    Where a word denies by its meaning (refuse, lack, 否认) nothing is judged.
    """
    if any(_LEXICAL.search(simplified_text(text)) for text in (sentence.text, *(one.quote for one in proof.evidence))):
        return None
    clauses = [clause.of(one.quote) for one in proof.evidence for clause in split_clauses(one.quote)]
    denied = [is_denial(clause) for clause in clauses if any(ch.isalnum() for ch in clause)]
    if is_denial(sentence.text) and not any(denied):
        return "it denies what the excerpt affirms"
    if not is_denial(sentence.text) and denied and all(denied):
        return "it affirms what the excerpt denies"
    return None


def is_denial(text: str) -> bool:
    """Whether a clause holds an odd number of negations: twice negated is affirmed."""
    plain = simplified_text(text)
    return (len(_LATIN.findall(plain)) + len(_CHINESE.findall(plain))) % 2 == 1
