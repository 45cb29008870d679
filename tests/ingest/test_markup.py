"""HTML in plain text is told from text that only looks like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.markup import escape_text, has_html


@pytest.mark.parametrize(
    "text",
    [
        "<p>one</p>",
        "text<br>text",
        "<!-- a comment --> and text",
        "<b>bold</b>",
        '<a href="x">link</a>',
        "<DIV>x",
        "<!DOCTYPE html>\nx",
        "code `<b>` and a real <em>one</em>",
        "<script>alert(1)</script>",
        "</p> stray",
    ],
)
def test_elements_and_comments_are_html(text: str) -> None:
    assert has_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "a < b and b > c, 3 <5, <3",
        "see <https://example.org> or <me@example.org>",
        "List<T>, Map<String, List<object>>, <name> here",
        "the <title> tag, the <b> tag",
        "in code: `<p>` and ``<div class='x'>``",
        "```html\n<p>shown</p>\n```\n",
        "~~~\n<div>shown</div>\n~~~\n",
        "<!-- never closed",
        "<p",
        "",
    ],
)
def test_other_angle_brackets_are_text(text: str) -> None:
    assert not has_html(text)


@pytest.mark.parametrize("part", ["<!--", "<a", "<a ", "<`", "```<\n", '<a b="', "`", "<a" + " " * 9])
def test_hostile_text_takes_linear_time(part: str) -> None:
    text = part * 20_000
    started = time.perf_counter()
    has_html(text)
    escape_text(text)
    assert time.perf_counter() - started < 5


@given(st.text(alphabet=st.sampled_from("ab <>`~!-/=\n\"'&;"), max_size=60))
def test_text_without_html_survives_escaping(text: str) -> None:
    if not has_html(text):
        assert "<" not in escape_text(text)
