"""Re-checking saved answers: every citation against the document it names, with no model at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any, Literal, TypeAlias, get_args

from rag.answer.checks.proof import letters
from rag.answer.cite import CitationProblem, problem, split_marks
from rag.answer.extractive import joined
from rag.answer.phrases import LOCALES, date_in_words
from rag.errors import NotFoundError, UsageError
from rag.text.quotation import pairs
from rag.types import AnswerSentence, Citation, Verdict

Reason: TypeAlias = (
    Literal["document_missing", "source_mismatch", "metadata_mismatch"]
    | Literal["citation_missing", "quote_missing", "answer_altered"]
    | CitationProblem
)
"""Of a citation, what the text it names says; beside these: it names another file, title or day than the document has,
a number leads to no citation, a sentence said to be a quote does not hold it, the answer is not what its sentences or
its refusal say.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The document that a citation names; `about` is its title and day, None where only its text is known."""

    text: str
    source: str
    about: tuple[str | None, str | None] | None = None


Finder: TypeAlias = Callable[[Citation], Found | None]
"""Finds the document of a citation, in the index or among files; None if it is not there."""

_DATED = re.compile(r"\((?P<day>[^()]*\d[^()]*)\)\s*\Z")
"""The day of a document, behind its quote."""
_NEEDED = {"id": int, "document": str, "source": str, "sha256": str, "start": int, "end": int, "quote": str}


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """What can be checked of a saved answer: its text, its sentences that were shown, and all its citations.

    `notes` is what it says of parts of the question that it does not answer. `is_of_sentences`: its text is
    made of them, and it is no refusal nor was saved without any. `refusal_agrees`: it is refused and says why exactly
    where it has a refusal that says so.
    """

    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    notes: tuple[str, ...] = ()
    is_of_sentences: bool = True
    refusal_agrees: bool = True


@dataclass(frozen=True, slots=True)
class VerifyFailure:
    """A citation that does not hold, by the answer's place in the file (from 0) and the citation's number.

    `quote` is what it claims to quote; of a number without a citation, the text that has it; of an altered answer, its
    text, the number being 0.
    """

    answer: int
    citation: int
    source: str
    reason: Reason
    quote: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How many citations were checked, numbers without one among them, and which failed."""

    checked: int
    failed: int
    failures: tuple[VerifyFailure, ...]


def verify(answers: Iterable[SavedAnswer], find: Finder) -> VerifyReport:
    """Check the citations of each answer against their documents, and its numbers and quotes against its citations.

    Whether a sentence that is no quote follows from its citations is not judged again.
    """
    checked, failures = 0, []
    for place, answer in enumerate(answers):
        for citation in answer.citations:
            checked += 1
            if reason := _reason(citation, answer, find):
                failures.append(VerifyFailure(place, citation.id, citation.source, reason, citation.quote))
        for number, text in _dangling(answer).items():
            checked += 1
            failures.append(VerifyFailure(place, number, "", "citation_missing", text))
        told = joined(answer.sentences, answer.notes) if answer.is_of_sentences else answer.text
        if not answer.refusal_agrees or letters(answer.text) != letters(told):
            checked += 1
            failures.append(VerifyFailure(place, 0, "", "answer_altered", answer.text))
    return VerifyReport(checked, len(failures), tuple(failures))


def read_answers(path: Path) -> list[SavedAnswer]:
    """The answers of a file with one saved Answer, or one a line.

    Raises `NotFoundError` or `UsageError` naming the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFoundError(
            f"{path} is not there.", hint="Save an answer with: rag ask --json QUESTION > FILE"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="Give a JSON file of UTF-8.") from error
    whole = _json(text)
    if not text.strip() or whole == []:
        raise _no_answer(path)
    if whole is not None:
        return [_answer(answer, str(path)) for answer in (whole if isinstance(whole, list) else [whole])]
    # JSON may hold other line separators (U+2028) in its strings: only a line feed ends a line of JSONL.
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return [_answer(_json(line), f"{path}:{number}") for number, line in lines]


def _reason(citation: Citation, answer: SavedAnswer, find: Finder) -> Reason | None:
    found = find(citation)
    if found is None:
        return "document_missing"
    if wrong := problem(citation, found.text):
        return wrong
    if not is_same_source(citation.source, found.source):
        return "source_mismatch"
    told = zip((citation.title, citation.published), found.about or (), strict=False)
    if not all(said in (None, known) for said, known in told):
        return "metadata_mismatch"
    quoting = [one.text for one in answer.sentences if one.verdict == "quoted" and one.citations == (citation.id,)]
    if not all(letters(citation.quote) in letters(text) for text in quoting):
        return "quote_missing"
    return None if all(_is_surrounded(text, citation, found.text) for text in quoting) else "answer_altered"


def is_same_source(one: str, other: str) -> bool:
    """Whether two paths name one file, as far as both go: `seeds/a.txt`, `a.txt`."""
    parts, others = (PurePosixPath(source.replace("\\", "/")).parts for source in (one, other))
    shorter = min(len(parts), len(others))
    return shorter > 0 and parts[-shorter:] == others[-shorter:]


def _is_surrounded(sentence: str, citation: Citation, text: str) -> bool:
    """Whether what stands in marks before a quote is the document's too, and the day behind it is the citation's."""
    before, quote, after = sentence.partition(citation.quote.strip())
    given = [pair.span.of(before)[1:-1] for pair in pairs(before) if pair.is_quotation] if quote else []
    pieces = [piece for words in given for piece in words.split(" · ")]
    days = [date_in_words(citation.published, language) for language in LOCALES] if citation.published else []
    dated = _DATED.search(after)
    return all(letters(piece) in letters(text) for piece in pieces) and (dated is None or dated["day"] in days)


def _dangling(answer: SavedAnswer) -> dict[int, str]:
    """The numbers that lead to no citation, each with the text that has it; 0 for a sentence that cites nothing.

    What is quoted has numbers of its own.
    """
    known = {citation.id for citation in answer.citations}
    numbers: dict[int, str] = {number: one.text for one in answer.sentences for number in one.citations}
    own = answer.text
    for citation in answer.citations:
        own = own.replace(citation.quote.strip(), "") if citation.quote.strip() else own
    numbers |= {number: answer.text for number in split_marks(own)[1] if number not in numbers}
    if bare := next((one.text for one in answer.sentences if not one.citations), None):
        numbers[0] = bare
    return {number: text for number, text in numbers.items() if number not in known}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _answer(given: Any, where: str) -> SavedAnswer:
    if not isinstance(given, Mapping):
        raise _no_answer(where)
    refusal = given.get("refusal")
    nearest = refusal.get("nearest", []) if isinstance(refusal, Mapping) else []
    cited, sentences, text = given.get("citations"), given.get("sentences", []), given.get("answer", "")
    if not (isinstance(cited, list) and isinstance(nearest, list) and isinstance(sentences, list)):
        raise _no_answer(where)
    return SavedAnswer(
        text=_printable(text) if isinstance(text, str) else "",
        sentences=tuple(one for sentence in sentences if (one := _sentence(sentence, where)).verdict != "unsupported"),
        citations=tuple(_citation(one, where) for one in [*cited, *nearest]),
        notes=_notes(given.get("unanswered", []), where),
        is_of_sentences="sentences" in given and not isinstance(refusal, Mapping),
        refusal_agrees=_refusal_agrees(given),
    )


def _refusal_agrees(given: Mapping[str, Any]) -> bool:
    refusal = given.get("refusal")
    expected = "refused" if isinstance(refusal, Mapping) else "answered"
    if given.get("status", expected) != expected:
        return False
    return not isinstance(refusal, Mapping) or refusal.get("message") == given.get("answer")


def _notes(given: Any, where: str) -> tuple[str, ...]:
    told = [one.get("message") for one in given] if _is_list_of_objects(given) else [None]
    if not all(isinstance(one, str) for one in told):
        raise UsageError(f"{where} does not say what it leaves unanswered.")
    return tuple(_printable(one) for one in told)


def _is_list_of_objects(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(one, Mapping) for one in given)


def _sentence(given: Any, where: str) -> AnswerSentence:
    numbers = given.get("citations") if isinstance(given, Mapping) else None
    text = given.get("text") if isinstance(given, Mapping) else None
    if not isinstance(text, str) or not isinstance(numbers, list) or any(type(number) is not int for number in numbers):
        raise UsageError(f"{where} holds a sentence without its text or its citations.")
    if given.get("verdict") not in get_args(Verdict):
        raise UsageError(f"{where} holds a sentence with the verdict {given.get('verdict')!r}, which there is not.")
    return AnswerSentence(_printable(text), tuple(numbers), given["verdict"])


def _no_answer(where: Path | str) -> UsageError:
    return UsageError(f"{where} holds no Answer.", hint="Save one with: rag ask --json QUESTION > FILE")


def _citation(given: Any, where: str) -> Citation:
    if not isinstance(given, Mapping) or any(type(given.get(key)) is not kind for key, kind in _NEEDED.items()):
        raise UsageError(f"{where} holds a citation without its proof.", hint=f"Needed: {', '.join(_NEEDED)}.")
    known = {field.name: _printable(given.get(field.name)) for field in fields(Citation)}
    return Citation(**{**known, "language": known["language"] or "und"})


def _printable(value: Any) -> Any:
    """Half a surrogate pair, which JSON can hold and no document can, is spelled out: a report must be printable."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
