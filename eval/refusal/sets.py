"""The questions of the study: each with the documents that answer it, without which it has no answer.

XQuAD's paragraphs are in one index in three languages; DRCD's questions are asked in Traditional and in Simplified; a
question of RGB is asked of its own snippets only, five that do not answer it and those that do; the seeds' gold has
questions with and without an answer. Half of each is for fitting, by article, question or group; what is reported
comes from the other half. CMRC's questions are all reported, and none is fitted on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from eval.datasets import rgb, squad_like
from eval.metrics.slot_accuracy import filled, folded
from eval.retrieval import tasks
from eval.suites import open_suite
from rag.answer.conversation import standalone
from rag.types import Language, Message

Half: TypeAlias = Literal["fit", "held"]

NEGATIVES, POSITIVES = 5, 2
"""Snippets of RGB that do not answer, as many as in the paper's test of refusal, and at most so many that do."""
_TAGS: Final[Mapping[str, Language]] = {"en": "en", "de": "de", "zh": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Case:
    """A question. `answers` is a conjunction of disjunctions; none where nothing answers whatever is there.

    `holding` maps the documents that answer it to their language, where they can be left out. `pool`, where given, are
    the only documents it is asked of.
    """

    id: str
    language: Language
    half: Half
    question: str
    answers: tuple[tuple[str, ...], ...]
    holding: Mapping[str, Language]
    pool: frozenset[str] | None = None

    def is_answered_by(self, text: str) -> bool:
        """Whether a text has everything that a right answer has; scripts and widths are made one."""
        shown = folded(text)
        return bool(self.answers) and all(filled({"": strings}, shown) for strings in self.answers)


@dataclass(frozen=True, slots=True)
class StudySet:
    """One index to build, of documents by name or of a folder, and what is asked of it."""

    name: str
    documents: Mapping[str, str]
    cases: tuple[Case, ...]
    folder: Path | None = None


def xquad(data: Path) -> StudySet:
    """English, German and Chinese paragraphs in one index, that of `rag-eval retrieval`."""
    files = {tag: squad_like.read(data / "xquad" / f"xquad.{tag}.json") for tag in _TAGS}
    documents = tasks.xquad(data).documents
    by_text = {text: name for name, text in documents.items()}
    names = {(tag, p.index): by_text[p.text] for tag, paragraphs in files.items() for p in paragraphs}
    cases = []
    for tag, paragraphs in files.items():
        for paragraph in paragraphs:
            holding = {names[other, paragraph.index]: _TAGS[other] for other in _TAGS}
            for place, question in enumerate(paragraph.questions):
                same = [files[other][paragraph.index].questions[place] for other in _TAGS]
                answers = tuple(dict.fromkeys(answer for one in same for answer in one.answers))
                cases.append(
                    Case(
                        f"xquad-{question.id}-{tag}",
                        _TAGS[tag],
                        _half(paragraph.article),
                        question.text,
                        (answers,),
                        holding,
                    )
                )
    return StudySet("xquad", documents, tuple(cases))


def drcd(data: Path) -> StudySet:
    """Traditional paragraphs, the index of `rag-eval retrieval`; their questions in both scripts."""
    documents = tasks.drcd(data).documents
    cases = [
        Case(f"drcd-{question.id}-{language}", language, _half(paragraph.article), text, (question.answers,), holding)
        for paragraph, question, holding in _questions(data / "drcd" / "DRCD_dev.json", documents, "zh-Hant")
        for language, text in (("zh-Hant", question.text), ("zh-Hans", _simplified(question.text)))
    ]
    return StudySet("drcd", documents, tuple(cases))


def cmrc(data: Path) -> StudySet:
    """Simplified paragraphs, the index of `rag-eval retrieval`; nothing was fitted or chosen on any question."""
    documents = tasks.cmrc(data).documents
    cases = [
        Case(f"cmrc-{question.id}", "zh-Hans", "held", question.text, (question.answers,), holding)
        for _, question, holding in _questions(data / "cmrc2018" / "cmrc2018_dev.json", documents, "zh-Hans")
    ]
    return StudySet("cmrc", documents, tuple(cases))


def _questions(
    path: Path, documents: Mapping[str, str], language: Language
) -> Iterator[tuple[squad_like.Paragraph, squad_like.Question, Mapping[str, Language]]]:
    """The questions of a SQuAD-like file, each with its paragraph and the document that holds that."""
    names = {text: name for name, text in documents.items()}
    for paragraph in squad_like.read(path):
        for question in paragraph.questions:
            yield paragraph, question, {names[paragraph.text]: language}


def rgb_refine(data: Path) -> StudySet:
    """Chinese questions on news, each asked of its own snippets; the index of `rag-eval retrieval` holds them all."""
    documents = tasks.rgb_refine(data).documents
    names = {text: name for name, text in documents.items()}
    cases = []
    for row in rgb.read(data / "rgb" / "zh_refine.json"):
        good = [names[text] for text in row.positive if text.strip()][:POSITIVES]
        bad = [names[text] for text in row.negative if text.strip()][:NEGATIVES]
        if len(bad) < NEGATIVES or not good:
            continue
        holding = dict.fromkeys(good, "zh-Hans")
        half, pool = _half(int(row.id)), frozenset([*good, *bad])
        cases.append(Case(f"rgb-{row.id}", "zh-Hans", half, row.question, row.answers, holding, pool))
    return StudySet("rgb", documents, tuple(cases))


def seeds(_: Path) -> StudySet:
    """The gold questions, in the order of the file; a follow-up stands alone as it does without a model."""
    suite = open_suite("seeds")
    cases = []
    for row in suite.gold:
        history = tuple(Message(turn.role, turn.content) for turn in row.history)
        answers = tuple(tuple(string for strings in slot.values() for string in strings) for slot in row.slots)
        accepted = answers or ((row.quotes[0].quote,),) if row.answerable else ()
        half: Half = "fit" if row.split == "tune" else "held"
        question = standalone(row.question, history) if history else row.question
        cases.append(Case(f"seeds-{row.id}", row.language, half, question, accepted, {}))
    return StudySet("seeds", {}, tuple(cases), suite.corpora[""].folder)


SETS: Final[Mapping[str, Callable[[Path], StudySet]]] = {
    "seeds": seeds,
    "xquad": xquad,
    "drcd": drcd,
    "cmrc": cmrc,
    "rgb": rgb_refine,
}


def _half(number: int) -> Half:
    return "fit" if number % 2 == 0 else "held"


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
