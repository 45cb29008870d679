"""Layer: every name of the sentence is in the quotes or beside them, in whatever script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rag.answer.checks.absence import is_absent, is_common, is_heard
from rag.answer.checks.more_places import is_of_place, means_place, more_places
from rag.answer.checks.nations import is_demonym, means_nation, nations_of
from rag.answer.checks.proof import Proof, Sentence, letters
from rag.answer.checks.said_by import is_certain_speaker, speaking
from rag.answer.same import are_different, may_be_same
from rag.answer.speech import simplified_text
from rag.text.abbreviations import is_abbreviated
from rag.text.fold import fold
from rag.text.given_names import GIVEN_NAMES
from rag.text.language import primary
from rag.text.latin_names import looks_like_german_noun
from rag.text.names import names
from rag.text.scripts import is_han
from rag.text.sound import reads_like_a_name
from rag.text.spelling import is_german_word
from rag.text.terms import Term, terms
from rag.types import Language, Span

_FEWEST: Final = 3
"""Letters of a name that is looked for letter by letter."""
_LONG_IN_HAN: Final = 5
"""Transliterating characters in a row that are a name whatever stands beside them."""
_ARTICLE: Final = re.compile(
    r"\b(?:the|a|an|das|dem|den|der|des|die|eine?[mnrs]?|beim|im|vom|zum|zur)\s+\Z", re.IGNORECASE
)

_OPENING: Final = re.compile(r"(?:\A|[:：;!?]\s*|(?P<stop>\.)\s*)[\s\"'“”„«»‘’(]*\Z")
_OFFICES: Final = re.compile(
    r"\s*(?:[\w-]*(?:minister|präsident|kanzler|sprecher|sekretär|botschafter|direktor|general|marschall|könig|chef|herr"
    r"|frau|spokesman|spokeswoman|president|chairman|ambassador|dr\.|prof\.)(?:in|s|n)?\s+)+",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(rf"{_OFFICES.pattern}\Z", re.IGNORECASE)
_CONTRACTED: Final = re.compile(r"[’'](?:ve|m|re|ll|d)$")
_REGION: Final = re.compile(r"\b(?:Latin|Central|Middle|North|South) \Z|[拉中南北]\Z")
"""Before America or a place that is the name of a part of the world, too."""
_MONEY: Final = re.compile(r"[ -]dollars?\b", re.IGNORECASE)
"""Behind a place that a currency is called by; the sum is compared as a number."""
_HAN_BEFORE: Final = re.compile(
    r"(?:\A|[^\w·]|[和与與同对對向由让讓据據给給跟及为為是的了在于於把被从從见見访訪问問请請替比叫使除]"
    r"|总统|總統|主席|总理|總理|首相|外[长長]|部[长長]|大使|发言人|發言人|记者|記者|[议議][员員]|教授|先生|女士|[长長]|[员員]|[导導责責]人)\Z"
)
_HAN_AFTER: Final = re.compile(
    r"\Z|[^\w·]|[和与與同对對向在将將于於的是曾也已还還就又等及并並则則为為有没沒未不把被从從会會要来來去到因以其说說称稱问問答]"
    r"|表示|指出|强调|強調|认为|認為|先生|女士|总统|總統|主席|本人|自己|当|當|[回宣][布答佈]|提[议議]|建[议議]|主[张張]"
)
"""What stands beside a Chinese name that is one for certain."""
_DEED: Final = re.compile(
    r" (?:received|met|visited|arrived|landed|invited|travelled|thanked|congratulated|praised|proposed|promised|signed"
    r"|flew|accepted|returned|greeted|welcomed|wants|wanted|asked|himself|herself)\b"
)
"""What persons do: before it an English noun in the singular has an article, and a name has none."""
_AT_NOUN: Final = re.compile(r" (?:[a-zäöüß]+e[nrs]? )?[A-ZÄÖÜ]")
_QUALIFIED: Final = re.compile(
    r"(?:\A|\b(?:d(?:as|e[mnrs]|ie)|des(?:sen)?|(?:k?ein|[ms]ein|ihr|unser|dies|jed)(?:e[mnrs]?)?|[a-zäöüß]{3,}e[mnrs]?)\s+)\Z",
    re.IGNORECASE,
)
"""What stands before a German noun, or the beginning."""
_PART_OF: Final = {"England": "#gb"}
"""Countries that other languages call the part by: 英国."""
_SITE: Final = (
    r"(?:cosmodrome|spaceport|launch(?:ing)? (?:site|cent(?:er|re)|pad)|airport|airfield|air base|stadium|square|palace"
    r"|hotel|bridge|mountains?|island|strait|channel|canal|station|harbou?r|theat(?:er|re)|museum|monument|cathedral"
    r"|shipyard|Kosmodrom|Weltraumbahnhof|Raketenstartplatz|Flughafen|Flugplatz|Stadion|Platz|Palast|Hotel|Brücke"
    r"|Gebirge|Insel|Meerenge|Kanal|Bahnhof|Hafen|Theater|Museum|Denkmal|Kathedrale|Werft)s?"
)
_SITE_BEFORE: Final = re.compile(rf"(?<![\w-]){_SITE}\s+[„“\"]?\Z", re.IGNORECASE)
_SITE_AFTER: Final = re.compile(rf"[”“\"]?[\s-]{_SITE}(?!\w)", re.IGNORECASE)
_SITED: Final = re.compile(
    rf"\b{_SITE}|机场|[射航]场|航天|体育[场馆]|广场|宫|酒店|宾馆|饭店|桥|山|岛|海峡|运河|车站|港|剧院|博物馆|纪念|教堂|船厂|站",
    re.IGNORECASE,
)
"""A site of any kind; Chinese in Simplified."""
_REST: Final = re.compile(r"(?:s\b)?[ \u00a0-]*(?P<name>[^\W_a-zäöüß])")
"""What goes on behind a place in a name: a word with a capital letter, after the genitive's s."""
_SELF: Final = re.compile(r"\s+(?:himself|herself|selbst)\b")


_DEMONYM: Final = re.compile(
    r"[a-zäöüß].*|.*(?:ian|ean|ese|ish|ench|utch|eek|ican|eli|aqi|tani|Thai|German|Deutsch(?:e[nmrs]?)?|isch(?:e[nmrs]?)?)"
)
"""What a country's adjective looks like; it also names languages, kinds and parts."""
_OF_NATION: Final = re.compile(
    r"\b(?P<nation>[A-ZÄÖÜ][a-zäöüß]+|(?:deutsch|[a-zäöüß]+isch)e[nmrs]?)(?=\s+(?:[a-zäöüß]+\s+)?"
    r"(?:soldiers?|troops|forces|army|navy|president|(?:prime |foreign )?minister|government|officials?|embassy"
    r"|ambassador|parliament|citizens?|delegation|diplomats?|Soldaten|Truppen|Streitkräfte|Armee|Marine"
    r"|(?:Staatsp|P)räsident|(?:Außenm|M)inister|Regierung|Botschaft|Parlament|Staatsbürger|Delegation|Diplomat))"
)
"""Such an adjective before what a nation has: then it says whose."""


def unsupported_name(sentence: Sentence, proof: Proof) -> str | None:
    """A name that neither the quotes, what completes them, their speakers, nor the question have.

    Places are one in every language by their list. Other names are the same if they are spelled or sound alike (Lavrov,
    Lawrow, 拉夫罗夫), or if a Chinese or Korean name in the other script has the same surname (Kim Jong Un, 金正恩).
    Not all names can be compared across scripts: what cannot is let pass.
    """
    placed = [term for term in terms(sentence.text, sentence.language) if term.kind == "place"]
    for place in placed:
        words = place.span.of(sentence.text)
        if not (_DEMONYM.fullmatch(words) or _is_told(place, sentence, proof)):
            return f"the excerpt does not mention {words}"
    for found in _OF_NATION.finditer(sentence.text):
        if (codes := nations_of(found["nation"])) and not any(_is_told_as_nation(code, proof) for code in codes):
            return f"the excerpt does not mention {found['nation']}"
    listed = list(more_places(sentence.text))
    for listed_place, span in listed:
        words = span.of(sentence.text)
        if (words[0].isupper() or not is_latin(words)) and not _is_told_in_table(listed_place, proof):
            return f"the excerpt does not mention {words}"
    for name in _certain_names(sentence, proof, [*(term.span for term in placed), *(span for _, span in listed)]):
        if not _is_stated(name, proof) and _is_absent(name, sentence.language, proof):
            return f"the excerpt does not mention {name}"
    return None


def _is_told(place: Term, sentence: Sentence, proof: Proof) -> bool:
    """Whether a text has a place that it does not name as the list does, or the list has it wrong.

    It may be there as a nation (Chilean), in another spelling (Moskaus), or by a sound that belongs to several
    (圣地亚哥, San Diego); it may be part of the name of a region (Latin America).
    """
    words = place.span.of(sentence.text)
    before, after = sentence.text[: place.span.start], sentence.text[place.span.end :]
    if _REGION.search(before) or _MONEY.match(after) or _is_literal(words, proof):
        return True
    code = place.text.removeprefix("#")
    foreign = [text for language, text in proof.naming if primary(language) != primary(sentence.language)]
    return _is_told_as_nation(code, proof) or any(is_heard(words, text) for text in foreign)


def _is_told_as_nation(code: str, proof: Proof) -> bool:
    texts = (*(text for _, text in proof.naming), proof.question)
    return f"#{code.casefold()}" in proof.places or any(means_nation(code, text) for text in texts)


def _is_told_in_table(place: str, proof: Proof) -> bool:
    """Whether a text has a place of the table of `more_places`, or in Latin letters its adjective (European)."""
    meant = means_place(place)
    if place in proof.more_places or _PART_OF.get(place) in proof.places:
        return True
    return any(meant.search(fold(text).text) for _, text in proof.naming)


def _is_literal(name: str, proof: Proof) -> bool:
    return len(letters(name)) >= _FEWEST and letters(name) in proof.folded


def _is_stated(name: str, proof: Proof) -> bool:
    if _is_literal(name, proof):
        return True
    others = _others(name, proof)
    if any(_is_asked(name, other, others) for other in proof.asked):
        return True
    return any(may_be_same(name, one) and not _is_taken(name, one, others) for one in proof.names)


def _is_asked(name: str, asked: str, others: Sequence[str]) -> bool:
    """Whether the question has the name; a shorter one (Kim) not where it is known to be of another bearer."""
    says_less = len(asked.split()) < len(name.split())
    return may_be_same(name, asked) and not (says_less and any(may_be_same(other, asked) for other in others))


def _others(name: str, proof: Proof) -> list[str]:
    """The known names of its script that are not of its bearer."""
    return [known for known in proof.heard if is_latin(known) == is_latin(name) and are_different(known, name)]


def _is_taken(name: str, one: str, others: Sequence[str]) -> bool:
    """Whether a name in the other script is known to be of another bearer, who has the same surname (Kim Il Sung)."""
    return is_latin(one) != is_latin(name) and any(may_be_same(other, one) for other in others)


def _is_absent(name: str, sentence_language: Language, proof: Proof) -> bool:
    """Whether it is certain that none of the texts has the name: its own spelling or one that is known of it."""
    others = _others(name, proof)
    if any(may_be_same(name, one) and _is_taken(name, one, others) for one in proof.names):
        return True
    spelled = [name, *(other for other in proof.heard if may_be_same(name, other))]
    own = primary(sentence_language)
    return all(is_absent(spelled, text, same_language=primary(language) == own) for language, text in proof.naming)


def _certain_names(sentence: Sentence, proof: Proof, placed: Sequence[Span]) -> Iterator[str]:
    """The names of a sentence, places aside, without what only looks like one.

    Behind an article stands an office or a body, which is named by its meaning. Abbreviations differ by language. A
    single capitalised word may begin the sentence, or be a German noun: it counts behind an office, before "himself",
    if others have it as a name, or if German has no such word. A Chinese name counts where it speaks, and wherever it
    stands if others have it.
    """
    text = sentence.text
    for span in _without_places(text, (name.span for name in names(text, sentence.language)), placed):
        office = _OFFICES.match(text, span.start, span.end)
        words, before = Span(office.end() if office else span.start, span.end).of(text).strip(), text[: span.start]
        if not words or _ARTICLE.search(before) or words.isupper() or _CONTRACTED.search(words):
            continue
        if all(is_demonym(part) or is_of_place(part) for part in words.split("-")) or _names_site(
            span, sentence, proof
        ):
            continue
        marked = bool(office or _OFFICE.search(before) or _SELF.match(text, span.end))
        if _possesses(words, span, sentence):
            words, marked = words[:-1], True
        if (
            not _is_doubtful(words, Span(span.end - len(words), span.end), sentence)
            or marked
            or any(may_be_same(words, other) for other in proof.heard)
        ):
            yield words
    speaker = speaking(sentence)
    if (
        speaker
        and is_certain_speaker(speaker, sentence, proof)
        and not any(speaker in place.of(text) for place in placed)
    ):
        yield speaker
    places = {fold(place.of(text)).text for place in placed}
    folded = fold(text).text
    known = ((name, fold(name).text) for name in proof.heard if not is_latin(name) and len(name) > 1)
    yield from (name for name, own in known if own in folded and not any(own in place for place in places))


def _names_site(span: Span, sentence: Sentence, proof: Proof) -> bool:
    """Whether it names a site, as a quote does, perhaps by its meaning: Kosmodrom Wostotschny is 东方发射场."""
    before, after = sentence.text[: span.start], sentence.text[span.end :]
    named = _SITE_BEFORE.search(before) is not None or _SITE_AFTER.match(after) is not None
    return named and any(_SITED.search(simplified_text(text)) for _, text in proof.naming)


def _possesses(words: str, span: Span, sentence: Sentence) -> bool:
    """Whether it is a German genitive before its noun and behind no article (auf Putins Gesundheit): only names are."""
    if sentence.language != "de" or " " in words or not words.endswith("s"):
        return False
    before, after = sentence.text[: span.start], sentence.text[span.end :]
    return _AT_NOUN.match(after) is not None and _QUALIFIED.search(before) is None


def _is_doubtful(words: str, span: Span, sentence: Sentence) -> bool:
    """Whether it may be no name: a capitalised word that opens, German nouns, Chinese characters amid others."""
    text = sentence.text
    before, after = text[: span.start], text[span.end :]
    if not is_latin(words):
        long = len(words) >= _LONG_IN_HAN and reads_like_a_name(simplified_text(words))
        return not long and "·" not in words and not (_HAN_BEFORE.search(before) and _HAN_AFTER.match(after))
    opens = _opens(before, text[span.start :])
    if sentence.language == "de":
        return _is_doubtful_in_german(words, after, opens=opens)
    acts = _DEED.match(after) is not None and not words.endswith("s") and not is_common(words)
    return opens and " " not in words and not acts


def _opens(before: str, rest: str) -> bool:
    """Whether a sentence begins with `rest`; none does behind an abbreviation's full stop (Dr. Merkel)."""
    found = _OPENING.search(before)
    stop = found["stop"] if found else None
    return found is not None and not (stop and is_abbreviated(before[: found.end("stop")], rest))


def _is_doubtful_in_german(words: str, after: str, *, opens: bool) -> bool:
    """Whether it may be nouns, or what a sentence opens with before a noun (Neue Regeln); no person's name."""
    first, *rest = words.split()
    if rest and first.casefold() in GIVEN_NAMES:
        return False
    if any(map(looks_like_german_noun, words.split())):
        return True
    known = any(map(is_german_word, first.split("-")))
    return (opens and (known or not rest)) or (not rest and (known or after.startswith("-")))


def _without_places(text: str, spans: Iterable[Span], placed: Sequence[Span]) -> Iterator[Span]:
    """The names that are no places; of one that begins with a place (Nordkoreas Außenministerin Baerbock) the rest.

    What goes on small behind a hyphen (China-friendly) is no name.
    """
    for span in spans:
        inside = sorted(place for place in placed if place.start < span.end and span.start < place.end)
        if not inside:
            yield span
        elif rest := _REST.match(text, inside[-1].end, span.end):
            yield Span(rest.start("name"), span.end)


def is_latin(name: str) -> bool:
    """Whether the name is not in Chinese characters."""
    return not is_han(name[0])
