"""An answer without a model: a short frame in the reader's language around verbatim quotes in theirs."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.dispute import with_denials
from rag.answer.phrases import Phrases, date_in_words, phrases
from rag.answer.question import Asked
from rag.answer.speaker import is_head, without_answer_label
from rag.text.names import names
from rag.text.quotation import pairs
from rag.text.terms import terms
from rag.types import AnswerSentence, Evidence, Language

MOST_QUOTES = 3
_FEWEST = 6
"""Characters of a quotation that is speech; a shorter one is a word in quotation marks."""
_OPENING = ("“", "„", "「", "『", '"', "«", "»")
MARGIN = 1.0
"""How far below the best sentence's score another may be and still be shown."""


def pick(asked: Asked, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences worth showing: near the best one, three at most; the words of the one asked about, if any are.

    Not his words about something else where the best sentence, by nobody known, is about what is asked. What denies one
    of them comes with it.
    """
    near = [one for one in evidence if one.score >= evidence[0].score - MARGIN]
    own = [one for one in near if said_by(asked, one)]
    if not near[0].speaker and _is_about(asked, near[0]):
        near = [one for one in near if one not in own]
        own = [one for one in own if not asked.is_in(one.language) or _is_about(asked, one)]
    return with_denials((own or near)[:MOST_QUOTES], evidence)


def _is_about(asked: Asked, one: Evidence) -> bool:
    """Whether a quote, in the question's language, has a word of the question besides its names."""
    told = frozenset(term.text for term in terms(one.quote, one.language))
    matters = [concept for concept in asked.concepts if concept not in asked.named]
    return asked.is_in(one.language) and any(concept.is_in(told) for concept in matters)


def said_by(asked: Asked, one: Evidence) -> bool:
    """Whether a quote is of the one whose words are asked for."""
    return asked.speaker is not None and one.speaker != "" and is_head(one.speaker, asked.speaker.text, one.language)


def quote_sentences(asked: Asked, quotes: Sequence[Evidence]) -> list[AnswerSentence]:
    """One sentence a quote; the first one carries the frame."""
    opening = frame(asked, quotes) if quotes else ""
    texts = [quoted(one, asked.reply_language) for one in quotes]
    return [
        AnswerSentence(f"{'' if place else opening}{text}", (one.id,), "quoted")
        for place, (one, text) in enumerate(zip(quotes, texts, strict=True))
    ]


def frame(asked: Asked, quotes: Sequence[Evidence]) -> str:
    """What leads in to quotes, in the reader's language: who was asked about, if all are their very words."""
    words = phrases(asked.reply_language)
    all_said = all(said_by(asked, one) and _is_direct(asked, one) for one in quotes)
    opening = (
        words.speaker_says.format(speaker=asked.speaker.text) if asked.speaker and all_said else words.documents_say
    )
    return f"{opening}{_gap(opening)}"


def _is_direct(asked: Asked, one: Evidence) -> bool:
    """Whether a quote is speech and not narration about its speaker: `he said, “...”` or an answer to an interviewer.

    What names its speaker says itself who speaks.
    """
    speech = any(pair.is_quotation and len(pair.span) > _FEWEST for pair in pairs(one.quote))
    if asked.speaker is None or not (speech or without_answer_label(one.quote)):
        return False
    named = (name.text for name in names(_narration(one.quote), one.language))
    return not any(is_head(name, asked.speaker.text, one.language) for name in named)


def _narration(quote: str) -> str:
    """A quote without what stands in quotation marks."""
    text = list(quote)
    for pair in pairs(quote):
        if pair.is_quotation:
            text[pair.span.start : pair.span.end] = " " * len(pair.span)
    return "".join(text)


def quoted(evidence: Evidence, language: Language, mark: str | None = None) -> str:
    """The quote with its mark: what has to be read first before it, its document's date after it.

    `mark` stands in the place of its number.
    """
    words = phrases(language)
    before = _preface(evidence, words)
    quote = _in_marks(evidence.quote.strip(), words)
    published = evidence.document.published
    date = f" ({date_in_words(published, language)})" if published else ""
    number = f" [{evidence.id}]" if mark is None else mark
    return f"{before}{quote}{number}{date}"


def joined(sentences: Sequence[AnswerSentence], notes: Sequence[str] = ()) -> str:
    """The answer's text: a quote to a line, then what is said of parts that are not answered."""
    return "\n".join([*(sentence.text for sentence in sentences), *notes])


def _preface(evidence: Evidence, words: Phrases) -> str:
    """The interviewer's question, the table's columns or the heading of a list, marked as such.

    Other context is not needed beside a quote.
    """
    if evidence.question:
        return words.asked.format(question=_in_marks(evidence.question, words)) + _gap(words.asked)
    if evidence.columns:
        return words.columns.format(columns=_in_marks(evidence.columns, words)) + _gap(words.columns)
    if evidence.headed:
        return words.under.format(heading=_in_marks(evidence.context, words)) + _gap(words.under)
    return ""


def _in_marks(text: str, words: Phrases) -> str:
    """In the reader's quotation marks, unless it begins with some."""
    return text if text.startswith(_OPENING) else f"{words.quotes[0]}{text}{words.quotes[1]}"


def _gap(text: str) -> str:
    """Chinese sets no space after its punctuation."""
    return "" if text and text[-1] > "\u2e80" else " "
