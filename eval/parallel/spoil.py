"""What is done to a true sentence: the corruptions of `eval.corrupt`, and names of other documents.

Names come from the texts themselves: those that English and German write alike and that no text writes small.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from eval.corrupt.answer import Reference, replaced
from eval.corrupt.dates import changed_date
from eval.corrupt.names import swapped_name
from eval.corrupt.negation import negated
from eval.corrupt.numbers import changed_number
from eval.datasets.parallel import ParallelDocument
from eval.parallel.texts import Pair

_MOST = 2
"""Corruptions of one kind made of one sentence."""
_NAME = re.compile(r"(?<![.!?\"“„:] )(?<!^)(?<![\w-])[A-Z][a-zé]{3,}(?: [A-Z][a-zé]{3,})*(?![\w-])")
_SPEECH = re.compile(
    r"[\"“„「”]|\b(?:sa(?:id|ys|gt\w*)|t(?:old|ell)\w*|ask|report|accord|claim|announc|laut|zufolge|mein|erklär|teil|I|we"
    r"|ich|wir|talk|spoke|call|warn|urg|wrote|add|believ|thank|agree|state|hope)\w*|[说說称稱谈談问問据據讲講我报報]|表示|认为|認為"
)
_SAID = {"en": "{} said that {}", "de": "{} sagte: {}", "zh-Hans": "{}说，{}", "zh-Hant": "{}說，{}"}


class Spoiler:
    """Corrupts sentences of a set of documents, always in the same way."""

    def __init__(self, documents: Sequence[ParallelDocument]) -> None:
        every = [line for one in documents for key in ("en", "de") for line in one.sentences[key]]
        small = {word for line in every for word in re.findall(r"[a-zà-ÿ]+", line)}
        german = " ".join(line for one in documents for line in one.sentences["de"])
        english = (line for one in documents for line in one.sentences["en"])
        found = (match.group() for line in english for match in _NAME.finditer(line))
        self._names = sorted(
            name for name in set(found) if name in german and not any(word.lower() in small for word in name.split())
        )

    def spoilt(self, pair: Pair) -> Iterator[tuple[str, str, str]]:
        """Kind, text and the question asked of it; nothing where nothing can be changed."""
        around = range(max(0, pair.place - 1), pair.place + 1)
        support = "\n".join(lines[place] for lines in pair.document.sentences.values() for place in around)
        reference = Reference(f"{pair.document.id} {pair.place}", "", pair.language, pair.text, (support,), 1)
        for kind, corrupt in (
            ("digit", changed_number),
            ("date", changed_date),
            ("listed name", swapped_name),
            ("negation", negated),
        ):
            yield from ((kind, text, "") for text in _few(corrupt(reference), pair.text))
        yield from (("name of other news", text, "") for text in _few(self._renamed(pair), pair.text))
        yield from (("said", text, asked) for text, asked in self._said(pair, support))

    def _renamed(self, pair: Pair) -> Iterator[str]:
        """A name of the sentence replaced by one, of as many words, whose words its document does not have."""
        if pair.language.startswith("zh"):
            return
        own = " ".join(line for lines in pair.document.sentences.values() for line in lines)
        for match in _NAME.finditer(pair.text):
            name = match.group()
            if name in self._names:
                words = name.count(" ")
                others = [n for n in self._names if n.count(" ") == words and not any(w in own for w in n.split())]
                if others:
                    yield replaced(pair.text, *match.span(), _pick(others, pair.text + name))

    def _said(self, pair: Pair, support: str) -> Iterator[tuple[str, str]]:
        """A sentence in which nobody speaks put into the mouth of one whom its document names, who is asked about."""
        if _SPEECH.search(support):
            return
        own = " ".join(pair.document.sentences["en"])
        people = [name for name in self._names if " " in name and name in own]
        if people:
            name = _pick(people, pair.text)
            yield _SAID[pair.language].format(name, pair.text), f"What did {name} say?"


def _few(texts: Iterator[str], true: str) -> list[str]:
    """At most two of what differs, the same every time."""
    return sorted({text for text in texts if text != true}, key=_digest)[:_MOST]


def _pick(names: Sequence[str], seed: str) -> str:
    return min(names, key=lambda name: _digest(seed + name))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
