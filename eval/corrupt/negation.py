"""Denied statements, and denials taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.corrupt.answer import Reference, prose, replaced

_ENGLISH_PAST = (
    "said|told|called|wished|wondered|landed|arrived|met|held|visited|received|welcomed|answered|lasted|took|won|helped"
    "|brought|promised|thanked|charges|strengthened|proposed|recalled|quoted|spoke|came|believed"
)
_GERMAN_FINITE = (
    "sagte|meinte|nannte|nennt|entgegnete|versprach|wünschte|antwortete|sprach|sprachen|spricht|landete|trafen|traf"
    "|dauerte|fand|war|waren|ist|sei|seien|habe|haben|hat|hatte|hätten|wird|werde|würden|wolle|half|gewann|beantwortete"
    "|führte|kam|kommt|überbrachte|blockierten|unterzeichneten|leiste|stammt|begrüßte|soll|sollte|sollten|feierten"
    "|empfing|bekam|beträgt|trank|gibt|gab|ebnet|tragen"
)
_CHINESE_VERBS = (
    "抵达|抵達|回答|降落|举行|舉行|会见|會見|会面|會面|会晤|會晤|接见|接見|签署|簽署|讨论|討論|访问|訪問|说|說|表示|支持|承诺|承諾"
    "|转达|轉達|提到|达到|達到|包括|协助|協助|进行|進行|持续|打赢|打贏|收取|迎接|制裁|否决|否決|关注|關注|拒绝|作出|贡献|感谢|感謝|重视"
    "|提议|提議|加强|加強|受到|庆祝|慶祝|引用|昏迷|损坏|發射|开始|開始"
)
_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"\b(will|would) neither (.*?) nor\b", r"\1 both \2 and"),
        (r"\bno (particular|evidence|reason)\b", r"some \1"),
        (r"\bwithout\b", "with"),
        (r"\b(was|were|is|are|will|would|should) (?!neither|not|no )", r"\1 not "),
        (r"\b(is|was)\b ", r"\1n't "),
        (r"\bhas (?=\w+ed\b)", "has not "),
        (rf"\b(?<!not )(?=(?:{_ENGLISH_PAST})\b)", "never "),
    ),
    "de": (
        (r"\bweder (.*?) noch\b", r"sowohl \1 als auch"),
        (r"\bkein(e[mnrs]?)?\b", r"ein\1"),
        (r"\bkeine\b (?=Beweise)", "reichlich "),
        (r"\bohne (?=[A-Z])", "mit "),
        (
            rf"\b({_GERMAN_FINITE})(?= (?:am|im|in|auf|als|zu|für|von|bei|etwa|über|Grüße|den|die|das|dem|elf|26)\b)",
            r"\1 nicht",
        ),
        (rf"\b({_GERMAN_FINITE}) (er|sie|es|Lawrow)\b", r"\1 \2 nie"),
        (r"\b(?<!als )(ein(?:e[nm]?)?)(?= (?!solche|paar)[A-Zäöüa-z])(?! Monat)(?! Stunde)", r"k\1"),
    ),
    "zh": (
        (r"没有(?=特别|证据|理由|执照|執照)", "有"),
        (r"沒有(?=特別|證據|理由|執照)", "有"),
        (r"不(?=[会會])", ""),
        (rf"(?<![没沒未不被言步只的要\0])(?<![没沒]有)(?!说法|說法|支持和)({_CHINESE_VERBS})了?", r"§\1"),
        (r"(?<![但还還只就于於总總不都也])是(?!否|因|以)", "不是"),
        (r"(?<![即行])[将將](?=[为為标標永於于])", "不會"),
    ),
}
_CHINESE_DENIALS = {"zh-Hans": ("没有", "并未", "未曾"), "zh-Hant": ("沒有", "並未", "未曾")}


def negated(reference: Reference) -> Iterator[str]:
    """The answer with one verb denied, or one denial of it taken back."""
    own = prose(reference.text)
    script = "zh" if reference.language.startswith("zh") else reference.language
    for pattern, by in _RULES[script]:
        for match in re.finditer(pattern, own):
            new = match.expand(by)
            if new.startswith("§"):
                for denial in _CHINESE_DENIALS[reference.language] if match.start() else ():
                    yield replaced(reference.text, *match.span(), denial + new[1:])
            elif new == "不會" and reference.language == "zh-Hans":
                yield replaced(reference.text, *match.span(), "不会")
            elif match.group():
                yield replaced(reference.text, match.start(), match.end(), new)
            else:
                yield replaced(reference.text, match.start(), match.start(), new)
