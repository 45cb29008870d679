"""BEIR's layout (Thakur et al. 2021): `corpus.jsonl`, `queries.jsonl`, and `qrels.tsv` or `qrels/test.tsv`.

A relevant document is quoted whole: retrieval and citations are judged by document, and there are no slots.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.datasets.errors import DatasetError
from eval.records import GoldQuote, GoldRow
from eval.suite import Corpus, Suite
from rag.text.language import detect


def load(folder: Path) -> Suite:
    """The judged queries of a BEIR folder. Raises DatasetError naming file and line."""
    names, texts = {}, {}
    for number, row in enumerate(_rows(folder / "corpus.jsonl")):
        name = f"{number:07}.txt"
        names[str(row["_id"])] = name
        texts[name] = "\n\n".join(part for part in (row.get("title", ""), row["text"]) if part)
    queries = {str(row["_id"]): str(row["text"]) for row in _rows(folder / "queries.jsonl")}
    gold = []
    for query, documents in _relevant(folder).items():
        if query not in queries:
            raise DatasetError(f"qrels judge the query {query!r}, which queries.jsonl does not have")
        missing = [document for document in documents if document not in names]
        if missing:
            raise DatasetError(f"qrels name the document {missing[0]!r}, which corpus.jsonl does not have")
        gold.append(_gold(query, queries[query], [names[document] for document in documents], texts))
    return Suite(folder.name, tuple(gold), {"": Corpus(texts=texts)})


def _gold(query: str, question: str, names: list[str], texts: dict[str, str]) -> GoldRow:
    return GoldRow(
        id=query,
        group=query,
        language=detect(question),
        kind="retrieval",
        question=question,
        answerable=True,
        quotes=tuple(GoldQuote(document=name, start=0, end=len(texts[name]), quote=texts[name]) for name in names),
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                row = json.loads(line)
                if not {"_id", "text"} <= row.keys():
                    raise DatasetError(f"{path.name}, line {number}: _id and text are needed")
                yield row
    except OSError as error:
        raise DatasetError(f"{path.name}: {error.strerror}") from None
    except (ValueError, AttributeError) as error:
        raise DatasetError(f"{path.name}: {error}") from None


def _relevant(folder: Path) -> dict[str, list[str]]:
    """The relevant documents by query; a judgement of 0 says that a document is not."""
    path = next((p for p in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if p.is_file()), None)
    if path is None:
        raise DatasetError(f"{folder.name} has neither qrels.tsv nor qrels/test.tsv")
    relevant: defaultdict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        fields = line.split("\t")
        if number == 1 and fields[-1].strip() == "score":
            continue
        if len(fields) != 3 or not fields[2].strip().lstrip("-").isdigit():
            raise DatasetError(f"{path.name}, line {number}: expected query-id, corpus-id and score")
        if int(fields[2]) > 0:
            relevant[fields[0]].append(fields[1])
    return dict(relevant)
