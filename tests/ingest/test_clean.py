"""Every line of the seeds and of pages in four languages is told for what it is, and plain prose stays whole."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.clean import clean
from rag.ingest.load import load
from rag.types import Block, BlockKind, Document, Span

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "pages"


def read(path: Path) -> Document:
    return clean(load(path, path.name, max_bytes=10**6))


def from_text(text: str) -> Document:
    return clean(Document("d", "a.txt", "text/plain", text, "0", "1"))


def labels(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(document.text)) for block in document.blocks]


def runs(document: Document) -> str:
    """`3 boilerplate, 1 title, ...`: the kinds of the blocks in order."""
    return ", ".join(
        f"{len(list(group))} {kind}" for kind, group in groupby(block.kind.value for block in document.blocks)
    )


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("000", "2 boilerplate, 11 article, 1 caption, 7 article, 1 caption, 11 article, 3 boilerplate"),
        ("002", "12 article"),
        ("003", "1 title, 1 boilerplate, 7 article, 1 boilerplate"),
        ("004", "1 boilerplate, 1 title, 3 boilerplate, 1 caption, 20 article, 12 boilerplate"),
    ],
)
def test_seeds(seed: str, expected: str) -> None:
    assert runs(read(next((ROOT / "seeds").glob(f"{seed}_*")))) == expected


def test_seed_with_teasers() -> None:
    document = read(next((ROOT / "seeds").glob("001_*")))
    found = labels(document)
    assert [kind for kind, _ in found].count("caption") == 3
    teasers = [text for kind, text in found if kind == "teaser"]
    assert len(teasers) == 16
    assert teasers[0] == "KL市中心再发生树倒 一车被压中!"
    assert (teasers[6][:14], teasers[6][-10:]) == ("抗议者占据了坎农众院办公大楼", "的大规模示威活...")
    assert (teasers[-1][:13], teasers[-1][-9:]) == ("美国财政部长叶伦(路透社)", "助者等10人...")
    end = document.text.index("热门新闻")
    stories = [block for block in document.blocks if block.kind is BlockKind.ARTICLE]
    assert all(block.span.end <= end for block in stories)
    assert len(stories) == 18


def test_repeated_captions_count_once() -> None:
    document = read(next((ROOT / "seeds").glob("001_*")))
    caption = "手持俄罗斯和朝鲜国旗的民众于周三晚,冒雨欢迎到访平壤的俄罗斯外长拉夫罗夫。(图取自俄罗斯外交部/路透社)"
    assert [kind for kind, text in labels(document) if text == caption] == ["caption", "boilerplate"]


# For each page: what must be of the story, and what of its lines must be something else. The lists are the whole page.
EXPECTED = json.loads((PAGES / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_pages(name: str) -> None:
    found: dict[str, list[str]] = {}
    for kind, text in labels(read(PAGES / name)):
        found.setdefault(kind, []).append(text)
    assert found == EXPECTED[name]


@pytest.mark.parametrize(
    "prose",
    [
        "It was a bright cold day in April, and the clocks were striking.\n\nSubscribe was not a word he knew.",
        "Die Firma verwendet Cookies, um Nutzer zu verfolgen.\n\nDas Gericht verbot es. Ein Newsletter kam nie.",
        "版权所有者对该视频提起诉讼。\n\n未经许可,任何人不得离境。\n\n网民扫描二维码后发现被骗。",
        "俄國外長說:「我們並肩作戰。」\n\n他加入抗議人群。",
        "They said: “We use a lot of data.”\n\nResidents can sign up for e-mail alerts, the city said.",
        "Lavrov expressed support for Kim today.\n\nThey must download the app.\n\nPhotos from the scene showed smoke.",
        "Kommentare gab es keine. Der Minister teilte das Video.\n\nWeiterlesen wollte niemand.",
        "他评论道,这是好事。\n\n更多人来了。\n\n读者留言说得对。",
        "第三条　未经甲方书面同意，乙方不得复制客户资料。\n\n因此造成的故障，乙方不承担责任。\n\n付款方式：银行转账",
        "Anyone over sixteen can join the museum.\n\nHow do I become a member?\n\nDownload the app from our site.",
        "加入会员后，每月可借阅四本书。\n\n成为会员需缴纳年费98元。\n\n下载客户端后用手机号注册即可使用。",
        "Follow these steps on the first day of use.\n\n1. Log in\n2. Save\n\nSource: 230 V\n\nFoto: 12 MP, f/1.8",
    ],
)
def test_prose_about_the_same_things_is_the_story(prose: str) -> None:
    assert {kind for kind, _ in labels(from_text(prose))} == {"article"}


@pytest.mark.parametrize(
    "aside",
    ["Advertisement: Buy two beds, pay for one.", "Anzeige: Jetzt Strom wechseln!", "廣告：買一送一，今天有效。"],
)
def test_what_is_called_an_advertisement_is_not_of_the_story(aside: str) -> None:
    story = ["The mayor opened the bridge on Monday, and it rained.", "It is new."]
    document = from_text("\n\n".join([*story, aside, "The advertisement: it is down."]))
    assert [kind for kind, _ in labels(document)] == ["article", "article", "boilerplate", "article"]


@pytest.mark.parametrize(
    "aside",
    [
        "This post contains affiliate links. We may earn a small commission.",
        "We may earn a commission when you buy through links on our site.",
        "This article was paid for by Norvik Tours.",
        "Dieser Beitrag enthält Affiliate-Links.",
        "Die mit * gekennzeichneten Links sind Provisions-Links: Kaufen Sie darüber ein, erhalten wir eine Provision.",
        "Unbezahlte Werbung wegen Markennennung.",
        "Jetzt 4 Wochen gratis testen!",
        "本文含有联盟链接。",
        "透過文中連結購買商品，我們會獲得少許佣金。",
        "本文由北岸旅遊贊助。",
    ],
)
def test_notices_of_affiliates_and_sponsors_are_not_of_the_story(aside: str) -> None:
    document = from_text(f"The mayor opened the bridge on Monday, and it rained.\n\n{aside}\n\nIt is new.")
    assert [kind for kind, _ in labels(document)] == ["article", "boilerplate", "article"]


@pytest.mark.parametrize(
    "prose",
    [
        "We earn a commission of five percent on each house, the broker said.",
        "Affiliate links are banned on the site, the court ruled on Monday.",
        "Der Verein wird von der Sparkasse gesponsert und erhält eine Provision.",
        "本次展览由市文化局赞助，免费开放。",
        "Jetzt wird das Gerät kostenlos geprüft, sagte der Händler.",
    ],
)
def test_prose_about_commissions_and_sponsors_is_the_story(prose: str) -> None:
    assert labels(from_text(f"The mayor opened the bridge on Monday.\n\n{prose}"))[-1] == ("article", prose)


def test_a_pointer_in_brackets_is_another_story() -> None:
    text = "宜蘭縣長週一表示，大橋將於五月重新開放，並感謝居民配合。\n\n【延伸閱讀】羅東夜市停電兩小時 攤商損失百萬"
    assert [kind for kind, _ in labels(from_text(text))] == ["article", "teaser"]


def test_comments_end_a_story_only_after_it() -> None:
    document = from_text(
        "Comments\n\nThe story begins here and goes on for a while.\n\nIt ends here, after some more words."
    )
    assert [kind for kind, _ in labels(document)] == ["boilerplate", "article", "article"]


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Engineers inspect the girder on Saturday.", "Photo: Tom Hale"),
        ("Die Brücke am Samstag.", "Foto: Eva Lund/dpa"),
        ("週六的大橋。", "圖：王小明"),
    ],
)
def test_who_took_a_picture_is_cut_off_its_caption(caption: str, credit: str) -> None:
    text = f"{caption} {credit}"
    document = clean(
        Document("d", "a", "text/html", text, "0", "1", blocks=(Block(Span(0, len(text)), BlockKind.CAPTION, "und"),))
    )
    assert labels(document) == [("caption", caption), ("boilerplate", credit)]


def test_a_chronicle_keeps_its_dates() -> None:
    lines = [
        part for day in range(1, 7) for part in (f"{day}. Juli 1914", f"Am Tag {day} tagte der Rat in Wien lange.")
    ]
    assert {kind for kind, _ in labels(from_text("\n\n".join(lines)))} == {"article"}


def test_an_advertisement_inside_the_story_takes_nothing_with_it() -> None:
    text = "Der erste Absatz endet hier.\n\nAnzeige\n\nEin kurzer Satz.\n\nTeilen\n\nDer letzte Absatz steht hier."
    assert [kind for kind, _ in labels(from_text(text))] == [
        "article",
        "boilerplate",
        "article",
        "boilerplate",
        "article",
    ]


def test_headings_and_items_of_a_list_stay_whatever_stands_above_them() -> None:
    text = (
        f"{'The lease runs for seven years and may be ended after four of them. ' * 2}\n\n© 2025 Brightmill Ltd.\n\n"
        "## Server logs\n\n- Draft plan: 13 June\n\n§ 4 Termination\n\nA scrap of a footer\n\nImprint"
    )
    assert [kind for kind, _ in labels(from_text(text))] == [
        "article",
        "boilerplate",
        "article",
        "article",
        "article",
        "boilerplate",
        "boilerplate",
    ]


def test_the_mark_of_a_quoted_mail_is_no_part_of_its_text() -> None:
    assert labels(from_text("> I compared three suppliers for the desks.\n>\n> > They agreed on the second.")) == [
        ("article", "I compared three suppliers for the desks."),
        ("article", "They agreed on the second."),
    ]


def test_furniture_in_one_line_with_the_story_is_cut_off_it() -> None:
    text = (
        "原标题：神舟十三号飞船已待命　　近日，航天科技集团有关负责人在接受采访时表示，火箭发射的同时，"
        "另一枚火箭也完成了准备工作，进入应急救援值班状态，确保航天员安全返回地面。　　责任编辑：张三"
    )
    assert [kind for kind, _ in labels(from_text(text))] == ["boilerplate", "article", "boilerplate"]


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Lawrow besuchte Nordkorea und sprach mit Kim über den Krieg.", ("de",)),
        ("俄羅斯外長訪問朝鮮,雙方討論了戰爭。", ("zh-Hant",)),
        ("12345", ()),
    ],
)
def test_languages(text: str, languages: tuple[str, ...]) -> None:
    assert from_text(text).languages == languages


def test_a_short_line_is_in_the_language_of_its_document() -> None:
    text = (
        "Russland\n\n"
        + "Der Minister reiste nach Nordkorea und sprach dort mit dem Machthaber. " * 4
        + "\n\nTreffen in Wonsan"
    )
    assert {block.language for block in from_text(text).blocks} == {"de"}


@given(st.text(max_size=300))
def test_blocks_hold_for_any_text(text: str) -> None:
    document = from_text(text)
    position = 0
    for block in document.blocks:
        assert position <= block.span.start < block.span.end <= len(text)
        position = block.span.end
        assert block.language
