"""Encodings are found by strict decoding and plausibility; a file that fits none or two of them is refused."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.errors import BinaryFileError, EncodingError
from rag.ingest.decode import decode

HANS = "据新华社北京7月13日电 应朝鲜外务省邀请，俄罗斯外长拉夫罗夫11日晚抵达元山葛麻机场，开始对朝鲜进行访问。"
HANT = "俄羅斯總統普京與朝鮮領導人金正恩舉行了一次罕見的峰會，他們商討了軍事合作、俄烏戰爭。"
GERMAN = "Außenminister Lawrow drückte seine Überzeugung aus – „völlige Übereinstimmung“, sagte er für 5 €."
ENGLISH = "Lavrov met Kim in Wonsan on Saturday."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((HANS, name) for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "gbk")),
        *((HANT, name) for name in ("utf-8", "utf-16-le", "utf-16-be", "big5", "cp950", "big5hkscs", "gb18030")),
        *((GERMAN, name) for name in ("utf-8", "utf-16-le", "utf-16-be", "cp1252")),
        *((ENGLISH, name) for name in ("utf-8", "ascii", "utf-16-le", "utf-16-be")),
        ("Лавров встретился с Ким Чен Ыном.", "utf-16-le"),
    ],
)
def test_finds_the_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_mark_decides_and_is_dropped(encoding: str) -> None:
    name = {"utf-8": "UTF8", "utf-16-le": "UTF16_LE", "utf-16-be": "UTF16_BE", "utf-32-le": "UTF32_LE"}.get(
        encoding, "UTF32_BE"
    )
    assert decode(getattr(codecs, f"BOM_{name}") + HANS.encode(encoding)) == HANS


def test_line_ends_are_kept() -> None:
    assert decode(b"one\r\ntwo\rthree\n") == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize("word", ["Über", "Größe", "für", "Ärzte", "naïve", "Tür"])
def test_one_german_word_is_not_taken_for_chinese(word: str) -> None:
    assert decode(word.encode("cp1252")) == word


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("대한민국의 수도는 서울이다. 라브로프 외무장관은 김정은 위원장을 만났다고 밝혔다. " * 5, "euc-kr"),
        ("日本の首都は東京である。ラブロフ外相は金正恩委員長と会談した。" * 5, "shift_jis"),
        ("日本の首都は東京である。ラブロフ外相は金正恩委員長と会談した。" * 5, "euc-jp"),
        ("Министр иностранных дел России Сергей Лавров встретился с Кимом. " * 3, "cp1251"),
        ("Rosyjski minister spotkał się z przywódcą, który powiedział, że będzie źle. " * 3, "cp1250"),
    ],
)
def test_an_unknown_encoding_is_refused_not_guessed(text: str, encoding: str) -> None:
    with pytest.raises(EncodingError) as caught:
        decode(text.encode(encoding))
    assert "UTF-8" in caught.value.hint


def test_damaged_utf8_is_named_with_the_place() -> None:
    data = HANS.encode()
    broken = data[:30] + b"\xff" + data[31:] + HANS.encode() * 3
    with pytest.raises(EncodingError, match=r"damaged at byte (30|31)"):
        decode(broken)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n...",
        b"PK\x03\x04rest",
        b"\x89PNG\r\n\x1a\n",
        b"text with a \x00 byte and more text",
        bytes(range(256)) * 8,
        b"\x01\x02\x03\x04\x05\x06\x07",
    ],
)
def test_what_is_no_text_is_binary(data: bytes) -> None:
    with pytest.raises(BinaryFileError):
        decode(data)


def test_a_stray_control_character_does_no_harm() -> None:
    assert decode(("a" * 1000 + "\x07").encode()) == "a" * 1000 + "\x07"


@pytest.mark.parametrize(
    ("head", "encoding", "text"),
    [
        ('<meta charset="gb2312">', "gbk", HANS),
        ('<meta http-equiv="Content-Type" content="text/html; charset=big5">', "big5", HANT),
        ('<?xml version="1.0" encoding="ISO-8859-15"?>', "iso-8859-15", "Preis: 5 € für Übung"),
        ('<meta charset="shift_jis">', "shift_jis", "日本の首都は東京である。"),
    ],
)
def test_html_says_its_encoding(head: str, encoding: str, text: str) -> None:
    page = f"<html><head>{head}</head><body><p>{text}</p></body></html>"
    assert decode(page.encode(encoding)) == page


def test_a_declaration_that_cannot_be_true_is_not_believed() -> None:
    page = f'<meta charset="big5"><p>{HANS}</p>'
    assert decode(page.encode("gbk")) == page


def test_a_false_declaration_yields_to_utf8() -> None:
    page = f'<meta charset="gb2312"><p>{HANS}</p>'
    assert decode(page.encode()) == page


@pytest.mark.parametrize("label", ["rot13", "zip", "unicode_escape", "utf-7", "idna", "nonsense"])
def test_only_encodings_of_the_web_are_believed(label: str) -> None:
    page = f'<meta charset="{label}"><p>{GERMAN}</p>'
    assert decode(page.encode()) == page


@given(st.text())
@example("0\0\x80\x80")
@example("1\0")
def test_utf8_comes_back_or_is_called_binary(text: str) -> None:
    try:
        is_utf16_too = "\0" in text and text.isascii()  # Western text in UTF-16 is ASCII with NULs
        assert decode(text.encode()) == text.removeprefix("\ufeff") or is_utf16_too
    except BinaryFileError:
        assert any(ord(character) < 32 or character == "\x7f" for character in text)
    except EncodingError:
        assert text.startswith("\ufeff")


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(BinaryFileError, EncodingError):
        assert isinstance(decode(data), str)
