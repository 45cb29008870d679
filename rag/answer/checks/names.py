"""Layer: every name of the sentence is in the quotes or beside them, in whatever script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rag.answer.checks.absence import is_absent, is_heard_in_latin
from rag.answer.checks.more_places import more_places
from rag.answer.checks.proof import Proof, Sentence, letters
from rag.answer.checks.said_by import speaking
from rag.answer.same import are_different, may_be_same, surnames_read
from rag.text.fold import fold
from rag.text.names import names
from rag.text.scripts import is_han
from rag.text.terms import Term, terms
from rag.types import Language, Span

_FEWEST: Final = 3
"""Letters of a name that is looked for letter by letter."""
_ARTICLE: Final = re.compile(
    r"\b(?:the|a|an|das|dem|den|der|des|die|eine?[mnrs]?|beim|im|vom|zum|zur)\s+\Z", re.IGNORECASE
)

_OPENING: Final = re.compile(r"(?:\A|[:：;.!?]\s*)[\s\"'“”„«»‘’(]*\Z")
_OFFICES: Final = re.compile(
    r"\s*(?:[\w-]*(?:minister|präsident|kanzler|sprecher|sekretär|botschafter|direktor|general|marschall|könig|chef|herr"
    r"|frau|spokesman|spokeswoman|president|chairman|ambassador)(?:in|s|n)?\s+)+",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(rf"{_OFFICES.pattern}\Z", re.IGNORECASE)
_CONTRACTED: Final = re.compile(r"[’'](?:ve|m|re|ll|d)$")
_SELF: Final = re.compile(r"\s+(?:himself|herself|selbst)\b")


_DEMONYM: Final = re.compile(
    r"[a-zäöüß].*|.*(?:ian|ean|ese|ish|ench|utch|eek|ican|eli|aqi|tani|Thai|German|ische[nmrs]?)"
)
"""What a country's adjective looks like; it also names languages, kinds and parts."""


def unsupported_name(sentence: Sentence, proof: Proof) -> str | None:
    """A name that neither the quotes, what completes them, their speakers, nor the question have.

    Places are one in every language by their list. Other names are the same if they are spelled or sound alike (Lavrov,
    Lawrow, 拉夫罗夫), or if a Chinese or Korean name in the other script has the same surname (Kim Jong Un, 金正恩).
    Not all names can be compared across scripts: what cannot is let pass.
    """
    placed = [term for term in terms(sentence.text, sentence.language) if term.kind == "place"]
    for place in placed:
        words = place.span.of(sentence.text)
        if place.text not in proof.places and not _DEMONYM.fullmatch(words) and not _is_spelled(words, proof):
            return f"the excerpt does not mention {words}"
    for city, span in more_places(sentence.text):
        words = span.of(sentence.text)
        if (words[0].isupper() or not is_latin(words)) and city not in proof.more_places:
            return f"the excerpt does not mention {words}"
    for name in _certain_names(sentence, proof, placed):
        if not _is_stated(name, proof) and _is_absent(name, sentence.language, proof):
            return f"the excerpt does not mention {name}"
    return None


def _is_spelled(place: str, proof: Proof) -> bool:
    """Whether a text in the place's script has it in a form that the list of places does not know (Moskaus)."""
    heard = any(is_heard_in_latin(place, text) for _, text in proof.naming) if is_latin(place) else False
    return heard or _is_literal(place, proof)


def _is_literal(name: str, proof: Proof) -> bool:
    return len(letters(name)) >= _FEWEST and letters(name) in proof.folded


def _is_stated(name: str, proof: Proof) -> bool:
    if _is_literal(name, proof) or any(may_be_same(name, other) for other in proof.asked):
        return True
    others = _others(name, proof)
    return any(may_be_same(name, one) and not _is_taken(name, one, others) for one in proof.names)


def _others(name: str, proof: Proof) -> list[str]:
    """The known names of its script that are not of its bearer."""
    return [known for known in proof.heard if is_latin(known) == is_latin(name) and are_different(known, name)]


def _is_taken(name: str, one: str, others: Sequence[str]) -> bool:
    """Whether a name in the other script is known to be of another bearer, who has the same surname (Kim Il Sung)."""
    return is_latin(one) != is_latin(name) and any(may_be_same(other, one) for other in others)


def _is_absent(name: str, sentence_language: Language, proof: Proof) -> bool:
    """Whether it is certain that none of the texts has the name: its own spelling or one that is known of it.

    Of several words in another language nothing is certain unless others have them: they may be translated.
    """
    others = _others(name, proof)
    if any(may_be_same(name, one) and _is_taken(name, one, others) for one in proof.names):
        return True
    if " " in name and any(_primary(language) != _primary(sentence_language) for language, _ in proof.naming):
        words = [known for known in proof.heard if may_be_same(name, known)]
        if not words and not surnames_read(fold(name).text.split()[:1]):
            return False
    spelled = [name, *(other for other in proof.heard if may_be_same(name, other))]
    return all(is_absent(spelled, text) for _, text in proof.naming)


def _certain_names(sentence: Sentence, proof: Proof, placed: Sequence[Term]) -> Iterator[str]:
    """The names of a sentence, places aside, without what only looks like one.

    Behind an article stands an office or a body, which is named by its meaning. Abbreviations differ by language. A
    single capitalised word may begin the sentence, or be a German noun: it counts behind an office, before "himself",
    or if others have it as a name. A Chinese name counts where it speaks, and wherever it stands if others have it.
    """
    text = sentence.text
    for span in _without_places((name.span for name in names(text, sentence.language)), placed):
        office = _OFFICES.match(text, span.start, span.end)
        words, before = Span(office.end() if office else span.start, span.end).of(text).strip(), text[: span.start]
        if not words or _ARTICLE.search(before) or words.isupper() or _CONTRACTED.search(words):
            continue
        marked = office or _OFFICE.search(before) or _SELF.match(text, span.end)
        doubtful = is_latin(words) and " " not in words and (sentence.language == "de" or _OPENING.search(before))
        if not doubtful or marked or any(may_be_same(words, other) for other in proof.heard):
            yield words
    speaker = speaking(sentence)
    if speaker and not is_latin(speaker) and not any(speaker in place.span.of(text) for place in placed):
        yield speaker
    places = {fold(place.span.of(text)).text for place in placed}
    folded = fold(text).text
    known = ((name, fold(name).text) for name in proof.heard if not is_latin(name) and len(name) > 1)
    yield from (name for name, own in known if own in folded and not any(own in place for place in places))


def _without_places(spans: Iterable[Span], placed: Sequence[Term]) -> Iterator[Span]:
    """The names that are no places; of one that begins with a place (Nordkoreas Außenministerin Baerbock) the rest."""
    for span in spans:
        inside = [place.span for place in placed if place.span.start < span.end and span.start < place.span.end]
        if not inside:
            yield span
        elif inside[-1].end < span.end:
            yield Span(inside[-1].end, span.end)


def is_latin(name: str) -> bool:
    """Whether the name is not in Chinese characters."""
    return not is_han(name[0])


def _primary(language: Language) -> str:
    return language.partition("-")[0]
