"""False quotations: two stretches joined as if they were one, and single characters changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.corrupt.answer import MARK, Reference, quotations, replaced

_FRAME = {
    "en": "In the text it says: “{}” [{}].",
    "de": "Im Text heißt es: „{}“ [{}].",
    "zh-Hans": "文中写道：“{}”[{}]。",
    "zh-Hant": "文中寫道：「{}」[{}]。",
}
_INNER = {
    "en": str.maketrans("“”「」„", "‘’‘’‘"),
    "de": str.maketrans("“”「」„", "‚‘‚‘‚"),
    "zh-Hans": str.maketrans("“”「」„", "‘’‘’‘"),
    "zh-Hant": str.maketrans("“”「」„", "『』『』『"),
}
_CLAUSE_END = re.compile(r"(?<=[,，;；、。:：])\s*")
_FEWEST = 6
_STRANGE = {"latin": "kmtrg", "han": "山水田火金"}


def quoting(reference: Reference) -> str | None:
    """The answer followed by its first passage, whole and in quotation marks; still true."""
    passage = reference.passages[0].strip()
    if sum(map(str.isalnum, passage)) < _FEWEST or quotations(reference.text):
        return None
    return f"{reference.text} {_framed(reference, passage)}"


def spliced_quote(reference: Reference) -> Iterator[str]:
    """The answer followed by a quotation made of two stretches that stand apart."""
    first = reference.passages[0].strip()
    pieces = [piece for piece in _CLAUSE_END.split(first) if sum(map(str.isalnum, piece)) >= _FEWEST]
    if len(pieces) > 2:
        yield f"{reference.text} {_framed(reference, pieces[0] + pieces[-1])}"
    for other in reference.passages[1:]:
        half = first[: _middle(first)] + other.strip()[_middle(other.strip()) :]
        both_han = _is_han(first) == _is_han(other)
        if both_han and _letters(half) not in _letters(first) and _letters(half) not in _letters(other):
            yield f"{reference.text} {_framed(reference, half)}"


def altered_quote(reference: Reference) -> Iterator[str]:
    """One letter of a verbatim quotation replaced, dropped or doubled, so that it stands in no passage any more."""
    text = reference.text if _verbatim(reference, reference.text) else quoting(reference) or ""
    sources = [_letters(passage) for passage in reference.passages]
    for start, end in _verbatim(reference, text):
        letters = [place for place in range(start, end) if text[place].isalpha()]
        for share in (0.2, 0.5, 0.8):
            place = letters[int(share * len(letters))]
            strange = _STRANGE["han" if text[place] > "\u2e80" else "latin"]
            new = next(ch for ch in strange if ch not in text[max(0, place - 1) : place + 2].lower())
            for by in (new, "", text[place] * 2):
                changed = replaced(text[start:end], place - start, place - start + 1, by)
                if not any(_letters(changed) in source for source in sources):
                    yield replaced(text, start, end, changed)


def _verbatim(reference: Reference, text: str) -> list[tuple[int, int]]:
    """The quotations of a text that stand letter for letter in a passage."""
    sources = [_letters(passage) for passage in reference.passages[: reference.right]]
    inside = [(start, end) for start, end in quotations(text) if len(_letters(text[start:end])) >= 2]
    return [span for span in inside if any(_letters(text[span[0] : span[1]]) in source for source in sources)]


def _framed(reference: Reference, quote: str) -> str:
    return _FRAME[reference.language].format(quote.translate(_INNER[reference.language]), 1)


def _middle(text: str) -> int:
    """The end of a clause or word near the middle."""
    ends = [match.end() for match in re.finditer(r"[,，;；、。]\s*| ", text)] or [len(text) // 2]
    return min(ends, key=lambda end: abs(end - len(text) // 2))


def _letters(text: str) -> str:
    return "".join(ch for ch in MARK.sub("", text) if ch.isalnum())


def _is_han(text: str) -> bool:
    return sum(ch > "\u2e80" for ch in text) > len(text) / 3
