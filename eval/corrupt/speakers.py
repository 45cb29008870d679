"""Wrong speakers: what one said is put into another's mouth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.corrupt.answer import Reference, prose, replaced
from eval.corrupt.names import PEOPLE, Bearer, sites

SPEAKERS = {
    "kursk": "lavrov", "willing": "lavrov", "proverb": "putin", "tourists": "lavrov", "toast": "kim",
    "founders": "lavrov", "soviet-help": "lavrov", "stops": "putin", "budanov": "budanov", "who-wonsan": "kim",
    "who-confidential": "lavrov", "who-friendship": "choe", "who-no-proof": "peskov", "who-reason": "putin",
    "who-glory": "kim", "why-wonsan": "kim", "why-troops": "lavrov", "why-ambassador": "lavrov",
    "ukraine-support": "kim", "same-view": "kim", "peace": "kim", "kursk-proposal": "lavrov",
    "satellites": "putin", "lavrov-reply": "lavrov", "nato": "lavrov",
}  # fmt: skip
"""Whose words the answers of a group of the gold report, where it is one person's; read from the documents."""

_SAYS = {
    "en": r"(?:said|told|called|answered|replied|quoted|wished|promised|spoke|stated|credited|mentioned|put it)",
    "de": r"(?:sagte|meinte|nannte|entgegnete|antwortete|wünschte|versprach|sprach|spricht|sagen|äußerte)",
    "zh": r"(?:却?[说說称稱]|卻說|表示|回答|引用|说，|[对對]|方面|则|則|自己[则則][说說])",
}
_PRONOUN = {
    "en": r"^(?:He|She)(?= said| answered)",
    "de": r"^(?:Er|Sie)(?= nennt| sagte)",
    "zh": r"^他(?=[说說]|认为|認為)",
}
_FRAME = {"en": "{} said: {}", "de": "{} sagte: {}", "zh-Hans": "{}说：{}", "zh-Hant": "{}說：{}"}
_REACH = 25
"""Characters between a speaker and the verb of saying."""
MOST = 3


def attributed(reference: Reference) -> str | None:
    """The answer with its one speaker named at the head, where it names none; still true."""
    if len(reference.speakers) != 1:
        return None
    speaker = next(one for one in PEOPLE if one.key == reference.speakers[0])
    if any(True for _ in sites(reference.text, reference.language, (speaker,))):
        return None
    return _named(reference, speaker.forms[reference.language][0])


def wrong_speaker(reference: Reference) -> Iterator[str]:
    """Who says it replaced by others, those whom the passages mention first."""
    own = prose(reference.text)
    language = reference.language
    says = re.compile(_SAYS["zh" if language.startswith("zh") else language])
    found = False
    for start, end, bearer in sites(own, language, PEOPLE):
        clause = re.split(r"[;；,，。]", own[end : end + _REACH])[0]
        before = re.split(r"[;；,，。]", own[max(0, start - _REACH) : start])[-1]
        speaks = says.search(clause) or (language in ("en", "de") and says.search(before))
        if bearer.key in reference.speakers and speaks:
            found = True
            for other in _others(reference, bearer):
                yield replaced(reference.text, start, end, other.forms[language][0])
    if not found and attributed(reference) is not None:
        true = next(one for one in PEOPLE if one.key == reference.speakers[0])
        for other in _others(reference, true):
            yield _named(reference, other.forms[language][0])


def _named(reference: Reference, name: str) -> str:
    """The answer said by `name`, who takes the place of its pronoun or is put at its head."""
    pronoun = _PRONOUN["zh" if reference.language.startswith("zh") else reference.language]
    if re.search(pronoun, reference.text):
        return re.sub(pronoun, name, reference.text)
    return _FRAME[reference.language].format(name, reference.text)


def _others(reference: Reference, speaker: Bearer) -> list[Bearer]:
    """Whom the words may be ascribed to instead: not named in the answer; first those whom the passages mention."""
    everybody = [one for one in PEOPLE if one is not speaker and not one.is_in(reference.text)]
    near = "\n".join((*reference.passages, reference.question))
    return sorted(everybody, key=lambda one: not one.is_in(near))[:MOST]
