"""Whether the documents answer at all, decided from the evidence and not by the model's mood.

Until a calibration for the embedder is stored (then `confidence` is a probability) a conservative rule stands in: there
is evidence, it is not far below what answers usually score, and it has the names and numbers the question turns on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.cite import cite
from rag.answer.phrases import phrases
from rag.answer.question import Asked
from rag.answer.same import may_be_same
from rag.text.names import names
from rag.text.terms import terms
from rag.types import Evidence, Hit, Refusal, RefusalReason

NEAREST = 3
WEAK = 0.5
"""Score of the best sentence, in deviations from the usual, below which it is no better than chance."""

_RULED = frozenset({"en", "de", "zh-Hans", "zh-Hant"})


@dataclass(frozen=True, slots=True)
class Decision:
    """`reason` is None where there is something to answer with; `missing` are names the question turns on."""

    reason: RefusalReason | None
    missing: tuple[str, ...] = ()


def decide(asked: Asked, evidence: Sequence[Evidence], hits: Sequence[Hit]) -> Decision:
    """Whether to answer from this evidence."""
    if not evidence or not hits:
        return Decision("no_evidence")
    missing = _missing_names(asked, hits)
    named = [name for name in asked.names if name.text not in missing]
    if missing and not named:
        return Decision("off_topic", missing)
    if missing:
        return Decision("no_evidence", missing)
    if evidence[0].score < WEAK:
        return Decision("off_topic" if not named else "no_evidence")
    return Decision(None)


def refusal(asked: Asked, decision: Decision, evidence: Sequence[Evidence]) -> Refusal:
    """The refusal in the question's language, with the passages that came nearest."""
    assert decision.reason is not None  # noqa: S101  callers ask only then
    words = phrases(asked.reply_language)
    message = words.refusals[decision.reason]
    if decision.missing:
        gap = "" if message[-1] > "\u2e80" else " "
        message += gap + words.not_mentioned.format(names=words.comma.join(decision.missing))
    nearest = tuple(cite(one, number) for number, one in enumerate(evidence[:NEAREST], 1))
    return Refusal(decision.reason, message, nearest)


def _missing_names(asked: Asked, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The question's names that none of the passages mentions, in any script; a name of several words by its last.

    In a language without rules of its own the first word is capitalised and need not be a name.
    """
    known = frozenset(term.text for hit in hits for term in terms(hit.text, hit.chunk.language))
    stated = [name.text for hit in hits for name in names(hit.text, hit.chunk.language)]
    certain = asked.names if asked.language in _RULED else [name for name in asked.names if name.span.start > 0]
    missing = []
    for name in certain:
        last = name.text.split()[-1]
        concepts = [one for one in asked.concepts if last in one.text or one.text in last]
        if not any(one.is_in(known) for one in concepts) and not any(may_be_same(name.text, one) for one in stated):
            missing.append(name.text)
    return tuple(missing)
