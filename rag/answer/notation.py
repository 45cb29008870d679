"""The ways in which models write the number of an excerpt, made one: [1].

Only what certainly means an excerpt is read so. Other brackets are left to the checks, which take them for no sentence.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = (
    r"(?:sources?|docs?|documents?|excerpts?|passages?|refs?|references?|citations?|quellen?|dokumente?|ausz[uü]ge?|belege?"
    r"|[资資]料|[来來]源|文[档檔件献獻]|摘[录錄要]|引文|段落)"
)
_LIST: Final = r"\d{1,2}(?:\s*[,、，;；–-]\s*\d{1,2})*"
_RAISED: Final = "¹²³⁴⁵⁶⁷⁸⁹"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
_ENDS: Final = r"(?=\s*(?:[.。!！?？…]+\s*\Z|[.。!！?？…]+\s|\Z))"
_NOTATIONS: Final = re.compile(
    rf"\\?\[\s*\[\s*(?P<double>{_LIST})\s*\]\s*\\?\]|\\\[(?P<escaped>{_LIST})\\\]"
    rf"|[\[【［]\s*(?:[\^#†]|{_WORD}\s*[:：#.]?)\s*(?P<named>{_LIST})\s*[\]】］]"
    rf"|[(（](?:{_WORD})\s*[:：#.]?\s*(?P<told>{_LIST})[)）]"
    r"|[\[【［](?P<dagger>\d{1,2})†[^\[\]【】］]{0,40}[\]】］]"
    rf"|[\[【［](?P<sign>[{_RAISED}{_CIRCLED}])[\]】］]"
    r"|\{(?P<curly>\d{1,2})\}|<sup>\s*\[?(?P<sup>\d{1,2})\]?\s*</sup>|\^(?P<caret>\d{1,2})\^"
    rf"|(?:(?<=[\s.。!！?？])|(?<=[^\W\d_]{{4}}))(?P<raised>[{_RAISED}]){_ENDS}|(?P<circled>[{_CIRCLED}]){_ENDS}",
    re.IGNORECASE,
)
_IN_PARENTHESES: Final = re.compile(rf"[(（](\d{{1,2}})[)）]{_ENDS}")
_MARK: Final = re.compile(r"[\[【［〔]\s*\d")
_LAW: Final = re.compile(
    r"§|\b(?:section|article|art|abs|absatz|artikel|paragraph|clause|rule|nr|no|number)\b|[条條款项項第]", re.IGNORECASE
)


def plain_marks(line: str) -> str:
    """`line` with [^1], ¹, [①], [source 1], {1}, <sup>1</sup> and the like as [1].

    (1) is a mark only at a sentence's end, in a line that has no other and tells of no law, whose parts are told so.
    """
    plain = _NOTATIONS.sub(_plain, line)
    return plain if _MARK.search(plain) or _LAW.search(plain) else _IN_PARENTHESES.sub(r"[\1]", plain)


def _plain(match: re.Match[str]) -> str:
    return f"[{unicodedata.normalize('NFKC', next(filter(None, match.groups())))}]"
