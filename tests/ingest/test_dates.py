"""The day of publication is taken from what states it, and from nothing else."""

from __future__ import annotations

import pytest

from rag.ingest.dates import dateline, find_date, meeting_day, published_line, title_day


@pytest.mark.parametrize(
    ("paragraph", "stated"),
    [
        ("据新华社北京7月13日电 应朝鲜外务省邀请,俄罗斯外长抵达元山。", "--07-13"),
        ("新华社平壤7月12日电（记者张三）朝鲜最高领导人会见来宾。", "--07-12"),
        ("【看中國2023年9月14日訊】(看中國記者聞天清編譯)俄羅斯總統", "2023-09-14"),
        ("（中央社記者王小明莫斯科2025年7月13日電）俄羅斯外長", "2025-07-13"),
        ("MOSCOW, July 13 (Reuters) - Russian Foreign Minister", "--07-13"),
        ("PYONGYANG, July 12 (KCNA) -- Kim Jong Un met", "--07-12"),
        ("BERLIN, 13. Juli (dpa) – Der Minister", "--07-13"),
        ("Moskau, 13. Juli 2025: Der Minister", "2025-07-13"),
        ("Mühlenbach, 10. März 2025. Die Gemeinde hat den Windpark abgelehnt.", "2025-03-10"),
        ("Marlow Bay, 14 January 2025. The bridge will remain closed.", "2025-01-14"),
        ("Lübeck, den 12. Dezember 1968", "1968-12-12"),
        ("Bad Orb, am 3. Mai 2024", "2024-05-03"),
        ("London, 3 May 2024", "2024-05-03"),
        ("Mühlenbach, 10. März. Die Gemeinde hat abgelehnt.", None),
        ("Geboren in Köln, 10. März 1950. Er wurde Maler.", None),
        ("Am 10. März 2025. So steht es im Vertrag.", None),
        ("The bridge opened on Monday, 10 March 2025. It rained.", None),
        ("Köln, 10. März 2025 und Bonn, 11. März 2025", None),
        ("(平壤19日讯)俄罗斯外交部表示", None),
        ("Kim Jong Un empfing am 12. Juli Sergei Lawrow, Außenminister", None),
        ("路透社9月13日報導,面對媒體記者時", None),
        ("9月13日,俄羅斯總統普京和朝鮮領導人金正恩會晤。", None),
        ("7月13日，他来电祝贺。", None),
        ("On July 13, 1945 the war was not over.", None),
        ("", None),
    ],
)
def test_dateline(paragraph: str, stated: str | None) -> None:
    assert dateline(paragraph) == stated


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("2023-09-14 19:31 桌面版 简体 打賞 1", "2023-09-14"),
        ("19/10/2023 - 11:31", "2023-10-19"),
        ("发布时间：2023年10月19日 08:00", "2023-10-19"),
        ("Sonntag, 13. Juli 2025", "2025-07-13"),
        ("Stand: 13.07.2025, 10:15 Uhr", "2025-07-13"),
        ("By Jane Doe | July 13, 2025", "2025-07-13"),
        ("Published July 13, 2025 by Jane Doe", "2025-07-13"),
        ("03/04/2023", None),  # March or April
        ("31/02/2023", None),
        ("Am 3. Mai 1945 starb er.", None),
        ("1914年6月28日 萨拉热窝事件爆发", None),
        ("9月13日,俄羅斯總統普京和朝鮮領導人金正恩會晤。", None),
        ("Date: Mon, 3 Mar 2025 09:12", "2025-03-03"),
        ("作者：张三 时间：2024年10月15日 14:00", "2024-10-15"),
        ("發文日期：中華民國113年5月20日", "2024-05-20"),
        ("Deadline: 31 January 2026, 23:59", None),
        ("Date of birth: 3 March 1950", None),
        ("Einsendeschluss: 31. Oktober 2025, 12:00 Uhr", None),
        ("生效日期：2024年3月1日", None),
        ("報名時間：113年6月10日至113年6月28日", None),
        ("Date: Tuesday, 14 January 2025, 7:00 pm - 8:50 pm", None),
        ("- 时间：2024年10月15日 14:00", None),
        ("No date at all", None),
    ],
)
def test_line_that_says_little_but_a_date(line: str, stated: str | None) -> None:
    assert published_line(line) == stated


def test_machine_dates() -> None:
    assert find_date("2025-07-13T08:00:00+02:00") == "2025-07-13"
    assert find_date("Juli 2025") is None


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Protokoll der Gemeinderatssitzung vom 6. Februar 2025", "2025-02-06"),
        ("Urteil des Amtsgerichts Weilburg vom 12. März 2024", "2024-03-12"),
        ("Der Anschlag vom 11. September 2001", None),
        ("Urteil im Fall des Anschlags vom 11. September 2001", None),
        ("Protokoll der Sitzung vom 6. Februar 2025 bis heute", None),
        ("Protokoll der Sitzung vom Februar 2025", None),
    ],
)
def test_the_day_by_which_a_title_names_the_document(title: str, day: str | None) -> None:
    assert title_day(title) == day


@pytest.mark.parametrize(
    ("title", "line", "day"),
    [
        ("Minutes of the 41st meeting", "**Date:** 22 October 2024, 7.30 p.m. to 9.10 p.m.", "2024-10-22"),
        ("Minutes of the council", "Date: Tuesday, 14 January 2025, 7:00 pm - 8:50 pm", "2025-01-14"),
        ("Sitzungsprotokoll", "Datum: 6. Februar 2025, 19.00 bis 21.45 Uhr", "2025-02-06"),
        ("業主會議紀錄", "時間：2024年10月15日 14:00-16:00", "2024-10-15"),
        ("Summer party", "Date: 14 June 2025, 10 a.m. to 4 p.m.", None),
        ("Minutes of the council", "Date of the next meeting: 14 June 2025", None),
        ("Minutes of the council", "The date is 14 June 2025.", None),
    ],
)
def test_the_day_of_a_meeting_in_its_minutes(title: str, line: str, day: str | None) -> None:
    assert meeting_day(title, line) == day
