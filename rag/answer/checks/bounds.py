"""Layer: a number is the bound that the excerpt states, and moves the way it moves there.

At most five is not at least five, and what fell by 12 percent did not rise by it. Nothing is said where one side names
no bound and no change, or both.
"""

from __future__ import annotations

import re
from typing import Final

from rag.answer.checks.proof import Proof, Sentence
from rag.answer.checks.quantities import agree
from rag.answer.speech import simplified_text
from rag.text.numbers import Quantity, quantities
from rag.text.sentences import split_clauses

_NOT: Final = r"\b(?:not?|nicht|never|nie) |不(?:[得可能应宜要许]|允许)?|[勿未]"
_BETWEEN: Final = (
    r"(?:[\s“”\"(]{0,2}(?:(?:the|an?|age of|von|den|der|die|an|alle|every)\s)?"
    r"|[每可将其中储存温度为约以设定在摄华氏]{1,6})\Z"
)
"""What may stand between a word for a bound and the number."""
_ABOVE: Final = re.compile(
    rf"(?P<not>{_NOT})?(?:\b(?:more than|over|above|exceed(?:s|ed|ing)?|mehr als|über|oberhalb von)"
    rf"|超过|高于|多于|大于|晚于|[超逾]){_BETWEEN}",
    re.IGNORECASE,
)
_BELOW: Final = re.compile(
    rf"(?P<not>{_NOT})?(?:\b(?:less than|fewer than|under|below|weniger als|unter(?:halb von)?)"
    rf"|低于|少于|小于|早于){_BETWEEN}",
    re.IGNORECASE,
)
_AT_LEAST: Final = re.compile(
    rf"(?:\b(?:at least|a minimum of|mindestens|wenigstens)|至少|最少|最低|不下于){_BETWEEN}", re.IGNORECASE
)
_AT_MOST: Final = re.compile(
    rf"(?:\b(?:at most|a maximum of|up to|höchstens|maximal|bis zu)|最多|至多|最高|上限为?|不[到足满]|未满){_BETWEEN}",
    re.IGNORECASE,
)
_AFTER: Final = (
    (1, re.compile(r"\s?(?:[个名人元]{0,2}(?:以上|[多余][名个万人])|(?:or more|at least|oder mehr)\b)", re.IGNORECASE)),
    (
        -1,
        re.compile(
            r"\s?(?:[个名人元]{0,2}(?:以下|以内|之内)|(?:or less|or fewer|at most|oder weniger)\b)", re.IGNORECASE
        ),
    ),
)
_BEFORE: Final = 40
"""Characters before a number in which its bound is looked for."""
_COMPARED: Final = r"(?:than|als) (?!(?:[a-zäöü]+ )?\d)"
_RISES: Final = re.compile(
    r"\b(?:r[io]se[sn]?|gr[eo]w(?:s|n|ing)?|increas\w*|climb\w*|st(?:ie|ei)g\w*|gestiegen|wuchs\w*|gewachsen|wächst|zunahm\w*"
    rf"|zugenommen|erhöh\w*|(?:more|higher|mehr|höher) {_COMPARED})|增(?!城)|上[升涨]|涨|提高",
    re.IGNORECASE,
)
_FALLS: Final = re.compile(
    r"\b(?:f[ae]ll(?:s|en|ing)?|drop(?:s|ped|ping)?|decreas\w*|declin\w*|shr[aiu]nk\w*|s[aiu]nk\w*|gesunken|fiel\w*|gefallen"
    r"|verringer\w*|zurückg(?:ing|ega|eh)\w*|abnahm\w*|abgenommen"
    rf"|(?:less|fewer|lower|weniger|niedriger) {_COMPARED})|减(?!肥)|下[降跌滑]|跌",
    re.IGNORECASE,
)


def opposite_bound(sentence: Sentence, proof: Proof) -> str | None:
    """A number called at least where the quotes call it at most, or risen where it fell; or the other way round."""
    for quantity in quantities(sentence.text, sentence.language):
        for told, what in ((_bound, "sets the other bound"), (_change, "says the opposite of the change")):
            mine = 0 if quantity.is_ordinal else told(sentence.text, quantity)
            if mine and (same := _stated(quantity, proof)) and all(told(quote, one) == -mine for one, quote in same):
                return f"the excerpt {what} at {quantity.span.of(sentence.text)}"
    return None


def _stated(quantity: Quantity, proof: Proof) -> list[tuple[Quantity, str]]:
    """The number as the quotes state it, each time with its quote."""
    found = ((one, each.quote) for each in proof.evidence for one in quantities(each.quote, each.language))
    return [(one, quote) for one, quote in found if agree(quantity, one)]


def _bound(text: str, quantity: Quantity) -> int:
    """1: the number is a lower bound; -1: an upper one; 0: none."""
    plain = simplified_text(text)
    before = re.split(r"[,，;；。.:：]", plain[max(0, quantity.span.start - _BEFORE) : quantity.span.start])[-1]
    for sign, compared, plainly in ((1, _ABOVE, _AT_LEAST), (-1, _BELOW, _AT_MOST)):
        if plainly.search(before):
            return sign
        if found := compared.search(before):
            return -sign if found["not"] else sign
    return next((sign for sign, pattern in _AFTER if pattern.match(plain, quantity.span.end)), 0)


def _change(text: str, quantity: Quantity) -> int:
    """1: the clause of the number says that something rose; -1: that it fell; 0: neither or both."""
    clause = next((one for one in split_clauses(text) if one.start <= quantity.span.start < one.end), None)
    plain = simplified_text(clause.of(text) if clause else text)
    return bool(_RISES.search(plain)) - bool(_FALLS.search(plain))
