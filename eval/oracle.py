"""A run that answers every question exactly as its gold row says: what metrics are tested on, and gold checked with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eval.metrics.text import claims, marks
from eval.records import GoldRow, Manifest, Outcome, Proof, RankedSpan, ResultRow, gold_version
from eval.runs import Run
from eval.suite import sha256
from rag.text.language import detect
from rag.types import Answer, AnswerSentence, Citation, Refusal

_REFUSALS = {
    "en": "The documents do not say.",
    "de": "Die Dokumente sagen dazu nichts.",
    "zh-Hans": "这些文件没有说明这一点。",
    "zh-Hant": "這些文件沒有說明這一點。",
}


def oracle(suite: str, gold: Sequence[GoldRow]) -> Run:
    """A run whose every row is right."""
    manifest = Manifest(
        suite=suite,
        gold=gold_version(gold),
        documents="",
        answerer="llm",
        live=False,
        seed=0,
        k=0,
        settings={},
        models={"llm": "oracle"},
        prompts={},
        code="oracle",
        version="oracle",
    )
    return Run("oracle", manifest, tuple(gold), {row.id: _row(row, manifest.digest) for row in gold})


def _row(gold: GoldRow, run: str) -> ResultRow:
    citations = tuple(_citation(gold, number) for number in range(1, len(gold.quotes) + 1))
    answer = _answered(gold, citations) if gold.answerable else _refused(gold)
    cited = answer.refusal.nearest if answer.refusal else answer.citations
    best_first = sorted(citations, key=lambda citation: citation not in cited)
    return ResultRow(
        id=gold.id,
        run=run,
        outcome=Outcome.OK,
        answer=answer,
        hits=None if gold.history else tuple(map(_hit, best_first)),
        proofs=tuple(prove(citation) for citation in cited),
    )


def prove(citation: Citation) -> Proof:
    """The proof that bears `citation` out."""
    return Proof(
        source=citation.source, start=citation.start, end=citation.end, sha256=citation.sha256, text=citation.quote
    )


def _hit(citation: Citation) -> RankedSpan:
    return RankedSpan(source=citation.source, start=citation.start, end=citation.end, score=1.0)


def _citation(gold: GoldRow, number: int) -> Citation:
    quote = gold.quotes[number - 1]
    return Citation(
        id=number,
        document=quote.document,
        source=quote.document,
        sha256=sha256(quote.document),
        start=quote.start,
        end=quote.end,
        quote=quote.quote,
        title=None,
        published=None,
        language=detect(quote.quote),
    )


def _answered(gold: GoldRow, citations: tuple[Citation, ...]) -> Answer:
    text = gold.answer or " ".join(next(iter(slot.values()))[0] for slot in gold.slots) or citations[0].quote
    cited = set(marks(text)) or {citation.id for citation in citations}
    if not marks(text):
        text += "".join(f"[{number}]" for number in sorted(cited))
    return Answer(
        question=gold.question,
        language=gold.language,
        status="answered",
        answer=text,
        refusal=None,
        sentences=sentences(text),
        citations=tuple(citation for citation in citations if citation.id in cited),
        answerer="llm",
        model="oracle",
    )


def sentences(text: str) -> tuple[AnswerSentence, ...]:
    """The claims of `text` as the sentences of an answer, each with its marks."""
    return tuple(AnswerSentence(claim, tuple(dict.fromkeys(marks(claim))), "supported") for claim in claims(text))


def _refused(gold: GoldRow) -> Answer:
    message = _REFUSALS.get(gold.language, _REFUSALS["en"])
    nearest = tuple(_citation(gold, number) for number in range(1, len(gold.quotes) + 1))
    return Answer(
        question=gold.question,
        language=gold.language,
        status="refused",
        answer=message,
        refusal=Refusal(gold.reason or "no_evidence", message, nearest),
        sentences=(),
        citations=(),
        answerer="llm",
        model="oracle",
    )


def refuse(answer: Answer) -> Answer:
    """The same question refused."""
    message = _REFUSALS.get(answer.language, _REFUSALS["en"])
    refusal = Refusal("no_evidence", message, answer.citations)
    return replace(answer, status="refused", answer=message, refusal=refusal, sentences=(), citations=())
