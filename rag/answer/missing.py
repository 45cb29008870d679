"""The names of a question that no passage mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.answer.evidence import hit_terms
from rag.answer.question import Asked, Concept
from rag.answer.same import may_be_same
from rag.text.fold import fold
from rag.text.names import Name, names
from rag.text.scripts import is_han
from rag.text.spelling import is_place, may_be_word
from rag.types import Hit, Language

_RULED = frozenset({"en", "de", "zh-Hans", "zh-Hant"})
_SYLLABLE = re.compile("[aeiouy]+")
_IDENTIFIER = re.compile(r"(?<![A-Za-z\d-])(?P<series>[A-Z]{1,4})-?\d{1,5}[A-Z]?(?![A-Za-z\d])")
_SPELLED_OUT = 3
"""Syllables from which Chinese spells a word by sound; a shorter one may be read from characters (元山, Wonsan)."""


def missing_names(asked: Asked, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The question's names that none of the passages mentions, in any script; a name of several words by its last.

    A name that passages may write in a way that cannot be compared is not missing.
    """
    known = _known(hits)
    return tuple(
        name.text
        for name in _certain(asked)
        if not _cannot_be_compared(name, asked, hits) and not _is_mentioned(name, asked, hits, known)
    )


def nowhere(asked: Asked, hits: Sequence[Hit], missing: Sequence[str]) -> tuple[str, ...]:
    """Without what there is no answer, whatever else the passages say: an identifier (M16) of which they have only
    others of the series (M8), and of the `missing` names a person, told by several names, whom someone is asked to have
    spoken about. G20, of which there is no other, may be told in words."""
    topics = {one.text for one in asked.about}
    people = [name for name in missing if " " in name and not topics.isdisjoint((name, *name.split()))]
    return (*_identifiers_nowhere(asked, hits), *people)


def _identifiers_nowhere(asked: Asked, hits: Sequence[Hit]) -> list[str]:
    named = list(_IDENTIFIER.finditer(asked.text))
    if not named:
        return []
    written = " ".join(hit.titled for hit in hits)
    texts, series = _without_joints(written), {found["series"] for found in _IDENTIFIER.finditer(written)}
    return [
        found.group() for found in named if found["series"] in series and _without_joints(found.group()) not in texts
    ]


def _without_joints(text: str) -> str:
    """RX-200, RX 200 and rx200 alike."""
    return re.sub(r"[\s_-]+", "", fold(text).text)


def told_missing(asked: Asked, missing: Sequence[str]) -> tuple[str, ...]:
    """Of the missing names those to tell a reader of: of a common noun (Geld, Miete) none is told."""
    return tuple(name for name in missing if not may_be_word(name, asked.language))


def has_certain_name(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Whether the question has a name that these passages would surely have if they dealt with it: no word that may be
    a common noun, and no transliteration of what they write in other letters, unless it is a place."""
    return any(
        not may_be_word(name.text, asked.language)
        and (is_place(name.text, asked.language) or all(_is_written_alike(name, hit) for hit in hits))
        for name in _certain(asked)
    )


def _is_written_alike(name: Name, hit: Hit) -> bool:
    return is_han(name.text[0]) == hit.chunk.language.startswith("zh")


def mentions_a_name(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Whether one of the question's names is certainly in the passages."""
    known = _known(hits)
    return any(_is_mentioned(name, asked, hits, known) for name in _certain(asked))


def _certain(asked: Asked) -> list[Name]:
    """In a language without rules of its own the first word is capitalised and need not be a name."""
    return [name for name in asked.names if asked.language in _RULED or name.span.start > 0]


def _known(hits: Sequence[Hit]) -> frozenset[str]:
    return frozenset[str]().union(*(hit_terms(hit) for hit in hits))


def _concepts(name: Name, asked: Asked) -> list[Concept]:
    last = name.text.split()[-1]
    return [one for one in asked.concepts if last in one.text or one.text in last]


def _is_mentioned(name: Name, asked: Asked, hits: Sequence[Hit], known: frozenset[str]) -> bool:
    if any(one.is_in(known) for one in _concepts(name, asked)):
        return True
    stated = {other for hit in hits for other in _names(hit.titled, hit.chunk.language)}
    return any(may_be_same(name.text, one) for one in stated)


def _cannot_be_compared(name: Name, asked: Asked, hits: Sequence[Hit]) -> bool:
    """Short names beside Chinese passages; places, which are known by all their names, can."""
    is_place = any(term.startswith("#") for one in _concepts(name, asked) for term in one.terms)
    return not is_place and _may_be_read(name.text) and any(hit.chunk.language.startswith("zh") for hit in hits)


def _may_be_read(name: str) -> bool:
    """Whether a name in Latin letters may be the reading of Chinese characters, of a syllable each."""
    words = fold(name).text.split()
    return not is_han(name[0]) and all(len(_SYLLABLE.findall(word)) < _SPELLED_OUT for word in words)


@lru_cache(maxsize=2048)
def _names(text: str, language: Language) -> frozenset[str]:
    return frozenset(name.text for name in names(text, language))
