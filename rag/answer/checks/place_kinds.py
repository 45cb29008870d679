"""Layer: what a quote calls a region is not called a city, nor the reverse.

Whoever translates `库尔斯克州` knows the city of Kursk better than the region around it. Compared are only kinds that
stand beside a name, those of one name, and only where the quote says nothing of the other kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rag.answer.checks.proof import Proof, Sentence
from rag.answer.speech import simplified_text
from rag.text.names import same_name
from rag.text.sound import TRANSLITERATING
from rag.types import Language

_WORDS: Final = {
    "city": ("city|town|village", "Stadt|Großstadt|Kleinstadt|Hauptstadt|Dorf", "市|镇|村"),
    "region": ("region|oblast|province|county", "Region|Oblast|Gebiet|Provinz|Bundesland", "州|省|边疆区|地区"),
}
"""Kinds of places as English, German and Simplified Chinese call them."""
_NAME: Final = r"(?P<name>[^\W\d_a-z][^\W\d_]{2,})"
_SPELLED: Final = rf"(?P<name>[{''.join(sorted(TRANSLITERATING))}]{{2,8}})"
_BESIDE: Final = [
    (kind, re.compile(pattern))
    for kind, (english, german, chinese) in _WORDS.items()
    for pattern in (
        rf"\b(?i:{english}) of (?:the )?{_NAME}",
        rf"\b{_NAME} (?i:{english})\b",
        rf"\b(?:{german}) (?:von )?{_NAME}",
        rf"\b{_NAME}-(?:{german})\b",
        rf"{_SPELLED}(?:{chinese})",
    )
]
_MENTIONED: Final = {
    kind: re.compile(rf"\b(?i:{english})|{german}|{chinese}") for kind, (english, german, chinese) in _WORDS.items()
}
"""A kind in any other place of a quote: what it is said of is not looked into."""


class PlaceKind(NamedTuple):
    """A place that a text calls a city or a region; `text` is the name with what it is called."""

    kind: str
    name: str
    text: str


def changed_place_kind(sentence: Sentence, proof: Proof) -> str | None:
    """A place whose kind is another than the quotes say of it."""
    for kind, name, _ in place_kinds(sentence.text):
        told = (place for _, text in proof.texts for place in place_kinds(text))
        kinds = {place.kind for place in told if same_name(name, place.name)}
        mentioned = any(_MENTIONED[kind].search(simplified_text(text)) for _, text in proof.texts)
        if kinds and kind not in kinds and not mentioned:
            return f"the excerpt calls {name} a {kinds.pop()}, not a {kind}"
    return None


def place_kinds(text: str) -> Iterator[PlaceKind]:
    """Each place that a text calls a city or a region by name."""
    for kind, pattern in _BESIDE:
        for match in pattern.finditer(simplified_text(text)):
            yield PlaceKind(kind, match["name"], text[match.start() : match.end()])


def place_kind_in_words(kind: str, name: str, language: Language) -> str:
    """How a language calls a place of a kind: Kursk region, Region Kursk, 库尔斯克州."""
    english, german, chinese = (words.split("|")[0] for words in _WORDS[kind])
    return {"en": f"{name} {english}", "de": f"{german} {name}"}.get(language, f"{name}{chinese}")
