"""What the word lists of pyspellchecker tell: German words that there are none of, English ones that are frequent.

A small model makes words up where it translates (Karfirmae, statesst). The list is completed by the inflections,
prefixes and compounds that no list has; of NTREX's published German sentences 5 % have a word that this does not know,
mostly new loans (Dashcam, Touchdown).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from rag.text.function_words import words
from rag.text.names import names
from rag.text.quotation import pairs
from rag.text.scripts import is_han
from rag.text.terms import terms
from rag.types import Language

_WORD: Final = re.compile(r"(?<![\w’'-])[A-ZÄÖÜ]?[a-zäöüß]{3,}(?![\w’'-])")
_ENDINGS: Final = ("", "s", "e", "en", "er", "es", "em", "n", "isierung", "isierungen")
_OF_VERBS: Final = ("t", "te", "ten", "st")
_PREFIXES: Final = words(
    """auseinander entgegen gegenüber zusammen zwischen herunter zurück hinaus herein hervor herum heraus hinter hinein
    hinzu durch gegen weiter wieder unter voran voraus statt nicht trans selbst super inter gleich hoch nach nieder über
    fort fehl halb mehr neu viel voll wohl weg ein aus auf bei ent her hin los mit miss multi semi tief groß klein teil
    vor ver um un zu an ab be er de re ko il im in ir krypto"""
)
_SHORTEST: Final = 4
_SHORTEST_HEAD: Final = 3
"""Letters of the parts of a compound, of the first of which (Rad-) there may be fewer."""
_PARTS: Final = 3
_FREQUENT: Final = 10_000
"""How often the list has counted it, in subtitles."""
_NOT_RARE: Final = 500


def made_up_words(text: str, given: Iterable[str]) -> Iterator[str]:
    """The words of a German text that the language does not have; not its quotations, names, nor what is `given`."""
    taken = {word for one in given for word in _WORD.findall(one)}
    quoted = [pair.span for pair in pairs(text) if pair.is_quotation]
    named = {word for name in names(text, "de") for word in name.text.split()}
    for match in _WORD.finditer(text):
        word = match.group()
        outside = not any(span.start <= match.start() < span.end for span in quoted)
        if outside and word not in named and word not in taken and not _is_known(word.lower(), _PARTS):
            yield word


def is_german_word(word: str) -> bool:
    """Whether German has a word, listed or made of listed ones; many names are listed too (Paris, Merkel)."""
    return _is_known(word.lower(), _PARTS)


def is_frequent_english(word: str) -> bool:
    """Whether a folded English word is used often, so that with a capital letter it may well be no name (battle).

    Of 1054 words that are names in NTREX's English and German alike 60 are: Apple, Park, Rose.
    """
    return _english().get(word, 0) >= _FREQUENT


def is_english_word(word: str) -> bool:
    """Whether an English word, in small letters, is listed more than rarely; so are common names (Anna, Smith)."""
    return _english().get(word, 0) >= _NOT_RARE


def is_place(name: str, language: Language) -> bool:
    """Whether a place is known by this name, or is part of it."""
    return any(term.kind == "place" for term in terms(name, language))


def may_be_word(name: str, language: Language) -> bool:
    """Whether a name of one part may be a common word: a German noun, an English word that a sentence begins with."""
    if " " in name or is_han(name[0]) or is_place(name, language):
        return False
    if language == "de":
        return is_german_word(name)
    word = name.casefold()
    return is_frequent_english(word) or is_frequent_english(word.removesuffix("s"))


def _is_known(word: str, parts: int) -> bool:
    """Whether a word is listed, inflected, prefixed, or a compound of so many parts at most."""
    stems = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
    verbs = [word.removesuffix(ending) for ending in _OF_VERBS if word.endswith(ending)]
    if not _listed().isdisjoint([*stems, *(verb for verb in verbs if not verb.endswith(("t", "te")))]):
        return True
    if parts == 1:
        return False
    for rest in (word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix)):
        stem = rest.removeprefix("zu").removeprefix("ge")
        if any(len(one) >= _SHORTEST and _is_known(one, parts - 1) for one in {rest, stem}):
            return True
    heads = (word[:end] for end in range(_SHORTEST_HEAD, len(word) - _SHORTEST + 1))
    return any(_is_head(head) and _is_known(word.removeprefix(head), parts - 1) for head in heads)


def _is_head(part: str) -> bool:
    """Whether a part may stand before another: a word, with a joining s, or without its last e or en."""
    return not _listed().isdisjoint({part, part.removesuffix("s"), f"{part}e", f"{part}en"})


@cache
def _english() -> dict[str, int]:
    from spellchecker import SpellChecker

    return SpellChecker(language="en").word_frequency.dictionary


@cache
def _listed() -> frozenset[str]:
    from spellchecker import SpellChecker

    return frozenset(SpellChecker(language="de").word_frequency.words())
