"""Whether a text certainly does not have a name, given the ways the name is known to be spelled.

Between two scripts names are compared by their sound, or by their surname if that is Chinese or Korean. What East Asian
characters name need not sound like its Latin spelling, nor what is named by its meaning: of these nothing is certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from rag.answer.same import FEWEST_SOUNDS, distance
from rag.answer.speech import simplified_text
from rag.text.chinese_names import is_personal
from rag.text.fold import fold
from rag.text.readings import Pair, han_pairs, name_pairs
from rag.text.scripts import is_han
from rag.text.sound import TRANSLITERATING, reads_like_a_name, skeletons
from rag.text.spelling import is_frequent_english
from rag.text.surnames import readings, surnames_read

_MOST_VOWELS: Final = 2
"""Characters without a consonant in a transliterated name."""
_LONGEST: Final = 9
"""Characters of a transliterated name."""
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


_BODY: Final = re.compile(
    r"^(?:(?:north|south|east|west|army|force|fleet|guard|court|house|bank|church|internet|part|union|member|supreme"
    r"|council|office|police|time|post|press|news|world|bible|euro|brexit|god|prime|pope|web|cup|park|street|school"
    r"|college|club|crown|queen|king|treasur|compan|agenc|societ|service|tribe|law|act|bill|state|navy|congress|assembl"
    r"|labou?r|committee|commission|department|government|universit|hospital|highness|majesty|lord|team|league|group|cit"
    r"|lake|river|mount|bay|sea|day|war|institute|bureau|board|front|people|new|upper|lower|white|united|republic"
    r"|kingdom|general|airport|station|square)(?:s|y|ies|es|ern|an)?$|(?:senat|democrat|federa|nation|minist|president"
    r"|secretar))"
)
"""English words, other than names, that are often capitalised, with the bodies, titles and sites they name."""
_COMMON: Final = re.compile(
    r"(?:[^s]s|ic|al|tion|ment|ity|ive|ous|ist|ism|ship|ness|ing|ed|ate|ant|ent|ish|ary|ory|age|ance|ence|ward|able|acy"
    rf"|land|shire|ess|tor|ber|bly)$|{_BODY.pattern}"
)
"""The same, with words that only look so: what they mean is translated, not transliterated."""
_LIKE: Final = 0.34
"""Share of the sounds of a long name in which two spellings of it may differ: 斯特拉斯堡 drops one of Strasbourg."""
_LONG: Final = 5
_RESPELLED: Final = str.maketrans(
    "翰罕杭黄汀伍滕蓬舒代来瑙关光宽章强曾岑真任延青津兴雄贡宗聪尊农永顺准春云谷歌宝美夕灵李柯嘉儿柏蔻蜜卫坚济勃留良盛敏能",
    "汉汉汉汉丁武腾庞舍戴莱纳冈冈康詹詹桑森珍让因钦京辛辛根松松松南洪申詹琴因古哥保梅西林里科加尔伯科米韦丹兹伯鲁连圣明南",
)
"""Characters that write syllables of foreign names too rarely to be a sign of one (Xinhua's and Taiwan's usage), each
with one of `TRANSLITERATING` that sounds like it: in search of a name they count, too."""
_BY_MEANING: Final = {
    "reuters": "路透", "bloomberg": "彭博", "interfax": "国际文传", "sputnik": "卫星", "kommersant": "生意人",
    "komsomolsk": "共青城", "vostochny": "东方", "wostotschny": "东方", "khabarovsk": "伯力", "chabarowsk": "伯力",
    "oxford": "牛津", "pentagon": "五角大楼", "kremlin": "克宫", "kreml": "克宫", "greenpeace": "绿色和平",
    "confucian": "儒", "protestant": "新教",
    "google": "谷歌", "facebook": "脸书", "microsoft": "微软", "apple": "苹果", "volkswagen": "大众", "boeing": "波音",
}  # fmt: skip
"""Names, folded, that Chinese has by their meaning or by a word of its own, in Simplified."""
_ALSO_READ: Final = (
    (re.compile(r"(?<![st])ch", re.IGNORECASE), "kh"),
    (re.compile("j", re.IGNORECASE), "y"),
    (re.compile("th", re.IGNORECASE), "s"),
    (re.compile(r"m(?=[^\Waeiouyäöüm])"), "n"),
)
"""Letters that German, Slavic and English names sound otherwise (Charkiw, Iljuschin, Smith), and a nasal before a
consonant."""
_ENGLISH_ENDING: Final = re.compile("i?ans?$")
_ADJECTIVE: Final = re.compile(r"(?P<root>[a-zäöüß]{4,})isch(?:e[nmrs]?)?")
_WEAK: Final = "lkt"
"""What transliteration most often drops at the end of a syllable; of a short name one of them may be missing."""


def is_common(word: str) -> bool:
    """Whether a capitalised English word looks like one that has a meaning."""
    return _may_be_translated([fold(word).text])


def _may_be_translated(words: Sequence[str]) -> bool:
    """Whether a name of these folded English words has one that looks like it has a meaning, or all are such."""
    return any(map(_COMMON.search, words)) or all(map(is_frequent_english, words))


def _may_be_meant(words: Sequence[str], *, same_language: bool) -> bool:
    """The same, within a language only of bodies, titles and sites."""
    return any(map(_BODY.search, words)) if same_language else _may_be_translated(words)


def is_absent(spellings: Sequence[str], text: str, *, same_language: bool = False) -> bool:
    """Whether none of the spellings, nor what sounds like the first of them, stands in the text."""
    is_han_text = sum(map(is_han, text)) > len(text) / 4
    own = [one for one in spellings if is_han(one[0]) == is_han_text]
    if not own:
        first = spellings[0]
        return _is_unheard_in_han(first, simplified_text(text)) if is_han_text else _is_unheard_in_latin(first, text)
    plain = fold(text).text
    if not is_han_text and any(_may_be_meant(_words(one), same_language=same_language) for one in own):
        return False
    if any(fold(one).text in plain for one in own):
        return False
    heard = _is_respelled if is_han_text else is_heard_in_latin
    return (same_language and not is_han_text) or not any(heard(one, text) for one in own)


def is_heard_in_latin(name: str, text: str) -> bool:
    """Whether some capitalised word spells nearly the sound of the last word of the name: Strasbourg, Straßburg."""
    last = name.split()[-1]
    sounds = {*_sounds(last), *_sounds(_ENGLISH_ENDING.sub("", last))}
    words = _capitalised(text)
    return any(is_near(sound, heard) for word in words for heard in _sounds(word) for sound in sounds)


def is_near(one: str, other: str) -> bool:
    """Whether two sounds (`rag.text.sound.skeleton`) may be of one name that two languages spell."""
    longer = max(len(one), len(other))
    if one == other or longer < _LONG:
        return one == other or _drops_one(*sorted((one, other), key=len))
    return distance(one, other) <= _LIKE * longer


def _drops_one(short: str, long: str) -> bool:
    """Whether one weak sound of `long` is all that `short` lacks."""
    return any(sound in _WEAK and long[:place] + long[place + 1 :] == short for place, sound in enumerate(long))


def is_heard(name: str, text: str) -> bool:
    """Whether a text, in whatever script, has a name of this sound: 马其顿, Macedonia; 圣地亚哥, San Diego."""
    parts = [simplified_text(name)] if is_han(name[0]) else name.split()
    own = [sound for part in parts for sound in _sounds(part)]
    words = _capitalised(text)
    joined = (one + other for one, other in pairwise(words))
    stretches = (part for run in _SPELLED.findall(simplified_text(text)) for part in _stretches(run))
    heard = (sound for word in (*words, *joined, *stretches) for sound in _sounds(word))
    return any(sound == one or _drops_one(*sorted((sound, one), key=len)) for one in heard for sound in own)


def _is_respelled(name: str, text: str) -> bool:
    """Whether a Chinese text spells the sound of a Chinese name in other characters: 格萊厄姆, 格雷厄姆."""
    han = simplified_text(name).rpartition("·")[2]
    if not _SPELLED.fullmatch(han) or not reads_like_a_name(han):
        return False
    own = set(_sounds(han))
    runs = _SPELLED.findall(simplified_text(text))
    return any(not own.isdisjoint(_sounds(stretch)) for run in runs for stretch in _stretches(run))


def _is_unheard_in_han(latin: str, text: str) -> bool:
    words = _words(latin)
    if not words or all(map(is_frequent_english, words)):
        return False
    read = frozenset(pair for _, pairs in name_pairs(words) for pair in pairs)
    if surnames := surnames_read((words[0], words[-1])):
        return not (any(surname in text for surname in surnames) and (not read or _is_read(read, text)))
    if _is_read(read, text):
        return False
    if any(map(_EAST_ASIAN.fullmatch, words)) or any(map(_COMMON.search, words)):
        return False
    if any(word in _BY_MEANING and _BY_MEANING[word] in text for word in words):
        return False
    runs = [run for spelled in (text, text.translate(_RESPELLED)) for run in _SPELLED.findall(spelled)]
    told = [_sounds(word) for word in words]
    return all(told) and not any(_is_heard(sound, run) for sounds in told for sound in sounds for run in runs)


def _is_read(read: frozenset[Pair], text: str) -> bool:
    """Whether a text in Simplified has two characters that are read as some pair of syllables is."""
    return any(not read.isdisjoint(han_pairs(one + other)) for one, other in pairwise(text))


def _is_heard(sound: str, run: str) -> bool:
    """Whether some stretch of transliterating characters sounds nearly so."""
    return any(
        is_near(sound, heard) for stretch in _stretches(run, len(sound) + _MOST_VOWELS) for heard in skeletons(stretch)
    )


def _stretches(run: str, longest: int = _LONGEST) -> Iterator[str]:
    return (run[a:b] for a in range(len(run)) for b in range(a + 1, min(len(run), a + longest) + 1))


def _is_unheard_in_latin(name: str, text: str) -> bool:
    han = simplified_text(name).rpartition("·")[2]
    parts = [part for word in _capitalised(text) for part in word.split("-")]
    words = [*parts, *(part[:-1] for part in parts if part.endswith("s"))]  # Leslies Anwesen: a genitive
    words += [one + other for one, other in pairwise(parts)]  # 保罗加斯科因, without a point between
    if reads_like_a_name(han):
        heard = [sound for word in words for sound in _sounds(word)]
        # A run of transliterating characters may have caught one of the word beside it.
        stretches = {han, han[1:], han[:-1]} if len(han) >= _LONG else {han}
        told = [sound for stretch in stretches for sound in _sounds(stretch)]
        return bool(told) and not any(is_near(sound, each) for sound in told for each in heard)
    known = readings(han)
    return bool(known) and is_personal(han) and known.isdisjoint(fold(word).text for word in words)


def _words(name: str) -> list[str]:
    """The folded words of a name in Latin letters."""
    return fold(name).text.replace("-", " ").split()


def _capitalised(text: str) -> list[str]:
    """The words that may be made of a name: those with a capital, and what German adjectives are made of (kastil-)."""
    words = _LATIN_WORD.findall(text)
    adjectives = (match["root"] for word in words if (match := _ADJECTIVE.fullmatch(word)))
    return [*(word for word in words if word[0].isupper()), *adjectives]


def _sounds(name: str) -> list[str]:
    spellings = [name, *(written for pattern, by in _ALSO_READ if (written := pattern.sub(by, name)) != name)]
    heard = dict.fromkeys(sound for spelled in spellings for sound in skeletons(spelled))
    return [sound for sound in heard if len(sound) >= FEWEST_SOUNDS]
