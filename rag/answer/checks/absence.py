"""Whether a text certainly does not have a name, given the ways the name is known to be spelled.

Between two scripts names are compared by their sound, or by their surname if that is Chinese or Korean. What East Asian
characters name need not sound like its Latin spelling, nor what is named by its meaning: of these nothing is certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rag.answer.same import FEWEST_SOUNDS, are_far, readings, surnames_read
from rag.answer.speech import simplified_text
from rag.text.chinese_names import is_personal
from rag.text.fold import fold
from rag.text.scripts import is_han
from rag.text.sound import TRANSLITERATING, reads_like_a_name, skeletons

_MOST_VOWELS: Final = 2
"""Characters without a consonant in a transliterated name."""
_SPELLED: Final = re.compile(f"[{''.join(sorted(TRANSLITERATING))}]+")
_LATIN_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MANDARIN: Final = (
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ong|ian|iao|uan|uai|ai|ei|ao|ou|an|ia|ie|iu|ua|uo|ui"
    "|un|ue|er|[aeiuü])|(?:zh|ch|sh|[bpmfgkhrzcsw])?en|[bpmnljqxy]ing?|[dt]ing|[bpmfwy]?o)"
)
_KOREAN: Final = (
    "(?:t(?=ae)|ch|kk|tt|pp|ss|jj|[gkndrlmbpsjhwy])?(?:(?:yae|yeo|wae|ae|eo|eu|oe|ui|ya|yo|yu|wa|wo|wi|[aiou])"
    "(?:ng|[knlmpt])?|ye|we|e)"
)
_EAST_ASIAN: Final = re.compile(f"(?:{_MANDARIN}){{2,}}|(?:{_KOREAN}){{2,}}")
"""Words that may be names in Chinese or Korean syllables; some from elsewhere are made of such, too (Obama)."""


_COMMON: Final = re.compile(
    r"(?:[^s]s|ic|al|tion|ment|ity|ive|ous|ist|ism|ship|ness|ing|ed|ate|ant|ent|ish|ary|ory|age|ance|ence|ward|able|acy"
    r"|land|shire)$|^(?:north|south|east|west|navy|army|force|fleet|guard|court|house|bank|church|internet|party|union"
    r"|council|office|police|times|post|press|news|world|bible|euro|brexit|god|prime|pope|web|cup|park|street|school"
    r"|college|club|crown|queen|king|ministry|treasury|company|agency|society|service|church|tribe|law|act|bill)"
)
"""English words, other than names, that are often capitalised: what they mean is translated, not transliterated."""


def is_absent(spellings: Sequence[str], text: str) -> bool:
    """Whether none of the spellings, nor what sounds like the first of them, stands in the text."""
    is_han_text = sum(map(is_han, text)) > len(text) / 4
    own = [one for one in spellings if is_han(one[0]) == is_han_text]
    if not own:
        first = spellings[0]
        return _is_unheard_in_han(first, simplified_text(text)) if is_han_text else _is_unheard_in_latin(first, text)
    plain = fold(text).text
    if not is_han_text and all(" " not in one and _COMMON.search(fold(one).text) for one in own):
        return False
    heard = _is_respelled if is_han_text else is_heard_in_latin
    return not any(fold(one).text in plain or heard(one, text) for one in own)


def is_heard_in_latin(name: str, text: str) -> bool:
    """Whether some capitalised word sounds nearly like the last word of the name: Strasbourg, Straßburg."""
    sounds = _sounds(name.split()[-1])
    return any(
        not are_far(sound, heard) for word in _capitalised(text) for heard in skeletons(word) for sound in sounds
    )


def _is_respelled(name: str, text: str) -> bool:
    """Whether a Chinese text spells the sound of a Chinese name in other characters: 格萊厄姆, 格雷厄姆."""
    han = simplified_text(name).rpartition("·")[2]
    if not _SPELLED.fullmatch(han) or not reads_like_a_name(han):
        return False
    return any(_is_heard(sound, run) for sound in _sounds(han) for run in _SPELLED.findall(simplified_text(text)))


def _is_unheard_in_han(latin: str, text: str) -> bool:
    words = fold(latin).text.replace("-", " ").split()
    if not words:
        return False
    if surnames := surnames_read((words[0], words[-1])):
        return not any(surname in text for surname in surnames)
    if len(words) > 1 or _EAST_ASIAN.fullmatch(words[0]) or _COMMON.search(words[0]):
        return False
    sounds = _sounds(words[0])
    return bool(sounds) and not any(_is_heard(sound, run) for sound in sounds for run in _SPELLED.findall(text))


def _is_heard(sound: str, run: str) -> bool:
    """Whether some stretch of transliterating characters sounds nearly so."""
    longest = len(sound) + _MOST_VOWELS
    stretches = (run[a:b] for a in range(len(run)) for b in range(a + 1, min(len(run), a + longest) + 1))
    return any(not are_far(sound, heard) for stretch in stretches for heard in skeletons(stretch))


def _is_unheard_in_latin(name: str, text: str) -> bool:
    han = simplified_text(name).rpartition("·")[2]
    words = [part for word in _capitalised(text) for part in word.split("-")]
    if reads_like_a_name(han):
        heard = [sound for word in words for sound in skeletons(word) if len(sound) >= FEWEST_SOUNDS]
        # A run of transliterating characters may have caught one of the word beside it.
        stretches = {han, han[1:], han[:-1]}
        told = [sound for stretch in stretches for sound in _sounds(stretch)]
        return bool(told) and all(are_far(sound, each) for sound in told for each in heard)
    known = readings(han)
    return bool(known) and is_personal(han) and known.isdisjoint(fold(word).text for word in words)


def _capitalised(text: str) -> list[str]:
    return [word for word in _LATIN_WORD.findall(text) if word[0].isupper()]


def _sounds(name: str) -> list[str]:
    return [sound for sound in skeletons(name) if len(sound) >= FEWEST_SOUNDS]
