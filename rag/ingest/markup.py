"""HTML hiding in plain text and Markdown: telling whether there is any, and making it safe for an HTML parser.

A text is HTML if it holds an HTML comment or an element; `a < b`, `<3`, `<https://...>`, `List<T>` and HTML shown in a
code span or fence are none of these.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from rag.ingest.tags import ELEMENTS, STANDING_ALONE
from rag.types import Span

_FENCE = re.compile(r"^(?P<fence>`{3,}+|~{3,}+)(?P<rest>[^\n]*)", re.MULTILINE)
_CODE_SPAN = re.compile(r"(?<!`)(?P<ticks>`{1,3})(?!`)[^\n]{1,80}?(?<!`)(?P=ticks)(?!`)")
_TAG = (
    r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9-]+)?)(?P<attributes>\s[^<>]*)?/?>"
    r"|<!doctype\s[^<>]*>|<\?xml\s[^<>]*\?>"
)
_MARKUP = re.compile(_TAG, re.IGNORECASE)
_MARKUP_OR_COMMENT = re.compile(rf"{_TAG}|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s[\w:.@-]+\s*=")


def has_html(text: str) -> bool:
    """Whether `text`, read as plain text or Markdown, holds HTML outside of its code."""
    shown = "".join(span.of(text) for span, is_code in _code(text) if not is_code) if "<" in text else ""
    return any("-" not in (match["name"] or "") for match in _markup(shown))


def escape_text(text: str) -> str:
    """`text` with everything that is no markup escaped, so that an HTML parser gives it back as it stands."""
    return "".join(
        html.escape(span.of(text), quote=False) if is_code else _escape_stray(span.of(text))
        for span, is_code in _code(text)
    )


def _code(text: str) -> Iterator[tuple[Span, bool]]:
    """`text` in pieces that are code or are not: fenced blocks, up to the end if never closed, and short code spans."""
    position = 0
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            yield from _code_spans(text, Span(position, match.start()))
            opened = match
        elif match["fence"].startswith(opened["fence"]) and not match["rest"].strip():
            yield Span(opened.start(), match.end()), True
            opened, position = None, match.end()
    if opened is None:
        yield from _code_spans(text, Span(position, len(text)))
    else:
        yield Span(opened.start(), len(text)), True


def _code_spans(text: str, span: Span) -> Iterator[tuple[Span, bool]]:
    position = span.start
    for match in _CODE_SPAN.finditer(text, span.start, span.end):
        yield Span(position, match.start()), False
        yield Span(match.start(), match.end()), True
        position = match.end()
    yield Span(position, span.end), False


def _escape_stray(text: str) -> str:
    pieces: list[str] = []
    position = 0
    for match in _markup(text):
        pieces += (text[position : match.start()].replace("<", "&lt;"), match.group())
        position = match.end()
    return "".join([*pieces, text[position:].replace("<", "&lt;")])


def _markup(text: str) -> Iterator[re.Match[str]]:
    """Comments, prologs and tags of elements. A name with a hyphen is a custom element."""
    last = text.rfind("-->") + 1  # past it no comment ends, and looking for the end of each would take for ever
    found = [*_MARKUP_OR_COMMENT.finditer(text, 0, last + 2), *_MARKUP.finditer(text, last and last + 2)]
    ended = {match["name"].lower() for match in found if match["end"]}
    for match in found:
        name = (match["name"] or "").lower()
        is_tag = name in ELEMENTS and (
            name in STANDING_ALONE or name in ended or _ATTRIBUTE.match(match["attributes"] or "")
        )
        if not name or is_tag or "-" in name:
            yield match
