"""What a question takes for granted: a deed that the documents must tell of before anyone can say why it was done.

`Why did X cancel the trip?` takes a cancellation for granted. Deeds that turn a story round (to cancel, refuse, fail,
admit, ...) are few and have their own words in every language. If no passage tells of the deed, beside a name of the
question, the question rests on something that the documents do not say. Other deeds are not
judged: to meet or to build has too many words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from rag.answer.checks.denials import is_denial
from rag.answer.evidence import hit_terms
from rag.answer.question import Asked
from rag.answer.speech import PRONOUNS, simplified_text
from rag.answer.statements import Statement, TextOf, statements
from rag.answer.wants import asks_for_something
from rag.text.scripts import is_han
from rag.text.sentences import split_clauses
from rag.types import Hit

_CONTEST = (
    r"(?:war|battle|fight|election|vote|ballot|referendum|match|game|final|semi-?final|championship|cup|title|race|case"
    r"|lawsuit|trial|appeal|bid|\w*(?:krieg|schlacht|kampf|wahl|abstimmung|spiel|finale|meisterschaft|titel|rennen"
    r"|prozess|duell)(?:e?s|en)?)\b"
)
_LOSES_A_CONTEST = (
    rf"\b(?:lost|loses?|losing|verlor|verlier(?:en|t))\b(?=(?: [\w'’-]+){{0,5}}? {_CONTEST}| (?:to|against|gegen)\b)"
    rf"|(?<=[a-z] )\b{_CONTEST}(?: [\w'’-]+){{0,4}}? verl(?:oren|iert|or)\b|\bgegen .{{1,60}} verloren\b"
)
"""To lose a thing is not to fail, nor has failed what is lost (ein verlorener Koffer)."""
_LOSES = r"\blost\b|\bloses?\b|\blosing|\bverlor\w*|\bverlier\w*"
_KILLS = r"\bkill\w*|\bassassinat\w*|\bmurder\w*|\btöt\w*|\bgetötet|\bermord\w*|杀[害死]?|刺杀|谋杀|遇害"
_DIES = (
    r"\bdied\b|\bdying\b|\bdead\b|\bdeaths?\b|\bst[ai]rb\w*|\bgestorben|\bTode?s?\b|\bums Leben"
    r"|死亡?|丧生|丧命|遇难|身亡"
)
_LIFE = (
    r"[(（][^()（）]{0,40}\d{4}[^()（）]{0,20}(?:[-–—−～]|bis|to|至)[^()（）]{0,30}\d{4}[^()（）]{0,40}[)）]"
    r"|[†✝]\s*(?:\d|[A-Z])"
)
"""Dates of birth and death behind a name: (1921–1998)."""

_DEEDS: Final[Mapping[str, str]] = {
    "cancel": r"\bcancel\w*|\bcall(?:ed|s)? off|\bscrap(?:ped)?\b|\babsag\w*|\babgesagt\w*|\bsag\w* .{1,60}\bab\b~|取消"
    r"|\bpostpone\w*|\bverschieb\w*|\bverschob\w*|推迟|延期|作罢|\bstreich\w*|\bgestrichen",
    "refuse": r"\brefus\w*|\breject\w*|\bdeclin\w*|\bturn(?:ed|s)? down|\brebuff\w*|\babl[ea]hn\w*|\babgelehn\w*"
    r"|\blehn\w* .{1,80}\bab\b~|\bverweiger\w*|\bweiger\w*|\bzurückw\w*|\babsch?l[aä]g\w*"
    r"|\bunwilling|\bveto\w*|拒绝?|谢绝|婉拒|回绝|不愿|不接受|否决",
    "fail": rf"\bfail\w*|\bdefeat\w*|{_LOSES_A_CONTEST}|\bscheiter\w*|\bgescheiter\w*"
    r"|\bmiss(?:lang|lungen|glück)\w*|\bNiederlage\w*|失败|战败|败仗|落败|失利|输掉|未能|失效|\bunsuccessful|\berfolglos\w*",
    "fruitless": r"\bfruitless|\bled nowhere|\bno (?:result|progress|outcome)|\bin vain|\bergebnislos\w*|\bfruchtlos\w*"
    r"|\bkeine?r?n? (?:Ergebnis|Fortschritt)\w*|毫无成果|无果|没有成果|没有结果|没有进展|徒劳",
    "complain": r"\bcomplain\w*|\bprotest\w*|\bbeschwer\w*|\bbeklag\w*|\bklag(?:t|te|ten)\b|抱怨|不满|投诉|抗议|埋怨",
    "admit": r"\badmit\w*|\bconced\w*|\backnowledg\w*|\bconfess\w*|\bräum\w* .{1,60}\bein\b~|\beinräum\w*"
    r"|\beingeräum\w*"
    r"|\bzugeb\w*|\bzugab|\bgab .{1,60}\bzu\b~|\bgibt .{1,60}\bzu\b~|\bgesteh\w*|\bgestand\w*|承认|坦承|供认",
    "confirm": r"\bconfirm\w*|\bbestätig\w*|证实|确认|\bverif\w*",
    "deny": r"\bden(?:y|ies|ied|ial)\b|\bbestreit\w*|\bbestritt\w*|\bleugn\w*|\bdementier\w*|否认|驳斥",
    "insist": r"\binsist\w*|\bbest(?:eh|and)\w* .{0,60}\bdarauf|\bdarauf .{0,40}best(?:eh|and)\w*|\bbeharr\w*"
    r"|坚持|执意|一定要",
    "resign": r"\bresign\w*|\bstep(?:ped|s)? down|\bzurücktr\w*|\bzurückgetr\w*|\btr[ai]t\w* .{1,40}\bzurück"
    r"|\bRücktritt|辞职|辞去|下台|卸任",
    "apologise": r"\bapolog\w*|\bsorry\b|\bentschuldig\w*|道歉|致歉|谢罪",
    "withdraw": r"\bwithdr[ae]w\w*|\bpull(?:ed|s)? out|\babz[io][eg]h?\w*|\babgezogen|\bzurückz[io][eg]h?\w*"
    r"|\bzurückgezogen|\bz[io][eg]h?\w* .{1,60}\b(?:ab|zurück)\b~|撤出|撤回|撤军|撤走|退出",
    "break": r"\bbreak(?:s|ing)? off|\bbroke off|\bbroken off|\bsever\w*|\babbr[aeo]ch\w*|\babgebrochen"
    r"|\bbr[aei]ch\w* .{1,60}\bab\b~|断绝|中断|破裂|断交",
    "ban": r"\bban(?:s|ned)?\b|\bprohibit\w*|\bforb[ia]d\w*|\boutlaw\w*|\bverb[ioe]t\w*|\bverboten|\buntersag\w*"
    r"|禁止|禁令|取缔|严禁|谢绝|请勿|不得|不准|不许",
    "arrest": r"\barrest\w*|\bdetain\w*|\bjail\w*|\bverhaft\w*|\bfestgenommen|\bfestnahm\w*"
    r"|\bnahm\w* .{1,60}\bfest\b~|\bcustody|\bGewahrsam|逮捕|拘捕|拘留|被捕|羁押|抓获",
    "kill": _KILLS,
    "die": _DIES,
}
"""Words of one deed in English, German and (Simplified) Chinese; `~` is the end of a clause."""
_TOLD_BY: Final[Mapping[str, str]] = {"fail": _LOSES, "kill": _DIES, "die": f"{_KILLS}|{_LIFE}|去世|逝世|病故"}
"""Words that tell of a deed, too, but in a question take something else for granted."""
_CLAUSE_ENDS = r"(?=\s*(?:[^\w\s]|\Z|(?:und|oder|aber)\b))"
_FEW = 3


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words.replace("~", _CLAUSE_ENDS), re.IGNORECASE)


_PATTERNS: Final = [
    (_compiled(words), _compiled(f"{words}|{_TOLD_BY[deed]}" if deed in _TOLD_BY else words))
    for deed, words in _DEEDS.items()
]
"""Of each deed what a question takes for granted, and what tells of it."""


def untold_deed(asked: Asked, hits: Sequence[Hit], text_of: TextOf | None = None) -> str | None:
    """The question's words for a deed that it takes for granted and no statement tells; None if there is none.

    Only of a deed of someone named, or whose reason is asked for: what "the fire" or "the man" did has too many words.

    A statement of the hits tells of it if one of its clauses has the deed, not denied, and it mentions a name of the
    question; if it names nobody or has a pronoun (`you may cancel`, `she resigned`), its passage or title.
    """
    if not asks_for_something(asked.text, asked.language) or not (asked.named or "reason" in asked.kinds):
        return None
    plain = simplified_text(asked.text)
    for taken, told in _PATTERNS:
        found = taken.search(plain)
        if found and not any(_tells(told, one, hit, asked) for hit in hits for one in statements(hit, text_of)):
            return _shortened(asked.text[found.start() : found.end()])
    return None


def _shortened(words: str) -> str:
    """A German verb without what stands between it and its prefix: sagte … ab."""
    parts = words.split()
    return words if len(parts) < _FEW else f"{parts[0]} … {parts[-1]}"


def _names_nobody(statement: Statement) -> bool:
    """Whether it has no name, or but a word that only its place capitalises: Knives are forbidden."""
    begins = statement.quote.lstrip("“„「『«\"'‘")
    return all(
        begins.startswith(one.text) and one.text.isalpha() and not is_han(one.text[0]) for one in statement.names
    )


def _tells(deed: re.Pattern[str], statement: Statement, hit: Hit, asked: Asked) -> bool:
    if not deed.search(simplified_text(statement.quote)):
        return False
    leans = _names_nobody(statement) or PRONOUNS.search(simplified_text(statement.quote)) is not None
    known = statement.known | hit_terms(hit) if leans else statement.known
    if asked.named and not any(name.is_in(known) for name in asked.named):
        return False
    clauses = (simplified_text(clause.of(statement.quote)) for clause in split_clauses(statement.quote))
    return any(deed.search(clause) and not is_denial(deed.sub("", clause)) for clause in clauses)
