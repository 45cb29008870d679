"""Layer: a number is the bound that the excerpt states, and moves the way it moves there.

At most five is not at least five, and what fell by 12 percent did not rise by it. Nothing is said where one side names
no bound and no change, or both.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from rag.answer.checks.compared import (
    ABOVE,
    BELOW,
    CHINESE_ABOVE,
    CHINESE_BELOW,
    CHINESE_EARLIER,
    DENIED_CHINESE,
    DENIED_ENGLISH,
    DENIED_GERMAN,
)
from rag.answer.checks.proof import Proof, Sentence
from rag.answer.checks.quantities import agree
from rag.answer.speech import simplified_text
from rag.text.numbers import PartialDate, Quantity, dates, quantities
from rag.text.sentences import split_clauses

_BETWEEN: Final = (
    r"(?:[\s“”\"(]{0,2}(?:(?:the|an?|another|further|age of|von|den|der|die|an|alle|every|noch|weitere)\s)?"
    r"|[每可将其中储存温度为约以设定在摄华氏]{1,6})\Z"
)
"""What may stand between a word for a bound and the number."""
_CHINESE_BETWEEN: Final = r"[^的\W\d_a-zA-Z一二两三四五六七八九十百千万]{0,6}\Z"
"""The same in Chinese, where the verb follows the word for the bound: 最多还需要14个月."""


def _compared(latin: str, chinese: str) -> re.Pattern[str]:
    """A comparison with the number that follows; `not` where it is denied."""
    return re.compile(
        rf"(?P<not>{DENIED_ENGLISH}|{DENIED_GERMAN}|{DENIED_CHINESE})?(?:\b{latin}|{chinese}){_BETWEEN}", re.IGNORECASE
    )


_ABOVE: Final = _compared(
    rf"(?:{ABOVE}|over|above|exceed(?:s|ed|ing)?|über|oberhalb von)", rf"{CHINESE_ABOVE}|晚于|[超逾]"
)
_BELOW: Final = _compared(rf"(?:{BELOW}|under|below|unter(?:halb von)?)", rf"{CHINESE_BELOW}|早于")
_EARLIER: Final = _compared(r"(?:earlier than|before|früher als|vor)", "早于")
_LATER: Final = _compared(r"(?:later than|after|später als|nach)", "[晚迟]于")
_CHINESE_BEFORE: Final = re.compile(CHINESE_EARLIER)
_NOT_IN: Final = re.compile(rf"{DENIED_CHINESE}在?\Z")
_AT_LEAST: Final = re.compile(
    rf"(?:\b(?:at least|a minimum of|mindestens|wenigstens|frühestens)|最低|不下于){_BETWEEN}"
    rf"|(?:至少|最少|最早){_CHINESE_BETWEEN}",
    re.IGNORECASE,
)
_AT_MOST: Final = re.compile(
    r"(?:\b(?:at most|a maximum of|up to|höchstens|maximal|bis zu|keine|spätestens)"
    rf"|最高|上限为?|不[到足满]|未满){_BETWEEN}"
    rf"|(?:最多|至多|最[晚迟]){_CHINESE_BETWEEN}",
    re.IGNORECASE,
)
_AFTER: Final = (
    (
        1,
        re.compile(
            r"\s?(?:[个名人元]{0,2}(?:以上|[多余][名个万人])|(?:or more|at (?:least|the earliest)|oder mehr)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        -1,
        re.compile(
            r"\s?(?:[个名人元]{0,2}(?:以下|以内|之内)|(?:or less|or fewer|at (?:most|the latest)|oder weniger)\b)",
            re.IGNORECASE,
        ),
    ),
)
_BEFORE: Final = 60
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
    for date in dates(sentence.text, sentence.language):
        mine = _bound(sentence.text, date)
        if mine and (on := _dated(date, proof)) and all(_bound(quote, one) == -mine for one, quote in on):
            return f"the excerpt sets the other bound at {date.span.of(sentence.text)}"
    return None


def _stated(quantity: Quantity, proof: Proof) -> list[tuple[Quantity, str]]:
    """The number as the quotes state it, each time with its quote."""
    found = ((one, each.quote) for each in proof.evidence for one in quantities(each.quote, each.language))
    return [(one, quote) for one, quote in found if agree(quantity, one)]


def _dated(date: PartialDate, proof: Proof) -> list[tuple[PartialDate, str]]:
    """The date as the quotes state it, each time with its quote."""
    found = ((one, each.quote) for each in proof.evidence for one in dates(each.quote, each.language))
    return [(one, quote) for one, quote in found if replace(one, span=date.span) == date]


def _bound(text: str, bounded: Quantity | PartialDate) -> int:
    """1: the number or date is a lower bound; -1: an upper one; 0: none."""
    plain, span = simplified_text(text), bounded.span
    before = re.split(r"[,，;；。.:：]", plain[max(0, span.start - _BEFORE) : span.start])[-1]
    is_time = isinstance(bounded, PartialDate) or bounded.unit == "clock"
    if is_time and _CHINESE_BEFORE.match(plain, span.end):
        return 1 if _NOT_IN.search(before) else -1
    above, below = (_LATER, _EARLIER) if is_time else (_ABOVE, _BELOW)
    for sign, compared, plainly in ((1, above, _AT_LEAST), (-1, below, _AT_MOST)):
        if plainly.search(before):
            return sign
        if found := compared.search(before):
            return -sign if found["not"] else sign
    return next((sign for sign, pattern in _AFTER if pattern.match(plain, span.end)), 0)


def _change(text: str, quantity: Quantity) -> int:
    """1: the clause of the number says that something rose; -1: that it fell; 0: neither or both."""
    clause = next((one for one in split_clauses(text) if one.start <= quantity.span.start < one.end), None)
    plain = simplified_text(clause.of(text) if clause else text)
    return bool(_RISES.search(plain)) - bool(_FALLS.search(plain))
