"""Layer: every number of the sentence is stated, whatever the language writes it in."""

from __future__ import annotations

import re

from rag.answer.checks.measures import is_converted, is_equal, with_shared_units
from rag.answer.checks.proof import Proof, Sentence
from rag.answer.speech import simplified_text
from rag.text.numbers import Quantity, quantities
from rag.types import Evidence

_BOTH = 2
_ALIKE = {"gbp": "pound"}
"""German calls both Pfund."""
_AMBIGUOUS = {
    "cny": frozenset({"cny", "twd", "hkd"}),
    "degree": frozenset({"degree", "celsius", "fahrenheit"}),
}
"""What may be any of several units: 元, degrees."""
_PAIR = re.compile(
    r"[两双俩]|\b(?:both|beid\w*|pair|paar|together|gemeinsam|zusammen|mutual\w*|gegenseitig\w*|doppel\w*|doubl\w*"
    r"|twice|brace|zweimal|zweifach\w*)\b|(?<![一二三四五六七八九十\d])二度|翻[番倍]",
    re.IGNORECASE,
)

_SECOND = re.compile(
    r"\b(?:zweit\w*|another|next|other|ander\w+|nächst\w*)\b|[另下]|(?<![一二三四五六七八九十百几数\d])次",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\b(?:decade|jahrzehnt(?:es|s)?)\b", re.IGNORECASE)
_YEARS = 10
_DEFINITE = re.compile(r"\b(?:the|these|those|die|den|der|diese[nr]?)\s+\Z", re.IGNORECASE)
_NAMED = re.compile(" [A-ZÄÖÜ]")
"""After a number word with a capital letter within a sentence: Four Corners is a name."""
_NO_NOUN = re.compile(
    r"\s*(?:\Z|[^\w\s]|(?:and|or|to|until|in|at|of|on|for|with|he|she|they|it|was|were|und|oder|bis|im|am|nach|von|mit|in|an"
    r"|war|waren|wurde|kam|traf|er|sie)\b)"
)
"""What follows an ordinal that counts nothing: then it is a day of the month."""
_OF_CHINESE = re.compile(r"两[国人者方位地边岸]?")


def unsupported_number(sentence: Sentence, proof: Proof) -> str | None:
    """A number that no quote has, or has with another unit. 11, elf and 十一 are the same number."""
    stated = proof.quantities
    for quantity in with_shared_units(sentence.text, quantities(sentence.text, sentence.language)):
        if _is_vague(quantity, sentence.text, proof) or _is_dated(quantity, sentence.text, proof):
            continue
        if not any(agree(quantity, one) for one in stated):
            return f"the excerpt does not state the number {quantity.span.of(sentence.text)}"
    return None


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are the same, if need be in other units."""
    return _same(one, other) or is_converted(one, other)


def _is_dated(quantity: Quantity, text: str, proof: Proof) -> bool:
    """Whether it is of a stated date: its year (1519, 843年), which not every text marks as one, or its day.

    A day is an ordinal without a noun: on the 13th, where the quote has 13日.
    """
    if quantity.unit in (None, "year") and any(date.year == quantity.value for date in proof.dates):
        return True
    end = quantity.span.end + text.startswith(".", quantity.span.end)
    counts = not quantity.is_ordinal or _NO_NOUN.match(text, end) is None
    return not counts and any(date.day == quantity.value for date in proof.dates)


def counts_what(sentence: Sentence, evidence: Evidence) -> bool:
    """Whether the sentence counts in units, and the quote states all that it counts: then it means this quote."""
    counted = [quantity for quantity in quantities(sentence.text, sentence.language) if quantity.unit is not None]
    stated = quantities(evidence.quote, evidence.language)
    return bool(counted) and all(any(_same(one, other) for other in stated) for one in counted)


def _is_vague(quantity: Quantity, text: str, proof: Proof) -> bool:
    """What may be no number: one, a; two persons, who may be named; two of what is called a pair, or both."""
    if quantity.weak or _is_small(quantity, text, proof):
        return True
    words, before = simplified_text(quantity.span.of(text)), text[: quantity.span.start]
    if quantity.is_ordinal and quantity.value == _BOTH and any(_SECOND.search(around) for _, around in proof.texts):
        return True
    if (
        quantity.unit == "year"
        and quantity.value == _YEARS
        and any(_DECADE.search(around) for _, around in proof.texts)
    ):
        return True
    if words[0].isupper() and before.strip() and _NAMED.match(text, quantity.span.end):
        return True
    definite = _DEFINITE.search(before) or _OF_CHINESE.fullmatch(words) or _is_of_persons(quantity, proof)
    around = [simplified_text(text) for _, text in proof.texts]
    if any(other.unit is None and other.value > _BOTH for other in proof.quantities):
        around = [text.replace("双方", "") for text in around]  # both sides may have any number of something
    paired = quantity.unit is None and any(map(_PAIR.search, around))
    return quantity.value == _BOTH and not quantity.is_ordinal and bool(definite or paired)


def _is_small(quantity: Quantity, text: str, proof: Proof) -> bool:
    """Whether it is less than two of nothing in particular, and the quotes have no other number in its place.

    For a one in digits that is any number, for a nought or a fraction another such.
    """
    if quantity.value >= _BOTH or quantity.unit is not None:
        return False
    if quantity.value == 1:
        return not (quantity.span.of(text)[:1].isdigit() and proof.quantities)
    return all(other.value >= _BOTH or other.value == quantity.value for other in proof.quantities)


def _is_of_persons(quantity: Quantity, proof: Proof) -> bool:
    """Whether it counts persons, whom the quotes may name, and the quotes count none."""
    return quantity.unit == "person" and not any(stated.unit == "person" for stated in proof.quantities)


def _same(one: Quantity, other: Quantity) -> bool:
    units = {_ALIKE.get(unit, unit) if unit else None for unit in (one.unit, other.unit)}
    is_one = (
        None in units or len(units) == 1 or any(name in units and units <= same for name, same in _AMBIGUOUS.items())
    )
    return is_one and is_equal(one.value, other.value)
