"""The public sets as retrieval tasks: documents under names that say nothing, and questions with what should be found.

Settings were chosen on XQuAD's even articles (`is_tuned_on`); whatever is reported as held out uses the odd ones. On
the other sets nothing was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eval.datasets import ntrex, rgb, squad_like
from eval.datasets.errors import DatasetError
from rag.types import Language

XQUAD_LANGUAGES = ("en", "de", "zh")
HELD_OUT = " held out"
"""Ends the name of a slice that has only the questions on which nothing was chosen."""


@dataclass(frozen=True, slots=True)
class Query:
    """`relevant` documents should be found; `ignored` ones are taken out of the ranking before it is judged.

    Questions of one `group` are not independent observations.
    """

    text: str
    group: str
    relevant: frozenset[str]
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """One index to build: documents by name, and named slices of questions to ask of it."""

    name: str
    documents: Mapping[str, str]
    slices: Mapping[str, tuple[Query, ...]]


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A set that is not there or cannot be read."""

    name: str
    reason: str


def is_tuned_on(article: int) -> bool:
    """Whether settings were chosen on this article of XQuAD."""
    return article % 2 == 0


def load(data: Path, names: Iterable[str]) -> list[Task | Unmeasured]:
    """The tasks that `data` has files for, in the order of `names`; KeyError for a name not in `TASKS`."""
    return [_load(name, data) for name in names]


def thinned(tasks: Iterable[Task | Unmeasured], n: int) -> list[Task | Unmeasured]:
    """The tasks with fewer questions; see `_thinned`."""
    return [task if isinstance(task, Unmeasured) else _thinned(task, n) for task in tasks]


def _thinned(task: Task, n: int) -> Task:
    """About n questions of each slice, evenly spread; where a slice has a held-out part, of that alone.

    Slices of one length, such as those of parallel questions, keep the same questions.
    """
    slices = {
        name: queries[:: max(1, len(queries) // n)][:n]
        for name, queries in task.slices.items()
        if f"{name}{HELD_OUT}" not in task.slices
    }
    return Task(task.name, task.documents, slices)


def _load(name: str, data: Path) -> Task | Unmeasured:
    try:
        return TASKS[name](data)
    except DatasetError as error:
        return Unmeasured(name, str(error))


def xquad(data: Path) -> Task:
    """All paragraphs of three languages in one index; in `de>zh` a German question seeks the Chinese paragraph.

    The gold's translations are ignored there; in `en>*` all three versions are to be found. `… held out` has the
    questions on which nothing was chosen.
    """
    files = {language: squad_like.read(data / "xquad" / f"xquad.{language}.json") for language in XQUAD_LANGUAGES}
    names = {
        (language, paragraph.index): _opaque(place * len(paragraphs) + paragraph.index)
        for place, (language, paragraphs) in enumerate(files.items())
        for paragraph in paragraphs
    }
    documents = {
        names[language, paragraph.index]: paragraph.text for language in files for paragraph in files[language]
    }
    slices: dict[str, tuple[Query, ...]] = {}
    for asked in files:
        for told in (*files, "*"):
            both = [_xquad_queries(files[asked], names, told, held_out) for held_out in (False, True)]
            slices[f"{asked}>{told}"], slices[f"{asked}>{told}{HELD_OUT}"] = both
    return Task("xquad", documents, slices)


def _xquad_queries(
    paragraphs: list[squad_like.Paragraph], names: Mapping[tuple[Language, int], str], told: str, held_out: bool
) -> tuple[Query, ...]:
    queries = []
    for paragraph in paragraphs:
        if held_out and is_tuned_on(paragraph.article):
            continue
        versions = frozenset(names[language, paragraph.index] for language in XQUAD_LANGUAGES)
        relevant = versions if told == "*" else frozenset({names[told, paragraph.index]})
        queries += [
            Query(question.text, f"article {paragraph.article}", relevant, versions - relevant)
            for question in paragraph.questions
        ]
    return tuple(queries)


def drcd(data: Path) -> Task:
    """Traditional paragraphs, asked in Traditional as the set has it, and in Simplified."""
    task = _squad("drcd", data / "drcd" / "DRCD_dev.json", "zh-Hant")
    to_simplified = _converter("t2s").convert
    simplified = tuple(
        Query(to_simplified(query.text), query.group, query.relevant) for query in task.slices["zh-Hant"]
    )
    return Task(task.name, task.documents, {**task.slices, "zh-Hans": simplified})


def cmrc(data: Path) -> Task:
    """Simplified paragraphs and questions."""
    return _squad("cmrc", data / "cmrc2018" / "cmrc2018_dev.json", "zh-Hans")


def _squad(name: str, path: Path, slice_: str) -> Task:
    paragraphs = squad_like.read(path)
    documents = {_opaque(paragraph.index): paragraph.text for paragraph in paragraphs}
    queries = tuple(
        Query(question.text, f"article {paragraph.article}", frozenset({_opaque(paragraph.index)}))
        for paragraph in paragraphs
        for question in paragraph.questions
    )
    return Task(name, documents, {slice_: queries})


def rgb_refine(data: Path) -> Task:
    """All snippets of all questions in one index; any of the question's positive snippets will do."""
    rows = rgb.read(data / "rgb" / "zh_refine.json")
    texts = dict.fromkeys(text for row in rows for text in (*row.positive, *row.negative) if text.strip())
    names = {text: _opaque(place) for place, text in enumerate(texts)}
    queries = tuple(
        Query(row.question, row.id, frozenset(names[text] for text in row.positive if text.strip())) for row in rows
    )
    return Task("rgb", {name: text for text, name in names.items()}, {"zh-Hans": queries})


def ntrex_headlines(data: Path) -> Task:
    """A news text's first sentence seeks the rest of that text in another language; its translations are ignored.

    None of these texts was used for the language means.
    """
    texts = ntrex.read(data / "ntrex" / "ntrex_docs.jsonl")
    languages = tuple(texts[0].sentences)
    names = {
        (language, place): _opaque(place * len(languages) + column)
        for place in range(len(texts))
        for column, language in enumerate(languages)
    }
    documents = {
        names[language, place]: ("" if language.startswith("zh") else " ").join(text.sentences[language][1:])
        for place, text in enumerate(texts)
        for language in languages
    }
    slices = {}
    for asked in languages:
        for told in languages:
            slices[f"{asked}>{told}"] = tuple(
                Query(
                    text.sentences[asked][0],
                    text.id,
                    frozenset({names[told, place]}),
                    frozenset(names[language, place] for language in languages if language != told),
                )
                for place, text in enumerate(texts)
            )
    return Task("ntrex", documents, slices)


TASKS: Mapping[str, Callable[[Path], Task]] = {
    "xquad": xquad,
    "drcd": drcd,
    "cmrc": cmrc,
    "rgb": rgb_refine,
    "ntrex": ntrex_headlines,
}


def _opaque(number: int) -> str:
    return f"{number:05}.txt"


@cache
def _converter(configuration: str) -> Any:
    import opencc

    return opencc.OpenCC(configuration)
