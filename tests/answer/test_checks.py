"""Each layer on true sentences and on the same ones spoilt, within a language and across languages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.answer.checks import Sentence, malformed, objection
from rag.text.language import detect
from rag.text.sentences import split_clauses
from rag.types import Evidence, Language, Span
from tests.answer.seeds import document


def cited(quote: str, *, context: str = "", speaker: str = "", published: str | None = None) -> Evidence:
    return Evidence(
        1, document(quote, published=published), Span(0, len(quote)), quote, detect(quote), 1.0, context, speaker
    )


def said_against(sentence: str, quote: str, language: Language | None = None, **more: str) -> str | None:
    return objection(
        Sentence(sentence, language or detect(sentence)), [cited(quote, **more)], ["Scholz", "Kaliningrad"]
    )


BRIDGE = "Macron said on 12 July that 11 bridges near Strasbourg would be closed."
BRIDGE_ZH = "马克龙7月12日表示，斯特拉斯堡附近的十一座桥将关闭。"
BRIDGE_DE = "Macron sagte am 12. Juli, elf Brücken bei Straßburg würden geschlossen."


@pytest.mark.parametrize("quote", [BRIDGE, BRIDGE_ZH, BRIDGE_DE])
@pytest.mark.parametrize(
    "sentence",
    [
        "Macron said that 11 bridges would be closed.",
        "On 12 July Macron announced the closing of eleven bridges near Strasbourg.",
        "Macron sagte am 12. Juli, dass elf Brücken geschlossen würden.",
        "马克龙说，11座桥将关闭。",
        "馬克龍7月12日表示，十一座橋將關閉。",
        "Near Strasbourg, bridges will be closed.",
    ],
)
def test_true_sentences_pass_in_every_pair_of_languages(sentence: str, quote: str) -> None:
    assert said_against(sentence, quote, speaker="马克龙" if quote == BRIDGE_ZH else "Macron") is None


@pytest.mark.parametrize("quote", [BRIDGE, BRIDGE_ZH, BRIDGE_DE])
@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Macron said that 12 bridges would be closed.", "number 12"),
        ("Macron sagte, dass zwölf Brücken geschlossen würden.", "number zwölf"),
        ("马克龙说，12座桥将关闭。", "number 12"),
        ("On 13 July Macron announced the closing of bridges.", "date 13 July"),
        ("Am 12. August kündigte Macron die Schließung an.", "date 12. August"),
        ("馬克龍7月13日表示，十一座橋將關閉。", "date 7月13日"),
        ("Scholz said that 11 bridges would be closed.", "Scholz"),
        ("Scholz sagte, dass elf Brücken geschlossen würden.", "Scholz"),
        ("拉夫罗夫说，11座桥将关闭。", "拉夫罗夫"),
        ("Macron said that 11 bridges would not be closed.", "denies"),
        ("Macron sagte, dass elf Brücken nicht geschlossen würden.", "denies"),
        ("马克龙说，11座桥不会关闭。", "denies"),
        ("Macron said that 11 bridges near Kaliningrad would be closed.", "Kaliningrad"),
    ],
)
def test_spoilt_sentences_fail_and_it_is_said_why(sentence: str, said: str, quote: str) -> None:
    told = said_against(sentence, quote, speaker="马克龙" if quote == BRIDGE_ZH else "Macron")
    assert told is not None
    assert said in told


def test_a_sentence_that_cites_nothing() -> None:
    assert objection(Sentence("He came.", "en"), []) == "it cites none of the excerpts"


# Quotations


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("他说“会谈非常成功”。", "他说,“会谈非常成功”。", False),
        ("他說「會談非常成功」。", "他说,“会谈非常成功”。", False),
        ("他说“会谈特别成功”。", "他说,“会谈非常成功”。", True),
        ("He said “the talks went very well”.", "He said that the talks went very well.", False),
        ("He said “the talks went rather well”.", "He said that the talks went very well.", True),
        ("He said “the talks went very well”.", "他说,“会谈非常成功”。", False),  # a translation: meaning judges it
        ("Er sagte: „Die Gespräche liefen sehr gut.“", "„Die Gespräche liefen sehr gut“, sagte er.", False),
        ("Er sagte: „Die Gespräche liefen sehr schlecht.“", "„Die Gespräche liefen sehr gut“, sagte er.", True),
    ],
)
def test_words_in_quotation_marks_are_verbatim(sentence: str, quote: str, fails: bool) -> None:
    told = said_against(sentence, quote, detect(sentence))
    assert (told is not None and "quotation marks" in told) is fails


# Dates


@pytest.mark.parametrize(
    ("sentence", "quote", "published", "fails"),
    [
        ("They met on 12 July 2025.", "They met on 12 July.", "2025-07-13", False),
        ("They met on 12 July 2024.", "They met on 12 July.", "2025-07-13", True),
        ("They met on 12 July 2025.", "They met on 12 July.", "--07-13", True),
        ("They met on 12 July.", "12日双方会面。", "--07-13", False),
        ("They met on 12 August.", "12日双方会面。", "--07-13", True),
        ("They met on 18 October 2023.", "双方周三会面。", "2023-10-19", False),
        ("They met on 17 October 2023.", "双方周三会面。", "2023-10-19", True),
        ("They met on Wednesday.", "双方周三会面。", None, False),
        ("They met on Thursday.", "双方周三会面。", None, True),
        ("They met on 13 July.", "They met in Wonsan.", "--07-13", True),  # the page's date is not the event's
        ("They met in 2018.", "他们2018年5月下旬会面。", None, False),
        ("They met in 2019.", "他们2018年5月下旬会面。", None, True),
    ],
)
def test_dates_are_stated_or_follow_from_the_dateline(
    sentence: str, quote: str, published: str | None, fails: bool
) -> None:
    told = objection(Sentence(sentence, "en"), [cited(quote, published=published)])
    assert (told is not None and "date" in told) is fails


# Numbers


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("It lasted three hours.", "会谈持续了3个小时。", False),
        ("It lasted three hours.", "会谈持续了3分钟。", True),
        ("It cost 1,200 euros.", "Es kostete 1.200 Euro.", False),
        ("It cost 1.2 euros.", "Es kostete 1.200 Euro.", True),
        ("One bridge was closed.", "The bridge was closed.", False),
        ("Sie zahlten 2,5 Millionen Euro.", "They paid 2.5 million euros.", False),
        ("他们付了二百五十万欧元。", "They paid 2.5 million euros.", False),
        ("他们付了二百六十万欧元。", "They paid 2.5 million euros.", True),
        ("The ferry takes 75 minutes.", "The ferry takes an hour and a quarter.", False),
        ("Die Fähre braucht eine Stunde und 15 Minuten.", "The ferry takes an hour and a quarter.", False),
        ("The ferry takes an hour and a half.", "The ferry takes an hour and a quarter.", True),
        ("渡轮要一小时三刻钟。", "The ferry takes an hour and a quarter.", True),
        ("The ferry leaves at 7:15 a.m.", "渡轮早上七点一刻出发。", False),
        ("渡轮七点三刻出发。", "渡轮早上七点一刻出发。", True),
        (
            "75 percent of the patients slept better.",
            "Bei drei Vierteln der Patienten besserte sich der Schlaf.",
            False,
        ),
    ],
)
def test_numbers_agree_across_languages(sentence: str, quote: str, fails: bool) -> None:
    told = said_against(sentence, quote)
    assert (told is not None and "number" in told) is fails


# Negation


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("He has no interest in it.", "答:我们对此没有特别的兴趣。", False),
        ("He has an interest in it.", "我们对此没有特别的兴趣。", True),
        ("It was proposed by the leader.", "这是领导人提议的，我们没有理由拒绝。", False),
        ("They support it unconditionally.", "他们无条件支持。", False),
        ("It is not only long but wide.", "It is long and wide.", False),
        ("Er kam am Montag nicht.", "He did not come on Monday.", False),
        ("Er kam am Montag.", "He did not come on Monday.", True),
        ("It is impossible not to see it.", "It is not possible to overlook it.", False),
        ("他从未来过。", "Er ist nie gekommen.", False),
        ("他曾经来过。", "Er ist nie gekommen.", True),
    ],
)
def test_denials_stay_denials(sentence: str, quote: str, fails: bool) -> None:
    told = said_against(sentence, quote)
    assert (told is not None and ("denies" in told)) is fails


# Speakers


@pytest.mark.parametrize(
    ("sentence", "speaker", "fails"),
    [
        ("Macron said the talks went well.", "马克龙", False),
        ("Macron said the talks went well.", "法国总统马克龙", False),
        ("Scholz said the talks with Macron went well.", "马克龙", True),
        ("马克龙说会谈成功。", "Macron", False),
        ("The talks went well.", "马克龙", False),
    ],
)
def test_nobody_says_what_another_said(sentence: str, speaker: str, fails: bool) -> None:
    quote = "他说，同舒尔茨的会谈非常成功。" if speaker != "Macron" else "He said the talks with Scholz went well."
    told = said_against(sentence, quote, speaker=speaker)
    assert (told is not None and ("speaks" in told or "mention" in told)) is fails


def test_who_is_not_named_as_speaking_may_still_be_mentioned() -> None:
    assert said_against("Macron said the talks failed.", "Macron's view is that the talks failed.") is None


# Language


@pytest.mark.parametrize(
    ("sentence", "language", "fails"),
    [
        ("The talks went very well for all of them.", "en", False),
        ("The talks 非常成功 for all of them.", "en", True),
        ("Lawrow sagte, „会谈非常成功“.", "de", False),
        ("Lawrow sagte, „the 会谈 were very successful 成功“.", "de", True),
        ("Lawrow said that the talks were a great success for them.", "de", True),
        ("会谈（talks）非常成功。", "zh-Hans", False),
        ("会谈 was very successful 对 both sides 来说。", "zh-Hans", True),
        ("The talks were a success.", "zh-Hant", True),
        ("他说要加强合作和共同 steps。", "zh-Hans", True),
        ("立場是支持和 lend其聲音。", "zh-Hant", True),
        ("车重5 kg，时速20km，型号 iPhone 15，见 example.com。", "zh-Hans", False),
        ("他在推文（tweet）中这样说。", "zh-Hans", False),
        ("欧盟的 Ursula von der Leyen 看了《The Lord of the Rings》。", "zh-Hans", False),
        ("会谈非常成功。", "zh-Hant", False),  # the script is converted, not refused
    ],
)
def test_broken_language(sentence: str, language: Language, fails: bool) -> None:
    told = malformed(Sentence(sentence, language))
    assert (told is not None and "written in" in told) is fails


def test_chinese_may_use_the_latin_words_of_chinese_texts() -> None:
    sentence = Sentence("他在 tweet 中说会谈成功。", "zh-Hans")
    assert malformed(sentence, ["他在 tweet 中说了什么？"]) is None
    assert malformed(sentence, ["He said so in a tweet."]) is not None


@pytest.mark.parametrize("sentence", ["11", "ZEBRA-7.", "13. Juli", "会谈。", "Kim Jong"])
def test_a_bare_word_is_no_answer(sentence: str) -> None:
    told = malformed(Sentence(sentence, "en"))
    assert told == "it is not a full sentence"


# Names: what completes a quote and what only stands beside it


def named_against(
    sentence: str,
    quote: str,
    *,
    known: Sequence[str] = (),
    elsewhere: Sequence[str] = (),
    question: str = "",
    **more: str,
) -> str | None:
    told = objection(
        Sentence(sentence, detect(sentence)), [cited(quote, **more)], known, question=question, elsewhere=elsewhere
    )
    return told if told and "mention" in told else None


KURSK = "他说,“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州”。"
WHO_SAYS = "拉夫罗夫12日在招待会上说,他当天与金正恩进行了“长时间的谈话”。"


def test_the_sentence_that_says_who_he_is_lends_no_other_name() -> None:
    wrong = "Lawrow sagte, dass Kim Jong Un mit den russischen Soldaten kämpfte, um Kursk zu befreien."
    true = "Lawrow sagte, dass die Koreanische Volksarmee mit den russischen Soldaten Kursk befreite."
    asked = "Was hat Lawrow über Kursk gesagt?"
    more = {"context": WHO_SAYS, "speaker": "拉夫罗夫"}
    known = ["Lawrow", "金正恩", "拉夫罗夫"]
    assert named_against(wrong, KURSK, known=known, question=asked, **more) is not None
    assert named_against(true, KURSK, known=known, question=asked, **more) is None


@pytest.mark.parametrize(
    ("sentence", "quote", "more", "fails"),
    [
        # words to someone: the sentence before names him
        (
            "Kim said so to Macron.",
            "金正恩说:“您来了。”",
            {"context": "马克龙问候了金正恩。", "speaker": "金正恩"},
            False,
        ),
        (
            "Kim said so to Macron.",
            "金正恩说:“他来了。”",
            {"context": "马克龙问候了金正恩。", "speaker": "金正恩"},
            True,
        ),
        # a nameless quote is about whom the sentence before names
        ("Macron stayed for an hour.", "会谈持续一小时。", {"context": "马克龙抵达柏林。"}, False),
        # countries in one character or in initials
        ("Russia answered at once.", "俄方立即予以响应。", {}, False),
        ("France answered at once.", "俄方立即予以响应。", {}, True),
        ("美国立即回应。", "The US answered at once.", {}, False),
        ("英国立即回应。", "The US answered at once.", {}, True),
        # places that no list of countries has
        ("He flew to Beijing.", "他飞往北京。", {}, False),
        ("He flew to Beijing.", "他飞往莫斯科。", {}, True),
        ("他飞往西伯利亚。", "Er flog in die Sowjetunion.", {}, True),
        # adjectives name languages and kinds, too
        ("Im chinesischen Teil steht es anders.", "In the other part it reads otherwise.", {}, False),
        # two spellings of one name, and two bearers of one surname
        ("Putin came to the bridge.", "普京来到桥上。", {}, False),
        ("普丁來到橋上。", "普京来到桥上。", {}, False),
        ("Wladimir Putin kam zur Brücke.", "Vladimir Putin came to the bridge.", {}, False),
        ("Kyrylo Scholz came to the bridge.", "Kyrylo Budanov came to the bridge.", {}, True),
    ],
)
def test_names_across_scripts(sentence: str, quote: str, more: dict[str, str], fails: bool) -> None:
    assert (named_against(sentence, quote, **more) is not None) is fails


def test_a_namesake_in_the_question_takes_the_name_in_the_other_script() -> None:
    quote, asked = "拉夫罗夫转达了对金正恩的问候。", "Whom did Lavrov greet, Kim Jong Un?"
    given = {"known": ["Lavrov", "Kim Jong Un"], "question": asked}
    assert named_against("He brought greetings to Kim Jong Un.", quote, **given) is None  # type: ignore[arg-type]
    assert named_against("He brought greetings to Kim Il Sung.", quote, **given) is not None  # type: ignore[arg-type]


def test_the_question_names_may_be_used_and_a_known_name_is_one_wherever_it_stands() -> None:
    sentence, quote = "In Berlin wartete Rudenko.", "他在等待。"
    assert named_against("Rudenko was waiting there.", quote, question="Where was Rudenko waiting?") is None
    assert named_against(sentence, quote, question="Wer wartete in Berlin?", elsewhere=["鲁登科"]) is not None
    assert named_against(sentence, quote, question="Wer wartete in Berlin?") is not None  # German has no such word
    sentence = "In Berlin wartete Wagner."  # a cartwright, too
    assert named_against(sentence, quote, question="Wer wartete in Berlin?") is None


def test_what_we_call_ours_is_the_country_that_the_passages_name() -> None:
    quote = "拉夫罗夫说:“我们的大使应该是第一个。”"
    assert named_against("Russia's ambassador comes first.", quote, known=["俄罗斯"]) is None
    assert named_against("Japan's ambassador comes first.", quote, known=["俄罗斯"]) is not None


# Numbers, dates and quotations that only nearly agree


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("The two countries will go on.", "Frankreich und Polen machen weiter.", False),
        ("两国将继续会谈。", "Frankreich und Polen machen weiter.", False),
        ("They met twice as two presidents do.", "双方总统会晤。", False),
        ("He answered two questions.", "他回答了11个问题。", True),
        ("It costs 5 pounds.", "Es kostet 5 Pfund.", False),
    ],
)
def test_two_of_a_pair_is_no_number(sentence: str, quote: str, fails: bool) -> None:
    told = said_against(sentence, quote)
    assert (told is not None and "number" in told) is fails


@pytest.mark.parametrize(
    ("sentence", "published", "question", "fails"),
    [
        ("In October 2023 they met.", "2023-10-19", "", False),  # the month of the page
        ("In October 2022 they met.", "2023-10-19", "", True),
        ("On 19 October 2023 they met.", "2023-10-19", "", True),  # but not its day
        ("In July they met.", "2023-10-19", "Where did they meet in July?", False),  # the question's own
    ],
)
def test_months_of_the_page_and_of_the_question(sentence: str, published: str, question: str, fails: bool) -> None:
    told = objection(Sentence(sentence, "en"), [cited("双方会面。", published=published)], question=question)
    assert (told is not None and "date" in told) is fails


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("有“pelmeni”饺子吃。", "有「pelmeni」餃子。", False),
        ("有“pelmani”饺子吃。", "有「pelmeni」餃子。", True),  # Latin letters in a Chinese quote
        ("他说“雨水”泡坏了电池。", "电池因为“雨水”浸泡而损坏。", False),
        ("他说“雨雨”泡坏了电池。", "电池因为“雨水”浸泡而损坏。", True),
        ("Im Text heißt es: „电池因为雨水浸泡而破坏“.", "电池因为“雨水”浸泡而损坏。", True),
        ("Im Text heißt es: „Die Batterie wurde nass“.", "电池因为“雨水”浸泡而损坏。", False),
    ],
)
def test_a_near_quotation_is_an_altered_one(sentence: str, quote: str, fails: bool) -> None:
    told = said_against(sentence, quote)
    assert (told is not None and "quotation marks" in told) is fails


# Negation, clause by clause


def by_words(clause: str, evidence: Sequence[Evidence]) -> list[tuple[str, float]]:
    """Nearness by shared letters, for quotes in the sentence's own language."""
    parts = [span.of(one.quote) for one in evidence for span in split_clauses(one.quote)]
    return [(part, len(set(clause) & set(part)) / len(set(clause) | set(part))) for part in parts]


@pytest.mark.parametrize(
    ("sentence", "fails"),
    [
        ("这是领导人提议的。", False),
        ("这不是领导人提议的。", True),
        ("这是领导人提议的，我们没有理由离开。", False),
        ("这不是领导人提议的，我们没有理由离开。", True),
        ("我们没有理由离开。", False),
    ],
)
def test_a_denial_elsewhere_in_the_quote_excuses_no_other(sentence: str, fails: bool) -> None:
    quote = "这是领导人提议的，对方予以响应，我们没有理由离开。"
    told = objection(Sentence(sentence, "zh-Hans"), [cited(quote)], nearness=by_words)
    assert (told is not None and "denies" in told) is fails


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("They will neither wait nor talk.", "他们不会等待，也不会谈。", False),
        ("They will both wait and talk.", "他们不会等待，也不会谈。", True),
        ("The support is firm.", "这种支持坚定不移。", False),
        ("It is a troubling turn.", "这是一个令人不安的转折。", False),
        ("Accounts differ on it.", "对此说法不一。", False),
        ("He won without a licence.", "他没有执照，却赢了。", False),
        ("Sie hat nicht abgesagt.", "她没有取消。", False),
        ("Sie hat abgesagt und kommt nie.", "她会来的。", True),
        ("他並未抵達機場。", "He arrived at the airport.", True),
        ("他未曾抵达机场。", "Er kam am Flughafen an.", True),
        ("He didn't arrive there.", "他抵达了那里。", True),
    ],
)
def test_denials_and_what_only_looks_like_one(sentence: str, quote: str, fails: bool) -> None:
    told = said_against(sentence, quote)
    assert (told is not None and "denies" in told) is fails


# Speakers of other scripts and in other orders


@pytest.mark.parametrize(
    ("sentence", "speaker", "fails"),
    [
        ("Kim Jong Un said it went well.", "拉夫罗夫", True),
        ("Kim Jong Un said it went well.", "金正恩", False),
        ("普京说会谈顺利。", "Sergei Lawrow", True),
        ("这话是崔善姬对他说的。", "金正恩", True),
        ("这话是金正恩对他说的。", "金正恩", False),
        ("Others said it went well.", "拉夫罗夫", False),
    ],
)
def test_speakers_across_scripts(sentence: str, speaker: str, fails: bool) -> None:
    told = objection(
        Sentence(sentence, detect(sentence)),
        [cited("会谈非常成功。", speaker=speaker)],
        question="Kim Jong Un, 普京, 崔善姬, 金正恩?",
    )
    assert (told is not None and ("speaks" in told or "mention" in told)) is fails


KURSK = "他说,“朝鲜人民军与俄罗斯士兵并肩作战,解放了俄库尔斯克州”。"


@pytest.mark.parametrize(
    ("sentence", "is_true"),
    [
        ("He said they fought side by side and liberated the Russian region of Kursk.", True),
        ("He said they fought side by side and liberated the Kursk oblast in Russia.", True),
        ("He said they fought side by side and liberated the Russian city of Kursk.", False),
        ("Er sagte, sie hätten die russische Region Kursk befreit.", True),
        ("Er sagte, sie hätten die russische Stadt Kursk befreit.", False),
        ("他说他们解放了库尔斯克州。", True),
        ("他說他們解放了庫爾斯克市。", False),
    ],
)
def test_a_region_is_no_city(sentence: str, is_true: bool) -> None:
    assert (said_against(sentence, KURSK) is None) == is_true


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Fighting goes on in the city of Kursk.", "Fighting goes on in Kursk, in the city and in the Kursk region."),
        ("The city of Moscow was calm.", "莫斯科平静。"),
        ("In der Stadt Samara wurde gefeiert.", "In Samara, the capital of the Volga region, people celebrated."),
    ],
)
def test_a_place_whose_kind_no_quote_tells_may_be_called_a_city(sentence: str, quote: str) -> None:
    assert said_against(sentence, quote) is None
