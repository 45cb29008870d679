from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.tables import head_of, heading_of, is_head, is_row
from rag.types import Span

MARKDOWN = "Fares\n\n| To | Price |\n| :--- | ---: |\n| Bonn | 9 € |\n| Köln | 12 € |\n\nAll fares are one way."
TABS = "Zug\n\nZiel\tAbfahrt\nBonn\t9:30\nKöln\t10:15"


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "row", "head"),
    [
        (MARKDOWN, "| Bonn | 9 € |", "| To | Price |"),
        (MARKDOWN, "| Köln | 12 € |", "| To | Price |"),
        (MARKDOWN, "| To | Price |", ""),
        (MARKDOWN, "All fares are one way.", ""),
        (TABS, "Köln\t10:15", "Ziel\tAbfahrt"),
        (TABS, "Ziel\tAbfahrt", ""),
        (TABS, "Zug", ""),
    ],
)
def test_the_head_of_a_row(text: str, row: str, head: str) -> None:
    assert head_of(text, at(text, row)) == head


@pytest.mark.parametrize(
    "table",
    [
        "Bereich\t2024\t2025\nFeuerwehr\t84.000 €\t97.500 €",
        "材料\t份量\n牛腱\t900公克\n白蘿蔔\t1條\n冰糖\t25公克",
        "项目\t金额\n维修费\t3000元\n保洁费\t1200元",
        "Occasion\tDays\nOwn wedding\t2\nNo wedding\tnone",
        "Thema\tPerson\nEntgelt\tJörg Petersen\nAusbildung\tMirjam Oltmanns",
        "Name\tEarly shift\tNight shift\nSister Ahlers\tMonday\tFriday",
        "Tarif\tbis 6 Jahre\tab 7 Jahre\nTageskarte\t2,50 €\t4,50 €",
    ],
)
def test_a_first_row_unlike_the_others_names_the_columns(table: str) -> None:
    head, *rows = table.split("\n")
    assert {head_of(table, at(table, row)) for row in rows} == {head}


@pytest.mark.parametrize(
    "table",
    [
        "Leitung\tGerda Blum\nTelefon\t06221 4470\nÖffnungszeiten\t8-17 Uhr",
        "Sperrmüll\tnur nach Anmeldung unter 06221 4477\nAltglas\tContainer am Sportplatz",
        "Weight\t1.8 kg\nNoise\t36 dB",
        "Restmüll\tgrau\nPapier\tblau",
        "Bonn\t9:30\t12 €\nKöln\t10:15\t14 €",
        "地址\t中山路12号\n电话\t0571-8812",
        "主任\t王強\n副主任\t李敏",
        "Day one\tWe walk to the hut by the lake.\tLunch\nDay two\tWe rest.\tDinner",
    ],
)
def test_a_first_row_like_the_others_names_no_columns(table: str) -> None:
    assert {head_of(table, at(table, row)) for row in table.split("\n")} == {""}


TWO_TABLES = (
    "Abfall 2025\n\nOrtsteil Nord\n\nTonne\tMai\tJuni\nPapier\t5.\t2.\n\n{}\n\nTonne\tMai\tJuni\nPapier\t7.\t4."
)
NOTES = (
    "# Notes\n\n## 4.9\n\n### Added\n\n- Dark mode.\n  It is dark.\n\n### Fixed\n- A crash.\n\nVersion 4.8\n• Sharing."
)


@pytest.mark.parametrize(
    ("text", "line", "heading"),
    [
        (TWO_TABLES.format("Ortsteil Süd"), "Papier\t7.", "Ortsteil Süd"),
        (TWO_TABLES.format("Ortsteil Süd"), "Papier\t5.", "Ortsteil Nord"),
        (TWO_TABLES.format("### Ortsteil Süd ###"), "Papier\t7.", "Ortsteil Süd"),
        (TWO_TABLES.format("Table 2. The south."), "Papier\t7.", "Table 2. The south."),
        (TWO_TABLES.format("表2：南區清運時間。"), "Papier\t7.", "表2：南區清運時間。"),
        (TWO_TABLES.format("Es gibt zwei Touren."), "Papier\t7.", ""),
        (TWO_TABLES.format("南区每周清运一次。"), "Papier\t7.", ""),
        (TWO_TABLES.format("Süd " * 30), "Papier\t7.", ""),
        (TABS, "Köln\t10:15", ""),
        (NOTES, "- Dark mode.", "4.9 · Added"),
        (NOTES, "It is dark.", "4.9 · Added"),
        (NOTES, "- A crash.", "4.9 · Fixed"),
        (NOTES, "• Sharing.", "Version 4.8"),
        (NOTES, "Version 4.8", ""),
        ("# App\n\n```\n# with the board\n```\n\n## Added\n- A board.", "- A board.", "Added"),
        ("說明\n\n主要變更：\n- 新增夜間模式\n- 移除舊版", "- 移除舊版", "主要變更："),
        ("# Notes\n\n- Sharing.", "- Sharing.", ""),
        ("Notes\n\nWe added it.\n- Sharing.", "- Sharing.", ""),
    ],
)
def test_the_heading_above_a_table_or_list(text: str, line: str, heading: str) -> None:
    assert heading_of(text, at(text, line)) == heading


def test_only_what_stands_above_a_rule_is_a_head() -> None:
    assert is_head(MARKDOWN, at(MARKDOWN, "| To | Price |"))
    assert not is_head(MARKDOWN, at(MARKDOWN, "| Bonn | 9 € |"))
    assert not is_head(TABS, at(TABS, "Ziel\tAbfahrt"))


@pytest.mark.parametrize("line", ["", "| |", "|---|---|", "| Bonn |", "Bonn\t", "a | b", "\tBonn"])
def test_no_row(line: str) -> None:
    assert not is_row(line)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("unit", ["word ", "a|", "|a", " ", "a\t"])
def test_a_long_line_takes_linear_time(unit: str) -> None:
    assert is_row(unit * 200_000) is (unit in ("|a", "a\t"))
    assert not heading_of(f"x\n{unit * 200_000}\n- a", Span(200_000 * len(unit) + 3, 200_000 * len(unit) + 6))


@given(st.text(alphabet="ab|\t\n -", max_size=60), st.integers(0, 59))
def test_a_head_is_a_row_above(text: str, start: int) -> None:
    start = min(start, len(text))
    head = head_of(text, Span(start, start))
    assert not head or (is_row(head) and head in text[:start])


@given(st.text(alphabet="ab#|\t\n -", max_size=60), st.integers(0, 59))
def test_a_heading_is_made_of_pieces_of_the_text_above(text: str, start: int) -> None:
    start = min(start, len(text))
    assert all(piece in text[:start] for piece in heading_of(text, Span(start, start)).split(" · "))
