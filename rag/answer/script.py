"""The script of Chinese that the reader asked in: a model's words are converted, a document's never."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from rag.answer.checks.proof import letters
from rag.answer.checks.quotation import quotations
from rag.text.scripts import chinese_lower_case_words, is_han, only_script
from rag.types import Evidence, Language

if TYPE_CHECKING:
    from opencc import OpenCC

_CONFIGURATIONS = {"zh-Hant": "s2tw", "zh-Hans": "t2s"}
_CHINESE_GRAMMAR = """\
root ::= (other | word other)* word?
other ::= [^A-Za-zÀ-ɏ]
letters ::= [A-Za-zÀ-ɏ]*
word ::= [A-ZÀ-Þ] letters | [a-z] [a-z]? ([A-Z] letters)?"""


def in_script(text: str, language: Language, cited: tuple[Evidence, ...] = ()) -> str:
    """`text` in the script of `language` if that is Chinese; what it quotes verbatim stays as it is quoted."""
    if language not in _CONFIGURATIONS:
        return text
    pieces, start = [], 0
    for inner in quotations(text):
        words = inner.of(text)
        original = next((own for one in cited if (own := _as_quoted(words, one.quote))), None)
        pieces += [_convert(text[start : inner.start], language), original or _convert(words, language)]
        start = inner.end
    return "".join([*pieces, _convert(text[start:], language)])


def _as_quoted(words: str, quote: str) -> str | None:
    """The stretch of `quote` that reads as `words` do, letter for letter after folding."""
    wanted = letters(words)
    if not wanted:
        return None
    positions = [place for place, ch in enumerate(quote) for _ in letters(ch)]
    at = "".join(letters(quote[place]) for place in dict.fromkeys(positions)).find(wanted)
    if at < 0 or at + len(wanted) > len(positions):
        return None
    return quote[positions[at] : positions[at + len(wanted) - 1] + 1]


def _convert(text: str, language: Language) -> str:
    """`text` unless something of it is in the other script only: of what both have (岳, 范, 沈) a converter guesses."""
    scripts = {only_script(character) for character in text if is_han(character)}
    return text if scripts <= {language, None} else str(_converter(_CONFIGURATIONS[language]).convert(text))


@cache
def _converter(configuration: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(configuration)


def grammar_for(language: Language, given: Sequence[str] = ()) -> str | None:
    """A grammar (GBNF) that keeps an answer in its script.

    A small model slips into its evidence's script in the middle of a sentence; held to its own, it translates. Out of
    Latin text Chinese, Japanese and Korean characters are kept, out of Chinese the words in small letters that no text
    `given` has: names, units and abbreviations (Putin, km, iPhone) stay.
    """
    if language.startswith("zh"):
        kept = (f' | "{word}"' for word in sorted(chinese_lower_case_words(given)))
        return _CHINESE_GRAMMAR + "".join(kept)
    return None if language.startswith(("ja", "ko")) else r"root ::= [^\u2e80-\U0010ffff]*"
