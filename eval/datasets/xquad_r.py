"""XQuAD-R (Roy et al. 2020): the paragraphs of XQuAD cut into sentences, in languages that translate one another.

Layout: as SQuAD, with `"sentence_breaks": [[start, end], ...]` beside each `"context"`. Sentences are not aligned, so
only the paragraphs are taken that have as many of them in every language, each of about the same share of its text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.datasets.errors import DatasetError
from eval.datasets.parallel import ParallelDocument
from rag.types import Language

FILES: Mapping[Language, str] = {"en": "xquad-r.en.json", "de": "xquad-r.de.json", "zh-Hans": "xquad-r.zh.json"}
_TIMES = 1.6
_MORE = 0.02
"""By what factor, and by what share of the paragraph besides, aligned sentences differ in length at most."""


def read(folder: Path) -> list[tuple[int, ParallelDocument]]:
    """The aligned paragraphs of the folder's three files, each with the number of its article; its title comes first.

    Raises DatasetError naming the file that cannot be read or has not the layout.
    """
    texts = {language: _paragraphs(folder / name) for language, name in FILES.items()}
    found: list[tuple[int, ParallelDocument]] = []
    for paragraphs in zip(*texts.values(), strict=False):
        sentences = dict(zip(texts, (lines for _, lines in paragraphs), strict=True))
        if _are_aligned(list(sentences.values())):
            article = paragraphs[0][0]
            found.append((article, ParallelDocument(f"{article}-{len(found)}", sentences)))
    return found


def _paragraphs(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        return [
            (number, (str(article["title"]), *_sentences(paragraph)))
            for number, article in enumerate(articles)
            for paragraph in article["paragraphs"]
        ]
    except OSError as error:
        raise DatasetError(f"{path.name}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{path.name} is not laid out like XQuAD-R: {type(error).__name__}: {error}") from None


def _sentences(paragraph: Mapping[str, Any]) -> Iterator[str]:
    for start, end in paragraph["sentence_breaks"]:
        yield str(paragraph["context"])[start:end].strip()


def _are_aligned(versions: Sequence[Sequence[str]]) -> bool:
    bodies = [[len(line) for line in lines[1:]] for lines in versions]
    if len({len(body) for body in bodies}) != 1 or not all(map(sum, bodies)):
        return False
    shares = [[length / sum(body) for length in body] for body in bodies]
    return all(max(places) <= _TIMES * min(places) + _MORE for places in zip(*shares, strict=True))
