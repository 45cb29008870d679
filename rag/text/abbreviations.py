"""Full stops that end no sentence: abbreviations, initials and ordinals of English and German."""

from __future__ import annotations

import re

from rag.text.function_words import ENGLISH, GERMAN, words

_TITLES_AND_CONNECTIVES = words(
    """abb adm allg bzgl bzw ca capt cf cmdr col cpl det dipl dr dt e.g ehem engl evtl exkl franz frl frz gebr gen gez
    ggf gov griech hon hr hrn hrsg i.e ing inkl insb ital lt maj messrs mr mrs ms mt nördl nr östl pres prof rep reps
    rev sen sens sgt sog spez st südl vgl vs westl z.b d.h d.i i.d.r zb zz zzgl zw"""
)
"""Something must follow these."""

_BEFORE_NUMBERS = words(
    """abs abt apr april art aufl aug bd ch chap dec dez ed eq feb febr fig jan jul jun kap lfd mai mar mär mind mrz no
    nos nov oct okt p pp rd s sec sep sept vol"""
)
"""Ordinary words, or short months: abbreviations only with a number after them."""

_MAY_END = words(
    """a.m al approx assn ave bros co corp dept div est etc ft geb gegr gest govt inc intl jr lb ltd mag max mio mill
    min mrd mwst p.m ph.d phd st str tel tsd univ usf usw v.chr n.chr chr"""
)
"""Abbreviations that also stand last; so do initials and U.S. Then the next sentence must show itself."""

_TOKEN = re.compile(r"([^\W_](?:[^\W_]|[.’'-](?=[^\W_]))*)\.$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_SPACED = re.compile(
    r"\b(?:z\.\s?B|d\.\s?h|d\.\s?i|i\.\s?d\.\s?R|z\.\s?T|z\.\s?Z|s\.\s?o|s\.\s?u|i\.\s?e|e\.\s?g"
    r"|Dr\.\s(?:h\.\s?c|jur|med|phil|rer))\.$"
)
_ROMAN = re.compile(r"[IVX]{1,5}")
_NEXT_WORD = re.compile(r"\W*([^\W_]+)")
_ORDINAL_AFTER = words(
    """ab allem am beim das dem den der des die diesem diesen dieser ihre ihrem ihren ihrer im ins ihres jedem jeden
    jeder jedes mein meinem meinen meiner sein seine seinem seinen seiner seines seit unser unsere unserem unseren und
    vom zum zur oder"""
)
_ORDINAL_BEFORE = words(
    """januar jänner februar märz april mai juni juli august september oktober november dezember jan feb mär apr jun
    jul aug sep sept okt nov dez jahrhundert jahrhunderts jh"""
)


def is_abbreviated(before: str, after: str) -> bool:
    """Whether the full stop that `before` ends with belongs to an abbreviation, an initial or an ordinal.

    `before` is the sentence so far, `after` what follows the white space. In doubt the answer is yes, for two sentences
    kept together do less harm than one cut in two.
    """
    match = _TOKEN.search(before)
    if match is None:
        return False
    token, following = match.group(1), _NEXT_WORD.match(after)
    word = following.group(1) if following else ""
    if token.isdigit():
        return _is_ordinal(token, before[: match.start()], word)
    key = token.casefold()
    if word[:1].isdigit() and key.endswith(("str", "strasse")):  # Hauptstr. 5
        return True
    if key in _TITLES_AND_CONNECTIVES or _SPACED.search(before):
        return True
    if key in _BEFORE_NUMBERS and (word[:1].isdigit() or _ROMAN.fullmatch(word)):
        return True
    may_end = key in _MAY_END or _DOTTED.fullmatch(token) or _ROMAN.fullmatch(token)
    return bool(may_end) and not _begins_sentence(word)


def _begins_sentence(word: str) -> bool:
    """A capitalised function word: names and nouns are capitalised anywhere, these only where a sentence begins."""
    return len(word) > 1 and word[0].isupper() and word.casefold() in ENGLISH | GERMAN


def _is_ordinal(number: str, before: str, word: str) -> bool:
    """A German ordinal ("am 12. Juli", "im 19. Jahrhundert") or the number of a list's item at its start."""
    if not before.strip():
        return True
    if len(number) > 3 or _begins_sentence(word):
        return False
    if word.casefold() in _ORDINAL_BEFORE:
        return True
    previous = re.findall(r"[^\W\d_]+", before)
    return bool(previous) and before[-1].isspace() and previous[-1].casefold() in _ORDINAL_AFTER
