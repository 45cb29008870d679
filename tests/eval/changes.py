"""Changes of a system as they show in its rows: regressions that the gate must catch, and changes it must let pass.

Those that need the real system (without BM25, without language means, ...) are in test_gate_live.py.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from eval import mutations as spoil
from eval.metrics.text import marks
from eval.oracle import prove, refuse, sentences
from eval.records import GoldRow, Outcome, ResultRow, RowError, gold_version
from eval.runs import Run
from rag.types import Answer, AnswerSentence, Citation, Usage

Change = Callable[[Run], Run]


def only(applies: Callable[[GoldRow], bool], change: Change) -> Change:
    """`change` made to some rows alone."""

    def apply(run: Run) -> Run:
        changed = change(run).rows
        spoilt = {row.id for row in run.gold if applies(row)}
        return replace(run, rows={key: changed[key] if key in spoilt else row for key, row in run.rows.items()})

    return apply


def first(count: int, change: Change, applies: Callable[[GoldRow], bool] = lambda _: True) -> Change:
    """`change` made to the first `count` rows that it applies to."""

    def apply(run: Run) -> Run:
        chosen = {row.id for row in [row for row in run.gold if applies(row)][:count]}
        return only(lambda row: row.id in chosen, change)(run)

    return apply


def answered(change: Callable[[Answer], Answer]) -> Change:
    """`change` made to every answer that is none of a refusal."""
    return spoil.each_answer(lambda answer, _: change(answer) if answer.status == "answered" else answer)


def says(change: Callable[[str], str]) -> Callable[[Answer], Answer]:
    def retext(answer: Answer) -> Answer:
        sentences = tuple(replace(sentence, text=change(sentence.text)) for sentence in answer.sentences)
        return replace(answer, answer=change(answer.answer), sentences=sentences)

    return retext


def recite(change: Callable[[Citation], Citation]) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, citations=tuple(change(citation) for citation in answer.citations))


def with_proofs(change: Callable[[Answer], Answer]) -> Change:
    """`change` made to every answer, with proofs that bear out what it cites now."""

    def row(row: ResultRow) -> ResultRow:
        if row.answer is None or row.answer.status == "refused":
            return row
        answer = change(row.answer)
        return row.model_copy(update={"answer": answer, "proofs": tuple(map(prove, answer.citations))})

    return spoil.each_row(row)


def realistic(run: Run, seed: int = 11) -> Run:
    """A perfect run with the faults of a real one: one answer in ten refused, wrong, or citing a stray passage."""
    rng = random.Random(seed)
    faults = (
        answered(refuse),
        answered(says(lambda text: "Ja. [1]")),
        with_proofs(_stray),
        spoil.each_row(spoil.bury_hits),
    )
    for fault in faults:
        chosen = {row.id for row in run.gold if rng.random() < 0.04}
        run = only(lambda row, chosen=chosen: row.id in chosen, fault)(run)
    inventing = {row.id for row in run.gold if not row.answerable and rng.random() < 0.08}
    return only(lambda row: row.id in inventing, spoil.each_answer(spoil.answer_always))(run)


def _stray(answer: Answer) -> Answer:
    """Cite a passage besides that has nothing to do with the question."""
    if not answer.citations:
        return answer
    stray = replace(answer.citations[0], id=55, source="seeds/stray.txt", start=0, end=5, quote="Other")
    text = f"{answer.answer} [55]"
    return replace(answer, answer=text, citations=(*answer.citations, stray), sentences=sentences(text))


def _simplified(answer: Answer) -> Answer:
    from opencc import OpenCC

    return says(OpenCC("t2s").convert)(answer)


def _uncited(answer: Answer) -> Answer:
    bare = says(lambda text: text.replace("[", "(").replace("]", ")"))(answer)
    return replace(bare, citations=(), sentences=tuple(replace(s, citations=()) for s in bare.sentences))


def _stale_index(citation: Citation) -> Citation:
    return replace(citation, sha256="0" * 64)


def _outcome(outcome: Outcome) -> Change:
    def row(row: ResultRow) -> ResultRow:
        return ResultRow(id=row.id, run=row.run, outcome=outcome, error=RowError(code="x", message="x"))

    return spoil.each_row(row)


def _edited_gold(run: Run) -> Run:
    gold = (run.gold[0].model_copy(update={"question": "Something else?"}), *run.gold[1:])
    return replace(run, gold=gold, manifest=run.manifest.model_copy(update={"gold": gold_version(gold)}))


def _fewer_gold(run: Run) -> Run:
    gold = run.gold[:-4]
    rows = {row.id: run.rows[row.id] for row in gold}
    return replace(run, gold=gold, rows=rows, manifest=run.manifest.model_copy(update={"gold": gold_version(gold)}))


REGRESSIONS: dict[str, Change] = {
    "citations shuffled among answers": spoil.shuffle_citations,
    "never refuses": spoil.each_answer(spoil.answer_always),
    "always refuses": spoil.each_answer(spoil.refuse_always),
    "false premises swallowed": only(lambda row: row.kind == "false_premise", spoil.each_answer(spoil.answer_always)),
    "answers in another language": spoil.wrong_language,
    "Traditional asked, Simplified answered": only(lambda row: row.language == "zh-Hant", answered(_simplified)),
    "German answered in English": only(lambda row: row.language == "de", spoil.wrong_language),
    "every third German question refused": only(
        lambda row: row.language == "de" and sum(map(ord, row.group)) % 3 == 0, spoil.each_answer(spoil.refuse_always)
    ),
    "follow-ups refused": only(lambda row: row.kind == "follow_up", spoil.each_answer(spoil.refuse_always)),
    "index older than the files": answered(recite(_stale_index)),
    "numbers invented for citations": spoil.each_answer(spoil.invent_id),
    "digits changed": spoil.each_answer(spoil.alter_digits),
    "numbers wrong in one kind": only(lambda row: row.kind == "number", spoil.each_answer(spoil.alter_digits)),
    "denies what it cites": spoil.each_answer(spoil.negate),
    "last sentence lost": spoil.each_answer(spoil.drop_sentence),
    "sources swapped": spoil.swap_sources,
    "one quote altered by one character": first(
        1, spoil.each_answer(spoil.alter_quote), lambda row: row.answerable and row.id.startswith("k")
    ),
    "citations left out": answered(_uncited),
    "a stray passage cited besides": with_proofs(_stray),
    "passages buried": spoil.each_row(spoil.bury_hits),
    "says nothing": answered(lambda answer: replace(answer, answer="", sentences=(), citations=())),
    "one row crashes": first(1, _outcome(Outcome.FAILED)),
    "one row missing": lambda run: replace(run, rows=dict(list(run.rows.items())[1:])),
    "one tape stale": first(1, _outcome(Outcome.STALE)),
    "no model to ask": first(5, _outcome(Outcome.UNMEASURED)),
    "a gold question changed": _edited_gold,
    "gold questions dropped": _fewer_gold,
}


def _renumbered(answer: Answer) -> Answer:
    """[1] and [2] become [5] and [6] everywhere."""
    text = answer.answer
    for number in sorted(set(marks(text)), reverse=True):
        text = text.replace(f"[{number}]", f"[{number + 4}]")
    return replace(recite(lambda c: replace(c, id=c.id + 4))(answer), answer=text, sentences=sentences(text))


_FRAMES = {
    "en": "According to the documents: ",
    "de": "Laut den Dokumenten: ",
    "zh-Hans": "根据文件：",
    "zh-Hant": "根據文件：",
}


def _framed(answer: Answer) -> Answer:
    return says(lambda text: _FRAMES[answer.language] + text)(answer)


def _on_another_machine(citation: Citation) -> Citation:
    return replace(citation, document="9f" * 8, source=f"/srv/checkout/{citation.source}")


def _cited_twice(answer: Answer) -> Answer:
    text = answer.answer + "".join(f" [{citation.id}]" for citation in answer.citations[:1])
    return replace(answer, answer=text, sentences=sentences(text))


def _dropped_draft(answer: Answer) -> Answer:
    return replace(answer, sentences=(*answer.sentences, AnswerSentence("Not so.", (), "unsupported")))


def _flipped(seed: int) -> Change:
    """A few questions go the other way, as when a model samples: as many gained as lost, whichever they are."""

    def apply(run: Run) -> Run:
        rng = random.Random(seed)
        perfect = rng.sample([row.id for row in run.gold if row.answerable], 6)
        worse = rng.sample([row.id for row in run.gold if row.answerable and row.id not in perfect], 3)
        from eval.oracle import oracle

        right = oracle("seeds", run.gold)
        better = {key: right.rows[key] if key in perfect else row for key, row in run.rows.items()}
        return only(lambda row: row.id in worse, answered(refuse))(replace(run, rows=better))

    return apply


def _wide_digits(text: str) -> str:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return "".join(piece if piece.startswith("[") else piece.translate(wide) for piece in re.split(r"(\[\d+\])", text))


def _rescored(row: ResultRow) -> ResultRow:
    hits = row.hits and tuple(hit.model_copy(update={"score": hit.score * 7}) for hit in row.hits)
    return row.model_copy(update={"hits": hits})


def _more_passages(row: ResultRow) -> ResultRow:
    noise = spoil.bury_hits(row).hits
    return row.model_copy(update={"hits": row.hits and (*row.hits, *(noise or ())[:3])})


HARMLESS: dict[str, Change] = {
    "nothing": lambda run: run,
    "rows in another order": lambda run: replace(run, rows=dict(reversed(run.rows.items()))),
    "gold in another order": lambda run: replace(run, gold=tuple(reversed(run.gold))),
    "another seed": lambda run: replace(run, manifest=run.manifest.model_copy(update={"seed": 99})),
    "another version of the code": lambda run: replace(run, manifest=run.manifest.model_copy(update={"code": "new"})),
    "slower": spoil.each_answer(spoil.slow_down),
    "more tokens": answered(lambda answer: replace(answer, usage=Usage(9999, 999))),
    "another checkout": with_proofs(recite(_on_another_machine)),
    "citations renumbered": answered(_renumbered),
    "frame text reworded": answered(_framed),
    "white space": answered(says(lambda text: text.replace(" ", "  ") + "\n")),
    "straight quotation marks": answered(says(lambda text: text.translate(str.maketrans("“”„「」", '"""""')))),
    "wide digits": only(lambda row: row.language.startswith("zh"), answered(says(_wide_digits))),
    "quotes translated": answered(recite(lambda citation: replace(citation, translation="So it says."))),
    "titles found": answered(recite(lambda citation: replace(citation, title="A title", published="2023-10-19"))),
    "a source cited twice": answered(_cited_twice),
    "a sentence of the draft dropped": answered(_dropped_draft),
    "another reason for two refusals": first(2, spoil.each_answer(spoil.wrong_reason), lambda row: not row.answerable),
    "scores of passages on another scale": spoil.each_row(_rescored),
    "more passages at the end": spoil.each_row(_more_passages),
    "one question lost": first(1, answered(refuse), lambda row: row.kind == "fact"),
    "one group of translations lost": only(lambda row: row.group == "arms", answered(refuse)),
    "sampled once": _flipped(1),
    "sampled twice": _flipped(2),
    "sampled thrice": _flipped(3),
    "confidence stated": spoil.each_answer(lambda answer, _: replace(answer, confidence=0.7)),
    "degraded": answered(lambda answer: replace(answer, degraded="uncalibrated")),
}
