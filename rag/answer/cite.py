"""Citation marks in a draft, and citations with their proof."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from rag.types import Citation, Evidence

CitationProblem: TypeAlias = Literal["text_changed", "quote_mismatch", "offset_out_of_range"]

_NUMBERS = r"\s*\d+(?:(?:\s*[,、，;；和und&–-]{1,3}\s*|\s+)\d+)*\s*"
_MARK = re.compile(rf"\s*(?:\[{_NUMBERS}\]|【{_NUMBERS}】|［{_NUMBERS}］|〔{_NUMBERS}〕)")
_MARKS = re.compile(rf"(?:{_MARK.pattern})+")
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_FINAL = re.compile(r"[\s.。!！?？…]*\Z")
_LONGEST_RANGE = 20


def split_marks(text: str) -> tuple[str, tuple[int, ...]]:
    """`text` without its citation marks, and the numbers they hold in order, each once.

    Read are [1], [1][2], [1, 2], [1-3], [1–3], 【1】, ［１］ and digits of any script that Unicode calls decimal.
    """
    numbers: list[int] = []
    for mark in _MARK.finditer(text):
        numbers.extend(number for number in _numbers_of(mark.group()) if number not in numbers)
    return _MARK.sub("", text).strip(), tuple(numbers)


def split_at_marks(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The stretches of `text`, each with the numbers of the marks that end it; what follows the last belongs to it.

    `He came [1]; she left [2].` is `He came` of 1 and `; she left.` of 2. Without marks it is one stretch of none.
    """
    found: list[tuple[str, tuple[int, ...]]] = []
    start = 0
    for run in _MARKS.finditer(text):
        stretch, numbers = text[start : run.start()], split_marks(run.group())[1]
        if found and not any(map(str.isalnum, stretch)):
            found[-1] = (found[-1][0] + stretch, tuple(dict.fromkeys((*found[-1][1], *numbers))))
        else:
            found.append((stretch, numbers))
        start = run.end()
    if not found:
        return [(text.strip(), ())]
    found[-1] = (found[-1][0] + text[start:], found[-1][1])
    return [(stretch.strip(), numbers) for stretch, numbers in found]


def mark(text: str, numbers: Sequence[int]) -> str:
    """`text` with marks before its final punctuation: `He came [1].`"""
    if not numbers:
        return text
    end = _FINAL.search(text)
    at = end.start() if end else len(text)
    space = " " if text[:at] and text[at - 1] < "\u2e80" else ""
    return f"{text[:at]}{space}{''.join(f'[{number}]' for number in numbers)}{text[at:]}"


def cite(evidence: Evidence, number: int) -> Citation:
    """The citation of an evidence sentence under the number the reader sees."""
    document = evidence.document
    return Citation(
        id=number,
        document=document.id,
        source=document.source,
        sha256=document.sha256,
        start=evidence.span.start,
        end=evidence.span.end,
        quote=evidence.quote,
        title=document.title,
        published=document.published,
        language=evidence.language,
    )


def is_proven(citation: Citation, text: str | None) -> bool:
    """Whether `text` is the document the citation names and says, at its offsets, what it quotes."""
    return text is not None and not problem(citation, text)


def problem(citation: Citation, text: str) -> CitationProblem | None:
    """What is wrong with a citation of a document whose text is now `text`; None if nothing is."""
    if hashlib.sha256(text.encode()).hexdigest() != citation.sha256:
        return "text_changed"
    if not 0 <= citation.start < citation.end <= len(text):
        return "offset_out_of_range"
    if text[citation.start : citation.end] != citation.quote:
        return "quote_mismatch"
    return None


def proven(evidence: Iterable[Evidence], text_of: Callable[[str], str | None]) -> list[Evidence]:
    """The evidence that still stands in its document, renumbered from 1.

    A document may be gone or superseded since it was found; what cannot be proven is not shown to the model.
    """
    kept: list[Evidence] = []
    texts: dict[str, str | None] = {}
    for one in evidence:
        if one.document.id not in texts:
            texts[one.document.id] = text_of(one.document.id)
        if is_proven(cite(one, one.id), texts[one.document.id]):
            kept.append(replace(one, id=len(kept) + 1))
    return kept


def _numbers_of(mark_text: str) -> list[int]:
    spelled = _RANGE.sub(_spell_range, mark_text)
    return [int(number) for number in re.findall(r"\d+", spelled) if len(number) < 5]


def _spell_range(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    return " ".join(map(str, range(first, last + 1))) if 0 <= last - first <= _LONGEST_RANGE else match.group()
