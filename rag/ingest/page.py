"""The text of an HTML page as a reader sees it, in order and complete, and what its markup says each stretch is.

Hidden elements give no text. Block elements become paragraphs, and white space collapses as browsers collapse it. Each
paragraph gets the kind that its markup suggests: boilerplate in navigation and forms, captions, titles, links to other
stories; everything else is called article and left to `clean`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from rag.errors import UnreadableError
from rag.ingest import markup
from rag.ingest.tags import CELLS, LINES, PARAGRAPHS, hidden_names, is_hidden, kind_of
from rag.text.scripts import is_cjk
from rag.types import Block, BlockKind, Span

_WHOLE_PAGE = 0.4
"""An element with more than this share of the text is the page, whatever its class says."""
_ALL_LINKED = 0.8
"""Share of a paragraph's characters in links from which it is a link and nothing else."""
_HEADLINE = 16
"""Display columns from which a link is taken for another story's headline: 8 Han characters, three or four words."""

_UNSEEN = re.compile(r"\0|(?<!\U0001f3f4)(?<![\U000e0020-\U000e007e])[\U000e0020-\U000e007f]+")
"""What a parser cannot have, and letters of the invisible alphabet that spell no flag."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)")
_RULE = re.compile(r"[ \t]*(?:={3,}|(?:[*_-][ \t]*){3,})$")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:={3,}|-{3,})[ \t]*$")


@dataclass(frozen=True, slots=True)
class Page:
    """The extracted text with one block a paragraph, and the parsed page for its metadata."""

    text: str
    blocks: tuple[Block, ...]
    root: HtmlElement


def extract(source: str, *, in_plain_text: bool = False) -> Page:
    """Read a page. `in_plain_text`: HTML found in a text or Markdown file, where lines outside of elements are lines.

    Raises `UnreadableError` for a page that cannot be parsed.
    """
    root = _parse(markup.escape_text(source) if in_plain_text else source)
    writer = _Writer(root, in_plain_text)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            writer.enter(element)
        else:
            writer.leave(element)
    writer.flush()
    return Page("".join(writer.pieces), tuple(writer.blocks), root)


def _parse(source: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    whole = f"<html>{_UNSEEN.sub('', source)}".encode("utf-8", "replace")  # a page of nothing is one, too
    root = document_fromstring(whole, parser=parser)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnreadableError("The HTML is nested too deeply to be a page.", hint="Save the page's text instead.")
    return root


@dataclass(slots=True)
class _Context:
    """What the elements around a piece of text say of it."""

    kind: BlockKind = BlockKind.ARTICLE
    hidden: bool = False
    linked: bool = False
    preformatted: bool = False


@dataclass(slots=True)
class _Paragraph:
    """A paragraph in the making, with the number of its characters of each kind and in links."""

    pieces: list[str] = field(default_factory=list)
    kinds: Counter[BlockKind] = field(default_factory=Counter)
    linked: int = 0


class _Writer:
    """Puts the paragraphs of a page one after the other as the walk through its elements meets them."""

    def __init__(self, root: HtmlElement, in_plain_text: bool) -> None:
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self._length = 0
        self._separator = ""
        self._paragraph = _Paragraph()
        self._captions: list[tuple[str, bool]] = []
        self._contexts = [_Context()]
        self._in_plain_text = in_plain_text
        self._hidden = hidden_names(root)
        self._sizes = _text_sizes(root)
        self._total = self._sizes[root]
        self._with_h1, self._with_link = _holders(root, "h1"), _holders(root, "a")

    def enter(self, element: HtmlElement) -> None:
        """An element begins: its own break, its place in the context, the text before its first child."""
        context = self._context_of(element)
        self._contexts.append(context)
        if context.hidden:
            return
        self._break(element)
        if element.tag == "img" and (alt := (element.get("alt") or "").strip()):
            self._captions.append((alt, context.linked))
        self._write(element.text, context, at_top=element.tag == "body")

    def leave(self, element: HtmlElement) -> None:
        """An element ends: its break, and the text that follows it in its parent."""
        context = self._contexts.pop()
        if not context.hidden and element.tag not in ("br", "dt"):  # what is said of a term follows on its line
            self._break(element)
        around = self._contexts[-1]
        if not around.hidden:
            parent = element.getparent()
            self._write(element.tail, around, at_top=parent is not None and parent.tag == "body")

    def flush(self, separator: str = "\n\n") -> None:
        """End the paragraph; `separator` stands before the next one unless a wider one does already.

        Descriptions of its pictures come after it as paragraphs of their own.
        """
        paragraph, self._paragraph = self._paragraph, _Paragraph()
        text = "".join(paragraph.pieces).strip()
        if text:
            start = self._length + len(self._separator)
            self._put(self._separator + text)
            kind = _kind_of(text, paragraph)
            self.blocks.append(Block(Span(start, self._length), kind, "und"))
            self._separator = separator
        elif self.blocks:
            self._separator = max(self._separator, separator, key=len)
        captions, self._captions = self._captions, []
        for caption, linked in captions:
            self._write(caption, _Context(BlockKind.CAPTION, linked=linked))
            self.flush()

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self._length += len(text)

    def _break(self, element: HtmlElement) -> None:
        if element.tag in PARAGRAPHS:
            self.flush()
        elif element.tag in LINES:
            self.flush("\n")
        elif element.tag in CELLS and self._paragraph.pieces and self._paragraph.pieces[-1] != "\t":
            self._paragraph.pieces.append("\t")

    def _write(self, text: str | None, context: _Context, *, at_top: bool = False) -> None:
        if not text:
            return
        if at_top and self._in_plain_text:
            self._write_lines(text, context)
            return
        if not context.preformatted:
            last = self._paragraph.pieces[-1][-1:] if self._paragraph.pieces else " "
            text = _collapse(text, last)
        if text:
            size = len(text.strip())
            self._paragraph.pieces.append(text)
            self._paragraph.kinds[context.kind] += size
            self._paragraph.linked += size * context.linked

    def _write_lines(self, text: str, context: _Context) -> None:
        """Text of a plain file between elements: its line breaks count, and Markdown's links and rules are markup."""
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if number:
                self.flush("\n" if line.strip() else "\n\n")
            if _RULE.match(line):
                continue
            is_title = _UNDERLINE.match(lines[number + 1]) if number + 1 < len(lines) else None
            kind = BlockKind.TITLE if is_title and line.strip() else context.kind
            linked = _MARKDOWN_LINK.fullmatch(line.strip()) is not None
            self._write(_MARKDOWN_LINK.sub(r"\1", line), _Context(kind, linked=linked))
        if text.endswith(("\n", "\r")):
            self.flush("\n")

    def _context_of(self, element: HtmlElement) -> _Context:
        around = self._contexts[-1]
        if around.hidden or is_hidden(element) or (is_hidden(element, self._hidden) and not self._is_page(element)):
            return _Context(hidden=True)
        return _Context(
            self._kind(element, around.kind),
            linked=around.linked or element.tag == "a",
            preformatted=around.preformatted or element.tag in ("pre", "textarea"),
        )

    def _is_page(self, element: HtmlElement) -> bool:
        return self._sizes[element] > _WHOLE_PAGE * self._total

    def _kind(self, element: HtmlElement, around: BlockKind) -> BlockKind:
        """What the element is by its tag, role and names; boilerplate stays boilerplate all the way down."""
        if around is BlockKind.BOILERPLATE or element.tag in ("html", "body", "main"):
            return around
        own = kind_of(element)
        if own is None or own is BlockKind.TITLE:
            return own or around
        if own is BlockKind.BOILERPLATE and (
            element in self._with_h1 or (element.tag != "nav" and self._is_page(element))
        ):
            return around
        return around if own is BlockKind.TEASER and element not in self._with_link else own


def _kind_of(text: str, paragraph: _Paragraph) -> BlockKind:
    kind = paragraph.kinds.most_common(1)[0][0]
    size = paragraph.kinds.total()
    if kind is BlockKind.ARTICLE and paragraph.linked >= _ALL_LINKED * size:
        columns = sum(2 if is_cjk(character) else 1 for character in text)
        return BlockKind.TEASER if columns >= _HEADLINE else BlockKind.BOILERPLATE
    return kind


def _holders(root: HtmlElement, tag: str) -> set[HtmlElement]:
    """The elements that have a `tag` somewhere inside them."""
    found: set[HtmlElement] = set()
    for element in root.iter(tag):
        for ancestor in element.iterancestors():
            if ancestor in found:
                break
            found.add(ancestor)
    return found


def _text_sizes(root: HtmlElement) -> Counter[HtmlElement]:
    """How many characters each element holds, hidden ones aside."""
    sizes: Counter[HtmlElement] = Counter()
    for _, element in etree.iterwalk(root, events=("end",)):
        if is_hidden(element):
            sizes[element] = 0
        else:
            sizes[element] += len((element.text or "").strip())
        parent = element.getparent()
        if parent is not None:
            sizes[parent] += sizes[element] + len((element.tail or "").strip())
    return sizes


def _collapse(text: str, before: str) -> str:
    """White space as one space, or as none after a space, or where a line break stands between two Han characters."""

    def space(match: re.Match[str]) -> str:
        left = text[match.start() - 1] if match.start() else before
        right = text[match.end() : match.end() + 1]
        if match.start() == 0 and before.isspace():
            return ""
        return "" if "\n" in match.group() and left and right and is_cjk(left) and is_cjk(right) else " "

    return _SPACE.sub(space, text)
