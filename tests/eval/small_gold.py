"""A small gold of its own, in four languages and over two documents, and a system that answers from a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from eval.metrics.base import Case
from eval.oracle import oracle
from eval.records import GoldQuote, GoldRow, ResultRow
from eval.runs import Run
from eval.suite import sha256
from eval.system import Answerer
from rag.types import Answer, BlockKind, Chunk, DocumentSummary, Hit, Message, Span

BRIDGE = (
    "The old bridge was closed on 3 May 2021. Mayor Weber said it “will not open before winter”. "
    "工程費用為一千二百萬元。"
)
HARBOUR = "Der Hafen wurde am 3. Mai 2021 nicht gesperrt. 港口从未关闭。Officials counted 2011 ships that year."
TEXTS = {"docs/bridge.txt": BRIDGE, "docs/harbour.txt": HARBOUR}


def quote(document: str, text: str) -> GoldQuote:
    start = TEXTS[document].index(text)
    return GoldQuote(document=document, start=start, end=start + len(text), quote=text)


CLOSED = quote("docs/bridge.txt", "The old bridge was closed on 3 May 2021.")
WINTER = quote("docs/bridge.txt", "Mayor Weber said it “will not open before winter”.")
OPEN = quote("docs/harbour.txt", "Der Hafen wurde am 3. Mai 2021 nicht gesperrt.")
NEVER = quote("docs/harbour.txt", "港口从未关闭。")
SHIPS = quote("docs/harbour.txt", "Officials counted 2011 ships that year.")

_Question = tuple[str, tuple[GoldQuote, ...], dict[str, tuple[str, str]], list[dict[str, tuple[str, ...]]]]
"""Kind, quotes, question and reference by language, slots."""

_QUESTIONS: dict[str, _Question] = {
    "closed": (
        "date",
        (CLOSED,),
        {
            "en": ("When was the old bridge closed?", "The old bridge was closed on 3 May 2021 [1]."),
            "de": ("Wann wurde die alte Brücke gesperrt?", "Die alte Brücke wurde am 3. Mai 2021 gesperrt [1]."),
            "zh-Hans": ("旧桥是什么时候关闭的？", "旧桥于2021年5月3日关闭[1]。"),
            "zh-Hant": ("舊橋是什麼時候關閉的？", "舊橋於2021年5月3日關閉[1]。"),
        },
        [{"en": ("3 May",), "de": ("3. Mai",), "zh-Hans": ("5月3日",)}, {"en": ("2021",)}],
    ),
    "both": (
        "comparison",
        (WINTER, SHIPS),
        {
            "en": ("What did Weber say? How many came?", "Weber said “not before winter” [1]. 2011 ships came [2]."),
            "de": ("Was sagte Weber? Wie viele?", "Weber sagte: nicht vor dem Winter [1]. Es kamen 2011 Schiffe [2]."),
            "zh-Hans": ("韦伯说了什么？来了多少艘船？", "韦伯说冬天之前不会开放[1]。那一年来了2011艘船[2]。"),
            "zh-Hant": ("韋伯說了什麼？來了多少艘船？", "韋伯說冬天之前不會開放[1]。那一年來了2011艘船[2]。"),
        },
        [{"en": ("winter",), "de": ("Winter",), "zh-Hans": ("冬天",)}, {"en": ("2011",)}],
    ),
    "harbour": (
        "same_event",
        (OPEN, NEVER),
        {
            "en": ("Was the harbour closed?", "The harbour was not closed on 3 May 2021 [1]."),
            "de": ("Wurde der Hafen gesperrt?", "Der Hafen wurde am 3. Mai 2021 nicht gesperrt [1]."),
            "zh-Hans": ("港口关闭了吗？", "港口在2021年5月3日没有关闭[1]。"),
            "zh-Hant": ("港口關閉了嗎？", "港口在2021年5月3日沒有關閉[1]。"),
        },
        [{"en": ("not closed", "never closed"), "de": ("nicht gesperrt",), "zh-Hans": ("没有关闭", "从未关闭")}],
    ),
    "paint": (
        "unanswerable",
        (),
        {
            "en": ("Who painted the bridge?", ""),
            "de": ("Wer hat die Brücke gestrichen?", ""),
            "zh-Hans": ("谁粉刷了这座桥？", ""),
            "zh-Hant": ("誰粉刷了這座橋？", ""),
        },
        [],
    ),
}  # fmt: skip


def make_gold() -> tuple[GoldRow, ...]:
    return tuple(
        GoldRow(
            id=f"{group}-{language}",
            group=group,
            language=language,
            kind=kind,
            question=question,
            answerable=bool(quotes),
            answer=answer,
            slots=tuple(slots),
            quotes=quotes,
            needed=1 if group == "harbour" else None,
            reason=None if quotes else "no_evidence",
        )
        for group, (kind, quotes, texts, slots) in _QUESTIONS.items()
        for language, (question, answer) in texts.items()
    )


def case_of(run: Run, row_id: str, change: Callable[[Answer], Answer] = lambda answer: answer) -> Case:
    """The case of one row of `run`, its answer changed."""
    row = run.rows[row_id]
    assert row.answer is not None
    changed: ResultRow = row.model_copy(update={"answer": change(row.answer)})
    return Case(next(gold for gold in run.gold if gold.id == row_id), changed)


@dataclass
class ScriptedSystem:
    """Answers as the oracle does, except where `answers` says otherwise: an answer, or an error to raise."""

    gold: tuple[GoldRow, ...]
    answers: dict[str, Answer | BaseException] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    ingested: list[Path] = field(default_factory=list)

    def ingest(self, paths: Sequence[Path]) -> object:
        self.ingested += paths
        return None

    def search(self, question: str, *, k: int) -> Sequence[Hit]:
        row = self._row(question)
        return [_hit(rank, quote) for rank, quote in enumerate(row.quotes[:k], start=1)]

    def ask(self, question: str, *, answerer: Answerer, k: int, history: Sequence[Message]) -> Answer:
        self.asked.append(question)
        row = self._row(question)
        scripted = self.answers.get(row.id)
        if isinstance(scripted, BaseException):
            raise scripted
        if scripted is not None:
            return scripted
        answer = oracle("small", [row]).rows[row.id].answer
        assert answer is not None
        return replace(answer, citations=tuple(replace(c, sha256=sha256(TEXTS[c.source])) for c in answer.citations))

    def _row(self, question: str) -> GoldRow:
        return next(row for row in self.gold if row.question == question)

    @contextmanager
    def opened(self, _: Path) -> Iterator[ScriptedSystem]:
        yield self


def _hit(rank: int, quote: GoldQuote) -> Hit:
    span = Span(quote.start, quote.end)
    document = DocumentSummary(quote.document, quote.document, sha256(""), None, None, None, ("en",), 1)
    chunk = Chunk(f"{quote.document}{quote.start}", quote.document, span, BlockKind.ARTICLE, "en", "", (span,))
    return Hit(rank, 1 / rank, chunk, quote.quote, document)
