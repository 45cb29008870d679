"""The sentences of the hits that matter to a question: scored, diverse, each with what a reader needs to understand it.

Reading the prompt is what an answer costs on a CPU, so the model gets sentences, not passages. A sentence's score adds
up its meaning (from retrieval), the question's rare terms and names that it has, the passage it stands in, and whether
it is said by the one whose words are asked for. A question is never evidence; it is the context of its answer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rag.answer.injection import addresses_model
from rag.answer.question import Asked, Concept, read_question
from rag.answer.speaker import is_head, is_question_label, speakers
from rag.errors import NotFoundError
from rag.text.names import names
from rag.text.quotation import pairs
from rag.text.sentences import is_question, split_clauses, split_sentences
from rag.text.terms import terms
from rag.types import BlockKind, Evidence, Hit, Span

TextOf: TypeAlias = Callable[[str], str]
"""The text of a document by its id. Raises NotFoundError if it is gone."""

PASSAGE, LEXICAL, ABOUT, SPOKEN, OTHER_SPEAKER, TEASER = 2.0, 2.0, 1.0, 1.5, 1.0, 0.5
"""Weights beside a sentence's own score, which is in standard deviations: of its passage's score, of the share of the
question's terms, of the share of what someone's words are asked about, of being said by the one asked or by another, of
being a teaser's. Chosen on half of the gold; the ranking changes little around them."""
REPEATS = 0.7
"""Share of common terms (Jaccard) from which a sentence only repeats another."""
LEAD = 1200
"""Characters before a passage in which its speakers may be named."""
LONGEST = 900
"""Weight of the longest quote: a Latin letter weighs 1, a wide character 3. What is longer is cut at clauses."""
_FEWEST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may become evidence. `terms` are its own, `known` also those of its context and speaker."""

    hit: Hit
    span: Span
    quote: str
    context: str
    speaker: str
    terms: frozenset[str]
    known: frozenset[str]
    meaning: float


def select(
    question: str | Asked, hits: Sequence[Hit], *, text_of: TextOf | None = None, limit: int = 5
) -> list[Evidence]:
    """The best sentences, best first, numbered from 1; at most `limit`.

    `text_of` gives documents' texts, in which a passage's speakers may be named before it begins.
    """
    asked = read_question(question) if isinstance(question, str) else question
    candidates = _on_subject(asked, [candidate for hit in hits for candidate in _candidates(hit, text_of)])
    weights = _weights(asked, candidates)
    ranked = sorted(((_score(asked, one, weights), one) for one in candidates), key=lambda pair: -pair[0])
    chosen: list[tuple[float, _Candidate]] = []
    for score, candidate in ranked:
        if len(chosen) == limit:
            break
        if not any(_repeats(candidate, other) for _, other in chosen):
            chosen.append((score, candidate))
    return [_evidence(number, score, candidate) for number, (score, candidate) in enumerate(chosen, 1)]


def text_or_none(document: str, text_of: TextOf | None) -> str | None:
    """The text of a document; None where there is none, or nobody to ask."""
    try:
        return text_of(document) if text_of else None
    except NotFoundError:
        return None


def _candidates(hit: Hit, text_of: TextOf | None) -> Iterator[_Candidate]:
    """The sentences of a hit that state something."""
    text, chunk = _surroundings(hit, text_of)
    sentences = split_sentences(text, Span(0, chunk.start)) + [
        _moved(s, chunk.start - hit.chunk.span.start) for s in hit.chunk.sentences
    ]
    said_by = speakers(text, sentences, hit.chunk.language)
    first = len(sentences) - len(hit.chunk.sentences)
    scores = hit.sentence_scores or (0.0,) * len(hit.chunk.sentences)
    ordering = False
    for place, score in enumerate(scores, first):
        words = sentences[place].of(text)
        # What follows an order to the model on its line belongs to the order.
        ordering = addresses_model(words) or (ordering and not _begins_line(text, sentences[place]))
        if ordering or not _states(words):
            continue
        named = said_by[place]
        speaker = named.of(text) if named else ""
        context = _context(text, sentences, said_by, place)
        for quote in _quotes(text, sentences[place]):
            own = frozenset(term.text for term in terms(quote.of(text), hit.chunk.language))
            around = frozenset(term.text for term in terms(f"{speaker}\n{context}", hit.chunk.language))
            span = _moved(quote, hit.chunk.span.start - chunk.start)
            yield _Candidate(hit, span, quote.of(text), context, speaker, own, own | around, score)


def _surroundings(hit: Hit, text_of: TextOf | None) -> tuple[str, Span]:
    """The hit's text with the lines before it, and where the hit's chunk is in that."""
    whole = text_or_none(hit.document.id, text_of)
    chunk = hit.chunk.span
    if whole is None or whole[chunk.start : chunk.end] != hit.text:
        return hit.text, Span(0, len(hit.text))
    start = max(0, chunk.start - LEAD)
    start = whole.find("\n", start, chunk.start) + 1 or chunk.start if start else 0
    return whole[start : chunk.end], Span(chunk.start - start, chunk.end - start)


def _begins_line(text: str, sentence: Span) -> bool:
    return not text[: sentence.start].rsplit("\n", 1)[-1].strip()


def _states(words: str) -> bool:
    """Whether a sentence states something: no question, no remark in brackets, no scrap."""
    stripped = words.strip()
    if is_question_label(stripped) or is_question(stripped):
        return False
    around = next(iter(pairs(stripped)), None)
    in_brackets = around is not None and not around.is_quotation and len(around.span) == len(stripped)
    letters = sum(3 if ch > "\u2e80" else 1 for ch in stripped if ch.isalnum())
    return not in_brackets and letters >= 3 * _FEWEST_LETTERS


def _context(text: str, sentences: Sequence[Span], said_by: Sequence[Span | None], place: int) -> str:
    """The question a sentence answers, else the sentence that names its speaker, else the one before a nameless one."""
    before = sentences[place - 1].of(text).strip() if place else ""
    if not before or addresses_model(before):
        return ""
    if is_question_label(before) or is_question(before):
        return before.lstrip("—–- ")
    speaker = said_by[place]
    if speaker is not None and speaker.start < sentences[place].start:
        naming = next((s for s in sentences[:place] if s.start <= speaker.start < s.end), None)
        near = naming is not None and sentences[place].start - naming.end < LEAD // 4
        return naming.of(text).strip() if naming is not None and near else ""
    same_line = "\n" not in text[sentences[place - 1].end : sentences[place].start]
    return before if same_line and not speaker and not names(sentences[place].of(text), "und") else ""


def _quotes(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence, or its clauses if it is too long; a clause is never cut out of a quotation."""
    if _weight(sentence.of(text)) <= LONGEST:
        yield sentence
        return
    quoted = [pair.span for pair in pairs(text, sentence) if pair.is_quotation]
    start = sentence.start
    for clause in split_clauses(text, sentence):
        if any(span.start < clause.end < span.end for span in quoted):
            continue
        yield Span(start, clause.end)
        start = clause.end + len(text[clause.end : sentence.end]) - len(text[clause.end : sentence.end].lstrip())


def _on_subject(asked: Asked, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Where someone's words about something are asked for: the sentences that mention it, if there are any.

    Those not said by the one asked stay, for who speaks is not always told.
    """
    mentions = [sum(concept.is_in(candidate.known) for concept in asked.about) for candidate in candidates]
    most = max(mentions, default=0)
    return [candidate for candidate, count in zip(candidates, mentions, strict=True) if count == most]


def _weights(asked: Asked, candidates: Sequence[_Candidate]) -> dict[Concept, float]:
    """How much each concept of the question tells: its inverse document frequency among the candidates."""
    frequency = Counter(concept for one in candidates for concept in asked.concepts if concept.is_in(one.known))
    return {concept: math.log(1 + len(candidates) / (1 + frequency[concept])) for concept in asked.concepts}


def _score(asked: Asked, candidate: _Candidate, weights: dict[Concept, float]) -> float:
    language = candidate.hit.chunk.language
    score = candidate.meaning + PASSAGE * candidate.hit.score
    score += LEXICAL * _share(asked.mentionable(language), candidate, weights)
    score += ABOUT * _share(asked.about, candidate, weights)
    if asked.speaker is not None and candidate.speaker:
        said = is_head(candidate.speaker, asked.speaker.text, language)
        score += SPOKEN if said else -OTHER_SPEAKER
    return score - TEASER * (candidate.hit.chunk.kind == BlockKind.TEASER)


def _share(concepts: Sequence[Concept], candidate: _Candidate, weights: dict[Concept, float]) -> float:
    """The weighed share of the concepts that the sentence mentions, itself or in its context."""
    total = sum(weights[concept] for concept in concepts)
    return sum(weights[concept] for concept in concepts if concept.is_in(candidate.known)) / total if total else 0.0


def _repeats(one: _Candidate, other: _Candidate) -> bool:
    """Whether a sentence says what another does, or overlaps it in the document."""
    if (
        one.hit.document.id == other.hit.document.id
        and one.span.start < other.span.end
        and other.span.start < one.span.end
    ):
        return True
    every = one.terms | other.terms
    return bool(every) and len(one.terms & other.terms) / len(every) >= REPEATS


def _evidence(number: int, score: float, candidate: _Candidate) -> Evidence:
    return Evidence(
        id=number,
        document=candidate.hit.document,
        span=candidate.span,
        quote=candidate.quote,
        language=candidate.hit.chunk.language,
        score=score,
        context=candidate.context,
        speaker=candidate.speaker,
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _weight(text: str) -> int:
    return sum(3 if ch > "\u2e80" else 1 for ch in text)
