"""Paragraphs with questions, from any file laid out like SQuAD: XQuAD, XQuAD-R, MLQA, DRCD, CMRC 2018.

Layout (Rajpurkar et al. 2016): `{"data": [{"title", "paragraphs": [{"context", "qas": [{"id", "question", "answers":
[{"text", "answer_start"}]}]}]}]}`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from eval.datasets.errors import DatasetError


@dataclass(frozen=True, slots=True)
class Question:
    """A question on a paragraph. `answers` holds each distinct accepted string once, in the file's order."""

    id: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`article` counts articles from 0, `index` paragraphs over the whole file: parallel files agree on both."""

    index: int
    article: int
    title: str
    text: str
    questions: tuple[Question, ...]


def read(path: Path) -> list[Paragraph]:
    """All paragraphs of a file in order. Raises DatasetError naming the file and the first place that is not SQuAD."""
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        pairs = [
            (number, article, paragraph)
            for number, article in enumerate(articles)
            for paragraph in article["paragraphs"]
        ]
        return [
            Paragraph(
                index=index,
                article=number,
                title=str(article.get("title", "")),
                text=str(paragraph["context"]),
                questions=tuple(_question(row) for row in paragraph["qas"]),
            )
            for index, (number, article, paragraph) in enumerate(pairs)
        ]
    except OSError as error:
        raise DatasetError(f"{path.name}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{path.name} is not laid out like SQuAD: {type(error).__name__}: {error}") from None


def _question(row: dict[str, object]) -> Question:
    answers = row.get("answers", [])
    assert isinstance(answers, list)
    texts = dict.fromkeys(str(answer["text"]) for answer in answers)
    return Question(id=str(row["id"]), text=str(row["question"]), answers=tuple(texts))
