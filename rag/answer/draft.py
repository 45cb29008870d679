"""What a model streams, cut into claims: a sentence each, with the numbers it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rag.answer.cite import split_at_marks, split_marks
from rag.answer.notation import plain_marks
from rag.text.sentences import split_sentences
from rag.text.visible import visible

_LEADING = re.compile(r"\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+(?=\D))?(?P<marks>(?:[\[【［〔][^\]】］〕]{1,20}[\]】］〕]\s*)*)")
_CLOSES = {"“": "”", "„": "“”", "「": "」", "『": "』", "«": "»", '"': '"'}
_CLOSING = "”」』»"
_MARKUP = re.compile(r"\*\*|__|^#+\s+|^>\s+", re.MULTILINE)
_OPENING = re.compile(r"\A\s*(?:#+|>|[-*•–])\s+")
"""A heading's, a quotation's or a list's sign behind the number."""
_NO_ANSWER = re.compile(
    r"\W*(?:none(?: of the above)?|no (?:answer|information)(?: (?:was )?(?:found|available|given))?|n/a"
    r"|not (?:mentioned|stated|specified)|keine(?: antwort| angaben?)?|无|無"
    r"|[没沒]有(?:答案|(?:相[关關])?信息|提[及到])?"
    # That it is a model, or cannot.
    r"|(?:i(?:['’]m| am) (?:sorry|unable|an? (?:ai|language))|i (?:cannot|can['’]t|do not|don['’]t)"
    r"|as an? (?:ai|(?:large )?language)\b|es tut mir leid|ich kann|als (?:ki|ai|sprachmodell)\b"
    r"|我[无無]法|[对對]不起|很?抱歉|[无無]法(?:回答|[确確]定|找到|提供|得知|判[断斷]|[从從]|[根依][据據])"
    r"|作[为為]一?[个個名]?(?:ai|人工智[能慧]|[语語]言模型)).{0,300}"
    # That the documents do not say it.
    r"|(?:(?:the|these|this|those|given|provided|above) ){1,3}"
    r"(?:documents?|excerpts?|passages?|sources?|texts?|context|evidence)(?: \w+)? (?:does|do|did)(?: not|n['’]t) "
    r"(?:\w+ )?(?:say|state|mention|tell|contain|provide|specify|give|include|answer).{0,200}"
    r"|(?:die|den|das|der|aus den) (?:\w+ )?(?:auszüge?n?|dokumente?n?|texte?n?|quellen?|passagen?|kontext) "
    r"(?:\w+ )?(?:enth|nenn|sag|erwähn|geb|gib|geh|beantwort)\w* .{0,40}(?:keine?|nicht|nichts)\b.{0,150}"
    r"|(?:[这這]些|上述|所[给給]|提供的|根据|根據){0,2}"
    r"(?:文件|文[档檔]|摘[录錄]|[资資]料|文本|上下文|段落|原文)中?(?:并|並)?(?:[没沒]有|未|不)"
    r"(?:提[及到供]|[说說]明|包含|[给給]出|指出|回答|涉及).{0,100})\W*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft without its marks, and the numbers of the evidence it cites, in order.

    `pieces` are its stretches with the numbers of each, where marks stand inside it; else empty.
    """

    text: str
    numbers: tuple[int, ...]
    pieces: tuple[tuple[str, tuple[int, ...]], ...] = ()


def lines(pieces: Iterable[str]) -> Iterator[str]:
    """The lines of a stream, each as soon as it is complete; an empty one for every piece that completes none."""
    buffer = ""
    for piece in pieces:
        buffer += piece
        *complete, buffer = buffer.split("\n")
        yield from complete or [""]
    yield buffer


def claims(line: str) -> list[Claim]:
    """The sentences of a line.

    A model may put the number before its sentence or after it, before or after the full stop. Marks that begin a line
    hold for every sentence of the line that has none of its own.
    """
    line = plain_marks(_MARKUP.sub("", visible(line)))
    opening = _LEADING.match(line)
    body = _OPENING.sub("", line[opening.end() :] if opening else line)
    _, leading = split_marks(opening["marks"]) if opening else ("", ())
    found: list[Claim] = []
    for span in split_sentences(body):
        sentence = span.of(body)
        before = _LEADING.match(sentence)
        marks = before["marks"] if before else ""
        if marks and not leading and found:
            found[-1] = replace(found[-1], numbers=(*found[-1].numbers, *split_marks(marks)[1]))
            sentence = sentence[len(marks) :]
        text, numbers = split_marks(_balanced(sentence))
        if any(ch.isalnum() for ch in text):
            pieces = split_at_marks(sentence)
            found.append(Claim(text, numbers or leading, tuple(pieces) if len(pieces) > 1 else ()))
    return found


def _balanced(text: str) -> str:
    """`text` without quotation marks that have no partner, as where a model stops or a sentence ends inside one."""
    waiting: list[int] = []
    alone: set[int] = set()
    for place, mark in enumerate(text):
        if waiting and mark in _CLOSES.get(text[waiting[-1]], ""):
            waiting.pop()
        elif mark in _CLOSES:
            waiting.append(place)
        elif mark in _CLOSING:
            alone.add(place)
    alone.update(waiting)
    return "".join(mark for place, mark in enumerate(text) if place not in alone)


def is_refusal(text: str) -> bool:
    """Whether a whole draft says that there is no answer, or nothing at all."""
    bare, _ = split_marks(text)
    return not any(ch.isalnum() for ch in bare) or _NO_ANSWER.fullmatch(bare) is not None
