from __future__ import annotations

import pytest

from rag.text.mail import is_address_field
from rag.types import Span


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("From: Dana <dana@a.example>\nTo: Team <team@a.example>\nDate: Thu, 6 Mar 2025 16:42", "yyn"),
        ("> From: Dana <dana@a.example>\n> To: Team", "yy"),
        ("Von: Eva Lund\nAn: Bo Sand\nKopie: Ute Moor\nBetreff: Kühlschrank", "yyyn"),
        ("发件人：林晓\n收件人：王强\n主题：会议改期", "yyn"),
        ("寄件者：林曉 <lin@a.example>\n副本：王強 <wang@a.example>", "yy"),
        ("Von: Köln Hbf\nAn: 13:05", "nn"),
        ("To: Bonn\n\nTo: Rome\n\nTo: Oslo", "nnnnn"),
        ("An: die Mieter des Hauses", "n"),
        ("To be or not to be.\nFrom: x@y.z", "nn"),
    ],
)
def test_who_sent_a_mail_and_to_whom(head: str, fields: str) -> None:
    text = f"Mail\n\n{head}\n\nWe move the launch."
    found, start = "", 6
    for line in head.split("\n"):
        found += "y" if is_address_field(text, Span(start, start + len(line))) else "n"
        start += len(line) + 1
    assert found == fields
