"""Layer: what one said is not put into another's mouth, nor into anyone's where nobody speaks."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from rag.answer.checks.absence import is_absent, is_common
from rag.answer.checks.listeners import only_hears
from rag.answer.checks.proof import Proof, Sentence
from rag.answer.checks.quotation import quotations
from rag.answer.same import are_different, may_be_same
from rag.answer.speaker import is_head, speakers
from rag.answer.speech import (
    CHINESE_ASKS,
    CHINESE_SAYS,
    FIRST_PLURAL,
    LATIN_ASKS,
    LATIN_SAYS,
    PRONOUNS,
    simplified_text,
)
from rag.text.language import primary
from rag.text.latin_names import looks_like_german_noun
from rag.text.names import Name, names
from rag.text.scripts import is_han
from rag.types import Evidence, Language, Span

_COPULA: Final = re.compile(r"[这那此]?(?:句?话|些话)?(?:就|正)?是")
_REPORTS: Final = re.compile(
    r"\b(?:said|says|told|state[sd]|claim(?:s|ed)|added|replied|explained|insisted|argued|warned"
    r"|emphasi[sz]ed|stressed|remarked|sagte?|erklärte?|betonte?|meinte?|behauptete?|versicherte?|antwortete?"
    r"|äußerte|entgegnete|erwiderte)\b"
    r"|(?<![据所小传演学听来])[说說](?![明法服客辞詞教情谎])|表示(?!了?(?:衷心|热烈|深切)?的?(?:感谢|支持|欢迎|祝贺|敬意|满意|赞赏))"
    r"|指出|[强強][调調]|[声聲][称稱]|[宣坦]称|告[诉訴]|回答|重申|透露"
)
"""Verbs that do nothing but report words. Others (thank, demand, welcome) may tell of a deed."""
_SPOKEN: Final = re.compile(
    rf"{LATIN_SAYS.pattern}|{LATIN_ASKS.pattern}|{CHINESE_SAYS.pattern}|{CHINESE_ASKS.pattern}|{FIRST_PLURAL.pattern}"
    r"|\b(?:I|my|ich|mein\w*|according to|statement|speech|remarks?|words|letter|interview|message|laut|zufolge|Angaben"
    r"|Rede|Erklärung|Aussagen?|Worten?|Brief|Botschaft|Auffassung|Ansicht|Meinung|speak\w*|spoke\w*|talk\w*|Gespräch\w*|agree\w*|hope[sd]?|soll(?:en)?|\w*teilten?|erzähl\w*|bericht\w*"
    r"|meld\w*|an(?:ge)?geb\w*|g[ai]bt? an|gaben an|fuhr\w* fort|fortfahr\w*|continue[sd]"
    r"|report\w*|condemn\w*|verurteil\w*)\b"
    r"|我|据|根据|讲|谈|致[辞函电]|发言|的话|信中|报道|问候|祝|传达|转达|同意|称[,，:：“「]",
    re.IGNORECASE,
)
"""Signs that someone speaks; Chinese in Simplified."""
_QUOTING: Final = frozenset('“„「『«»"')
"""Marks of speech, whether it ends within the quote or goes on in the next sentence."""
_NOBODY: Final = re.compile(r"(?:some|every|any|no|an)(?:one|body|other)|others?|many|some|most|both|one|each|few|all")
_SOURCE: Final = re.compile(r"\b(?:according to|laut|nach Angaben von)\s+\Z", re.IGNORECASE)
"""Before the name of whose words a sentence reports, where it has no verb for it."""
_CHINESE_SOURCE: Final = re.compile("[称說说]|介[绍紹]|透露")
"""After such a name that 据 precedes."""
_AND: Final = re.compile(r"\s*(?:,|、|&|and|und|sowie|[和与與及]|以及)\s*")
_SINGULAR: Final = re.compile(r"\b(?:\w+te|sagt|schrieb|sprach|nannte|rief|said|says|told|added)\s+\Z")
_LEADS: Final = re.compile(r"(?:\A|[,;:–—]\s*|[“„”\"'’]\s*|\b(?:and|but|that|while|as|und|aber|dass|wie)\s+)\Z")


def speaking(sentence: Sentence) -> str | None:
    """The name of whom the sentence has say something; None where it has nobody, or does not name him."""
    text, language = sentence.text, sentence.language
    subject = speakers(text, [Span(0, len(text))], language)[0]
    if subject is None:
        return _source(text, language)
    words = subject.of(text)
    copula = _COPULA.match(simplified_text(words))
    phrase = words[copula.end() :] if copula else words
    found = names(phrase, language)
    return found[-1].text if found and not _is_qualifier(found[-1], phrase) else None


def _source(text: str, language: Language) -> str | None:
    """The name in "according to Weber", outside quotations."""
    quoted = quotations(text)
    for name in names(text, language):
        is_source = _SOURCE.search(text[: name.span.start]) or (
            text[: name.span.start].endswith(("据", "據")) and _CHINESE_SOURCE.match(text, name.span.end)
        )
        if is_source and not any(inner.start <= name.span.start < inner.end for inner in quoted):
            return name.text
    return None


def _is_qualifier(name: Name, phrase: str) -> bool:
    """Whether it is an abbreviation that tells what the speaker behind it is: AI从业者李开复."""
    return name.text.isascii() and name.text.isupper() and any(map(is_han, phrase[name.span.end :].strip()[:1]))


def wrong_speaker(sentence: Sentence, proof: Proof) -> str | None:
    """A sentence that says who says something, where the quotes say that another does, or that nobody does."""
    name = speaking(sentence)
    if name is None or not is_certain_speaker(name, sentence, proof):
        return None
    others = [one for one in proof.evidence if one.speaker]
    if not only_hears(name, sentence.text, sentence.language) and all(
        not is_head(one.speaker, name, one.language) and only_hears(name, f"{one.context}\n{one.quote}", one.language)
        for one in proof.evidence
    ):
        return f"in the excerpt others speak to {name}, or of meeting {name}"
    if not others:
        return _unsaid(name, sentence, proof)
    if any(is_head(one.speaker, name, one.language) or not _is_other(one, name, sentence, proof) for one in others):
        return None
    return f"in the excerpt it is {others[0].speaker} who speaks, not {name}"


def is_certain_speaker(name: str, sentence: Sentence, proof: Proof) -> bool:
    """Whether the speaker is named, by no mere noun at the head of a sentence (Another said, Experten sagten)."""
    known = is_han(name[0]) or " " in name or any(may_be_same(name, other) for other in proof.heard)
    return known or _is_bare(name, sentence)


def _is_bare(name: str, sentence: Sentence) -> bool:
    """Whether a word that speaks is in the singular and has no article: then it is a name, or not to be counted."""
    noun = looks_like_german_noun(name) if sentence.language == "de" else name.endswith("s") or is_common(name)
    if noun or _NOBODY.fullmatch(name.casefold()):
        return False
    before, _, after = sentence.text.partition(name)
    return bool(_SINGULAR.search(before) or (_LEADS.search(before) and LATIN_SAYS.match(after.lstrip(" ,"))))


def _unsaid(name: str, sentence: Sentence, proof: Proof) -> str | None:
    """What is wrong where no quote has a speaker that the rules find: nobody speaks at all, or only others are named.

    That the question names the speaker does not make him speak.
    """
    if not _REPORTS.search(sentence.text):
        return None
    speaking_ones = [one for one in proof.evidence if _is_spoken(one)]
    if not speaking_ones:
        return f"nobody speaks in the excerpt, so it is not what {name} said"
    spelled = [name, *(other for other in proof.heard if may_be_same(name, other))]
    if all(_names_others(one) and is_absent(spelled, f"{one.quote}\n{one.context}") for one in speaking_ones):
        return f"the excerpt does not mention {name}"
    return None


def _is_spoken(one: Evidence) -> bool:
    text = simplified_text(f"{one.quote}\n{one.context}")
    return _SPOKEN.search(text) is not None or any(mark in text for mark in _QUOTING)


def _names_others(one: Evidence) -> bool:
    return bool(names(one.quote, one.language)) and PRONOUNS.search(one.quote) is None


def _is_other(one: Evidence, name: str, sentence: Sentence, proof: Proof) -> bool:
    """Whether a quote's speaker is certainly not the bearer of `name`, which may be his other name (Kit).

    Of a body (the United Nations, die Vereinten Nationen) another language's name is a translation: nothing is certain.
    """
    found = names(one.speaker, one.language)
    if not found or not are_different(found[-1].text, name):
        return False
    if primary(one.language) != primary(sentence.language) and any(map(is_common, (name, found[-1].text))):
        return False
    if _speak_together(one, found[-1].text, name):
        return False
    both = set(found[-1].text.split()) | set(name.split())
    return not any(both <= set(known.split()) for known in proof.heard)


def _speak_together(one: Evidence, speaker: str, name: str) -> bool:
    """Whether a quote joins the name to its speaker's: Scott and Duncan argued."""
    found = pairwise(names(one.quote, one.language))
    joined = ((a.text, b.text) for a, b in found if _AND.fullmatch(one.quote, a.span.end, b.span.start))
    return any((a == speaker and may_be_same(b, name)) or (b == speaker and may_be_same(a, name)) for a, b in joined)
