"""Who acts in an English or German sentence: the subject of its verb of saying, or of the sentence itself.

The subject is the last name before the verb that no preposition, possessive or apposition holds, or, where a quotation
or a German forefield comes first, the name after the verb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.speech import (
    LATIN_ASKS,
    LATIN_DETERMINERS,
    LATIN_PASSIVE,
    LATIN_PREPOSITIONS,
    LATIN_SAYS,
    PRONOUNS,
)
from rag.types import Span

_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'-]*)[\s]*\Z")
_RELATIVE = re.compile(r"(?:who|which|whose|whom|that|der|die|das|dessen|deren|welche[rs]?)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(r"(?:wonach|dass|daß|ob|that|whether)\b", re.IGNORECASE)
_AFTER_VERB = re.compile(
    r"\s*(?:(?:sich|the|der|die|das|[A-ZÄÖÜ][\w-]*|[a-zäöü]+(?:er|in|ister|chef|sident))\s+){0,5}\Z"
)
_TELLS = re.compile(r"told|tells?", re.IGNORECASE)
"""English verbs that whom they address follows, never who speaks; of saying, so that others are rare."""
_OPENING_PRONOUN = re.compile(rf"\W*({PRONOUNS.pattern})")
_FIRST_OR_SECOND = re.compile(r"\W*(?:I|We|You|Ich|Wir|Du|Ihr)\b")
_PLACED = re.compile(r"\b(?:in|im|at|of)\s+(?:the\s+|der\s+)?\Z")
"""Before the name of a place, or of a body that someone is of."""
_NOUN = re.compile(r"\s+[a-zäöüß][\w-]*")
_QUOTED = "\ufffc"


def saying_subject(masked: str, names: Sequence[Span]) -> Span | None:
    """The name or pronoun that says what the sentence reports; offsets in `masked`.

    `masked` is the sentence with its quotations blanked; `names` are the names in it, in order.
    """
    for verb in _verbs(masked):
        found = _after(masked, verb, names) or _before(masked, verb, names)
        if found is not None:
            return found
    return None


def topic(masked: str, names: Sequence[Span]) -> Span | None:
    """The pronoun that the sentence begins with, else its first name that acts."""
    pronoun = _OPENING_PRONOUN.match(masked)
    return Span(*pronoun.span(1)) if pronoun else next((name for name in names if _acts(masked, name)), None)


def others(masked: str, names: Sequence[Span]) -> list[Span]:
    """The names in full, whose bearers a pronoun of the next sentence may mean; not those told of in passing."""
    return [
        name
        for name in names
        if " " in name.of(masked)
        and not masked.startswith(("'s", "’s"), name.end)
        and not _in_relative_clause(masked, name)
        and not _PLACED.search(masked[: name.start])
    ]


def is_of_another(masked: str) -> bool:
    """Whether a sentence in which no name acts tells of someone, or something, all the same, and not of I or you."""
    return re.search(r"\w", masked) is not None and _FIRST_OR_SECOND.match(masked) is None


def _verbs(masked: str) -> list[Span]:
    """Verbs of saying, then of asking, in the active."""
    found = [*LATIN_SAYS.finditer(masked), *LATIN_ASKS.finditer(masked)]
    return [Span(*match.span()) for match in found if not LATIN_PASSIVE.search(masked, 0, match.start())]


def _after(masked: str, verb: Span, names: Sequence[Span]) -> Span | None:
    """The name right after the verb, where a quotation or a forefield without a subject stands before it."""
    if not _is_inverted(masked, verb, names):
        return None
    pronoun = PRONOUNS.match(masked, verb.end + 1)
    if pronoun:
        return Span(*pronoun.span())
    near = [name for name in names if name.start >= verb.end and _AFTER_VERB.match(masked[verb.end : name.start])]
    return _apposed(masked, near[0], names) if near else None


def _apposed(masked: str, name: Span, names: Sequence[Span]) -> Span:
    """The name in apposition to an office of a body that is called by initials: der Trainer der LSU, Will Wade."""
    if not name.of(masked).isupper() or not masked.startswith(", ", name.end):
        return name
    return next((other for other in names if other.start == name.end + 2), name)


def _is_inverted(masked: str, verb: Span, names: Sequence[Span]) -> bool:
    if _TELLS.fullmatch(verb.of(masked)):
        return False
    before = masked[: verb.start].rstrip(" ,")
    if not before or before.endswith(_QUOTED):
        return True
    clause = re.split(r"[,;:–—]", before)[-1]
    if clause.split()[:1] and clause.split()[0].casefold() in LATIN_PREPOSITIONS:
        clause = before  # Kavanaugh, in impassioned testimony, said
    offset = verb.start - (len(masked[: verb.start]) - len(before)) - len(clause)
    acting = [name for name in names if offset <= name.start < verb.start and _acts(masked, name)]
    return not acting and not PRONOUNS.search(clause)


def _before(masked: str, verb: Span, names: Sequence[Span]) -> Span | None:
    """The last acting name or pronoun before the verb, not inside a relative clause."""
    pronouns = [Span(*match.span()) for match in PRONOUNS.finditer(masked, 0, verb.start)]
    candidates = sorted([name for name in names if name.end <= verb.start and _acts(masked, name)] + pronouns)
    free = (one for one in reversed(candidates) if not _in_relative_clause(masked, one))
    return next((one for one in free if not _in_subordinate_clause(masked, one, verb)), None)


def _acts(masked: str, name: Span) -> bool:
    """Neither governed by a preposition, nor a possessor, nor a modifier of the noun after it."""
    if masked[name.end : name.end + 2] in ("'s", "’s") or _is_modifier(masked, name):
        return False
    before = masked[: name.start]
    while match := _WORD_BEFORE.search(before):
        word = match[1].casefold()
        if word in LATIN_PREPOSITIONS:
            return False
        if word not in LATIN_DETERMINERS and not match[1][0].isupper():
            return True
        before = before[: match.start()]
    return True


def _is_modifier(masked: str, name: Span) -> bool:
    """`the Kremlin spokesman`: a lower-case noun follows, and it is not what the name does."""
    following = _NOUN.match(masked, name.end)
    if following is None or not re.search(r"\b(?:[Tt]he|[Aa]|[Ii]ts)\s+\Z", masked[: name.start]):
        return False
    word = following.group().strip()
    return not LATIN_SAYS.match(word) and not word.endswith(("ed", "s", "ly"))


def _in_subordinate_clause(masked: str, name: Span, verb: Span) -> bool:
    """Whether the name is the subject of a clause that ends before the verb: einen Bericht, wonach Weber klagt, wies"""
    clause = masked[masked.rfind(",", 0, name.start) + 1 : name.start].lstrip()
    return _SUBORDINATE.match(clause) is not None and "," in masked[name.end : verb.start]


def _in_relative_clause(masked: str, name: Span) -> bool:
    """Whether the clause around the name begins with a relative pronoun: `Lavrov, who met Kim, said`."""
    comma = masked.rfind(",", 0, name.start)
    return comma >= 0 and _RELATIVE.match(masked[comma + 1 : name.start].lstrip()) is not None
