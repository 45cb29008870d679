"""What the elements of HTML, and the names that pages give them, say of the text inside."""

from __future__ import annotations

import re

from lxml.html import HtmlElement, defs

from rag.types import BlockKind


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


ELEMENTS = frozenset(defs.tags) | _words("main template picture dialog data slot bdi search frame")
"""Every element of HTML."""
STANDING_ALONE = frozenset(defs.empty_tags) | _words(
    "p div li dt dd td th tr table thead tbody ul ol dl h1 h2 h3 h4 h5 h6 html body head section article main aside nav"
    " header footer figure figcaption blockquote pre form fieldset center"
)
"""Elements that need no end tag, or that no prose mentions by chance."""
PARAGRAPHS = _words(
    "p div article section main aside nav header footer h1 h2 h3 h4 h5 h6 blockquote figure figcaption form fieldset"
    " table caption ul ol dl pre hr address details summary center dialog menu body html"
)
"""Elements that stand apart from what is around them."""
LINES = _words("li dt tr br option legend button select textarea thead tbody tfoot optgroup")
"""Elements that begin a new line."""
CELLS = _words("td th dd")

_HIDDEN = _words(
    "script style template noscript head title meta link iframe frame frameset noframes object embed applet svg canvas"
    " audio video map datalist rp base param source track input"
)
_HIDDEN_CLASSES = _words("sr-only visually-hidden visuallyhidden screen-reader-text d-none")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*0*(\.0+)?\s*(;|!|$)"
    r"|font-size\s*:\s*(0*(\.0+)?\s*(px|pt|em|rem|%)?|0*1(\.\d+)?\s*(px|pt))\s*(;|!|$)"
    r"|(left|top|text-indent)\s*:\s*-\d{3,}"
    r"|(?<![-\w])color\s*:\s*(transparent|rgba\([^)]*,\s*0*(\.0+)?\s*\))|transform\s*:\s*scale\(\s*0*(\.0+)?\s*[,)]"
    r"|clip(-path)?\s*:\s*(inset\(\s*(50|100)%|rect\(\s*[01](px)?[\s,]|circle\(\s*0)"
    r"|\A(?=.*(?<![-\w])(max-)?(height|width)\s*:\s*0+(\.0+)?(px|em|rem|%)?\s*(;|!|\Z))"
    r"(?=.*overflow(-[xy])?\s*:\s*(hidden|clip))",
    re.IGNORECASE | re.DOTALL,
)
_WHITE = r"(white|#f{3}f?|#f{6}(f{2})?|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(,\s*1(\.0+)?\s*)?\))"
_WHITE_TEXT = re.compile(rf"(?<![-\w])color\s*:\s*{_WHITE}\s*(;|!|\Z)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?<![-\w])background(-color|-image)?\s*:\s*(?P<value>[^;!]+)", re.IGNORECASE)
_SEE_THROUGH = _words("none transparent inherit initial unset")
_ARIA_HIDDEN = "[aria-hidden]"
"""Stands for blocks that are not read aloud: inline they are icons, and where it is the whole page a window is open."""

_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_NAME = re.compile(r"[.#][\w-]+")

_KIND_OF_TAG = {
    **dict.fromkeys(("nav", "footer", "form", "button", "select", "textarea", "menu", "dialog"), BlockKind.BOILERPLATE),
    **dict.fromkeys(("figcaption", "caption"), BlockKind.CAPTION),
    "h1": BlockKind.TITLE,
}
_ROLES = _words("navigation search contentinfo dialog alertdialog menu menubar toolbar")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_KIND_OF_NAME = {
    BlockKind.BOILERPLATE: _words(
        "share sharing social cookie cookies consent gdpr newsletter subscribe subscription breadcrumb breadcrumbs"
        " navbar navigation nav footer ad advert advertisement ads anzeige werbung"
        " sponsored promo login signup pagination pager toolbar"
        " comment comments commentlist cmt cmts disqus respond paywall popup modal copyright masthead fontsize skip"
    ),
    BlockKind.CAPTION: _words("caption figcaption credit"),
    BlockKind.TEASER: _words("related recommended recommendation recommendations trending popular headlines teasers"),
}


def hidden_names(root: HtmlElement) -> frozenset[str]:
    """The `.class` and `#id` selectors that the page's own style sheets hide, whatever the medium, and ARIA's."""
    found: set[str] = set()
    for style in root.iter("style"):
        for rule in _AT_RULE.sub("", _CSS_COMMENT.sub("", style.text or "")).split("}"):
            selectors, _, properties = rule.partition("{")
            if _HIDDEN_STYLE.search(properties):
                found.update(selector.strip() for selector in selectors.split(","))
    return frozenset(name for name in found if _NAME.fullmatch(name)) | {_ARIA_HIDDEN}


def is_hidden(element: HtmlElement, names: frozenset[str] = frozenset()) -> bool:
    """Whether a browser shows nothing of the element; `names` are those that the page hides."""
    if not isinstance(element.tag, str) or element.tag in _HIDDEN:
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    if element.get("hidden", "until-found") != "until-found":
        return True
    if _HIDDEN_STYLE.search(element.get("style") or "") or _is_white_on_white(element):
        return True
    classes = (element.get("class") or "").split()
    own = {*(f".{name}" for name in classes), f"#{element.get('id')}"}
    if element.get("aria-hidden") == "true" and element.tag in PARAGRAPHS:
        own.add(_ARIA_HIDDEN)
    return not _HIDDEN_CLASSES.isdisjoint(classes) or not names.isdisjoint(own)


def _is_white_on_white(element: HtmlElement) -> bool:
    """Whether its text is white on what its own style, and those around it, make white or leave as it is.

    What has a class may have any background.
    """
    if not _WHITE_TEXT.search(element.get("style") or ""):
        return False
    for one in (element, *element.iterancestors()):
        found = _BACKGROUND.search(one.get("style") or "")
        value = found["value"].strip().lower() if found else one.get("bgcolor") or ""
        if value and value not in _SEE_THROUGH:
            return re.fullmatch(_WHITE, value, re.IGNORECASE) is not None
        if one.tag not in ("body", "html") and (one.get("class") or one.get("id")):
            return False
    return True


def kind_of(element: HtmlElement) -> BlockKind | None:
    """What the element's tag, role, class and id suggest that its text is; None if they suggest nothing."""
    if element.get("role") in _ROLES:
        return BlockKind.BOILERPLATE
    if element.tag in _KIND_OF_TAG:
        return _KIND_OF_TAG[element.tag]
    parts = {part.lower() for part in _NAME_PARTS.findall(f"{element.get('id') or ''} {element.get('class') or ''}")}
    return next((kind for kind, names in _KIND_OF_NAME.items() if not names.isdisjoint(parts)), None)
