"""Several questions in one, as questions that are asked one by one.

`Who received Lavrov, and what did Kim say about Kursk?` has two answers, and evidence for one is none for the other; so
has `2022年澳网男单和女单冠军分别是谁？`. A message is cut only where its form shows that each part is asked for itself:
between two clauses that both ask, or between two things that are asked about respectively. All else is asked whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from rag.answer.conversation import points_back, with_names
from rag.answer.speech import simplified_text
from rag.answer.statements import weight
from rag.text.dates import dates
from rag.text.language import detect
from rag.text.names import names
from rag.text.quotation import pairs
from rag.text.scripts import HAN
from rag.text.sentences import is_question, split_sentences
from rag.types import Message, Span

MOST = 3
"""Parts; a message of more is asked whole, for each costs as much as a question."""

_LIGHTEST = 10
"""Weight of a question of its own (a Latin letter weighs 1, a wide character 3): not `Who? When? Why?`."""
_FEW = 30
"""Weight of a clause that, naming nothing, has left out what it asks about (where in July?)."""

_ZH_ASKS = (
    r"(?:谁|[什甚]么|哪|第几|几[点号岁人]|多少|多[久长高远大深重]|如何|怎[么样]|为何|(?<!任)何[时地人处]|吗|[是能会可]否"
    r"|[有是]没有)"
)
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
    rf",? (?:and|but) (?={_OF}{_EN_ASKS}(?: [\w'-]+){{0,2}}? {_EN_VERB} \w)|, (?:and|but) (?={_OF}{_EN_ASKS})"
    # Before its subject a German clause is subordinate (und wann er kam).
    rf"|,? (?:und|aber) (?={_OF}{_DE_ASKS} (?!{_DE_SUBJECT})(?:[a-zäöüß]|[A-ZÄÖÜ]\w* [a-zäöü]))"
    rf"|[，,；;](?![而即]|还有)(?=[^，,；;]*{_ZH_ASKS})"
)
_ASKS: Final = re.compile(
    rf"\s*(?:{_OF}{_EN_ASKS}.*\b{_EN_VERB} \w+ \w+|(?i:{_EN_VERB}) (?!.*\b{_EN_ASKS})\w+ \w+ \w+|[Ww]ho(?:se)? \w+ \w+"
    rf"|{_OF}{_DE_ASKS} [a-zäöüß]\w+ \w+)"
    rf"|(?:.{{2,}}{_ZH_ASKS}|{_ZH_ASKS}.{{5,}})(?!.*[{HAN}](?:[时后前中里内下上]|之[时后前])$)"
)
"""A clause that is a question by itself: not `In what year`, 在什么情况下."""

_JOINING: Final = re.compile(r"\A\s*(?:(?:and|but|und|aber)\b,?|而(?!且)|那[么麼]|还有|還有)?", re.IGNORECASE)
_RESPECTIVELY: Final = re.compile(
    r"分别|各自?(?![种类国地方位界个省市州县郡派族])|[,，]? ?\b(?:respectively|each|jeweils)\b"
)
_TOGETHER: Final = re.compile(
    r"关系|区别|差[别异距]|不同|相同|共同|之间|联合|合[作著]|相比|比较|更|一起|结[婚盟]|包[括含]|除了"
    r"|\b(?:between|both|together|zwischen|beide[nr]?|gemeinsam|zusammen)\b"
    r"|\b(?:earlier|fewer|first|greater|higher|larger|later|less|longer|lower|more|older|younger)\b"
    r"|\b(?:früher|größer|höher|jünger|kürzer|länger|mehr|niedriger|später|weniger|zuerst|älter)\b",
    re.IGNORECASE,
)
"""Words of what two things have to do with each other, and of comparing them."""
_JOINT: Final = re.compile(
    r"以及|(?<![共中昭温缓平调附总随])和(?![平解谐睦约议亲服声田好])|(?<![参给赠赋授])与(?![会其众])"
    r"|(?<![以涉普提埃不波顾危触遍推累])及(?![其时格早利])|\s(?:and|und)\s(?:the\s|d(?:er|ie|as|en|em|es)\s)?"
)
"""Not 和 in 共和国, nor 与 in 参与."""
_YEAR_BEFORE, _YEAR_AFTER = re.compile(r"(?:19|20)\d\d(年?)$"), re.compile(r"(?:19|20)\d\d(年?)")
_TAIL: Final = re.compile(
    rf"(?:分别|各)?都?(?:[是为有在叫]|获得?|属于)?"
    rf"(?:谁|什么(?:时候|时间|地方|颜色)?|哪(?:里|儿|些|一?[个位部年天支]?[{HAN}]?)|多少[{HAN}]?|几[{HAN}])?[?？。\s]*$"
)
"""What may follow the things asked for at the end of a Chinese question."""
_ENDS_ASKING: Final = re.compile(rf"(?:谁|什么|哪|多少)[{HAN}]{{0,4}}[?？。\s]*$")
_CLOZE: Final = re.compile(r"[是为指的][?？。\s]*$|几|何")
"""Asks, though no word of it asks for sure."""
_NOUNS: Final = re.compile(
    r"^(?:[Ww]ho|[Ww]hat|[Ww]hen|[Ww]here|[Ww]er|[Ww]as|[Ww]ann|[Ww]o)\b.*?\b(?:is|are|was|were|ist|sind|war|waren)"
    r" (?:the |der |die |das )(?P<left>[\w-]+)(?P<and> (?:and|und) (?:the |der |die |das )?)(?P<right>[\w-]+)"
    r" (?:of|in|at|for|von|vom|des|der|im|in|bei)\b"
)
_THING, _THING_BEFORE = (re.compile(rf"(?:(?![的在是])[{HAN}\w]){{1,8}}{end}") for end in ("", "$"))
"""What a Chinese question joins to another thing, as far as it goes at most."""

_Pair: TypeAlias = tuple[Span, Span]


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
    clauses = [_marked(clause, message) for clause in _clauses(message, plain)]
    if len(clauses) == 1:
        return _respective(message, plain) or whole
    compares_each = _RESPECTIVELY.search(plain) and _TOGETHER.search(plain)
    if len(clauses) > MOST or min(map(weight, clauses)) < _LIGHTEST or compares_each:
        return whole
    parts: list[Part] = []
    for clause in clauses:
        leans = bool(parts) and _leans(clause)
        text = with_names(clause, [Message("user", parts[-1].text)]) if leans else clause
        if leans and text == clause:
            return whole
        parts.append(Part(text, clause))
    return tuple(parts)


def _leans(clause: str) -> bool:
    """Whether a clause is nothing without the one before it: it points back, or names nothing in a few words."""
    return points_back(clause) or (weight(clause) < _FEW and not names(clause, detect(clause)))


def _without_quotations(text: str) -> str:
    """The text with what is quoted, or a title, blanked: what asks there asks nobody here."""
    characters = list(text)
    for pair in pairs(text):
        characters[pair.span.start + 1 : pair.span.end - 1] = "_" * (len(pair.span) - 2)
    return "".join(characters)


def _clauses(question: str, plain: str) -> Iterator[str]:
    """The sentences and clauses that ask; what asks nothing stays with what follows, at the end with what precedes."""
    start = 0
    sentences = split_sentences(plain)
    for place, sentence in enumerate(sentences):
        for cut in _CUT.finditer(plain, sentence.start, sentence.end):
            left, right = plain[start : cut.start()].strip(), plain[cut.end() : sentence.end]
            if _ASKS.match(left) and is_question(right):
                yield _bare(question[start : cut.start()])
                start = cut.end()
        goes_on = any(is_question(one.of(plain)) for one in sentences[place + 1 :])
        if goes_on and is_question(plain[start : sentence.end].strip()):
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
    """The question asked of each of two things that it joins, if it is asked of them respectively."""
    if _TOGETHER.search(plain):
        return ()
    joined = (_joined(question, plain, joint) for joint in _JOINT.finditer(plain))
    pair = _nouns(plain) or next(filter(None, joined), None)
    if pair is None:
        return ()
    left, right = pair
    texts = (question[: left.end] + question[right.end :], question[: left.start] + question[right.start :])
    labels = (left.of(question), right.of(question))
    return tuple(Part(_RESPECTIVELY.sub("", text), label, of=2) for text, label in zip(texts, labels, strict=True))


def _nouns(plain: str) -> _Pair | None:
    """`Who were the director and the author of ...`."""
    found = _NOUNS.match(plain)
    return (Span(*found.span("left")), Span(*found.span("right"))) if found else None


def _joined(question: str, plain: str, joint: re.Match[str]) -> _Pair | None:
    """The two things that a joint joins, where they are asked about one by one."""
    is_listed = _is_listed(plain, joint)
    years = _YEAR_BEFORE.search(plain[: joint.start()]), _YEAR_AFTER.match(plain, joint.end())
    if years[0] and years[1] and (is_listed or not _is_chinese(plain) or _ENDS_ASKING.search(plain)):
        end = years[1].end() if years[0][1] else years[1].start(1)
        return Span(years[0].start(), joint.start()), Span(joint.end(), end)
    language = detect(question)
    spans = [name.span for name in names(question, language)] + [date.span for date in dates(question, language)]
    found, starts = {span.end: span for span in spans}, {span.start: span for span in spans}
    if joint.start() in found and joint.end() in starts:
        left, right = found[joint.start()], starts[joint.end()]
        return (left, right) if is_listed or _asks_right_after(plain, right.end) else None
    return _alike(plain, joint, is_listed=is_listed)


def _is_listed(plain: str, joint: re.Match[str]) -> bool:
    """Whether what is joined is asked about respectively, or is all that a search in keywords consists of."""
    asks = re.search(_ZH_ASKS, plain)
    cue = _RESPECTIVELY.search(plain)
    if cue is not None:
        return asks is None or joint.start() < cue.start() or asks.start() < joint.start()
    return asks is None and _is_chinese(plain) and not _CLOZE.search(plain)


def _asks_right_after(plain: str, end: int) -> bool:
    return _is_chinese(plain) and _TAIL.match(plain, end) is not None


def _is_chinese(plain: str) -> bool:
    return re.search(f"[{HAN}]", plain) is not None


def _alike(plain: str, joint: re.Match[str], *, is_listed: bool) -> _Pair | None:
    """Two Chinese things that begin or end alike (男单和女单), or that end the question (导演和编剧是谁)."""
    after = _THING.match(plain, joint.end())
    before = _THING_BEFORE.search(plain[: joint.start()])
    if after is None or before is None or not _is_chinese(plain) or re.search(_ZH_ASKS, before.group()):
        return None
    ends = []
    if is_listed:
        alike = after.group().find(before.group()[-1], 1) + 1
        ends += [joint.end() + alike] if alike else []
        ends += [after.end()] if plain.startswith("的", after.end()) else []
    if is_listed or (
        plain[before.start() - 1 : before.start()] in ("的", "》", "”")
        and not re.search(_ZH_ASKS, plain[: joint.start()])
    ):
        ends += [end for end in range(joint.end() + 2, after.end() + 1) if _TAIL.match(plain, end)]
    if not ends or re.search(_ZH_ASKS, plain[joint.end() : ends[0]]):
        return None
    right = Span(joint.end(), ends[0])
    start = max(before.start(), joint.start() - len(right))
    same = plain.rfind(plain[right.start], start, joint.start())
    left = Span(max(start, same), joint.start())
    return (left, right) if left.start or plain[right.end :].strip("?？。 ") else None
