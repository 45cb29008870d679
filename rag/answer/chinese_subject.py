"""Who acts in a Chinese sentence: the subject of its verb of saying, or of the sentence itself.

A clause is cut at prepositions and adverbs. What a preposition governs is no subject; the first piece that none
governs and that holds a name or a pronoun is. The name comes last in a Chinese noun phrase (俄罗斯外长拉夫罗夫), so
the piece is taken whole and its end says who is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answer.speech import CHINESE_ASKS, CHINESE_SAYS, PRONOUNS
from rag.types import Span

TITLE = (
    "总统|主席|先生|女士|委员长|总书记|书记|部长|外长|外务相|同志|博士|教授|将军|上将|首相|总理|大使|发言人|议员|议长|领导人|领袖"
    "|负责人|主任|司令|国王|女王|外交|最高|国务|劳动党|记者|副|前|的"
)
"""What may stand between a country and the name of its servant, or after a name. In Simplified."""

QUOTED = "\ufffc"
"""Stands for each character of a quotation, in which no verb is ours."""

_BOUNDARY = re.compile(r"[,，;；:：。！？!?、]+")
_OPENING = re.compile(
    r"(?:[(（【〔\[][^)）】〕\]]*[)）】〕\]]|\s|此外|另外|但是|不过|然而|同时|随后|其中|另据|并且|于是|因此|所以|当时|其后|之后|而且|但|而|并|且|也|还|又|则|当|——|—)+"
)
_PREPOSITION = (
    r"关于|针对|面对|通过|透过|根据|随着|作为|除了|在(?!野|职|任)|于|向|对(?![话外方手立象])|同(?![志样时事意盟])"
    r"|与|和(?![平国谐解])|跟|给(?!予)|为(?![何])|以(?![色及来军方上下外前后内])|从|由|把|让|使|就(?![职任])|将(?![军领])|被|据|经(?![济理])|比"
)
_ADVERB = (
    r"周[一二三四五六日末]|星期[一二三四五六日天]|[昨今明当次前][天日晚早]|日前|近日|当[地时]|[上本下][周月]|[0-9０-９]+(?:[年月日号时点]|个)?"
    r"|[一二三四五六七八九十]+[日月号]|稍早|此前|随后|早些时候|也|还|再(?!造)|又|则|曾|已经?|均|都(?!市)|并|首先|最后|最近|公开|明确|特别"
    r"|一再|多次|接着|继续|没有|将会?|正在|进一步|强烈|高度|当众|表面上|私下|终于|突然|仍|才|便|(?:补充|介绍|回应|评论|分析)(?=说)"
)
_MARKER = re.compile(rf"(?P<preposition>{_PREPOSITION})|(?P<adverb>{_ADVERB})")
_TO = re.compile(r"[对向给]\w{0,8}\Z")
_LOCALISER = "上中时后前里内下间际"
_ONLY_TITLES = re.compile(f"(?:{TITLE})*")
_LONGEST_UNNAMED = 12


def saying_subject(masked: str, names: Sequence[Span]) -> Span | None:
    """The phrase that names who says what the sentence reports; offsets in `masked`.

    `masked` is the sentence in Simplified with its quotations blanked by `QUOTED`; `names` are the names in it.
    """
    verb = _verb(masked)
    if verb is None:
        return None
    *earlier, own = _clauses(masked, verb.start)
    found = _subject(masked, own, names, unnamed=True)
    return found or next(filter(None, (_named(masked, clause, names) for clause in reversed(earlier))), None)


def topic(masked: str, names: Sequence[Span]) -> Span | None:
    """The first name of the sentence that no preposition governs."""
    return next(filter(None, (_named(masked, clause, names) for clause in _clauses(masked, len(masked)))), None)


def others(masked: str, names: Sequence[Span]) -> list[Span]:
    """The names whose bearers a pronoun of the next sentence may mean; not those told of in passing (对甲的问候)."""
    return [name for name in names if len(name) > 1 and not _in_passing(masked, name)]


def _in_passing(masked: str, name: Span) -> bool:
    """Whether a name stands before 的 in its clause, or is of whom something is said or given."""
    clause = next(
        (one for one in _clauses(masked, len(masked)) if one.start <= name.start and name.end <= one.end), None
    )
    return clause is not None and ("的" in masked[name.end : clause.end] or bool(_TO.search(masked[: name.start])))


def _verb(masked: str) -> Span | None:
    """The verb before a quotation, else the first verb of saying, else of asking."""
    says = [Span(*match.span()) for match in CHINESE_SAYS.finditer(masked)]
    quoting = [verb for verb in says if re.match(rf"[说道]?[,，:：\s]*{QUOTED}", masked[verb.end :])]
    asks = [Span(*match.span()) for match in CHINESE_ASKS.finditer(masked)]
    return next(iter([*quoting[:1], *says, *asks]), None)


def _clauses(masked: str, end: int) -> Iterator[Span]:
    """The clauses before `end`; a quotation separates like a comma."""
    start = 0
    for match in re.finditer(rf"{_BOUNDARY.pattern}|{QUOTED}+", masked[:end]):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if start <= end:
        yield Span(start, end)


def _named(masked: str, clause: Span, names: Sequence[Span]) -> Span | None:
    """The name that acts in a clause whose verb we do not know: the first, with the titles that lead to the next."""
    found = _subject(masked, clause, names, unnamed=False)
    inside = [name for name in names if found and found.start <= name.start and name.end <= found.end]
    if found is None or not inside:
        return found
    head = inside[0]
    for name in inside[1:]:
        if not _ONLY_TITLES.fullmatch(masked, head.end, name.start):
            break
        head = name
    return head


def _subject(masked: str, clause: Span, names: Sequence[Span], *, unnamed: bool) -> Span | None:
    """The clause's first ungoverned piece with a name or a pronoun; with `unnamed` also a short one without."""
    for governed, piece in _pieces(masked, clause, names):
        inside = [name for name in names if piece.start <= name.start and name.end <= piece.end]
        if governed:
            freed = [name for name in inside if masked[name.start - 1] in _LOCALISER]
            if freed:
                return Span(freed[0].start, piece.end)
            continue
        pronoun = PRONOUNS.match(masked, piece.start, piece.end)
        if pronoun:
            return Span(*pronoun.span())
        if inside or (unnamed and 0 < len(piece) <= _LONGEST_UNNAMED):
            return piece
    return None


def _pieces(masked: str, clause: Span, names: Sequence[Span]) -> Iterator[tuple[bool, Span]]:
    """The clause between its markers, each piece with whether a preposition governs it; names are never cut."""
    opening = _OPENING.match(masked, clause.start, clause.end)
    start, governed = (opening.end() if opening else clause.start), False
    for marker in _MARKER.finditer(masked, start, clause.end):
        if any(name.start < marker.end() and marker.start() < name.end for name in names):
            continue
        if marker.start() > start:
            yield governed, Span(start, marker.start())
        start, governed = marker.end(), marker.lastgroup == "preposition"
    if start < clause.end:
        yield governed, Span(start, clause.end)
