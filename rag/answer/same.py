"""Whether two names may be of one bearer, Chinese and Korean names included.

`same_name` compares spellings and sounds. The characters of a name like 金正恩 do not spell its sound, so across
scripts it is known by how they are read; where that is not as a system has it, by its surname.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.answer.speech import simplified_text
from rag.text.fold import fold
from rag.text.names import same_name
from rag.text.readings import is_reading
from rag.text.scripts import is_han
from rag.text.sound import TRANSLITERATING, reads_like_a_name, skeleton, skeletons
from rag.text.surnames import readings, surnames_read

FEWEST_SOUNDS = 3
"""Of a name that can be told by its sound."""
_LONGEST_SYLLABLE = 5
_NEAR = 0.4
"""Share of sounds that may differ: 斯特拉斯堡 is Strasbourg though it drops one, 苏格兰 is Scotland."""

_KEPT = 1 << 14
"""Pairs of names compared that are kept: a text names the same few again and again."""


@lru_cache(maxsize=_KEPT)
def may_be_same(one: str, other: str) -> bool:
    """Whether two names may mean the same bearer; a surname alone is anyone's who has it."""
    if same_name(one, other):
        return True
    if not _are_of_two_scripts(one, other):
        return _sound_same(one, other) if one and is_han(one[0]) else _share_last_word(one, other)
    han, latin = _han_first(one, other)
    read = is_reading(_words(latin), han)
    return read is True or (read is None and not reads_like_a_name(han) and _surname_agrees(han, latin) is True)


def are_different(one: str, other: str) -> bool:
    """Whether two names certainly mean two bearers.

    In one script that is so when neither has a word of the other. Across scripts it takes two sounds that are far
    apart, or a known surname that is another; what is named by its meaning (the State Department, 国务院) cannot be
    compared.
    """
    if not _are_of_two_scripts(one, other):
        return bool(one and other) and not may_be_same(one, other)
    han, latin = _han_first(one, other)
    read = is_reading(_words(latin), han)
    if read is not None:
        return not read
    agrees = _surname_agrees(han, latin)
    if not all(character in TRANSLITERATING for character in han.replace("·", "")):
        return agrees is False
    words = _words(latin)
    if not readings(han) and surnames_read(words[:1]) and all(len(word) <= _LONGEST_SYLLABLE for word in words):
        return True
    heard = [[each for each in skeletons(word) if len(each) >= FEWEST_SOUNDS] for word in words]
    if agrees is True or len(skeleton(han)) < FEWEST_SOUNDS or not all(heard):
        return False
    told = [sound for part in han.split("·") for sound in skeletons(part)]
    return all(are_far(sound, each) for sound in told for sounds in heard for each in sounds)


def _sound_same(one: str, other: str) -> bool:
    """Whether two Chinese names spell one foreign sound, as 普京 and 普丁 do."""
    spelled = all(character in TRANSLITERATING for character in simplified_text(one + other))
    sounds = set(skeletons(one)) & set(skeletons(other))
    return spelled and any(len(sound) >= FEWEST_SOUNDS for sound in sounds)


def _share_last_word(one: str, other: str) -> bool:
    """Whether two names end in one surname and their first names, spelled as each language will, sound near."""
    words, others = one.split(), other.split()
    if min(len(words), len(others)) < 2 or len(words[-1]) <= FEWEST_SOUNDS or not same_name(words[-1], others[-1]):
        return False
    return any(not are_far(sound, heard) for sound in skeletons(words[0]) for heard in skeletons(others[0]))


def _are_of_two_scripts(one: str, other: str) -> bool:
    return bool(one and other) and is_han(one[0]) != is_han(other[0])


def _han_first(one: str, other: str) -> tuple[str, str]:
    """The Chinese name in Simplified and the Latin one."""
    return (simplified_text(one), other) if is_han(one[0]) else (simplified_text(other), one)


def are_far(one: str, other: str) -> bool:
    """Whether two sounds (`rag.text.sound.skeleton`) are too unlike to be of one name."""
    return distance(one, other) > _NEAR * max(len(one), len(other))


def _surname_agrees(han: str, latin: str) -> bool | None:
    """Whether the Latin name begins or ends (Western order) with a reading of the surname; None if that is unknown."""
    known = readings(han)
    words = _words(latin)
    return None if not known or not words else words[0] in known or words[-1] in known


def _words(latin: str) -> list[str]:
    return re.sub("['’-]", " ", fold(latin).text).split()


def distance(one: str, other: str) -> int:
    """Levenshtein's: insertions, deletions and replacements that turn one into the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
