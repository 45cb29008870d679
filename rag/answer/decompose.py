"""Several questions in one, as questions that are asked one by one.

`Who received Lavrov, and what did Kim say about Kursk?` has two answers, and evidence for one is none for the other; so
has `2022年澳网男单和女单冠军分别是谁？`. A message is cut only where its form shows that each part is asked for itself:
between two clauses that both ask, or between two things that are asked about respectively. All else is asked whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rag.answer.conversation import with_names
from rag.answer.leaning import depends
from rag.answer.respective import RESPECTIVELY, TOGETHER, ZH_ASKS, two_things
from rag.answer.speech import simplified_text
from rag.answer.statements import weight
from rag.text.quotation import pairs
from rag.text.scripts import HAN
from rag.text.sentences import is_question, split_sentences
from rag.types import Message

MOST = 3
"""Parts; a message of more is asked whole, for each costs as much as a question."""

_LIGHTEST = 10
"""Weight of a question of its own (a Latin letter weighs 1, a wide character 3): not `Who? When? Why?`."""
_FEW = 30
"""Weight of a clause that, naming nothing, has left out what it asks about (where in July?)."""

_EN_ASKS = r"(?:[Ww]hat|[Ww]hich|[Ww]ho(?:m|se)?|[Ww]hen|[Ww]here|[Ww]hy|[Hh]ow)\b"
_EN_VERB = r"(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should)\b"
_DE_ASKS = (
    r"(?:[Ww]as|[Ww]e(?:r|m|n|ssen)|[Ww]ann|[Ww]o(?:hin|her|mit|durch|für|r[a-zü]+)?|[Ww]arum|[Ww]eshalb|[Ww]ieso"
    r"|[Ww]ie|[Ww]elche[mnrs]?)\b"
)
_DE_SUBJECT = r"(?:ich|du|er|sie|es|wir|ihr|man|d(?:er|ie|as|en|em|es)|eine?[mnrs]?|sein\w*|ihre\w*|diese\w*)\b"
_OF = r"(?:[A-Za-z][a-z]{1,5} )?"

_CUT: Final = re.compile(
    # A clause that asks and has a verb of its own; after a comma it may leave that out (and where in July?).
    rf",? (?:and|but) (?={_OF}{_EN_ASKS}(?: [\w'-]+){{0,2}}? {_EN_VERB} \w|who (?!{_EN_ASKS})\w+ \w)"
    rf"|, (?:and|but) (?={_OF}{_EN_ASKS})"
    # Before its subject a German clause is subordinate (und wann er kam).
    rf"|,? (?:und|aber) (?={_OF}{_DE_ASKS} (?!{_DE_SUBJECT})(?:[a-zäöüß]|[A-ZÄÖÜ]\w* [a-zäöü]))"
    rf"|[，,；;](?![而即]|还有)(?=[^，,；;]*{ZH_ASKS})"
)
_ASKS: Final = re.compile(
    rf"\s*(?:{_OF}{_EN_ASKS}.*\b{_EN_VERB} \w+ \w+|(?i:{_EN_VERB}) (?!.*\b{_EN_ASKS})\w+ \w+ \w+|[Ww]ho(?:se)? \w+ \w+"
    rf"|{_OF}{_DE_ASKS} [a-zäöüß]\w+ \w+)"
    rf"|(?:.{{2,}}{ZH_ASKS}|{ZH_ASKS}.{{5,}})(?!.*[{HAN}](?:[时后前中里内下上]|之[时后前])$)"
)
"""A clause that is a question by itself: not `In what year`, 在什么情况下."""

_JOINING: Final = re.compile(r"\A\s*(?:(?:and|but|und|aber)\b,?|而(?!且)|那[么麼]|还有|還有)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that a message asks: `text` stands alone, `label` is how the message has it.

    `of` is how many parts its question was cut into: 1 if it is a question of its own, 2 if it asks about one of two.
    """

    text: str
    label: str
    of: int = 1


def decompose(message: str) -> tuple[Part, ...]:
    """The questions that a message asks; the message itself if that is one, or if they cannot be told apart."""
    whole = (Part(message, message),)
    plain = _without_quotations(simplified_text(message))
    clauses = [_marked(clause, message) for clause in islice(_clauses(message, plain), MOST + 1)]
    if len(clauses) == 1:
        return _respective(message, plain) or whole
    compares_each = RESPECTIVELY.search(plain) and TOGETHER.search(plain)
    if len(clauses) > MOST or min(map(weight, clauses)) < _LIGHTEST or compares_each:
        return whole
    parts: list[Part] = []
    for clause in clauses:
        leans = bool(parts) and depends(clause, short=_FEW)
        text = with_names(clause, [Message("user", parts[-1].text)]) if leans else clause
        if leans and text == clause:
            return whole
        parts.append(Part(text, clause))
    return tuple(parts)


def _without_quotations(text: str) -> str:
    """The text with what is quoted, or a title, blanked: what asks there asks nobody here."""
    characters = list(text)
    for pair in pairs(text):
        characters[pair.span.start + 1 : pair.span.end - 1] = "_" * (len(pair.span) - 2)
    return "".join(characters)


def _clauses(question: str, plain: str) -> Iterator[str]:
    """The sentences and clauses that ask; what asks nothing stays with what follows, at the end with what precedes."""
    sentences = split_sentences(plain)
    asking = [sentence for sentence in sentences if is_question(sentence.of(plain))]
    followed = set(asking[:-1])
    start = 0
    for sentence in sentences:
        for cut in _CUT.finditer(plain, sentence.start, sentence.end):
            left, right = plain[start : cut.start()].strip(), plain[cut.end() : sentence.end]
            if _ASKS.match(left) and is_question(right):
                yield _bare(question[start : cut.start()])
                start = cut.end()
        if sentence in followed:
            yield _bare(question[start : sentence.end])
            start = sentence.end
    yield _bare(question[start:])


def _bare(clause: str) -> str:
    """A clause without the word that joins it to the one before."""
    return _JOINING.sub("", clause).strip()


def _marked(clause: str, message: str) -> str:
    """A clause with the message's question mark, if it has none."""
    mark = message.rstrip()[-1:]
    return clause if clause.endswith(("?", "？")) or mark not in ("?", "？") else f"{clause}{mark}"


def _respective(question: str, plain: str) -> tuple[Part, ...]:
    """The question asked of each of two things, if it asks about them respectively."""
    pair = two_things(question, plain)
    if pair is None:
        return ()
    left, right = pair
    texts = (question[: left.end] + question[right.end :], question[: left.start] + question[right.start :])
    labels = (left.of(question), right.of(question))
    parts = tuple(Part(RESPECTIVELY.sub("", text), label, of=2) for text, label in zip(texts, labels, strict=True))
    return parts if all(part.text.strip() for part in parts) else ()
