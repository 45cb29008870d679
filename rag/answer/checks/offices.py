"""Layer: who has an office beside his name in the quotes is not given another one, nor made its deputy or its former.

Nothing is said where the quotes put no office beside the name, nor of an office that the table does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rag.answer.checks.proof import Proof, Sentence
from rag.answer.same import may_be_same
from rag.answer.speech import simplified_text
from rag.text.chinese_names import is_personal
from rag.text.language import detect
from rag.text.names import names
from rag.text.places import place_spans
from rag.types import Language

_MINISTERS: Final = "foreign finance defence interior education health justice trade premier"
_OFFICES: Final = (
    ("president", r"(?:Bundes|Staats)präsident(?:in|en)?|总统|国家主席"),
    ("chancellor", r"chancellor|(?:Bundes|Alt)?kanzler(?:in|s)?"),
    ("premier", r"prime minister|premier|(?:Ministerpräsident|Premierminister)(?:in|en|s)?|首相"),
    ("chancellor premier", r"总理"),
    ("foreign", r"foreign (?:minister|secretary)|Außenminister(?:in|s)?|外[长相]|外交部[部]?长"),
    ("finance", r"(?:finance|treasury) minister|Finanzminister(?:in|s)?|财[长相]|财政部[部]?长"),
    ("defence", r"defen[cs]e (?:minister|secretary)|Verteidigungsminister(?:in|s)?|防长|国防部[部]?长"),
    ("interior", r"(?:interior minister|home secretary)|Innenminister(?:in|s)?|内政部[部]?长"),
    ("education", r"education (?:minister|secretary)|(?:Bildungs|Kultus)minister(?:in|s)?|教育部[部]?长"),
    ("health", r"health (?:minister|secretary)|Gesundheitsminister(?:in|s)?|卫生部[部]?长"),
    ("justice", r"justice minister|Justizminister(?:in|s)?|司法部[部]?长"),
    (_MINISTERS, r"minister(?:in|s)?|部长|大臣"),
    ("mayor", r"(?:lord )?mayor(?:ess)?|(?:Ober)?bürgermeister(?:in|s)?|市长"),
    ("governor", r"governor|Gouverneur(?:in|s)?|[省州]长"),
    ("councillor", r"councill?or|(?:Stadt|Gemeinde)r(?:at|ätin)|[市县区]?议员"),
    ("senator", r"senator(?:in|s)?|参议员"),
    ("king", r"king|König(?:s)?|国王"),
    ("queen", r"queen|Königin|[女王][王后]"),
    ("prince", r"prince|Prinz(?:en)?|王子"),
    ("princess", r"princess|Prinzessin|公主"),
    ("ceo director", r"CEO|chief executive(?: officer)?|managing director|首席执行官|总经理"),
    ("ceo director", r"(?:Vorstandsvorsitzende[rn]?|Vorstandschef|Konzernchef|Geschäftsführer)(?:in|s)?"),
    ("cfo", r"CFO|chief financial officer|Finanz(?:vorstand|vorständin|chef(?:in)?)|首席财务官|财务总监"),
    ("chair", r"chair(?:man|woman|person)?|Vorsitzende[rn]?|董事长"),
    ("chair president", r"president|Präsident(?:in|en)?|主席|会长"),
    ("chair president ceo", r"总裁"),
    ("director ceo", r"director|manager|Direktor(?:in|s)?|Leiter(?:in|s)?|[馆局所处主站]长|主任|经理"),
    ("treasurer", r"treasurer|Kassenwart(?:in|s)?|Schatzmeister(?:in|s)?|司库"),
    ("spokesperson", r"spokes(?:man|woman|person)|(?:Presses|Regierungss|S)precher(?:in|s)?|发言人"),
    ("ambassador", r"ambassador|Botschafter(?:in|s)?|大使"),
)
"""Concepts, and what offices may mean any of them are called; Chinese in Simplified."""
_OFFICE: Final = re.compile(
    "|".join(f"(?P<office{place}>{forms})" for place, (_, forms) in enumerate(_OFFICES)), re.IGNORECASE
)
_MODIFIERS: Final = {
    "deputy": r"\b(?:deputy|vice)\b|\bstellvertretend\w*|\bvize|副",
    "former": r"\b(?:former|ex)\b|\b(?:ehemalig|früher)\w*|\balt(?=kanzler)|(?<![日目此之以先年天眼])前(?!往)",
    "acting": r"\b(?:acting|interim)\b|\b(?:kommissarisch|geschäftsführend)\w*|代理|(?<!现)代(?=[市省州]长)",
    "honorary": r"\bhonorary\b|\behren|名誉",
}
_QUALIFIED: Final = re.compile(r"(?:[\w-]+[ -]){0,2}(?:vize)?\Z|[\u4e00-\u9fff]{0,4}\Z", re.IGNORECASE)
"""Before an office, where what qualifies it stands, with no more than a country between."""
_LATIN_NAME: Final = re.compile(r"\s+(?:(?:Dr|Prof)\.\s+)*(?P<name>[A-ZÄÖÜ][\w’'-]+(?:\s[A-ZÄÖÜ][\w’'-]*){0,3})")


@dataclass(frozen=True, slots=True)
class Held:
    """An office beside a name: what it may be, how it is qualified, and what it is called."""

    concepts: frozenset[str]
    modifiers: frozenset[str]
    name: str
    office: str

    @property
    def title(self) -> str:
        """What it is called, in words for the model."""
        return " ".join([*sorted(self.modifiers), self.office])


def changed_office(sentence: Sentence, proof: Proof) -> str | None:
    """An office beside a name, where the quotes and the question have only others beside the same."""
    known = [name for name in (*proof.names, *proof.heard) if len(name) > 1]
    own = list(_offices(sentence.text, sentence.language, known))
    texts = [*proof.texts, (detect(proof.question), proof.question)] if own else []
    stated = [held for language, text in texts for held in _offices(text, language, known)]
    for mine in own:
        same = [held for held in stated if may_be_same(mine.name, held.name)]
        if same and not any(_agree(mine, held) for held in same):
            return f"the excerpt calls {same[0].name} {same[0].title}, not {mine.title}"
    return None


def _agree(one: Held, other: Held) -> bool:
    return bool(one.concepts & other.concepts) and one.modifiers == other.modifiers


def _offices(text: str, language: Language, known: list[str]) -> Iterator[Held]:
    """The offices that stand right before a name, in Chinese also right behind it."""
    plain = simplified_text(text)
    offices = list(_OFFICE.finditer(plain))
    if not offices:
        return
    found = [simplified_text(name) for name in (*known, *(name.text for name in names(text, language)))]
    found = [name for name in found if not _is_place(name)]
    earlier = 0
    for match in offices:
        begin, earlier = earlier, match.end()
        name = _name_beside(plain, match, found)
        if name is None or match.lastgroup is None or _is_place(name):
            continue
        before = _QUALIFIED.search(plain[begin : match.start()])
        words = (before.group() if before else "") + match.group()
        modifiers = frozenset(one for one, pattern in _MODIFIERS.items() if re.search(pattern, words, re.IGNORECASE))
        concepts = _OFFICES[int(match.lastgroup.removeprefix("office"))][0]
        yield Held(frozenset(concepts.split()), modifiers, name, match.group())


def _is_place(name: str) -> bool:
    return bool(place_spans(name))


def _name_beside(plain: str, office: re.Match[str], known: list[str]) -> str | None:
    if office.group().isascii() or office.group()[-1] < "\u4e00":
        begins_word = not plain[: office.start()][-1:].isalpha() or plain[office.start() - 4 : office.start()] == "Vize"
        found = _LATIN_NAME.match(plain, office.end())
        return found["name"] if found and begins_word else None
    after = [name for name in known if plain.startswith(name, office.end())]
    after += [name for size in (3, 2) if is_personal(name := plain[office.end() : office.end() + size])]
    return next(iter([*after, *(name for name in known if plain.endswith(name, 0, office.start()))]), None)
