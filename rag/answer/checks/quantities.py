"""Layer: every number of the sentence is stated, whatever the language writes it in."""

from __future__ import annotations

from rag.answer.checks.proof import Proof, Sentence
from rag.text.numbers import Quantity, quantities

_BOTH = 2


def unsupported_number(sentence: Sentence, proof: Proof) -> str | None:
    """A number that no quote has, or has with another unit. 11, elf and 十一 are the same number."""
    for quantity in quantities(sentence.text, sentence.language):
        if not _is_vague(quantity) and not any(_same(quantity, stated) for stated in proof.quantities):
            return f"the excerpt does not state the number {quantity.span.of(sentence.text)}"
    return None


def _is_vague(quantity: Quantity) -> bool:
    """What may be no number: one, a; and two of nothing but persons, which another language calls both."""
    return quantity.weak or (quantity.value <= _BOTH and quantity.unit in (None, "person"))


def _same(one: Quantity, other: Quantity) -> bool:
    units = {one.unit, other.unit}
    return abs(one.value - other.value) <= 1e-9 * max(1.0, abs(one.value)) and (None in units or len(units) == 1)
