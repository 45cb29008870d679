"""The line of context that a passage carries for the embedder: its story's title or lead, the outlet, the day."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from rag.text.language import detect
from rag.text.sentences import SENTENCE_ENDS, ended_by, split_clauses, split_sentences
from rag.types import Block, BlockKind, Document, Language, Span

MOST_TOKENS = 32
_SHARE = 4
"""A header has at most a fourth of what the embedder takes."""
_LONGEST_TOPIC = 400
_NEAR = 0.6
"""Share of what fits that is kept at least for the sake of a whole clause or word."""
_LEAD_WITHIN = 5
"""Paragraphs among which the lead is the first that is a sentence, headings being none."""
_SENTENCE = ended_by(SENTENCE_ENDS)


class Headers:
    """Makes the headers of one document's passages."""

    def __init__(self, document: Document, count_tokens: Callable[[str], int], max_tokens: int) -> None:
        self.most_tokens = max(0, min(MOST_TOKENS, max_tokens // _SHARE))
        self._document = document
        self._count = count_tokens
        self._stated = ", ".join(filter(None, (document.outlet, (document.published or "").removeprefix("--"))))
        self._made: dict[Language, tuple[str, Span | None]] = {}

    def of(self, block: Block, start: int) -> str:
        """The header of a passage of `block` that begins at `start`.

        It speaks the passage's language: the title if it does, else the story's first sentence in that language. The
        title's own passage has none, nor that of the lead, nor another story's teaser.
        """
        if block.kind in (BlockKind.TITLE, BlockKind.TEASER):
            return ""
        if block.language not in self._made:
            topic, lead = self._topic(block.language)
            self._made[block.language] = self._fitted(" ".join(topic[:_LONGEST_TOPIC].split())), lead
        header, lead = self._made[block.language]
        return "" if lead is not None and lead.start <= start < lead.end else header

    def _topic(self, language: Language) -> tuple[str, Span | None]:
        document = self._document
        story = [block for block in document.blocks if block.kind is BlockKind.ARTICLE and block.language == language]
        if document.title and (not story or self._title_language in ("und", language)):
            return document.title, None
        leads = [split_sentences(document.text, block.span)[0] for block in story[:_LEAD_WITHIN]]
        lead = next((lead for lead in leads if _SENTENCE.search(lead.of(document.text))), leads[0] if leads else None)
        return (lead.of(document.text), lead) if lead else ("", None)

    @cached_property
    def _title_language(self) -> Language:
        blocks = self._document.blocks
        own = (block.language for block in blocks if block.kind is BlockKind.TITLE)
        return next(own, None) or detect(self._document.title or "")

    def _fitted(self, topic: str) -> str:
        """As much of the topic as fits beside the outlet and the day, up to the end of a clause or word if near."""
        low, high = 0, len(topic)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._fits(self._line(topic[:middle])) else (low, middle - 1)
        if 0 < low < len(topic):
            ends = [clause.end for clause in split_clauses(topic) if clause.end <= low] + [topic.rfind(" ", 0, low + 1)]
            low = max((end for end in ends if end > low * _NEAR), default=low)
        return self._line(topic[:low]) if low else ""

    def _line(self, topic: str) -> str:
        return " · ".join(filter(None, (topic.strip(" ,，:：;；、"), self._stated)))

    def _fits(self, line: str) -> bool:
        return self._count(line) <= self.most_tokens
