"""Names in English and German text: runs of capitalised words that are neither nouns nor a sentence's mere start.

German capitalises every noun, so a single word there is a name only if nothing marks it as a noun; some nouns pass.
"""

from __future__ import annotations

import re

from rag.text.fold import Folded
from rag.text.function_words import ENGLISH, GERMAN, words
from rag.text.scripts import LATIN
from rag.types import Language, Span

_WORD = re.compile(rf"[{LATIN}](?:[{LATIN}0-9]|[.-](?=[{LATIN}])|[’'](?![sS]\b)(?=[{LATIN}]))*\.?")
_FOLDED_WORD = re.compile("[a-z0-9]+")
_JOINT = re.compile(r"[ \u00a0-]|[ \u00a0](?:al|bin|da|de|del|della|di|du|el|ibn|la|le|ten|van(?: de[nr])?|y)[ \u00a0]")
"""Between the parts of one name. German "von" is left out: far more often it is a preposition."""
_TITLES = words(
    """ambassador chairman chancellor colonel comrade dr foreign frau fräulein general genosse genossen genossin herr
    herrn his king lady lord major minister mr mrs ms premier president prime prinz prinzessin prof professor queen
    secretary senator sir spokesman spokeswoman"""
)
_OFFICES = words(
    """ambassador captain ceo cfo chairman chairwoman chief coach commissioner director executive governor judge
    justice mayor minister officer president secretary spokesman spokesperson spokeswoman superintendent
    treasurer"""
)
"""What ends the title before a name, whatever begins it: Education Secretary Choi."""
_ADDRESS = frozenset({"Sie", "Ihnen", "Ihr", "Ihre", "Ihrem", "Ihren", "Ihrer"})
"""German capitals that go on no name: Tauchen Sie die Pumpe ein."""
_ORDERS = words(
    """beschreibe bitte compare describe erkläre explain find gib give list liste name nenne please sag say show
    summarise summarize tell vergleiche zeig zeige"""
)
"""What a message opens with that asks for something: Explain Lavrov's view."""
_CALENDAR = words(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz
    mai juni juli oktober dezember"""
)
_MEASURES = words(
    """anfang celsius cent dollar ende euro fahrenheit grad kilogramm kilometer meter milliarden millionen minute
    minuten mitte monat monate monaten prozent quadratmeter sekunde sekunden stunde stunden tag tage tagen tages
    uhr woche wochen yuan zentimeter"""
)
"""What is counted, and when: nouns in German, where a name may follow but none begins."""
_SURNAME_AND_PRONOUN = "He"
"""Before another capital letter a Chinese surname: He Lifang."""
_GERMAN_OFFICE = re.compile(
    r"(?:minister|präsident|sekretär|kanzler|botschafter|chef|sprecher|direktor|leiter|führer|kommandeur|vorsitzender?"
    r"|bürgermeister|schatzmeister|kassenwart)"
    r"(?:in|s|en)?$",
    re.IGNORECASE,
)
_GERMAN_NOUN = re.compile(
    r"(?:ung|heit|keit|schaft|tion|ismus|tät|ment|nis|ling|tum|chen|lein|ium|eur|ik|zeug|krise|staat|partei|reise|besuch"
    r"|gespräch|treffen|abend|woche|jahr|land)(?:en|s|es|e|n|r)?$",
    re.IGNORECASE,
)
_GERMAN_ADJECTIVE = re.compile(r"[a-zäöüß]{3,}(?:en|er|es|em|e)$")
_GERMAN_VERB = re.compile(
    r"(?:te|ten|haben|werden|wurden|waren|sagen|zwischen|gegen|neben|wegen|unter|über|außer|hinter|oder)$"
)
_ENGLISH_OPENING = re.compile(r"(?:ing|ly|ed)$")
_SENTENCE_END = re.compile(r"(?:^|[.!?:…][”’\"'“)]*\s+|[“„\"«(]\s*|\n\s*)$")


def name_words(folded: Folded) -> list[re.Match[str]]:
    """The folded words in Latin letters that may be names: the capitalised ones or, as in a search box, all."""
    found = [match for match in _FOLDED_WORD.finditer(folded.text) if not match.group().isdigit()]
    return [match for match in found if folded.original[folded.starts[match.start()]].isupper()] or found


def latin_names(text: str, language: Language) -> list[Span]:
    """Where names stand in `text`, in order; titles and offices in front are left out."""
    found: list[Span] = []
    for run in _runs(text):
        kept = _without_titles(run, text)
        if kept and _is_name(kept, text, language):
            found.append(Span(kept[0].start, kept[-1].end))
    return found


def _runs(text: str) -> list[list[Span]]:
    """Runs of capitalised words with nothing but a space or a particle between them."""
    runs: list[list[Span]] = []
    for match in _WORD.finditer(text):
        word = match.group().rstrip(".") if len(match.group()) > 2 else match.group()
        span = Span(match.start(), match.start() + len(word))
        if not word[0].isupper():
            continue
        joined = runs and _JOINT.fullmatch(text, runs[-1][-1].end, span.start)
        previous = runs[-1][-1].of(text) if joined else ""
        goes_on = joined and word not in _ADDRESS
        if goes_on and (previous == _SURNAME_AND_PRONOUN or not _is_function_word(previous)):
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs


def _without_titles(run: list[Span], text: str) -> list[Span]:
    """The run without the function words, orders, titles and offices it begins with, and without a calendar's words."""
    start = 0
    while start < len(run):
        word = run[start].of(text).rstrip(".")
        if word == _SURNAME_AND_PRONOUN and start + 1 < len(run):
            break
        no_name = word.casefold() in _TITLES | _ORDERS | _MEASURES
        if not (_is_function_word(word) or no_name or _GERMAN_OFFICE.search(word)):
            break
        start += 1
    offices = [place for place in range(start, len(run) - 1) if run[place].of(text).casefold() in _OFFICES]
    start = offices[-1] + 1 if offices else start
    return [word for word in run[start:] if word.of(text).casefold() not in _CALENDAR]


def _is_name(run: list[Span], text: str, language: Language) -> bool:
    """A single word must not be what the language capitalises anyway: a German noun, the first word of a sentence."""
    first = run[0].of(text)
    if len(run) > 1 or first.isupper():
        return len(first.rstrip(".")) > 1 or len(run) > 1
    before = text[max(0, run[0].start - 40) : run[0].start]
    if language == "de":
        return not _GERMAN_NOUN.search(first) and not _is_governed(before)
    return not (_SENTENCE_END.search(before) and _ENGLISH_OPENING.search(first.casefold()))


def looks_like_german_noun(word: str) -> bool:
    """By its ending, a derivation's or a plural's; some names end so too (Hansen)."""
    return _GERMAN_NOUN.search(word) is not None or word.endswith(("en", "te", "se"))


def _is_governed(before: str) -> bool:
    """Whether the word before is a determiner or an adjective, as before a German noun."""
    previous = _LAST_WORD.search(before)
    if previous is None:
        return False
    word = previous.group(1)
    is_adjective = word.islower() and _GERMAN_ADJECTIVE.search(word) and not _GERMAN_VERB.search(word)
    return word.casefold() in _DETERMINERS or bool(is_adjective)


_LAST_WORD = re.compile(r"([\w’'-]+)\s+$")


_DETERMINERS = words(
    """am beim das dem den der deren des dessen die diese diesem diesen dieser dieses ein eine einem einen einer eines
    ihr ihre ihrem ihren ihrer im ins jede jeden kein keine keinen seine seinem seinen seiner unser unsere vom welche
    welchem welchen welcher welches wessen zum zur"""
)


def _is_function_word(word: str) -> bool:
    return word.casefold() in ENGLISH or word.casefold() in GERMAN
