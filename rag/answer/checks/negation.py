"""Layer: the sentence denies what the quotes deny and affirms what they affirm."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.denials import are_opposites, denials, denies_by_meaning, is_denial
from rag.answer.checks.proof import Proof, Sentence
from rag.answer.speech import ATTRIBUTES, CHINESE_SAYS, LATIN_SAYS, simplified_text
from rag.text.sentences import split_clauses
from rag.types import Evidence

_UNSAID: Final = re.compile(
    r"\b(?:not|never|n[’']t)\s+(?:\w+ly\s+)?(?:say|said|tell|told|state|announce|claim|declare|mention|comment)"
    r"|\b(?:say|says|said|tell|tells|told|mentioned)\s+(?:\w+\s+)?(?:nothing|nobody)\b"
    r"|\b(?:nothing|nobody) (?:was|is) said\b"
    r"|\b(?:sagte|sagt|erklärte|äußerte)\b(?:\s+[^\s,]+){0,3}?\s+(?:nichts|niemandem)\b|\bnichts\s+gesagt\b"
    r"|\b(?:sagte|sagt|erklärte|nannte|sprach|spricht|meinte|äußerte)\b(?:\s+[^\s,]+){0,3}?\s+(?:nicht|nie|niemals)\b"
    r"|\b(?:nicht|nie|niemals)\s+(?:gesagt|erklärt|gesprochen|genannt|geäußert)\b"
    r"|(?:没有?|未曾?|并未|从未|不曾|不)(?:对[^，。]{1,12})?(?:说(?![明法服])|表示|提到|提及|[声宣]?称|指出|回答|透露)",
    re.IGNORECASE,
)
"""That something was not said, which is more than that what was said is a denial. Chinese in Simplified."""
_UNKNOWN: Final = re.compile(
    r"\b(?:unknown|unclear|uncertain|undisclosed|unspecified|unbekannt|unklar|ungewiss|ungeklärt)\b"
    r"|\bnot (?:yet )?(?:known|clear|certain|disclosed|specified)\b|\bnicht (?:bekannt|klar|geklärt)\b"
    r"|未知|不明(?![白智])|不清楚|不详|不得而知|尚不知",
    re.IGNORECASE,
)
"""That something is not known. Chinese in Simplified."""
_WHEN: Final = re.compile(r"\A[^不没沒未无無]{2,12}[后後前时時][，,]\s*\Z")
_TRIVIAL: Final = re.compile(r"\W*(?:[^\W\u4e00-\u9fff]+|[\u4e00-\u9fff]{1,3})\W*\Z")
"""One word (However,): it says nothing that could be denied."""
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
    plain = simplified_text(sentence.text)
    unsaid = _UNSAID.search(plain) is not None
    if unsaid and not any(map(_denies_saying, proof.evidence)):
        return "it denies what the excerpt affirms"
    if _UNKNOWN.search(plain) and not any(map(_leaves_open, proof.evidence)):
        return "it denies that what the excerpt tells is known"
    balanced = not unsaid and denials(sentence.text) == sum(denials(one.quote) for one in proof.evidence)
    clauses = [clause for clause in _clauses(sentence.text) if not _TRIVIAL.match(clause)]
    found = (
        _contradiction(clause, proof, balanced=balanced)
        for clause in clauses
        if is_denial(clause) or not ATTRIBUTES.search(simplified_text(clause))
    )
    return next(filter(None, found), None)


def _near(clause: str, proof: Proof) -> list[tuple[str, float]]:
    """The clauses of the quotes that say something, with their nearness to a clause; without `nearness`, 0."""
    near = (
        proof.nearness(clause, proof.evidence)
        if proof.nearness
        else [(part, 0.0) for one in proof.evidence for part in _clauses(one.quote)]
    )
    return [(part, score) for part, score in near if not _TRIVIAL.match(part)]


def _contradiction(clause: str, proof: Proof, *, balanced: bool) -> str | None:
    near = _near(clause, proof)
    denies = is_denial(clause)
    same = [score for part, score in near if not _contradict(clause, part)]
    other = [score for part, score in near if _contradict(clause, part) and len(_clauses(part)) == 1]
    ahead = _LEAST_AHEAD[denies] + balanced * _BALANCED if proof.nearness else 0
    if not other or (balanced and not same) or (same and max(other) - max(same) <= ahead):
        return None
    if proof.nearness and not denies and max(other) < _LEAST_NEAR:
        return None
    return "it denies what the excerpt affirms" if denies else "it affirms what the excerpt denies"


def _denies_saying(one: Evidence) -> bool:
    clauses = [simplified_text(clause) for clause in _clauses(f"{one.quote}\n{one.context}")]
    return any(
        _UNSAID.search(clause)
        or (denies_by_meaning(clause) and (LATIN_SAYS.search(clause) or CHINESE_SAYS.search(clause)))
        for clause in clauses
    )


def _leaves_open(one: Evidence) -> bool:
    words = simplified_text(f"{one.quote}\n{one.context}")
    return _UNKNOWN.search(words) is not None or is_denial(words) or denies_by_meaning(words)


def _contradict(one: str, other: str) -> bool:
    """Whether one clause denies and the other does not.

    Words that deny by their meaning (refuse, 否认) count where only one has them: then nothing can be said, as where
    one calls open what the other calls closed.
    """
    if are_opposites(one, other):
        return False
    lexical = [denies_by_meaning(clause) for clause in (one, other)]
    return lexical[0] == lexical[1] and is_denial(one) != is_denial(other)


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
