"""Who in a text is only told something, or met, and so is not the one who speaks in it."""

from __future__ import annotations

import re
from typing import Final

from rag.answer.same import may_be_same
from rag.text.names import names
from rag.types import Language, Span

_TITLED: Final = (
    r"(?:(?:the|his|her|its|foreign|prime|vice|de[mnr]|seine[mnr]?|ihre[mnr]?|[a-zäöü]+(?:ische[mnr]?|ian)"
    r"|[A-ZÄÖÜ][\w-]*|minister|president|chairman|secretary|leader|counterpart|comrade)\s+){0,5}"
)
_CHINESE_TITLE: Final = (
    r"(?:[^\W的]{0,10}(?:[长長]|[总總][统統]|主席|[总總]理|首相|大使|先生|女士|同志|[领領][导導]人))?\s*\Z"
)
_TOLD: Final = re.compile(
    r"\b(?:told|tells|(?:said|says|spoke|speaking|talked|wrote|writes|letter|call|message)\s+(?:\w+\s+){0,2}to"
    r"|gegenüber|(?:sagte|sagt|schrieb|schreibt|Brief|Botschaft|Schreiben)\s+(?:\w+\s+){0,2}(?:zu|an))"
    rf"\s+{_TITLED}\Z"
    rf"|(?:(?<!相)向|(?<!相)[对對](?![此外於])|[给給](?!予)|告[诉訴]){_CHINESE_TITLE}"
)
"""Before the name of one who is told something."""
_MET: Final = re.compile(
    rf"(?<!interview )(?<!conversation )\b(?:with|met|received|welcomed)\s+{_TITLED}\Z"
    rf"|(?<!Interview )\b(?:mit|traf|empfing|begrüßte)\s+{_TITLED}\Z"
    r"|(?:(?<!不)同(?![时時意样樣为為])|跟(?!着)|(?:\A|[,，。;；])[与與]|[会會][见見]|接[见見])"
    rf"{_CHINESE_TITLE}"
)
"""Before the name of one who is met."""
_SPEAKS_AFTER: Final = re.compile(
    r"[^,，。.:：]{0,20}[:：]\s*[“„「『\"]|[^。.]{0,40}[。.]\s*[“„「『\"]|\s*,(?:[^,.]{0,40},)?\s*(?:der|die|das|dessen|deren)\b"
    r"|[^。.]{0,80}(?:(?:他|她|对方|對方)(?:表示|[说說称稱]|指出|[认認]|告)|\b(?:he|she) (?:said|says|told|added)\b"
    r"|\b(?:said|sagte|erklärte|meinte) (?:he|she|er|sie)\b)"
)
"""After the name of one who is met: he may be the one who is quoted or told of next."""
_GOES_ON: Final = re.compile(r"\s*,(?:[^,.]{0,40},)?\s*(?:who|whom|whose)\b")
_TOGETHER: Final = re.compile(
    r"\b(?:together|joint(?:ly)?|both|zusammen|gemeinsam\w*|beide\w*)\b|双方|雙方|共同|[联聯]合|[两兩](?:人|国|國|位)",
    re.IGNORECASE,
)


def only_hears(name: str, text: str, language: Language) -> bool:
    """Whether a text has the name, and always as that of one who is told something or met, and acts in nothing."""
    mentions = [found.span for found in names(text, language) if may_be_same(found.text, name)]
    return bool(mentions) and all(_hears(text, span) for span in mentions) and not _TOGETHER.search(text)


def _hears(text: str, name: Span) -> bool:
    if _GOES_ON.match(text, name.end):
        return False
    before = text[: name.start]
    return bool(_TOLD.search(before) or (_MET.search(before) and not _SPEAKS_AFTER.match(text, name.end)))
