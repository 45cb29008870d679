"""From bytes to text: the encoding is found by strict decoding and by whether the result looks like writing.

A byte order mark decides. Else every encoding that decodes the bytes without error is judged by the share of its
characters outside ASCII that are at home in running Chinese or Western text: everyday Han characters, East Asian
punctuation, accented letters inside Latin words. Wrong encodings yield rare characters and symbols in the middle of
words. Where no encoding looks like writing, or two do and differ, the file is refused rather than guessed.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

from rag.errors import BinaryFileError, EncodingError

_BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = (("gb18030",), ("cp950", "big5hkscs"), ("cp1252",), ("utf-16-le",), ("utf-16-be",))
"""Families: of the variants of one encoding, the first that decodes the bytes stands for all."""
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
)

_SAMPLE = 100_000
"""Characters by which a text is judged."""
_LIKELY = 0.85
"""Share of characters at home from which a text looks like writing; real texts have .95 and more."""
_CREDIBLE = 0.5
"""The same for an encoding that the file itself declares."""
_MARGIN = 0.2
"""Lead that the best encoding must have over the next one that reads differently."""
_STRAY_CONTROLS = 0.005
"""Share of control characters from which a file is not text; a stray one does no harm."""

_DECLARABLE = re.compile(
    r"utf-?8|gb(2312|k|18030|_2312-80)|x-gbk|big5(-?hkscs)?|x-x-big5|(windows-|cp)125\d|iso-?8859-\d+|latin-?[19]"
    r"|us-ascii|koi8-[ru]|shift[_-]jis|x-sjis|euc-(jp|kr)|ks_c_5601-1987"
)
_WIDER = {  # as browsers do: the label's wider relative, which decodes what the label's own encoding does, and more
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "big5": "cp950",
    "x-x-big5": "cp950",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
_DECLARATION = re.compile(
    rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096

_CONTROL_BYTES = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_WESTERN_LETTERS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŠšŽž")
_WESTERN_SIGNS = frozenset("“”„‚‘’«»‹›–—…•·€£¥§©®™°±¹²³½¼¾µ×÷†¡¿´ºª\u00a0\u00ad")
_ALPHABETS = frozenset(
    {"CYRILLIC", "GREEK", "HANGUL", "HIRAGANA", "KATAKANA", "ARABIC", "HEBREW", "THAI", "DEVANAGARI"}
)
_WIDE_SIGNS = re.compile(
    "[\u3000-\u301f\uff00-\uffef\u2010-\u203b\u2160-\u217b\u2190-\u2193\u2460-\u249b\u25a0-\u25cf\u2605\u2606]"
)
_COMMONEST_HAN = frozenset(
    "的一是不了在人有我他这這中大来來上国國个個到说說们們为為子和你地出道也时時年得就那要下以生会會自着著去之过過家学學"
    "对對可她里裡后後小么麼心多天而能好都然没沒日于於起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭"
    "面公同三已老从從动動两兩长長等与與及月分新部全市其"
)
_FEW_HAN = 60
"""Fewer Han characters than this may well have none of the commonest among them."""
_COMMONEST_SHARE = 0.08
"""Chinese prose has .25 to .4 of the commonest; Korean read as Chinese has .02."""


def decode(data: bytes) -> str:
    """The text of `data` without a byte order mark, line ends as they are.

    An encoding that HTML declares (XML declaration, `<meta charset>`) is believed if it decodes the bytes to writing.
    Raises `BinaryFileError` for bytes that are no text and `EncodingError` where the encoding cannot be told.
    """
    if data.startswith(_SIGNATURES):
        raise _binary()
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = _decoded(data[len(mark) :], name)
            if text is None or _has_controls(text):
                raise EncodingError(f"The file says that it is {name} and is not.", hint="Save it as UTF-8.")
            return text
    return _unmarked(data)


def _unmarked(data: bytes) -> str:
    text = _decoded(data, "utf-8")
    if text is not None and not (b"\0" in data and text.isascii()):  # UTF-16 of Western text is ASCII with NULs
        if _has_controls(text):
            raise _binary()
        return text
    declared = _declared(data)
    text = _decoded(data, declared) if declared else None
    if text is not None and _likelihood(text, alphabets=True) >= _CREDIBLE:
        return text
    found: dict[str, float] = {}
    for family in _CANDIDATES:
        texts = (_decoded(data, name) for name in family)
        text = next((text for text in texts if text is not None), None)
        if text is not None:
            found[text] = _likelihood(text, alphabets=b"\0" in data)
    return _choose(data, found)


def _choose(data: bytes, found: dict[str, float]) -> str:
    ranked = sorted(found, key=lambda text: -found[text])
    likely = [text for text in ranked if found[text] >= _LIKELY]
    if likely and (len(ranked) == 1 or found[ranked[0]] - found[ranked[1]] >= _MARGIN):
        return ranked[0]
    if sum(data.count(byte) for byte in _CONTROL_BYTES) > _STRAY_CONTROLS * len(data):
        raise _binary()
    reason = "reads as text in more than one encoding" if likely else "is in no encoding that is known here"
    raise EncodingError(
        f"The file {reason}{_utf8_damage(data)}.",
        hint="Save it as UTF-8. UTF-8, UTF-16, GB18030, Big5 and Windows-1252 are recognised without being told.",
    )


def _binary() -> BinaryFileError:
    return BinaryFileError("The file is not text, whatever its name says.", hint="Give it the ending of its format.")


def _utf8_damage(data: bytes) -> str:
    """Where UTF-8 breaks, if most of the file's non-ASCII bytes are UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = sum(character == "\ufffd" for character in data.decode("utf-8", "replace"))
        wide = sum(byte >= 0x80 for byte in data)
        if broken * 10 < wide:
            return f", or it is UTF-8 that is damaged at byte {error.start}"
    return ""


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _declared(data: bytes) -> str | None:
    match = _DECLARATION.search(data, 0, _DECLARED_WITHIN)
    if match is None:
        return None
    label = (match[1] or match[2]).decode("ascii").lower()
    if not _DECLARABLE.fullmatch(label):
        return None
    return "utf-8" if label in ("utf-8", "utf8") else _WIDER.get(label, label)


def _has_controls(text: str) -> bool:
    controls = sum(text.count(chr(byte)) for byte in _CONTROL_BYTES)
    return "\0" in text or controls > _STRAY_CONTROLS * len(text)


def _likelihood(text: str, *, alphabets: bool = False) -> float:
    """The share of characters outside ASCII that are at home in `text`; 1 for pure ASCII, 0 for control characters.

    `alphabets` also takes Cyrillic, Hangul and the like, where a letter stands beside one of its own script.
    """
    if _has_controls(text):
        return 0.0
    text = text[:_SAMPLE]
    outside = [(i, character) for i, character in enumerate(text) if character > "\x7f"]
    if not outside:
        return 1.0
    han = [character for _, character in outside if "\u4e00" <= character <= "\u9fff"]
    if len(han) >= _FEW_HAN and sum(c in _COMMONEST_HAN for c in han) < _COMMONEST_SHARE * len(han):
        return 0.0
    at_home = (_at_home(text, i, character) or (alphabets and _in_a_word(text, i)) for i, character in outside)
    return sum(at_home) / len(outside)


def _in_a_word(text: str, position: int) -> bool:
    script = _script(text[position])
    return script in _ALPHABETS and script in map(
        _script, text[max(0, position - 1) : position] + text[position + 1 : position + 2]
    )


def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0]


def _at_home(text: str, position: int, character: str) -> bool:
    before, after = text[max(0, position - 1) : position], text[position + 1 : position + 2]
    if character in _WESTERN_LETTERS:
        neighbours = [c for c in (before, after) if c.isalpha()]
        return not neighbours or any(c < "\x80" for c in neighbours)
    if character in _everyday_han():
        neighbours = [c for c in (before, after) if c.isalpha()]
        return not neighbours or any(c > "\x7f" for c in neighbours)
    if character in "¹²³" and before.isalpha() and before != "m":
        return False
    if character in _WESTERN_SIGNS:
        return character in "’‘–—·\u00a0\u00ad" or not (_is_ascii_letter(before) and _is_ascii_letter(after))
    return _WIDE_SIGNS.match(character) is not None


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


@cache
def _everyday_han() -> frozenset[str]:
    """The first levels of GB 2312 (3,755 characters) and Big5 (5,401): those in daily use, in either script."""
    rows = [(lead, tuple(range(0xA1, 0xFF)), "gb2312") for lead in range(0xB0, 0xD8)]
    rows += [(lead, (*range(0x40, 0x7F), *range(0xA1, 0xFF)), "big5") for lead in range(0xA4, 0xC7)]
    return frozenset(bytes((lead, trail)).decode(name, "ignore") for lead, trails, name in rows for trail in trails) - {
        ""
    }
