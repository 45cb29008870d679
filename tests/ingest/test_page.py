"""The text of a page: complete, in order, without what is hidden, each paragraph with the kind its markup suggests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import UnreadableError
from rag.ingest.page import extract
from rag.types import BlockKind


def kinds(source: str, *, in_plain_text: bool = False) -> list[tuple[str, str]]:
    page = extract(source, in_plain_text=in_plain_text)
    return [(block.kind.value, block.span.of(page.text)) for block in page.blocks]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>secret</script>",
        "<style>secret</style>",
        "<template><p>secret</p></template>",
        "<noscript>secret</noscript>",
        "<p hidden>secret</p>",
        '<div style="display: none"><p>secret</p></div>',
        '<span style="VISIBILITY:hidden">secret</span>',
        '<p style="font-size:0">secret</p>',
        '<p style="font-size: 1px">secret</p>',
        '<p style="color:transparent">secret</p>',
        '<p style="color: rgba(0,0,0,0)">secret</p>',
        '<p style="transform: scale(0)">secret</p>',
        '<p style="clip-path: inset(100%)">secret</p>',
        '<p style="opacity:0.0;color:red">secret</p>',
        '<p style="position:absolute;left:-9999px">secret</p>',
        '<span class="sr-only">secret</span>',
        '<style>/* x */ .a, .b c { color: red } .x,#y{ display :none } </style><p class="big x">secret</p>',
        '<style>#y{visibility:hidden}</style><p id="y">secret</p>',
        '<p style="color:#fff">secret</p>',
        '<p style="color:#fff;background:#fff">secret</p>',
        '<p style="background-color: white; color: rgb(255, 255, 255)">secret</p>',
        '<div style="background:#FFFFFF"><p class="x" style="background:transparent"></p></div>'
        '<div style="background:#FFFFFF"><p style="color:White !important">secret</p></div>',
        '<p aria-hidden="true">secret</p>',
        '<div aria-hidden="true"><p>secret</p></div>',
        '<p style="height:0;overflow:hidden">secret</p>',
        '<div style="overflow: hidden; max-height: 0px"><p>secret</p></div>',
        "".join(chr(0xE0000 + ord(ch)) for ch in "secret"),
        "<!-- secret -->",
        "<!-- <p>secret</p> -->",
        "<iframe>secret</iframe>",
        "<dialog>secret</dialog>",
        "<head><title>secret</title></head>",
    ],
)
def test_hidden_text_is_not_part_of_the_text(hidden: str) -> None:
    assert extract(f"<body><p>before</p>{hidden}<p>after</p></body>").text == "before\n\nafter"


def test_visible_styles_stay() -> None:
    source = '<p style="opacity:0.5">one</p><p style="font-size:0.9em">two</p><p hidden="until-found">three</p>'
    assert extract(source).text == "one\n\ntwo\n\nthree"


@pytest.mark.parametrize(
    "shown",
    [
        '<p style="color:#fff;background:navy">word</p>',
        '<table bgcolor="#003366"><tr><td style="color:white">word</td></tr></table>',
        '<div style="background:url(sea.jpg)"><h2 style="color:#fff">word</h2></div>',
        '<div class="hero"><h2 style="color:#fff">word</h2></div>',
        '<p style="background-color:#fff;color:#333">word</p>',
        '<p style="border-color:#fff">word</p>',
        '<p style="color:#ffe">word</p>',
        '<p><span aria-hidden="true">word</span></p>',
        '<p aria-hidden="false">word</p>',
        '<p style="overflow:hidden">word</p>',
        '<p style="height:0">word</p>',
        '<p style="line-height:0.5;overflow:hidden">word</p>',
        "<details><summary>word</summary></details>",
    ],
)
def test_what_only_resembles_hidden_text_stays(shown: str) -> None:
    assert extract(f"<body><p>before, and much more of the page</p>{shown}</body>").text.endswith("word")


def test_a_closed_part_of_a_page_stays() -> None:
    assert extract("<details><summary>one</summary><p>two</p></details>").text == "one\n\ntwo"


def test_a_page_behind_a_window_is_still_the_page() -> None:
    source = '<main aria-hidden="true"><p>The whole story of the page.</p></main><div role="dialog">Accept?</div>'
    assert extract(source).text.startswith("The whole story")


def test_a_flag_spelled_in_invisible_letters_stays() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert extract(f"<p>England {flag} won.</p>").text == f"England {flag} won."


def test_style_sheets_that_hide_for_print_or_hide_the_page_are_not_followed() -> None:
    source = "<style>@media print{.a{display:none} p{}} .b p{display:none} .c{display:none}</style>"
    assert extract(f'{source}<p class="a">one</p><p class="b">two</p>').text == "one\n\ntwo"
    assert extract(f'{source}<div class="c"><p>The whole story of the page.</p></div><p>x</p>').text.startswith("The")


def test_white_space_collapses_as_in_a_browser() -> None:
    source = "<p>one\n  <b>two</b>   three<br>four</p>\n<ul><li>a</li><li>b</li></ul><pre>x\n  y</pre>"
    assert extract(source).text == "one two three\nfour\n\na\nb\n\nx\n  y"


def test_a_line_break_between_han_characters_is_no_space() -> None:
    assert extract("<p>朝鲜人民军\n与俄罗斯 士兵 and\nothers</p>").text == "朝鲜人民军与俄罗斯 士兵 and others"


def test_cells_of_a_row_stand_on_one_line() -> None:
    assert extract("<table><tr><td>A<td>B</tr><tr><td>1<td>2</tr></table>").text == "A\tB\n1\t2"


def test_what_a_list_of_definitions_says_of_a_term_stands_on_its_line() -> None:
    text = extract("<dl><dt>Weight</dt><dd>1.8 kg</dd><dt>Noise</dt><dd>36 dB</dd></dl>").text
    assert text == "Weight\t1.8 kg\nNoise\t36 dB"


def test_markup_suggests_kinds() -> None:
    source = """<body class="has-sidebar comments-open"><nav><a>Home</a></nav><main><h1>Headline</h1>
    <figure><img alt="A view"><figcaption>The view. Photo: X</figcaption></figure><p>Story with <a>a link</a>.</p>
    <div class="shareButtons">Share</div></main><div id="comments"><p>First!</p></div>
    <div class="related"><a>Another story of some length</a></div><p><a>Some other headline here</a></p>
    <p><a>More</a></p><footer>About us</footer></body>"""
    assert kinds(source) == [
        ("boilerplate", "Home"),
        ("title", "Headline"),
        ("caption", "A view"),
        ("caption", "The view. Photo: X"),
        ("article", "Story with a link."),
        ("boilerplate", "Share"),
        ("boilerplate", "First!"),
        ("teaser", "Another story of some length"),
        ("teaser", "Some other headline here"),
        ("boilerplate", "More"),
        ("boilerplate", "About us"),
    ]


@pytest.mark.parametrize(
    "name", ["ad", "ad-box", "top_ad", "adSlot", "anzeige", "box-werbung", "cmt", "cmt_list", "comment"]
)
def test_names_of_advertisements_and_comments(name: str) -> None:
    source = f'<p>{"A story of the bridge. " * 9}</p><div class="{name}">Book hotels from €59!</div>'
    assert kinds(source)[-1] == ("boilerplate", "Book hotels from €59!")


@pytest.mark.parametrize("name", ["head", "shadow", "download", "load-more", "address", "anzeigen", "made", "roadmap"])
def test_names_that_only_hold_such_a_word(name: str) -> None:
    source = f'<p>{"A story of the bridge. " * 9}</p><div class="{name}">It has two lanes.</div>'
    assert kinds(source)[-1] == ("article", "It has two lanes.")


def test_a_wrapper_is_the_page_whatever_it_is_called() -> None:
    source = '<form class="share newsletter"><p>A paragraph of the story.</p><p>And another one.</p></form>'
    assert {kind for kind, _ in kinds(source)} == {"article"}


def test_a_picture_inside_a_sentence_does_not_cut_it() -> None:
    assert kinds('<p>Water is <img alt="H2O formula"> and wet.</p>') == [
        ("article", "Water is and wet."),
        ("caption", "H2O formula"),
    ]


def test_html_in_a_text_file_keeps_the_lines_around_it() -> None:
    source = "[A headline: of it](https://x.org/(b))\n----\n\nOne <b>bold</b> line\nand List<T>, a < b\n\n<div>x</div>"
    assert kinds(source, in_plain_text=True) == [
        ("title", "A headline: of it"),
        ("article", "One bold line"),
        ("article", "and List<T>, a < b"),
        ("article", "x"),
    ]


def test_deep_nesting_is_an_error_not_a_loss() -> None:
    with pytest.raises(UnreadableError, match="nested"):
        extract("<div>" * 5000 + "text" + "</div>" * 5000)


def test_an_empty_page_has_no_text() -> None:
    assert extract("<html><body></body></html>").text == ""
    assert extract("").text == ""


WORDS = st.lists(st.from_regex(r"[a-zA-ZäöüÄ中国0-9]{1,8}", fullmatch=True), min_size=1, max_size=12)
TAGS = st.sampled_from(
    ["p", "div", "b", "span", "li", "h2", "blockquote", "td", "em", "section", "a", "nav", "figcaption"]
)


@given(st.lists(st.tuples(TAGS, WORDS), max_size=8))
def test_no_word_is_lost_and_none_changes_its_place(parts: list[tuple[str, list[str]]]) -> None:
    source = "".join(f"<{tag}>{' '.join(words)}</{tag}> " for tag, words in parts)
    words = [word for _, words in parts for word in words]
    assert extract(f"<body>{source}</body>").text.split() == words


@given(st.text(max_size=200), st.booleans())
def test_blocks_tile_the_text(source: str, in_plain_text: bool) -> None:
    page = extract(source, in_plain_text=in_plain_text)
    position = 0
    for block in page.blocks:
        assert block.span.start >= position
        assert not page.text[position : block.span.start].strip()
        assert block.span.of(page.text).strip()
        assert isinstance(block.kind, BlockKind)
        position = block.span.end
    assert position == len(page.text)
