"""Two things that a question asks about one by one: 男单和女单 in 2022年澳网男单和女单冠军分别是谁？.

They are joined by "and" and asked about respectively, or are years, or end a question that asks for nothing else
(导演和编剧是谁). What is joined otherwise may be one thing, or act together, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from rag.text.dates import dates
from rag.text.language import detect
from rag.text.names import names
from rag.text.scripts import HAN
from rag.types import Span

LONGEST = 200
"""Characters of a question in which two things are looked for; a longer one is no list of two."""
ZH_ASKS: Final = (
    r"(?:谁|[什甚]么|哪|第几|几[点号岁人]|多少|多[久长高远大深重]|如何|怎[么样]|为何|(?<!任)何[时地人处]|吗|[是能会可]否"
    r"|[有是]没有)"
)
"""Words that ask, in Simplified."""
RESPECTIVELY: Final = re.compile(
    r"分别|各自?(?![种类国地方位界个省市州县郡派族])|[,，]? ?\b(?:respectively|each|jeweils)\b"
)
TOGETHER: Final = re.compile(
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
    r"(?:[Ww]ho|[Ww]hat|[Ww]hen|[Ww]here|[Ww]er|[Ww]as|[Ww]ann|[Ww]o)\b.*?\b(?:is|are|was|were|ist|sind|war|waren)"
    r" (?:the |der |die |das )(?P<left>[\w-]+)(?: (?:and|und) (?:the |der |die |das )?)(?P<right>[\w-]+)"
    r" (?:of|in|at|for|von|vom|des|der|im|in|bei)\b"
)
"""`Who were the director and the author of ...`."""
_THING, _THING_BEFORE = (re.compile(rf"(?:(?![的在是])[{HAN}\w]){{1,8}}{end}") for end in ("", "$"))
"""What a Chinese question joins to another thing, as far as it goes at most."""
_OPENS_A_THING = ("的", "》", "”")

Pair: TypeAlias = tuple[Span, Span]


def two_things(question: str, plain: str) -> Pair | None:
    """Where the two things stand; None if there are none. `plain` is the question as `decompose` reads it."""
    if len(plain) > LONGEST or TOGETHER.search(plain):
        return None
    if nouns := _NOUNS.match(plain):
        return Span(*nouns.span("left")), Span(*nouns.span("right"))
    language = detect(question)
    spans = [name.span for name in names(question, language)] + [date.span for date in dates(question, language)]
    joints = (Span(*joint.span()) for joint in _JOINT.finditer(plain))
    return next(filter(None, (_joined(_Joint(plain, joint), spans) for joint in joints)), None)


@dataclass(frozen=True, slots=True)
class _Joint:
    """A word that joins two things, where it stands."""

    plain: str
    span: Span

    @property
    def before(self) -> str:
        return self.plain[: self.span.start]

    @property
    def is_chinese(self) -> bool:
        return re.search(f"[{HAN}]", self.plain) is not None

    @property
    def is_listed(self) -> bool:
        """Whether what is joined is asked about respectively, or is all that a search in keywords consists of."""
        asks, cue = re.search(ZH_ASKS, self.plain), RESPECTIVELY.search(self.plain)
        if cue is not None:
            return asks is None or self.span.start < cue.start() or asks.start() < self.span.start
        return asks is None and self.is_chinese and not _CLOZE.search(self.plain)

    def ends_before(self, place: int) -> bool:
        """Whether a Chinese question has nothing after `place` but what asks."""
        return self.is_chinese and _TAIL.match(self.plain, place) is not None


def _joined(joint: _Joint, spans: Sequence[Span]) -> Pair | None:
    """The two things that a joint joins: years, names or dates, or in Chinese other things."""
    plain, (start, end) = joint.plain, (joint.span.start, joint.span.end)
    first, second = _YEAR_BEFORE.search(joint.before), _YEAR_AFTER.match(plain, end)
    if first and second and (joint.is_listed or not joint.is_chinese or _ENDS_ASKING.search(plain)):
        return Span(first.start(), start), Span(end, second.end() if first[1] else second.start(1))
    left = next((span for span in spans if span.end == start), None)
    right = next((span for span in spans if span.start == end), None)
    if left and right:
        return (left, right) if joint.is_listed or joint.ends_before(right.end) else None
    return _alike(joint) if joint.is_chinese else None


def _alike(joint: _Joint) -> Pair | None:
    """Two things that begin or end alike (男单和女单), or of which the second ends the question (导演和编剧是谁)."""
    plain, (start, end) = joint.plain, (joint.span.start, joint.span.end)
    before, after = _THING_BEFORE.search(joint.before), _THING.match(plain, end)
    if before is None or after is None or re.search(ZH_ASKS, before.group()):
        return None
    ends: list[int] = []
    if joint.is_listed:
        alike = after.group().find(before.group()[-1], 1) + 1
        ends += [end + alike] if alike else []
        ends += [after.end()] if plain.startswith("的", after.end()) else []
    is_asked_for = joint.before[: before.start()].endswith(_OPENS_A_THING) and not re.search(ZH_ASKS, joint.before)
    if joint.is_listed or is_asked_for:
        ends += [place for place in range(end + 2, after.end() + 1) if joint.ends_before(place)]
    if not ends or re.search(ZH_ASKS, plain[end : ends[0]]):
        return None
    right = Span(end, ends[0])
    earliest = max(before.start(), start - len(right))
    left = Span(max(earliest, plain.rfind(plain[end], earliest, start)), start)
    return (left, right) if left.start or plain[right.end :].strip("?？。 ") else None
