"""No text takes more than linear time, whatever was put into it to that end. Times are of the processor."""

from __future__ import annotations

import time

import pytest

from rag.ingest.chunk import chunk
from rag.ingest.clean import clean
from rag.ingest.page import extract
from rag.types import Document
from tests.ingest.fakes import count_tokens

SIZE = 20_000


@pytest.mark.parametrize(
    "part",
    [
        "a", " a", "。", "...", "\n", "\n\n", "“", "”", "(", "[", "[a](b)", "# a  ", "1.", "2023-09-14 ", "微信朋友圈",
        "Related stories\n", "阅读全文\n", "Comments\n", "a\nRead more\n", "---\n", "a:\n", "|", "A. ", "\t", "\u3000x",
        "share on ", "? ", "——a?\n", "x" * 500 + "\n",
    ],
)  # fmt: skip
def test_text(part: str) -> None:
    text = ("---\n" if part == "a:\n" else "") + "x " + part * (SIZE // len(part)) + " x"
    started = time.process_time()
    made = clean(Document("d", "a.txt", "text/plain", text, "0", "1"))
    chunk(made, count_tokens, 300)
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "part",
    [
        "<p>x", "<b>", "<div class=share>", "<a>", "<li><a>A headline of some length</a>", "<table>", "&amp;", "<!--",
        "<style>@", "<style>/*", "<style>{", "<style>@media{", "<h1>", "<img alt=x>", "<script>", "<td>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("in_plain_text", [False, True])
def test_page(part: str, in_plain_text: bool) -> None:
    depth = 200 if part.startswith(("<b", "<div", "<table", "<h1")) else SIZE // len(part)
    started = time.process_time()
    extract("<p>x</p>" + part * depth, in_plain_text=in_plain_text)
    assert time.process_time() - started < 8
