"""What denies a comparison with a number, and so sets a bound: not more than four, 不得超过两只, keine zwei Stunden.

Another text says the same without a denial (at most four): whoever counts denials leaves these out, and who reads
bounds turns the comparison round. Chinese in Simplified.
"""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|a hundred"
    r"|a thousand|half|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|fünfzehn|zwanzig|dreißig|vierzig"
    r"|fünfzig|sechzig|hundert|tausend)\b"
)
_NUMBER: Final = rf"(?=[^,.;]{{0,12}}(?:\d|\b{_WORDS}))"
_CHINESE_NUMBER: Final = r"(?=[^，,。；;]{0,8}[\d一二两三四五六七八九十百千万半])"
_NO_CLAUSE: Final = r"(?: (?!(?:and|because|but|clear|if|known?|or|sa(?:id|y)|that|wh[a-z]+)\b)[\w’'-]+){0,5}? "
"""Words between a denial and what it compares, within one clause."""
ABOVE: Final = (
    r"(?:(?:better|bigger|deeper|faster|greater|heavier|higher|hotter|larger|longer|more|older|taller) than"
    r"|(?:größer|heißer|höher|länger|mehr|schneller|schwerer|tiefer|älter) als)"
)
BELOW: Final = (
    r"(?:(?:cooler|fewer|less|lighter|lower|shorter|smaller|younger) than"
    r"|(?:jünger|kleiner|kürzer|leichter|niedriger|weniger) als)"
)
CHINESE_ABOVE: Final = r"(?:超过|高于|多于|大于|长于|超出)"
CHINESE_BELOW: Final = r"(?:低于|少于|小于|短于)"
CHINESE_EARLIER: Final = r"[年月日号点]?[之以]?前"
"""Behind a date."""
_ENGLISH: Final = rf"(?:{ABOVE}|{BELOW}|earlier than|later than|above|below|exceed(?:ing)?|over|under|before|until)"
_GERMAN: Final = rf"(?:{ABOVE}|{BELOW}|früher als|später als|über|unter)"
_CHINESE: Final = rf"(?:{CHINESE_ABOVE}|{CHINESE_BELOW}|[晚早迟]于)"
_FORBIDS: Final = (
    r"(?:(?<=must )|(?<=may )|(?<=can )|(?<=could )|(?<=should )|(?<=shall )|(?<=do )|(?<=will )|(?<=would ))not"
    r"|not (?:allowed|permitted|supposed)|cannot|(?:ca|do|must|should|wo|would|could)n[’']t"
    r"|(?<!has )(?<!have )(?<!had )(?<![’']ve )never"
)
"""What forbids or rules out something, so that what it compares may stand far behind it."""
DENIED_ENGLISH: Final = rf"(?:\b(?:{_FORBIDS}){_NO_CLAUSE}|\b(?:not?|never) (?:to )?)"
DENIED_GERMAN: Final = (
    r"(?:\b(?:nicht|nie(?:mals)?|keinesfalls|(?:auf|in) keine[mn] Falle?) (?:(?:an|auf|bei|für|mit|um|von|zu) )?)"
)
DENIED_CHINESE: Final = (
    r"(?:(?:不(?:[得可能应宜要许准会该]|允许|应当|可以|能够)|[切请]?勿|切忌|[严]?禁止?)[^，,。；;\d]{0,12}?|[不未])"
)
DENIED_BOUND: Final = re.compile(
    rf"{DENIED_ENGLISH}(?={_ENGLISH}{_NUMBER})|{DENIED_GERMAN}(?={_GERMAN}{_NUMBER})"
    rf"|{DENIED_CHINESE}在?(?=\d[^，,。；;]{{0,8}}{CHINESE_EARLIER})|\bnicht vor(?= \d)"
    rf"|\bkeine(?= (?:\d|{_WORDS}))|{DENIED_CHINESE}(?={_CHINESE}{_CHINESE_NUMBER})",
    re.IGNORECASE,
)
"""The denial, up to the comparison."""
