"""The gold over the seeds is what issue and README promise, and every quote stands where it says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from pathlib import Path

import pytest

from eval.errors import GoldError
from eval.gold.offsets import place
from eval.metrics.slot_accuracy import filled
from eval.metrics.text import marks, unmarked
from eval.records import GoldQuote, GoldRow
from rag.ingest.clean import clean
from rag.ingest.load import load
from rag.text.fold import fold
from rag.text.language import detect, same_language
from rag.types import BlockKind, Document, Span

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "eval/gold/seeds.jsonl").read_text(encoding="utf-8").splitlines()
ROWS = tuple(GoldRow.model_validate_json(line) for line in LINES)
ANSWERABLE = [row for row in ROWS if row.answerable]
LANGUAGES = {"en", "de", "zh-Hans", "zh-Hant"}
KINDS = {
    "fact", "list", "number", "date", "speaker", "quotation", "reason", "comparison", "same_event", "temporal",
    "conflict", "teaser", "follow_up",
}  # fmt: skip
REFUSED = {"unanswerable", "false_premise"}


@cache
def document(source: str) -> Document:
    return clean(load(ROOT / source, source, max_bytes=2**20))


def quotes() -> Iterator[tuple[GoldRow, GoldQuote]]:
    yield from ((row, quote) for row in ROWS for quote in row.quotes)


def folded(text: str) -> str:
    return " ".join(fold(unmarked(text)).text.split())


def groups() -> dict[str, list[GoldRow]]:
    joined = defaultdict(list)
    for row in ROWS:
        joined[row.group].append(row)
    return joined


def test_every_quote_stands_at_its_offsets() -> None:
    wrong = [
        (row.id, quote.quote)
        for row, quote in quotes()
        if document(quote.document).text[quote.start : quote.end] != quote.quote
    ]
    assert wrong == []


def test_no_quote_is_boilerplate() -> None:
    """A sentence printed twice, as article and under a picture, may be cited at both if one is no boilerplate."""
    assert [(row.id, quote.quote) for row, quote in quotes() if not any(map(is_quotable, printings(quote)))] == []


def printings(quote: GoldQuote) -> Iterator[tuple[Document, Span]]:
    page = document(quote.document)
    for match in re.finditer(re.escape(quote.quote), page.text):
        yield page, Span(*match.span())


def is_quotable(printing: tuple[Document, Span]) -> bool:
    page, span = printing
    return not any(
        block.kind is BlockKind.BOILERPLATE and block.span.start < span.end and span.start < block.span.end
        for block in page.blocks
    )


def test_quotes_are_whole_lines_or_sentences() -> None:
    """A bracketed dateline or note may stand beside the quote on its line."""
    for row, quote in quotes():
        text = document(quote.document).text
        before, after = text[: quote.start].rstrip(" ")[-1:], text[quote.end :][:1]
        assert before in ("", "\n", *"。.!?”」)"), (row.id, before, quote.quote)
        assert quote.quote[-1] in "。.!?”」" or after in ("", "\n", "("), (row.id, quote.quote, after)
        assert quote.quote == quote.quote.strip(), row.id


def test_an_interviewers_question_is_nobodys_words() -> None:
    assert [row.id for row, quote in quotes() if "——" in quote.quote and quote.quote.endswith("?")] == []


def test_ids_are_unique_and_name_group_and_language() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)
    assert all(row.id.startswith(f"{row.group}-") for row in ROWS)
    assert len({(row.question, row.language, row.history) for row in ROWS}) == len(ROWS)


def test_a_group_asks_one_thing_in_several_languages() -> None:
    for group, rows in groups().items():
        assert len({row.language for row in rows}) == len(rows) >= 2, group
        first = rows[0]
        for row in rows:
            own = {"id", "language", "question", "history", "answer"}
            assert row.model_dump(exclude=own) == first.model_dump(exclude=own), row.id


def test_enough_of_every_kind_and_language() -> None:
    assert len(ROWS) >= 160
    kinds = Counter(row.kind for row in ROWS)
    assert set(kinds) == KINDS | REFUSED
    assert min(kinds.values()) >= 12
    assert kinds["unanswerable"] >= 35
    assert {(row.kind, row.language) for row in ROWS} == {(kind, language) for kind in kinds for language in LANGUAGES}


def test_the_readme_counts_what_is_there() -> None:
    table = (ROOT / "eval/gold/README.md").read_text(encoding="utf-8")
    for kind in [*KINDS, *REFUSED, None]:
        rows = [row for row in ROWS if kind in (None, row.kind)]
        counts = [sum(row.language == language for row in rows) for language in ("en", "de", "zh-Hans", "zh-Hant")]
        cells = " | ".join(map(str, [len({row.group for row in rows}), *counts, len(rows)]))
        assert re.search(
            rf"^\| {kind or '[*]{2}all[*]{2}'}( \(.*\))? \| {re.escape(cells)} \|$", table, re.MULTILINE
        ), kind


def test_at_least_half_is_asked_across_languages() -> None:
    """Across: no quote that answers is in the question's language, Simplified and Traditional counting as one."""
    across = [
        row
        for row in ANSWERABLE
        if not any(detect(quote.quote).split("-")[0] == row.language.split("-")[0] for quote in row.quotes)
    ]
    assert 2 * len(across) >= len(ANSWERABLE)


def test_every_document_is_asked_about() -> None:
    asked = Counter(quote.document for row in ROWS for quote in row.quotes)
    assert set(asked) == {f"seeds/{path.name}" for path in (ROOT / "seeds").iterdir()}
    assert min(asked.values()) >= 20


def test_the_halves_are_alike() -> None:
    tuned, held = (
        Counter((row.kind, row.language) for row in ROWS if row.split == split) for split in ("tune", "held")
    )
    assert tuned == held


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: row.id)
def test_reference_answers_fill_their_slots_and_cite(row: GoldRow) -> None:
    answer = folded(row.answer)
    assert all(filled({row.language: slot[row.language]}, answer) for slot in row.slots)
    cited = set(marks(row.answer))
    assert cited <= set(range(1, len(row.quotes) + 1))
    assert bool(row.sides) != (row.needed is not None)
    assert len(cited) >= (row.needed or 0)
    assert all(cited & set(side) for side in row.sides)


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: row.id)
def test_the_needed_quotes_hold_the_answer_and_the_question_does_not(row: GoldRow) -> None:
    """What an extractive answer quotes must be able to fill the slots; what it merely repeats must not."""
    assert row.slots
    assert all(set(slot) == LANGUAGES for slot in row.slots)
    sides = [[row.quotes[number - 1] for number in side] for side in row.sides]
    enough = product(*sides) if sides else combinations(row.quotes, row.needed or 1)
    spans = [folded(" ".join(quote.quote for quote in chosen)) for chosen in enough]
    assert any(all(filled(slot, span) for slot in row.slots) for span in spans)
    assert not all(filled(slot, folded(row.question)) for slot in row.slots)


def test_questions_and_answers_are_in_their_language() -> None:
    texts = [(row.language, text) for row in ROWS for text in (row.question, row.answer) if text]
    assert [(language, text) for language, text in texts if not same_language(detect(text), language)] == []


def test_refused_rows_say_why() -> None:
    for row in ROWS:
        assert (row.kind in REFUSED) == (not row.answerable), row.id
        if row.kind == "false_premise":
            assert row.reason == "false_premise", row.id
            assert row.quotes, f"{row.id} names nothing that corrects its premise"
        elif not row.answerable:
            assert row.reason in ("no_evidence", "off_topic"), row.id
            assert not row.quotes, row.id


def test_follow_ups_have_a_history_in_their_language() -> None:
    for row in ROWS:
        assert bool(row.history) == (row.kind == "follow_up" or row.group == "casualties"), row.id
        assert all(same_language(detect(turn.content), row.language) for turn in row.history), row.id


def test_offsets_are_found_from_the_quote() -> None:
    text = "Ja. Nein. Ja."

    def placed(start: int) -> tuple[int, int]:
        row = place({"id": "a", "quotes": [{"document": "d", "quote": "Ja.", "start": start}]}, lambda _: text)
        return row["quotes"][0]["start"], row["quotes"][0]["end"]

    assert placed(0) == (0, 3)
    assert placed(9) == (10, 13)
    with pytest.raises(GoldError, match="does not hold"):
        place({"id": "a", "quotes": [{"document": "d", "quote": "Nie."}]}, lambda _: text)
