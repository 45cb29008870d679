"""The text of a DOCX: paragraphs, the rows of its tables as lines with tabs between the cells, headings as titles.

Read is what Word shows: no deleted or hidden text, no comments. What stands at the edges of the pages is boilerplate.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from rag.errors import UnreadableError
from rag.types import Block, BlockKind, Span

_EDGE = re.compile(r"word/(?P<edge>header|footer)\d*\.xml")
_HEADING = re.compile(r"title|heading \d", re.IGNORECASE)
"""Word's own names of the styles of headings, in a file of any language."""
_WRAPPERS = frozenset({"body", "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
"""What stands around paragraphs, tables, rows or cells and says nothing of where they are."""
_UNREAD = frozenset({"pPr", "rPr", "del", "moveFrom", "Fallback", "txbxContent"})
"""Inside a paragraph: its properties, what was deleted, what is read elsewhere."""
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(path: Path, max_bytes: int) -> tuple[str, tuple[Block, ...]]:
    """The text and its blocks. Raises `UnreadableError` for a file that is broken, encrypted, or unpacks to more."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(archive, max_bytes)
            return _flow([*_edges(archive, "header"), *_story(archive), *_edges(archive, "footer")])
    except (
        LookupError, ValueError, OSError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError,
    ):  # fmt: skip
        raise UnreadableError(
            "The DOCX cannot be read: it is broken, encrypted, or an older Word file.",
            hint="Save it again as .docx without a password.",
        ) from None


def _check_size(archive: zipfile.ZipFile, max_bytes: int) -> None:
    parts = (item for item in archive.infolist() if item.filename.startswith("word/"))
    unpacked = sum(item.file_size for item in parts if item.filename.endswith(".xml"))
    if unpacked > max_bytes:
        raise UnreadableError(
            f"The DOCX unpacks to {unpacked / 1e6:.0f} MB of text and {max_bytes / 1e6:.0f} are allowed.",
            hint="Split it, or set RAG_MAX_FILE_MB.",
        )


def _flow(lines: list[tuple[str, str, BlockKind]]) -> tuple[str, tuple[Block, ...]]:
    """One text of all lines, each with what parts it from the one before."""
    pieces: list[str] = []
    blocks: list[Block] = []
    length = 0
    for apart, line, kind in lines:
        start = length + len(apart) if pieces else 0
        pieces += (apart if pieces else "", line)
        length = start + len(line)
        blocks.append(Block(Span(start, length), kind, "und"))
    return "".join(pieces), tuple(blocks)


def _story(archive: zipfile.ZipFile) -> Iterator[tuple[str, str, BlockKind]]:
    has_styles = "word/styles.xml" in archive.namelist()
    headings = _heading_styles(_parsed(archive, "word/styles.xml")) if has_styles else frozenset()
    yield from _lines(_parsed(archive, "word/document.xml"), headings)


def _edges(archive: zipfile.ZipFile, edge: str) -> Iterator[tuple[str, str, BlockKind]]:
    """What stands at one edge of the pages, once, though the first page and the even ones have their own."""
    found = (match for match in map(_EDGE.fullmatch, sorted(archive.namelist())) if match and match["edge"] == edge)
    texts = [text for part in found for _, text, _ in _lines(_parsed(archive, part.group()), frozenset())]
    yield from (("\n\n", text, BlockKind.BOILERPLATE) for text in dict.fromkeys(texts))


def _parsed(archive: zipfile.ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(archive.read(part), parser)


def _heading_styles(styles: etree._Element) -> frozenset[str]:
    """The ids of the styles of headings, and of those made from them."""
    names = {_value(style, "styleId"): _named(style, "name") for style in styles.iterchildren("{*}style")}
    bases = {_value(style, "styleId"): _named(style, "basedOn") for style in styles.iterchildren("{*}style")}
    found = {style for style, name in names.items() if _HEADING.fullmatch(name)}
    while more := {style for style, base in bases.items() if base in found} - found:
        found |= more
    return frozenset(found)


def _lines(element: etree._Element, headings: frozenset[str]) -> Iterator[tuple[str, str, BlockKind]]:
    """The paragraphs and rows inside `element`, each with what parts it from the one before, and its kind."""
    for child in _inside(element, "p", "tbl"):
        if _name(child) == "tbl":
            yield from _rows(child, headings)
            continue
        if text := "".join(_words(child)).strip():
            style = next((_named(properties, "pStyle") for properties in child.iterchildren("{*}pPr")), "")
            yield "\n\n", text, BlockKind.TITLE if style in headings else BlockKind.ARTICLE
        for box in _boxes(child):
            yield from _lines(box, headings)


def _rows(table: etree._Element, headings: frozenset[str]) -> Iterator[tuple[str, str, BlockKind]]:
    """One line a row; what is alone in its row is a frame around paragraphs."""
    apart = "\n\n"
    for row in _inside(table, "tr"):
        cells = list(_inside(row, "tc"))
        if len(cells) == 1:
            yield from _lines(cells[0], headings)
            apart = "\n\n"
        elif line := "\t".join(map(_cell, cells)).strip():
            yield apart, line, BlockKind.ARTICLE
            apart = "\n"


def _cell(cell: etree._Element) -> str:
    """What a cell says, on one line."""
    return " ".join(" ".join(text for _, text, _ in _lines(cell, frozenset())).split())


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes tied to a paragraph; each is there again for programs that know no boxes."""
    for box in paragraph.iter("{*}txbxContent"):
        if not any(True for _ in box.iterancestors("{*}Fallback")):
            yield box


def _inside(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The nearest elements of these names below `element`, through its wrappers."""
    for child in element.iterchildren("*"):
        if _name(child) in names:
            yield child
        elif _name(child) in _WRAPPERS:
            yield from _inside(child, *names)


def _words(element: etree._Element) -> Iterator[str]:
    for child in element.iterchildren("*"):
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _UNREAD and not _is_hidden(child):
            yield from _words(child)


def _is_hidden(run: etree._Element) -> bool:
    """Whether a run of text is there and not shown."""
    return any(
        _value(mark, "val") not in ("0", "false", "off")
        for properties in run.iterchildren("{*}rPr")
        for mark in properties.iterchildren("{*}vanish")
    )


def _named(element: etree._Element, name: str) -> str:
    """The value of the child called `name`; empty if there is none."""
    return next((_value(child, "val") for child in element.iterchildren(f"{{*}}{name}")), "")


def _value(element: etree._Element, name: str) -> str:
    """An attribute, whether the file is of the strict or of the usual namespace."""
    return next((value for key, value in element.items() if etree.QName(key).localname == name), "")


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
