"""Whether the documents answer at all, decided from the evidence and not by the model's mood.

With a calibration for the embedder the decision is a probability against a threshold that the reader's tolerance of
invention sets. Without one a conservative rule stands in: every name of the question is mentioned, and the best
sentence stands out. A deed that the question takes for granted and nothing tells of is refused either way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.answer.cite import cite
from rag.answer.confidence import Calibration, Judged, features, threshold
from rag.answer.evidence import Ranked
from rag.answer.extractive import quoted
from rag.answer.missing import has_certain_name, mentions_a_name, missing_names, nowhere, told_missing
from rag.answer.phrases import phrases
from rag.answer.premise import untold_deed
from rag.answer.question import Asked
from rag.answer.statements import TextOf
from rag.text.terms import terms
from rag.types import Evidence, Hit, Refusal, RefusalReason

MAX_HALLUCINATION = 0.2
NEAREST = 3
WEAK = 0.5
"""Deviations from the usual below which the best sentence stands out no more than chance would have it."""
UNLIKE = 0.25
"""Likeness to the question below which the nearest passage is about something else. Passages of the right document are
rarely less like a question than .26, of a wrong one rarely more than .31."""
TOLD_OTHERWISE = 0.1
"""The confidence at most where nothing tells of the deed, which may be told in words that we do not know."""
SAID_SO = 0.85
"""The confidence at least where the one asked about speaks of what is asked about: all 6 such questions of the study
had an answer, (6 + 1) / (6 + 2)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """`reason` is None where there is something to answer with.

    `missing` are names the question turns on, `deed` what it takes for granted; `confidence` is the probability that
    the best quotes answer, None where no calibration tells.
    """

    reason: RefusalReason | None
    missing: tuple[str, ...] = ()
    deed: str | None = None
    confidence: float | None = None


def decide(
    asked: Asked,
    ranked: Sequence[Ranked],
    hits: Sequence[Hit],
    *,
    calibration: Calibration | None = None,
    max_hallucination: float = MAX_HALLUCINATION,
    text_of: TextOf | None = None,
) -> Decision:
    """Whether to answer from this evidence; `ranked` are the sentences it consists of, best first."""
    if not ranked or not hits:
        return Decision("no_evidence", confidence=0.0 if calibration else None)
    missing = missing_names(asked, hits)
    shown = features(asked, ranked, hits, missing) if calibration else {}
    probability = calibration.probability(shown) if calibration else None
    deed = untold_deed(asked, hits, text_of)
    if deed is not None and not missing:
        sure = None if probability is None else min(probability, TOLD_OTHERWISE)
        return Decision("false_premise", (), deed, sure)
    if calibration is not None and probability is not None:
        if _says_so(shown):
            probability = max(probability, SAID_SO)
        answered = probability >= threshold(calibration.curve, max_hallucination)
    else:
        answered = not missing and _stands_out(ranked[0])
    lacking = nowhere(asked, hits, missing)
    if answered and not lacking:
        return Decision(None, confidence=probability)
    sure = min(probability, TOLD_OTHERWISE) if lacking and probability is not None else probability
    return Decision(_why(asked, hits), tuple(dict.fromkeys((*missing, *lacking))), None, sure)


def is_open(decision: Decision, judged: Judged) -> bool:
    """Whether the model's verdict could change the decision: not whether a deed is told of, nor what is clear."""
    probability = decision.confidence
    return decision.reason != "false_premise" and probability is not None and judged.asks(probability)


def reconsider(
    decision: Decision,
    asked: Asked,
    hits: Sequence[Hit],
    *,
    judged: Judged,
    best: float | None,
    max_hallucination: float = MAX_HALLUCINATION,
) -> Decision:
    """The decision where a model can be asked; `best` are its log-odds for the best sentence, None if it has none."""
    probability = decision.confidence
    if decision.reason == "false_premise" or probability is None:
        return decision
    if judged.asks(probability):
        if best is None:
            return decision
        probability = judged.probability(probability, best)
    if probability >= threshold(judged.curve, max_hallucination):
        return Decision(None, confidence=probability)
    return Decision(_why(asked, hits), missing_names(asked, hits), None, probability)


def refusal(asked: Asked, decision: Decision, evidence: Sequence[Evidence]) -> Refusal:
    """The refusal in the question's language, with the passages that came nearest."""
    assert decision.reason is not None  # noqa: S101  callers ask only then
    words = phrases(asked.reply_language)
    said = [words.refusals[decision.reason]]
    if named := told_missing(asked, decision.missing):
        said.append(words.not_mentioned.format(names=words.comma.join(named)))
    if decision.deed:
        said.append(words.not_told.format(deed=decision.deed))
        related = next((one for one in evidence if _has_every_name(asked, one)), None)
        if related is not None:
            said.append(words.instead.format(quote=quoted(related, asked.reply_language, mark="")))
    nearest = tuple(cite(one, number) for number, one in enumerate(evidence[:NEAREST], 1))
    return Refusal(decision.reason, ("" if words.stop > "\u2e80" else " ").join(said), nearest)


def _says_so(shown: Mapping[str, float]) -> bool:
    """Whether the best sentence is said by the one whose words are asked for, of all that they are asked for about."""
    return shown["speaker"] > 0 and shown["about"] >= 1


def _has_every_name(asked: Asked, one: Evidence) -> bool:
    """Whether a quote is about all whom the question names; one name alone makes no quote relevant."""
    told = frozenset(term.text for term in terms(one.quote, one.language))
    return len(asked.named) > 1 and all(name.is_in(told) for name in asked.named)


def _stands_out(best: Ranked) -> bool:
    hit = best.candidate.hit
    return (best.candidate.meaning if hit.sentence_scores else hit.score) >= WEAK


def _why(asked: Asked, hits: Sequence[Hit]) -> RefusalReason:
    """Off topic where none of the question's names is mentioned or, without certain ones, no passage is like it."""
    if mentions_a_name(asked, hits):
        return "no_evidence"
    if has_certain_name(asked, hits):
        return "off_topic"
    likeness = max((hit.likeness for hit in hits if hit.likeness is not None), default=1.0)
    return "off_topic" if likeness < UNLIKE else "no_evidence"
