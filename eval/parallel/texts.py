"""Sentences of parallel texts as answers, and their translations as the evidence that answering would make of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.datasets.parallel import ParallelDocument
from rag.answer.statements import statements
from rag.text.language import primary
from rag.text.names import names
from rag.types import BlockKind, Chunk, DocumentSummary, Evidence, Hit, Language, Span

_AROUND = 3
"""Sentences before and after one that may be evidence, too."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The sentence `place` of a document in one language beside its translation as evidence in another or the same.

    `known` are the names of the evidence around it, `elsewhere` those of the whole document, in the quote's language.
    """

    document: ParallelDocument
    place: int
    language: Language
    quote: Evidence
    known: tuple[str, ...]
    elsewhere: tuple[str, ...]

    @property
    def text(self) -> str:
        """The true sentence."""
        return self.document.sentences[self.language][self.place]

    @property
    def direction(self) -> str:
        """Language of the sentence and of the quote, both scripts of Chinese as one: `de<zh`; or `same`."""
        own, quoted = primary(self.language), primary(self.quote.language)
        if self.language == self.quote.language:
            return "same"
        return f"{own}<{quoted}"


def pairs(documents: Sequence[ParallelDocument], step: int) -> Iterator[Pair]:
    """One in `step` sentences, settled by a hash, in every pair of languages; headlines aside.

    The two Chinese texts are translations of their own, so that one is never paired with the other.
    """
    for document in documents:
        told = {language: _evidence(document, language) for language in document.sentences}
        for place in range(1, min(map(len, told.values()))):
            digest = hashlib.sha256(f"{document.id} {place}".encode()).digest()
            if digest[0] % step:
                continue
            for quoted, evidence in told.items():
                near = evidence[max(0, place - _AROUND) : place + _AROUND]
                known = _names(near)
                elsewhere = tuple(name for name, _ in Counter(_names(evidence)).most_common())
                for language in told:
                    if language == quoted or language[:2] != quoted[:2]:
                        yield Pair(document, place, language, evidence[place], known, elsewhere)


def _evidence(document: ParallelDocument, language: Language) -> list[Evidence]:
    """Every sentence as evidence, with the speaker and the context that the text gives it: a headline, then prose."""
    lines = document.sentences[language]
    separator = "" if language.startswith("zh") else " "
    text, spans = lines[0] + "\n", [Span(0, len(lines[0]))]
    for line in lines[1:]:
        spans.append(Span(len(text), len(text) + len(line)))
        text += line + separator
    summary = DocumentSummary(document.id, document.id, "0" * 64, lines[0], None, None, (language,), 0)
    chunk = Chunk("news", document.id, Span(0, len(text)), BlockKind.ARTICLE, language, "", tuple(spans))
    read = statements(Hit(1, 1.0, chunk, text, summary, (), (1.0,) * len(spans)), None)
    by_place = {one.place: one for one in reversed(read)}
    return [
        Evidence(1, summary, span, line, language, 1.0, said.context if said else "", said.speaker if said else "")
        for place, (span, line) in enumerate(zip(spans, lines, strict=True))
        for said in [by_place.get(place)]
    ]


def _names(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    texts = ((f"{one.quote}\n{one.context}\n{one.speaker}", one.language) for one in evidence)
    return tuple(dict.fromkeys(name.text for text, language in texts for name in names(text, language)))
