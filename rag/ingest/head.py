"""What the head of an HTML page, or the front matter of a Markdown file, states: title, outlet, day of publication."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from rag.ingest.dates import find_date

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "parsely-pub-date",
    "sailthru.date",
)
_DEEPEST = 8
"""Levels of nested JSON that are looked into."""
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<fields>[\w-]+[ \t]*:.*?\n)---[ \t]*(?:\r?\n|$)", re.DOTALL)
_LONGEST_FRONT_MATTER = 10_000
_FIELD = re.compile(r"^(?P<name>\w+)[ \t]*:[ \t]*[\"']?(?P<value>.*?)[\"']?[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """What is stated; None for what is not."""

    title: str | None
    outlet: str | None
    published: str | None


def read_head(root: HtmlElement) -> Head:
    """From `<meta>`, JSON-LD, `<title>` and `<time>`, in this order; of `<time>` the page's first."""
    meta = _meta(root)
    story = next(_stories(root), {})
    publisher = story.get("publisher")
    named = publisher.get("name") if isinstance(publisher, dict) else publisher
    outlet = _first(meta, _OUTLETS) or _text(named)
    title = (
        _first(meta, _TITLES)
        or _text(story.get("headline"))
        or _without_outlet(_text(root.findtext(".//title")), outlet)
    )
    times = (element.get("datetime") or "" for element in root.iter("time"))
    stated = (
        *(meta[name] for name in _DATES if name in meta),
        _text(story.get("datePublished")) or "",
        next(times, ""),
    )
    return Head(title, outlet, next((found for text in stated if (found := find_date(text))), None))


def read_front_matter(text: str) -> tuple[int, Head]:
    """Where the front matter at the beginning of `text` ends (0: there is none), and what it states."""
    match = _FRONT_MATTER.match(text, 0, _LONGEST_FRONT_MATTER)
    if match is None:
        return 0, Head(None, None, None)
    fields = {field["name"].lower(): field["value"] for field in _FIELD.finditer(match["fields"])}
    dates = (find_date(fields.get(name, "")) for name in ("date", "published", "created"))
    return match.end(), Head(_text(fields.get("title")), None, next((date for date in dates if date), None))


def _meta(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _text(element.get("content"))
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _stories(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD that have a headline or a day of publication."""
    for element in root.iter("script"):
        if (element.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(element.text or "")
        except (ValueError, RecursionError):
            continue
        yield from (found for found in _objects(data, _DEEPEST) if "headline" in found or "datePublished" in found)


def _objects(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    if depth and isinstance(data, dict | list):
        for inside in data.values() if isinstance(data, dict) else data:
            yield from _objects(inside, depth - 1)


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """`Headline - Outlet` and `Headline | Outlet` without the outlet, where it is known."""
    if title and outlet and title.casefold().endswith(outlet.casefold()):
        return title[: -len(outlet)].rstrip(" -–—|·:_") or title
    return title
