"""NoMIRACL's layout (Thakur et al. 2024): every question has its own closed list of passages, answerable or not.

    corpus.jsonl                          {"docid", "title", "text"}
    topics/{split}.{subset}.tsv           query id, question
    qrels/{split}.{subset}.tsv            query id, Q0, docid, 1 or 0
    with the subsets relevant and non_relevant

Each question gets a corpus of its own, so that nothing but its own passages can be cited.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from eval.datasets.errors import DatasetError
from eval.records import GoldQuote, GoldRow
from eval.suite import Corpus, Suite
from rag.text.language import detect

SUBSETS = {"relevant": True, "non_relevant": False}


def load(folder: Path, split: str = "dev") -> Suite:
    """Both subsets of a split. Raises DatasetError naming file and line."""
    passages = _corpus(folder / "corpus.jsonl")
    gold: list[GoldRow] = []
    corpora: dict[str, Corpus] = {}
    for subset, answerable in SUBSETS.items():
        questions = {row[0]: row[1] for row in _table(folder / "topics" / f"{split}.{subset}.tsv", 2)}
        judged: defaultdict[str, dict[str, bool]] = defaultdict(dict)
        for query, _, document, score in _table(folder / "qrels" / f"{split}.{subset}.tsv", 4):
            judged[query][document] = score != "0"
        for query in (query for query in questions if query in judged):
            name = f"{subset} {query}"
            texts = {f"{place:02}.txt": _text(passages, document) for place, document in enumerate(judged[query])}
            relevant = [file for file, hit in zip(texts, judged[query].values(), strict=True) if hit and answerable]
            corpora[name] = Corpus(texts=texts)
            gold.append(_gold(name, questions[query], answerable, relevant, texts))
    return Suite(folder.name, tuple(gold), corpora)


def _gold(name: str, question: str, answerable: bool, relevant: list[str], texts: dict[str, str]) -> GoldRow:
    return GoldRow(
        id=name,
        group=name,
        language=detect(question),
        kind="relevant" if answerable else "non_relevant",
        question=question,
        answerable=answerable,
        quotes=tuple(GoldQuote(document=file, start=0, end=len(texts[file]), quote=texts[file]) for file in relevant),
        needed=1 if relevant else None,
        corpus=name,
    )


def _text(passages: dict[str, str], document: str) -> str:
    if document not in passages:
        raise DatasetError(f"qrels name the passage {document!r}, which corpus.jsonl does not have")
    return passages[document]


def _corpus(path: Path) -> dict[str, str]:
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {
            str(row["docid"]): "\n\n".join(part for part in (row.get("title", ""), row["text"]) if part) for row in rows
        }
    except OSError as error:
        raise DatasetError(f"{path.name}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path.name}: {type(error).__name__}: {error}") from None


def _table(path: Path, columns: int) -> list[list[str]]:
    try:
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    except OSError as error:
        raise DatasetError(f"{path.name}: {error.strerror}") from None
    for number, row in enumerate(rows, start=1):
        if len(row) != columns:
            raise DatasetError(f"{path.name}, line {number}: {columns} columns expected, {len(row)} found")
    return rows
