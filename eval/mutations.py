"""Ways to spoil a run: each takes what is stored of one and gives it back with a known fault, and needs no model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from eval.metrics.text import marks
from eval.oracle import refuse, sentences
from eval.records import GoldRow, Outcome, ResultRow, RowError
from eval.runs import Run
from rag.types import Answer, Citation


def each_answer(change: Callable[[Answer, GoldRow], Answer]) -> Callable[[Run], Run]:
    """A mutation of every answer on its own."""

    def apply(run: Run) -> Run:
        gold = {row.id: row for row in run.gold}
        rows = {
            row.id: row if row.answer is None else row.model_copy(update={"answer": change(row.answer, gold[row.id])})
            for row in run.rows.values()
        }
        return replace(run, rows=rows)

    return apply


def _retext(answer: Answer, change: Callable[[str], str]) -> Answer:
    """The answer with `change` made to its text and to each sentence shown."""
    sentences = tuple(replace(sentence, text=change(sentence.text)) for sentence in answer.sentences)
    return replace(answer, answer=change(answer.answer), sentences=sentences)


def _outside_marks(text: str, change: Callable[[str], str]) -> str:
    pieces = re.split(r"(\[[\d, ]+\])", text)
    return "".join(piece if place % 2 else change(piece) for place, piece in enumerate(pieces))


def invent_id(answer: Answer, _: GoldRow) -> Answer:
    """Cite a number that does not exist."""
    if answer.status == "refused":
        return answer
    return replace(answer, answer=f"{answer.answer} [97]", sentences=sentences(f"{answer.answer} [97]"))


def alter_digits(answer: Answer, _: GoldRow) -> Answer:
    """Every digit becomes the next one, marks and quotes left alone."""
    shifted = str.maketrans(
        "0123456789０１２３４５６７８９一二三四五六七八九", "1234567890１２３４５６７８９０二三四五六七八九一"
    )
    return _retext(answer, lambda text: _outside_marks(text, lambda piece: piece.translate(shifted)))


_DENIALS = {"en": "It is not so that ", "de": "Es stimmt nicht, dass ", "zh-Hans": "并没有：", "zh-Hant": "並沒有："}


def negate(answer: Answer, gold: GoldRow) -> Answer:
    """Deny what the answer says."""
    if answer.status == "refused":
        return answer
    return _retext(answer, lambda text: _DENIALS.get(gold.language, _DENIALS["en"]) + text)


def drop_sentence(answer: Answer, _: GoldRow) -> Answer:
    """Leave the last sentence out, where there are several, and with it the citations that only it has."""
    if len(answer.sentences) < 2:
        return answer
    kept = answer.sentences[:-1]
    text = " ".join(sentence.text for sentence in kept)
    cited = set(marks(text))
    citations = tuple(citation for citation in answer.citations if citation.id in cited)
    return replace(answer, answer=text, sentences=kept, citations=citations)


def refuse_always(answer: Answer, _: GoldRow) -> Answer:
    """Refuse whatever was asked."""
    return answer if answer.status == "refused" else refuse(answer)


def answer_always(answer: Answer, gold: GoldRow) -> Answer:
    """Answer whatever was asked, from the nearest passages."""
    if answer.refusal is None:
        return answer
    text = gold.question
    return replace(
        answer,
        status="answered",
        answer=text,
        refusal=None,
        sentences=sentences(text),
        citations=answer.refusal.nearest,
    )


def alter_quote(answer: Answer, _: GoldRow) -> Answer:
    """Change one character of every quote."""
    return _recite(answer, lambda citation: replace(citation, quote="¿" + citation.quote[1:]))


def shift_offsets(answer: Answer, _: GoldRow) -> Answer:
    """Move every citation one character on, its quote unchanged."""
    return _recite(answer, lambda citation: replace(citation, start=citation.start + 1, end=citation.end + 1))


def _recite(answer: Answer, change: Callable[[Citation], Citation]) -> Answer:
    return replace(answer, citations=tuple(change(citation) for citation in answer.citations))


def swap_sources(run: Run) -> Run:
    """Attribute every quote to another of the documents."""
    documents = sorted({quote.document for row in run.gold for quote in row.quotes})
    following = dict(zip(documents, [*documents[1:], "no such document"], strict=True))

    def moved(citation: Citation) -> Citation:
        other = next((following[name] for name in documents if citation.source.endswith(name)), "no such document")
        return replace(citation, source=other, document=other)

    return each_answer(lambda answer, _: _recite(answer, moved))(run)


def shuffle_citations(run: Run) -> Run:
    """Give every answer the citations, with their proofs, of the next answered question of another group."""
    answered = [row for row in run.rows.values() if row.answer is not None and row.answer.citations]
    groups = {row.id: row.group for row in run.gold}
    rows = dict(run.rows)
    for place, row in enumerate(answered):
        donor = next((o for o in answered[place:] + answered[:place] if groups[o.id] != groups[row.id]), None)
        assert row.answer is not None
        if donor is not None and donor.answer is not None:
            answer = replace(row.answer, citations=donor.answer.citations)
            rows[row.id] = row.model_copy(update={"answer": answer, "proofs": donor.proofs})
    return replace(run, rows=rows)


def wrong_language(run: Run) -> Run:
    """Answer in the words of another language: a sibling's where there is one, else a stock sentence."""
    stock = {"en": "Das steht so in den Dokumenten, die wir haben.", "": "This is what the documents say about it."}

    def spoilt(row: GoldRow, answer: Answer) -> Answer:
        others = (o for o in run.gold if o.group == row.group and o.language != row.language and o.id in run.rows)
        given = next((run.rows[o.id].answer for o in others), None)
        text = given.answer if given is not None else stock.get(row.language, stock[""])
        return _retext(answer, lambda _: text)

    return each_answer(lambda answer, row: spoilt(row, answer))(run)


def drop_rows(run: Run) -> Run:
    """Lose every tenth row, the first included."""
    return replace(run, rows={row.id: row for place, row in enumerate(run.rows.values()) if place % 10})


def crash_rows(run: Run) -> Run:
    """Every tenth row dies, the first included."""
    rows = {row.id: row if place % 10 else crashed(row) for place, row in enumerate(run.rows.values())}
    return replace(run, rows=rows)


def crashed(row: ResultRow) -> ResultRow:
    """The row as it would be stored if asking its question had raised an error."""
    error = RowError(code="internal", message="Something broke.")
    return ResultRow(id=row.id, run=row.run, outcome=Outcome.FAILED, error=error)


def each_row(change: Callable[[ResultRow], ResultRow]) -> Callable[[Run], Run]:
    """A mutation of every row on its own."""
    return lambda run: replace(run, rows={row.id: change(row) for row in run.rows.values()})


def bury_hits(row: ResultRow) -> ResultRow:
    """Put ten passages of nothing before what was retrieved."""
    noise = [hit.model_copy(update={"source": "noise"}) for hit in (row.hits or ())[:1] * 10]
    return row.model_copy(update={"hits": None if row.hits is None else (*noise, *row.hits)[:10]})


def slow_down(answer: Answer, _: GoldRow) -> Answer:
    """Take a second longer."""
    return replace(answer, timings=replace(answer.timings, total_ms=answer.timings.total_ms + 1000))


def wrong_reason(answer: Answer, gold: GoldRow) -> Answer:
    """Refuse for another reason."""
    if answer.refusal is None:
        return answer
    other: Literal["off_topic", "no_evidence"] = "off_topic" if gold.reason != "off_topic" else "no_evidence"
    return replace(answer, refusal=replace(answer.refusal, reason=other))


def one_language_elsewhere(run: Run) -> Run:
    """Cite other documents in one of the languages only, as a language bias does."""
    languages = sorted({row.language for row in run.gold})
    elsewhere = swap_sources(run)
    spoilt = {row.id for row in run.gold if row.language == languages[0]}
    return replace(run, rows={key: (elsewhere if key in spoilt else run).rows[key] for key in run.rows})
