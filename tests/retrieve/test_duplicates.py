from __future__ import annotations

from rag.retrieve.duplicates import distinct

STORY = "据新华社北京7月13日电，应朝鲜外务省邀请，俄罗斯外长拉夫罗夫11日晚抵达元山葛麻机场，开始对朝鲜进行访问。"
TRADITIONAL = "據新華社北京7月13日電,應朝鮮外務省邀請,俄羅斯外長拉夫羅夫11日晚抵達元山葛麻機場,開始對朝鮮進行訪問。"
ENGLISH = "The company sold 1,200 cars in March, the ministry of transport in the capital said on Tuesday evening."


def kept(*texts: str) -> list[str]:
    return list(distinct((text, text) for text in texts))


def test_a_reprint_in_another_script_and_punctuation_is_the_same() -> None:
    assert kept(STORY, TRADITIONAL) == [STORY]


def test_a_part_of_what_was_shown_is_the_same() -> None:
    assert kept(f"{STORY}他会见了外务相崔善姬。", STORY) == [f"{STORY}他会见了外务相崔善姬。"]


def test_what_contains_a_shown_part_is_the_same() -> None:
    """A place was spent on the story; its longer version brings little."""
    assert kept(STORY, f"{STORY}他会见了崔善姬。") == [STORY]


def test_one_template_with_other_figures_is_other_news() -> None:
    assert kept(ENGLISH, ENGLISH.replace("1,200", "1,300")) == [ENGLISH, ENGLISH.replace("1,200", "1,300")]
    assert len(kept(STORY, STORY.replace("11日", "14日"))) == 2
    assert (
        len(
            kept("会谈持续了三十五分钟，双方没有签署任何协议。" * 2, "会谈持续了四十五分钟，双方没有签署任何协议。" * 2)
        )
        == 2
    )


def test_another_name_is_other_news() -> None:
    assert len(kept(ENGLISH, ENGLISH.replace("company", "city of Ulm"))) == 2


def test_translations_are_not_the_same() -> None:
    assert len(kept(STORY, "Lawrow traf am 11. Juli auf dem Flughafen Kalma in Wonsan ein.")) == 2


def test_short_and_empty_texts() -> None:
    assert kept("", "a", "a", "b", "🙂") == ["", "a", "b"]
