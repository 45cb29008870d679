"""Which language and script a text is written in.

Scripts are counted first; most languages need no more. English and German are then told by their function words, which
is right even for a question of three words, and Simplified from Traditional Chinese by characters that only one of the
two has. What is left goes to a statistical identifier, loaded when it is first needed (about 0.6 s).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rag.text.function_words import ENGLISH, GERMAN, SHARED
from rag.text.scripts import HAN, HANGUL, KANA, LATIN, is_cjk, only_script
from rag.types import Language

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["UNDETERMINED", "chinese_script", "detect", "is_cjk", "primary", "same_language"]

UNDETERMINED: Language = "und"

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")
_HANGUL = re.compile(f"[{HANGUL}]")
_LATIN_WORD = re.compile(f"[{LATIN}]+(?:[0-9]+[{LATIN}]*)*")
_OTHER_WORD = re.compile(f"(?:(?![{HAN}{KANA}{HANGUL}{LATIN}])[^\\W\\d_])+")
_CORNER_BRACKET = re.compile("[「」『』]")
_NOT_PROSE = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")

_HAN_PER_WORD = 1.6
"""Characters of a Chinese word on average: so scripts are weighed by words, not by characters."""
_KANA_SHARE = 0.1
"""Japanese prose is about half kana; a Chinese text that quotes a Japanese name stays below this share."""
_DECISIVE = 0.2
"""Share of function words among the words; English and German prose have 0.4 to 0.5."""
_SURE = {"en": 0.2, "de": 0.2}
_SURE_OF_ANOTHER = 0.6
"""Probability from which the identifier is believed on its own: it spreads short texts over 140 languages."""
_NAME = 0.5
"""Weight of a capitalised Latin word among Han characters: there it is mostly a name, not the prose."""


def detect(text: str) -> Language:
    """The dominant language of `text` as a BCP 47 tag: "en", "de", "zh-Hans", "zh-Hant", ..., or "und".

    Addresses do not count. Chinese without a character that only one script has is called "zh-Hans". Names alone, or
    words that several languages share, are "und" rather than a guess.
    """
    prose = _NOT_PROSE.sub(" ", text)
    latin = _LATIN_WORD.findall(prose)
    words = {
        "han": len(_HAN.findall(prose)) / _HAN_PER_WORD,
        "kana": len(_KANA.findall(prose)) / _HAN_PER_WORD,
        "hangul": len(_HANGUL.findall(prose)) / _HAN_PER_WORD,
        "latin": sum(_NAME if word[0].isupper() else 1.0 for word in latin),
        "other": float(len(_OTHER_WORD.findall(prose))),
    }
    if words["kana"] > _KANA_SHARE * words["han"]:
        words["kana"] += words["han"]
    script = max(words, key=lambda name: words[name])
    if not words[script]:
        return UNDETERMINED
    match script:
        case "han":
            return chinese_script(prose)
        case "kana":
            return "ja"
        case "hangul":
            return "ko"
        case "latin":
            return _detect_latin(" ".join(latin).casefold())
        case _:
            return _identify(prose)[0]


def chinese_script(text: str) -> Language:
    """ "zh-Hant" if more characters of `text` exist only in Traditional than only in Simplified.

    Where neither has more, corner brackets decide, which are the quotation marks of Traditional text; else "zh-Hans".
    """
    scripts = [only_script(character) for character in _HAN.findall(text)]
    lead = scripts.count("zh-Hant") - scripts.count("zh-Hans")
    return "zh-Hant" if lead > 0 or (lead == 0 and _CORNER_BRACKET.search(text)) else "zh-Hans"


def same_language(a: Language, b: Language) -> bool:
    """Whether a reader of `a` reads `b`: the region is ignored, the script of Chinese is not."""
    return _canonical(a) == _canonical(b)


def primary(language: Language) -> str:
    """The language without its script and region. Texts of one primary language have the same terms."""
    return language.partition("-")[0]


def _canonical(language: Language) -> str:
    tag = language.replace("_", "-").casefold()
    if tag.startswith("zh"):
        traditional = any(part in tag for part in ("hant", "-tw", "-hk", "-mo"))
        return "zh-hant" if traditional else "zh-hans"
    return tag.split("-")[0]


def _detect_latin(text: str) -> Language:
    """`text` is casefolded words. English and German by function words; else what the identifier is sure of."""
    words = text.split()
    evidence = {"en": _function_word_share(words, ENGLISH), "de": _function_word_share(words, GERMAN)}
    best, other = sorted(evidence, key=lambda language: -evidence[language])
    if evidence[best] >= _DECISIVE and evidence[best] > 2 * evidence[other]:
        return best
    language, probability = _identify(text)
    if probability >= _SURE.get(language, _SURE_OF_ANOTHER):
        return language
    if evidence[best] > 0:
        scores = {name: evidence[name] * _probability(text, name) for name in evidence}
        return max(scores, key=lambda name: scores[name])
    return UNDETERMINED


def _function_word_share(words: list[str], function_words: frozenset[str]) -> float:
    own = [word for word in words if word in function_words]
    return sum(0.25 if word in SHARED else 1.0 for word in own) / len(words)


def _identify(text: str) -> tuple[Language, float]:
    language, probability = _identifier().classify(text)
    return str(language), float(probability)


def _probability(text: str, language: Language) -> float:
    return float(dict(_identifier().rank(text))[language])


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
