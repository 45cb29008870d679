"""The answers to the parts of a question as one answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer.cite import split_marks
from rag.answer.extractive import joined
from rag.answer.phrases import phrases
from rag.answer.refuse import NEAREST
from rag.types import Answer, Citation, Evidence, Language, Refusal, RefusalReason, Unanswered


def numbered_after(known: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence with numbers that go on where those known end; a sentence that is among them has its number."""
    numbers = {(one.document.id, one.span): one.id for one in known}
    for one in evidence:
        numbers.setdefault((one.document.id, one.span), max(numbers.values(), default=0) + 1)
    return [replace(one, id=numbers[one.document.id, one.span]) for one in evidence]


def combined(question: str, labels: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """One answer made of those to the parts of a question, which its words call `labels`.

    It is refused if none is answered. A part that is not, although another is, is named at the end with the reason.
    """
    if len(answers) == 1:
        return answers[0]
    answered = [one for one in answers if one.status == "answered"]
    sentences = tuple(dict.fromkeys(sentence for one in answers for sentence in one.sentences))
    citations = tuple({citation.id: citation for one in answered for citation in one.citations}.values())
    refusals = [(label, one.refusal) for label, one in zip(labels, answers, strict=True) if one.refusal is not None]
    language = answers[0].language
    unanswered = tuple(_unanswered(label, refusal.reason, language) for label, refusal in refusals if answered)
    shown = [sentence for sentence in sentences if sentence.verdict != "unsupported"]
    refusal = None if answered else _refusal([refusal for _, refusal in refusals])
    first, last = (answered or answers)[0], answers[-1]
    begun = [one.timings.first_token_ms for one in answers if one.timings.first_token_ms]
    return replace(
        first,
        question=question,
        answer=refusal.message if refusal else joined(shown, [one.message for one in unanswered]),
        refusal=refusal,
        sentences=sentences,
        citations=citations,
        answerer="llm" if any(one.answerer == "llm" for one in answers) else "extractive",
        model=next((one.model for one in answers if one.answerer == "llm"), first.model),
        degraded=next((one.degraded for one in answers if one.degraded), None),
        usage=last.usage,
        timings=replace(last.timings, first_token_ms=min(begun, default=0.0)),
        confidence=min((one.confidence for one in answers if one.confidence is not None), default=None),
        unanswered=unanswered,
    )


def _unanswered(label: str, reason: RefusalReason, language: Language) -> Unanswered:
    """What is said of a part: neither a quote, which would have no proof here, nor a mark that a reader has typed."""
    words = phrases(language)
    question = split_marks(label)[0]
    return Unanswered(label, reason, words.unanswered.format(question=question, why=words.refusals[reason]))


def _refusal(refusals: Sequence[Refusal]) -> Refusal:
    """Of several refusals the first one's reason, all that they say, and what is nearest to each in turn."""
    said = dict.fromkeys(refusal.message for refusal in refusals)
    ranks = range(max(len(refusal.nearest) for refusal in refusals))
    in_turn = (refusal.nearest[rank] for rank in ranks for refusal in refusals if rank < len(refusal.nearest))
    nearest = list({_place(one): one for one in in_turn}.values())[:NEAREST]
    numbered = tuple(replace(one, id=number) for number, one in enumerate(nearest, 1))
    return Refusal(refusals[0].reason, "\n".join(said), numbered)


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document, citation.start, citation.end
