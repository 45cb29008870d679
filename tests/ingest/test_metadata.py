"""Title, outlet and date are those that a document states; what it does not state stays None."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ingest.clean import clean
from rag.ingest.load import load
from rag.types import Document

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "pages"


def read(path: Path) -> Document:
    return clean(load(path, path.name, max_bytes=10**6))


def from_text(text: str) -> Document:
    return clean(Document("d", "a.txt", "text/plain", text, "0", "1"))


@pytest.mark.parametrize(
    ("seed", "title", "outlet", "published", "languages"),
    [
        ("000", None, None, "--07-13", ("zh-Hans", "en")),
        ("001", None, None, None, ("zh-Hans",)),
        ("002", None, None, None, ("de",)),
        ("003", "俄外长拉夫罗夫：俄朝关系已达到新的战略水平", None, "2023-10-19", ("zh-Hans",)),
        ("004", "互稱「同志」 普京提醒金正恩是蘇聯首先承認朝鮮(圖/視頻)", "看中國", "2023-09-14", ("zh-Hant",)),
    ],
)
def test_seeds(
    seed: str, title: str | None, outlet: str | None, published: str | None, languages: tuple[str, ...]
) -> None:
    document = read(next((ROOT / "seeds").glob(f"{seed}_*")))
    assert (document.title, document.outlet, document.published) == (title, outlet, published)
    assert document.languages == languages


@pytest.mark.parametrize(
    ("page", "title", "outlet", "published"),
    [
        ("de_news.html", "Lawrow trifft Kim", "Beispielblatt", "2025-07-13"),
        ("de_newspaper.txt", "Lawrow trifft Kim in Wonsan: „Unverbrüchliche Freundschaft“", None, "2025-07-13"),
        ("en_blog.html", "Why I moved to Linux", "Bob's Blog", "2021-03-04"),
        ("en_news.txt", "Lavrov Meets Kim in Wonsan as Moscow and Pyongyang Deepen Ties", None, "2025-07-13"),
        ("guide.md", "Install guide", None, "2024-05-01"),
        ("zh_hans_portal.txt", "俄外长拉夫罗夫访朝 金正恩会见", "示例网", "2025-07-13"),
        ("zh_hant_news.txt", "金正恩元山會拉夫羅夫 允無條件挺俄", None, "2025-07-13"),
    ],
)
def test_pages(page: str, title: str, outlet: str | None, published: str) -> None:
    document = read(PAGES / page)
    assert (document.title, document.outlet, document.published) == (title, outlet, published)


STORY = "Lavrov met Kim in Wonsan on Saturday and they talked for several hours about the railway."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Lavrov in Wonsan\n\n{STORY}", "Lavrov in Wonsan"),
        (f"What did Lavrov say?\nJuly 13, 2025\n\n{STORY}", "What did Lavrov say?"),
        (f"# Lavrov in Wonsan #\n\n{STORY}", "Lavrov in Wonsan"),
        (f"Lavrov in Wonsan\n================\n\n{STORY}", "Lavrov in Wonsan"),
        (f"Home\nSearch\n\nLavrov in Wonsan\nBy Jane Doe\n\n{STORY}", "Lavrov in Wonsan"),
        (f"[Lavrov in Wonsan](https://example.org/a)\n\n{STORY}", None),
        ("俄外长访问朝鲜\n\n据新华社北京7月13日电\n\n应朝鲜外务省邀请,俄罗斯外长拉夫罗夫抵达元山。", "俄外长访问朝鲜"),
        (STORY, None),
        (f"{STORY}\n\n{STORY}", None),
        (f"Dear reader,\n\n{STORY}", None),
        (f"From: Ann\nCc: Bob\nDate: Mon, 3 Mar 2025 09:12\n\n{STORY}", None),
        (f"软件服务合同\n\n甲方：星澜公司\n乙方（承租人）：林晓雯\n发布日期：2024年2月20日\n\n{STORY}", "软件服务合同"),
        (f"MIETVERTRAG\n\nzwischen\n\n{STORY}", "MIETVERTRAG"),
        (f"One line\nand another line\n{STORY}", None),
        ("", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert from_text(text).title == title


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"MOSCOW, July 13 (Reuters) - {STORY}", "--07-13"),
        (f"July 13, 2025\n\nMOSCOW, July 12 (Reuters) - {STORY}", "2025-07-13"),
        (f"{STORY}\n\nVeröffentlicht am 13. Juli 2025", "2025-07-13"),
        (f"On July 13, 2025, {STORY}", None),
        ("俄外长访问朝鲜\n\n据新华社北京7月13日电\n\n应朝鲜外务省邀请,俄罗斯外长拉夫罗夫抵达元山。", "--07-13"),
        ("".join(f"{i} {STORY}\n\n" for i in range(5)) + f"July 13, 2025\n\n{STORY}", None),
        (f"# Releases\n\n## 1.1 (2024-11-18)\n{STORY}\n\n## 1.0 (2024-06-24)\n{STORY}", None),
        (f"# Releases\n\n## Released 2024-11-18\n{STORY}\n\n## Released 2024-06-24\n{STORY}", None),
        (f"# Release 1.1\n\n## 2024-11-18\n{STORY}", "2024-11-18"),
        (f"Protokoll der Sitzung vom 6. Februar 2025\n\n{STORY}", "2025-02-06"),
        (f"# Minutes of the club\n\n**Date:** 22 October 2024, 7.30 p.m. to 9.10 p.m.\n\n{STORY}", "2024-10-22"),
        (f"Lübeck, den 12. Dezember 1968\n\nLieber Friedrich,\n\n{STORY}", "1968-12-12"),
        ("".join(f"{i} {STORY}\n\n" for i in range(5)) + "Last updated: 3 March 2025", "2025-03-03"),
        ("".join(f"{i} {STORY}\n\n" for i in range(5)) + "Zuletzt aktualisiert am 3. März 2025", "2025-03-03"),
        (f"13 July 2025\n\n{STORY}\n\nLast updated: 20 July 2025", "2025-07-13"),
        (f"Bonn, 1. Mai 2025. {STORY}\n\nKöln, 9. Mai 2025. {STORY}", None),
        (f"{STORY}\n\nRelated stories\nPutin and Kim Sign Defence Pact\nJuly 10, 2025", None),
    ],
)
def test_dates(text: str, published: str | None) -> None:
    assert from_text(text).published == published


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("来源：示例网", "示例网"),
        ("来源:看中國 --版權所有,任何形式轉載需看中國授權許可。", "看中國"),
        ("2025年07月13日 08:22 来源：示例网", "示例网"),
        ("Quelle: Beispielblatt", "Beispielblatt"),
        ("路透社9月13日报道,普京表示将讨论所有问题。", None),
        ("他说,消息来源：不明。", None),
    ],
)
def test_outlets(line: str, outlet: str | None) -> None:
    assert from_text(f"{STORY}\n\n{line}").outlet == outlet
