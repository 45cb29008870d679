"""What a question asks for, as far as its words show: its language, its names and terms, and whose words it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rag.answer import chinese_subject, latin_subject
from rag.answer.speech import PRONOUNS, simplified_text
from rag.answer.wants import Kind, kinds_asked_for, units_asked_for
from rag.text.language import UNDETERMINED, detect, primary
from rag.text.names import Name, names
from rag.text.numbers import PartialDate, Quantity, dates, quantities
from rag.text.scripts import is_han
from rag.text.terms import Term, question_terms, spellings, terms
from rag.types import Language, Span

_CHINESE_VIEW = re.compile(
    r"(?:怎么|怎样|如何|咋)(?:说|讲|看待?|评价|评论|回应|回答|解释|表示|表态)(?=[?？。!！,，\s]|\Z|[呢的这此对]|关于)"
    r"|有(?:何|什么|哪些|怎样的)(?:看法|说法|评价|评论|回应|意见|观点|见解|反应|表示|表态)|怎么看|如何看|看法|说法|评价|评论|回应|立场|态度|看待|提到|谈"
)
_LATIN_VIEW = re.compile(
    r"\b(?:view|opinion|position|comment|statement|reaction|remarks|words|stance|answer|think|thinks|thought"
    r"|Meinung|Haltung|Ansicht|Stellung|Aussage|Äußerung|Worte|Reaktion|denkt|dachte|hält)\b"
)
_WHO = re.compile("[谁誰哪何]|什么|什麼|多少|几|幾")
_LONGEST_NAME = 8
_SOURCE = re.compile(
    r"\b(?:according to|in the words of|laut|nach Angaben von|nach Ansicht von)\s+\Z|据\Z", re.IGNORECASE
)


_ABOUT = re.compile(
    r"(?:\b(?:about|regarding|concerning|über|zu|zum|zur|bezüglich)\s+(?:\w+\s+){0,2}|(?:关于|针对|有关|提到|谈到|谈论|说到|谈|对|就)\w{0,2})\Z",
    re.IGNORECASE,
)

_ACROSS: frozenset[str] = frozenset({"number", "date", "name", "place"})
"""Kinds of terms that mean the same in every language."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing a question mentions, and the terms by which a text can mention it."""

    text: str
    terms: frozenset[str]
    span: Span

    def is_in(self, terms: frozenset[str]) -> bool:
        """Whether a text with these terms mentions it."""
        return not self.terms.isdisjoint(terms)


@dataclass(frozen=True)
class Asked:
    """A question read. `speaker` is the one whose words it asks for; None where it asks for no one's.

    `dates` and `quantities` are those it holds, `kinds` the kinds of things it asks for, `units` those of a number.
    """

    text: str
    language: Language
    concepts: tuple[Concept, ...]
    names: tuple[Name, ...]
    speaker: Name | None
    dates: tuple[PartialDate, ...]
    quantities: tuple[Quantity, ...]
    kinds: frozenset[Kind]
    units: frozenset[str | None] | None

    def is_in(self, language: Language) -> bool:
        """Whether a text in `language` could have the question's words; names alone are of any language."""
        return self.language == UNDETERMINED or primary(self.language) == primary(language)

    @cached_property
    def named(self) -> tuple[Concept, ...]:
        """The concepts that are names."""
        return tuple(one for one in self.concepts if any(_overlap(one.span, name.span) for name in self.names))

    @cached_property
    def about(self) -> tuple[Concept, ...]:
        """The names that someone is asked to have spoken about (`about Kursk`, 关于库尔斯克); empty if no one is."""
        if self.speaker is None:
            return ()
        others = (one for one in self.named if one.text not in self.speaker.text)
        return tuple(one for one in others if _ABOUT.search(simplified_text(self.text[: one.span.start])))

    @cached_property
    def given(self) -> tuple[str, str]:
        """The names it asks something about, and what is left of it without them; both empty if that is nothing.

        `Who is Lavrov?` asks nothing else, and a name that someone is asked to have spoken about is what is asked.
        """
        topics = [one.span for one in self.about]
        found = [name.span for name in self.names if not any(_overlap(name.span, topic) for topic in topics)]
        starts, ends = [0, *(span.end for span in found)], [*(span.start for span in found), len(self.text)]
        pieces = (self.text[start:end].strip() for start, end in zip(starts, ends, strict=True))
        rest = " ".join(piece for piece in pieces if piece)
        if not found or not terms(rest, self.language):
            return "", ""
        return " ".join(span.of(self.text) for span in found), rest

    @property
    def reply_language(self) -> Language:
        """The language to answer in: English where the question's cannot be told."""
        return "en" if self.language == UNDETERMINED else self.language


@lru_cache(maxsize=64)  # finding passages and answering from them both ask
def read_question(text: str, language: Language | None = None) -> Asked:
    """Read a question of any language; the rules for speakers are those of Chinese, English and German.

    `language` is given where the text is too little to tell it by.
    """
    language = language or detect(text)
    found = tuple(names(text, language))
    return Asked(
        text,
        language,
        _concepts(text, [term for term in question_terms(text, language) if _may_name(term, found)]),
        found,
        _speaker(text, found),
        tuple(dates(text, language)),
        tuple(quantities(text, language)),
        kinds_asked_for(text),
        units_asked_for(text),
    )


def _may_name(term: Term, found: tuple[Name, ...]) -> bool:
    """Not the sound of a word that is no name, as German nouns have it; where no name is found, any word may be one."""
    return term.kind != "name" or not found or any(_overlap(term.span, name.span) for name in found)


def _concepts(text: str, found: list[Term]) -> tuple[Concept, ...]:
    """Terms of overlapping stretches are one concept, so that a name spelled in several ways counts once.

    Pairs of Chinese characters overlap in a chain, so those outside a name stand by themselves.
    """
    groups: list[tuple[Span, list[Term]]] = []
    for term in sorted(found, key=lambda term: (term.kind not in _ACROSS, -len(term.span), term.span)):
        home = next((terms for span, terms in groups if _belongs(term, span)), None)
        if home is None:
            groups.append((term.span, [term]))
        else:
            home.append(term)
    return tuple(
        Concept(span.of(text), frozenset().union(*(spellings(term.text) for term in group)), span)
        for span, group in groups
    )


def _belongs(term: Term, span: Span) -> bool:
    """Inside the stretch, or, for what any language has, overlapping it."""
    inside = span.start <= term.span.start and term.span.end <= span.end
    return inside or (term.kind in _ACROSS | {"gram"} and _overlap(term.span, span) and len(span) > 2)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _speaker(text: str, found: tuple[Name, ...]) -> Name | None:
    """The name that is the subject of a verb of saying, possesses a view, or is given as a source."""
    spans = [name.span for name in found]
    is_chinese = sum(map(is_han, text)) > len(text) / 4
    plain = simplified_text(text)
    if is_chinese:
        view = _CHINESE_VIEW.search(plain)
        asked = f"{plain[: view.start()]}说{plain[view.end() :]}" if view else plain
        subject = chinese_subject.saying_subject(asked, spans)
    else:
        subject = latin_subject.saying_subject(plain, spans)
    if subject is not None:
        inside = [name for name in found if subject.start <= name.span.start and name.span.end <= subject.end]
        return inside[-1] if inside else _unknown_name(text, subject, is_chinese)
    return next((name for name in found if _is_source(plain, name)), None)


def _unknown_name(text: str, subject: Span, is_chinese: bool) -> Name | None:
    """A Chinese subject that is no known name may still be one (馬克宏); a pronoun or a question word is none."""
    words = subject.of(text)
    if not is_chinese or not 2 <= len(words) <= _LONGEST_NAME or PRONOUNS.match(words) or _WHO.search(words):
        return None
    return Name(words, subject, simplified_text(words))


def _is_source(text: str, name: Name) -> bool:
    """`according to Lavrov`, `Lavrov's view`, `Lawrows Haltung`, `Lawrow zufolge`."""
    after = text[name.span.end : name.span.end + 40]
    owns = re.match(r"(?:['’]?s)?\s", after) is not None and _LATIN_VIEW.search(after) is not None
    return _SOURCE.search(text[: name.span.start]) is not None or owns or after.startswith(" zufolge")
