from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.language import detect, is_cjk, same_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What did Lavrov say?", "en"),
        ("Was sagte Lawrow?", "de"),
        ("und Kim?", "de"),
        ("and Kim?", "en"),
        ("拉夫罗夫说了什么？", "zh-Hans"),
        ("拉夫羅夫對庫爾斯克說了什麼？", "zh-Hant"),
        ("他很好", "zh-Hans"),
        ("「他很好」", "zh-Hant"),
        ("拉夫罗夫 (Sergey Lavrov) 在 Wonsan 说了什么", "zh-Hans"),
        ("The town is called 元山 in Chinese, and Wonsan in Korean.", "en"),
        ("参见 https://www.example.org/a/long/address/in/english/words.html", "zh-Hans"),
        ("Que dit Lavrov à propos de Koursk ?", "fr"),
        ("Wie is de president van Frankrijk?", "nl"),
        ("Hvad sagde statsministeren om krigen?", "da"),
        ("Что сказал Лавров?", "ru"),
        ("ラブロフは何を言った", "ja"),
        ("라브로프는 뭐라고 말했나?", "ko"),
        ("ماذا قال لافروف عن كورسك؟", "ar"),
        ("Kursk Lavrov", "und"),
        ("🎉 123 !", "und"),
        ("", "und"),
    ],
)
def test_detect(text: str, language: str) -> None:
    assert detect(text) == language


def test_the_language_with_more_words_wins() -> None:
    chinese, english = "普京和金正恩保持经常接触，经常交流信息。", "They are in touch, and they will meet again."
    assert detect(chinese * 3 + english) == "zh-Hans"
    assert detect(chinese + english * 3) == "en"


@given(st.text())
def test_any_text_has_a_tag(text: str) -> None:
    assert detect(text).replace("-", "").isalpha()


def test_the_identifier_is_not_loaded_for_the_languages_served() -> None:
    program = (
        "import sys; from rag.text.language import detect\n"
        "assert [detect(t) for t in ('What did he say?', 'Was sagte er?', '他说什么')] == ['en', 'de', 'zh-Hans']\n"
        "assert 'py3langid' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_same_language() -> None:
    assert same_language("en", "en-GB")
    assert same_language("zh-Hant", "zh-TW")
    assert same_language("zh", "zh-Hans")
    assert not same_language("zh-Hant", "zh-Hans")
    assert not same_language("de", "en")


def test_is_cjk() -> None:
    assert all(map(is_cjk, "俄囗々〇カか한"))
    assert not any(map(is_cjk, "aß1。「 "))
