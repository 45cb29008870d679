"""Chinese characters by how they are read: Wang Yi is 王毅, Kim Jong Un 金正恩, Lai Ching-te 賴清德, Wonsan 元山.

A reading says less than the characters, which some sixty others may share. So it is two neighbouring syllables that are
compared, in three systems: Pinyin, Wade and Giles's, and the ways to write the Korean readings, of which the usual ones
are one here. Names that are spelled by their sound (拉夫罗夫) are those of `rag.text.sound`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, pairwise, product
from operator import contains
from typing import Final, Literal, TypeAlias, get_args

System: TypeAlias = Literal["pinyin", "wade", "korean"]
Pair: TypeAlias = tuple[System, str, str]
"""A system and two syllables in its one spelling."""

_SYSTEMS: Final[tuple[System, ...]] = get_args(System)
_LONGEST_SYLLABLE: Final = 6
_LONGEST_WORD: Final = 18
_MOST_WORDS: Final = 4
"""Of a name; a document may have any number of capitalised words in a row, and each may be parted in several ways."""
_ROWS: Final = range(0xB0, 0xF8)
_USUAL_ROWS: Final = range(0xB0, 0xD8)
_CELLS: Final = range(0xA1, 0xFF)
"""Of GB 2312: 6,763 characters, which hold what names are written with, the 3,755 usual ones first."""

_INITIALS: Final = ("k g kk", "t d tt", "p b pp", "ch j jj ts", "r l rh", "s sh ss", "n", "m", "h")
_VOWELS: Final = (
    "o eo oh u uh oo ou eu woo",
    "yo yeo yoh you yu yoo",
    "a ah",
    "ya",
    "ae ai e ey",
    "ye yae",
    "wa",
    "wo weo",
    "we wae",
    "oe oi",
    "wi",
    "i ui eui ee yi ih",
)
_FINALS: Final = ("k g ck rk", "n", "t d", "l r", "m", "p b", "ng")
"""Ways to write one sound of Korean; the first one stands for them."""
_ROMAN: Final = tuple(
    letters.split(",")
    for letters in (
        "g,kk,n,d,tt,r,m,b,pp,s,ss,,j,jj,ch,k,t,p,h",
        "a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i",
        ",k,k,k,n,n,n,t,l,k,m,l,l,l,p,l,m,p,p,t,t,ng,t,t,k,t,p,t",
    )
)
"""The Revised Romanization of the letters that a Hangul syllable is composed of, in the order of Unicode."""
_HANGUL: Final = 0xAC00


def name_pairs(words: Sequence[str]) -> Iterator[tuple[range, frozenset[Pair]]]:
    """Which of some folded Latin words, side by side, make names by their syllables, and each name's neighbouring ones.

    A name may be one in several systems; what one takes for less of it than another does is left out (son hui of Choe
    Son Hui).

    >>> [(run, sorted(pairs)) for run, pairs in name_pairs(["minister", "wang", "yi"])][0]
    (range(1, 3), [('pinyin', 'wang', 'yi')])
    """
    found = [
        (run, sum(len(ways[0]) for ways in of), system, of)
        for system in _SYSTEMS
        for run, of in _runs([_syllables(system, word) for word in words])
    ]
    for run, syllables, system, of in found:
        if not any(set(run) < set(more) or (run == more and fewer < syllables) for more, fewer, *_ in found):
            yield run, frozenset(_pairs(system, of))


@lru_cache(maxsize=1 << 14)
def han_pairs(han: str) -> frozenset[Pair]:
    """How two characters in Simplified may be read."""
    one, other = han[0], han[1]
    return frozenset(
        (system, *pair)
        for system in _SYSTEMS
        for pair in product(_readings(system).get(one, ()), _readings(system).get(other, ()))
    )


@lru_cache(maxsize=1 << 10)
def written_as(pair: Pair) -> frozenset[str]:
    """The two characters in Simplified that may be read so; one of them is a usual one."""
    system, *syllables = pair
    usual = _usual()
    return frozenset(
        one + other
        for one, other in product(*(_by_syllable(system).get(syllable, ()) for syllable in syllables))
        if one in usual or other in usual
    )


def is_reading(words: Sequence[str], han: str) -> bool | None:
    """Whether folded Latin words are a name in Simplified characters as it is read, its surname first or last.

    False where the surname is read so and the rest otherwise, in a system whose spelling is kept to; None where nothing
    can be told: a surname alone, or behind a first name, which may be an English one.
    """
    if len(words) > _MOST_WORDS:
        return None
    found: set[bool] = set()
    for system in _SYSTEMS:
        known = [_readings(system).get(character, frozenset()) for character in han]
        ways = [_syllables(system, word) for word in words]
        for order in (ways, [*ways[-1:], *ways[:-1]]):
            for syllables in (tuple(chain.from_iterable(way)) for way in product(*order)):
                if min(len(syllables), len(han)) < 2 or syllables[0] not in known[0]:
                    continue
                same = len(syllables) == len(han) and all(map(contains, known, syllables))
                if same or (system in _STRICT and order is ways):
                    found.add(same)
    return max(found, default=None)


_STRICT: Final[frozenset[System]] = frozenset({"pinyin", "korean"})
"""Names of Taiwan often are not quite as Wade and Giles have them (Ko Wen-je)."""

_Ways: TypeAlias = tuple[tuple[str, ...], ...]
"""The ways to part a word into syllables."""


def _runs(words: Sequence[_Ways]) -> Iterator[tuple[range, Sequence[_Ways]]]:
    """The longest stretches of words that are made of syllables: where, and these."""
    start = 0
    for end in range(len(words) + 1):
        if end == len(words) or not words[end]:
            if start < end:
                yield range(start, end), words[start:end]
            start = end + 1


def _pairs(system: System, words: Sequence[_Ways]) -> Iterator[Pair]:
    for ways in words:
        yield from ((system, *pair) for way in ways for pair in pairwise(way))
    for before, after in pairwise(words):
        yield from ((system, way[-1], other[0]) for way, other in product(before, after))


@lru_cache(maxsize=1 << 14)
def _syllables(system: System, word: str) -> _Ways:
    """The ways to part a word into the fewest syllables of a system; none if it is not made of them.

    Names have syllables of a lone vowel (阿, 伊) where they are spelled by their sound; those are no readings.
    """
    ways = _parted(system, word) if 0 < len(word) <= _LONGEST_WORD else ()
    ways = tuple(way for way in ways if len(way) == 1 or all(len(syllable) > 1 for syllable in way))
    fewest = min(map(len, ways), default=0)
    return tuple(way for way in ways if len(way) == fewest)


@lru_cache(maxsize=1 << 14)
def _parted(system: System, word: str) -> _Ways:
    if not word:
        return ((),)
    heads = ((word[:length], word[length:]) for length in range(1, min(len(word), _LONGEST_SYLLABLE) + 1))
    return tuple(
        (known, *rest)
        for head, tail in heads
        for known in (_one_korean(head) if system == "korean" else head,)
        if known in _by_syllable(system)
        for rest in _parted(system, tail)
    )


@cache
def _by_syllable(system: System) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for character, syllables in _readings(system).items():
        for syllable in syllables:
            found.setdefault(syllable, set()).add(character)
    return {syllable: frozenset(characters) for syllable, characters in found.items()}


@cache
def _readings(system: System) -> Mapping[str, frozenset[str]]:
    """How each character is read, in the one spelling of a system."""
    if system == "korean":
        return _korean_readings()
    from pypinyin import Style, pinyin

    read = {one: [_plain(each) for each in pinyin(one, Style.NORMAL, heteronym=True)[0]] for one in _characters()}
    if system == "wade":
        wade = {known[0]: _plain(pinyin(one, Style.WADEGILES)[0][0]) for one, known in read.items()}
        read = {one: [_with_ai(wade[each], each) for each in known if each in wade] for one, known in read.items()}
    return {one: frozenset(filter(_VOWEL.search, known)) for one, known in read.items()}


def _with_ai(wade: str, pinyin: str) -> str:
    """The syllable, of which pypinyin 0.55 writes ei where it is ai: Lai, Hai."""
    return f"{wade[:-2]}ai" if pinyin.endswith("ai") and wade.endswith("ei") else wade


def _characters(rows: range = _ROWS) -> Iterator[str]:
    for row, cell in product(rows, _CELLS):
        yield from bytes((row, cell)).decode("gb2312", errors="ignore")


@cache
def _usual() -> frozenset[str]:
    return frozenset(_characters(_USUAL_ROWS))


def _plain(syllable: str) -> str:
    """Without what names leave out: ch'ing, lü."""
    return unicodedata.normalize("NFD", syllable).replace("v", "u").translate(_MARKS).lower()


_VOWEL: Final = re.compile("[aeiou]")
"""Interjections have none (嗯, ng)."""
_MARKS: Final = dict.fromkeys(map(ord, "'’ʻ\u0308\u0302"))


def _korean_readings() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in files(__package__).joinpath("sino_korean.txt").read_text(encoding="utf-8").split():
        spellings = {_one_korean(spelling) for spelling in _korean_spellings(line[0])} - {""}
        for character in line[1:]:
            found.setdefault(character, set()).update(spellings)
    return {character: frozenset(spellings) for character, spellings in found.items()}


def _korean_spellings(syllable: str) -> Iterator[str]:
    """A Hangul syllable in Latin letters; also without the r or n that the South drops before i and y (Ri, Yi)."""
    rest, final = divmod(ord(syllable) - _HANGUL, len(_ROMAN[2]))
    initial, vowel = divmod(rest, len(_ROMAN[1]))
    start, end = _ROMAN[0][initial], _ROMAN[1][vowel] + _ROMAN[2][final]
    yield start + end
    if start in ("r", "n") and end[0] in "yi":
        yield end
    elif start == "r":
        yield f"n{end}"


@lru_cache(maxsize=1 << 12)
def _one_korean(syllable: str) -> str:
    """The one spelling of a syllable that may be written in several: kim of gim, cong of jung; "" if it is none."""
    match = _KOREAN.fullmatch(syllable)
    return "".join(first.get(part, "") for first, part in zip(_FIRST, match.groups(), strict=True)) if match else ""


_FIRST: Final = tuple(
    {way: ways.split()[0] for ways in of for way in ways.split()} for of in (_INITIALS, _VOWELS, _FINALS)
)
_ANY: Final = ("|".join(sorted(first, key=len, reverse=True)) for first in _FIRST)
_KOREAN: Final = re.compile("({})?({})({})?".format(*_ANY))
