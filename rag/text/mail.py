"""The head of a mail as plain text has it: who sent it, to whom, when, what about, each on a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

from rag.types import Span

_ADDRESS: Final = re.compile(
    r"(?:>[ \t]?)*(?:from|to|b?cc|reply-to|von|an|kopie|(?:寄|收|发|發)件[人者]|副本|抄送)\s?[:：]\s*\S", re.IGNORECASE
)
_OTHER: Final = re.compile(
    r"(?:>[ \t]?)*(?:date|sent|subject|datum|gesendet|betreff"
    r"|(?:发送|發送|寄件|寄出|发件)?(?:时间|時間|日期)|主[题題旨])\s?[:：]",
    re.IGNORECASE,
)
_FEWEST: Final = 3
"""Lines that a head has, where no address tells it from other fields."""
_MOST: Final = 8
"""Lines of a head that are looked at on either side."""


def is_address_field(text: str, span: Span) -> bool:
    """Whether a line says who sent a mail or to whom, in a head of three fields at least, or with addresses."""
    start = text.rfind("\n", 0, span.start) + 1
    if not _ADDRESS.match(text, start):
        return False
    above = text[max(0, start - 2000) : start].split("\n")[:-1][-_MOST:]
    here, *below = text[start : start + 2000].split("\n")[:_MOST]
    head = [here, *_fields(reversed(above)), *_fields(below)]
    return len(head) >= _FEWEST or (len(head) > 1 and any("@" in line for line in head))


def _fields(lines: Iterable[str]) -> Iterator[str]:
    return takewhile(lambda line: bool(_ADDRESS.match(line) or _OTHER.match(line)), lines)
