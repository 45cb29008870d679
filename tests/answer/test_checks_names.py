"""Names and nations between languages, and who is said to have spoken: made-up sentences, in the ways news has them."""

from __future__ import annotations

import pytest

from rag.answer.checks import Sentence, objection
from rag.answer.checks.absence import is_near
from rag.answer.checks.nations import is_demonym, means_nation
from rag.types import Language
from tests.answer.test_checks import cited


def told(sentence: str, language: Language, quote: str, **more: str) -> str | None:
    return objection(Sentence(sentence, language), [cited(quote, **more)])


@pytest.mark.parametrize(
    ("sentence", "language", "quote", "fails"),
    [
        # a nation in place of the country, within and across languages
        ("Chile will negotiate.", "en", "The Chilean side will negotiate.", False),
        ("智利将谈判。", "zh-Hans", "Die chilenische Seite wird verhandeln.", False),
        ("美國人民看到了。", "zh-Hant", "The American people saw it.", False),
        ("一些土耳其人抗议。", "zh-Hans", "Einige Deutschtürken protestierten.", False),
        ("The Bolivian side spoke first.", "en", "玻利维亚方面首先发言。", False),
        ("Schools grew throughout Latin America.", "en", "学校遍及整个拉丁美洲。", False),
        ("智利将谈判。", "zh-Hans", "The child will negotiate.", True),
        ("Chile will negotiate.", "en", "The Peruvian side will negotiate.", True),
        ("American soldiers freed the town.", "en", "Korean soldiers freed the town.", True),
        ("American soldiers freed the town.", "en", "美国士兵解放了该镇。", False),
        ("Der chinesische Präsident kam.", "de", "The American president came.", True),
        ("She met the Chinese president.", "en", "她会见了中国国家主席。", False),
        ("They took Chinese lessons.", "en", "他们上汉语课。", False),
        # a sound that belongs to two places
        ("男孩被送到圣地亚哥。", "zh-Hans", "The boy was taken to San Diego.", False),
        ("男孩被送到圣地亚哥。", "zh-Hans", "The boy was taken to Boston.", True),
        # within a language a name is spelled, not merely like another in sound
        ("They vote in Boston on it.", "en", "They vote in Beston on it.", True),
        ("Peter Murchie stood for the Senate.", "en", "Patrick Morrisey stood for the Senate.", True),
        # across scripts a short name lacks no strong sound
        ("总统布达诺夫的问候已转达。", "zh-Hans", "Greetings from President Putin were given.", True),
        ("总统普京的问候已转达。", "zh-Hans", "Greetings from President Putin were given.", False),
        ("庫爾斯克的螃蟹很有名。", "zh-Hant", "堪察加的螃蟹很有名。", True),
        ("Evo Morales came second.", "en", "Evo Garcia wurde Zweiter.", False),  # half of it is there
        ("Todd Palin came second.", "en", "Ein Mann wurde Zweiter.", True),
        # German nouns side by side, and at the head of a sentence
        ("Über 20 Millionen Zuschauer sahen zu.", "de", "More than 20 million people watched.", False),
        ("Beide Kirchen wurden gebaut.", "de", "Both churches were built.", False),
        ("Er trank auf Baerbocks Gesundheit.", "de", "他为普京的健康干杯。", True),
        ("Er trank auf Putins Gesundheit.", "de", "他为普京的健康干杯。", False),
        # characters of a name inside a word
        ("气温波动很大。", "zh-Hans", "Temperatures swing wildly.", False),
        ("他们跑过了十年。", "zh-Hans", "They ran for a decade.", False),
        ("Rain reaches the Four Corners.", "en", "暴雨将至四角地区。", False),
    ],
)
def test_names_and_numbers_between_languages(sentence: str, language: Language, quote: str, fails: bool) -> None:
    found = told(sentence, language, quote)
    assert (found is not None) is fails, found


@pytest.mark.parametrize(
    ("one", "other", "near"), [("ptnf", "ptn", False), ("kfnk", "kfn", True), ("klsk", "knsk", False)]
)
def test_short_names_differ_by_a_weak_sound_only(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) is near


def test_nations() -> None:
    assert means_nation("mk", "die mazedonischen Wähler")
    assert means_nation("gb", "the English civil wars")
    assert not means_nation("cl", "the child is chilly")
    assert is_demonym("Bolivian")
    assert not is_demonym("Guardian")


MEETING = {
    "en": "Macron said he would meet Scholz in Berlin.",
    "de": "Macron sagte, er werde Scholz in Berlin treffen.",
    "zh-Hans": "马克龙表示，他将在柏林会见朔尔茨。",
    "zh-Hant": "馬克龍表示，他將在柏林會見朔爾茨。",
}
KNOWN = ["Macron", "Scholz", "马克龙", "朔尔茨"]


@pytest.mark.parametrize("language", MEETING)
@pytest.mark.parametrize(
    ("quote", "fails"),
    [
        ("图为朔尔茨抵达柏林机场。", True),
        ("图为马克龙和朔尔茨在柏林。", True),
        ("Foto: Macron und Scholz in Berlin.", True),
        ("Photo: Macron and Scholz in Berlin.", True),
        ("马克龙说，希望在柏林会见朔尔茨。", False),
        ("Macron told Scholz that he would meet him in Berlin.", False),
        ("Macron teilte mit, er werde Scholz in Berlin treffen.", False),
        ("他说，希望在柏林会见朔尔茨。", False),  # who he is may stand before it
    ],
)
def test_nobody_says_anything_in_a_caption(language: Language, quote: str, fails: bool) -> None:
    question = "What did Macron (马克龙) say about Scholz (朔尔茨)?"
    found = objection(Sentence(MEETING[language], language), [cited(quote)], KNOWN, question=question)
    assert (found is not None and "speaks" in found) is fails, found


def test_the_question_does_not_make_its_name_the_speaker_of_another_ones_words() -> None:
    quote = "Scholz replied that the talks had gone well."
    asked = "What did Macron say?"
    found = objection(Sentence("Macron said that the talks had gone well.", "en"), [cited(quote)], question=asked)
    assert found is not None


@pytest.mark.parametrize(
    ("sentence", "language", "fails"),
    [
        (
            "Budanov said the talks had failed.",
            "en",
            True,
        ),  # nobody else has the name, but a noun would have an article
        ("Das sagte Budanow am Ende.", "de", True),
        ("Another said the talks had failed.", "en", False),
        ("Officials said the talks had failed.", "en", False),
        ("Macron said the talks had failed.", "en", False),
    ],
)
def test_a_word_that_speaks_without_an_article_is_a_name(sentence: str, language: Language, fails: bool) -> None:
    found = told(sentence, language, "马克龙说，会谈失败了。", speaker="马克龙")
    assert (found is not None) is fails, found


def test_a_given_name_may_be_that_of_the_surname_that_speaks() -> None:
    quote = cited("Harington glaubt, dass es daran liegt.", speaker="Harington")
    assert objection(Sentence("Kit believes that it is due to that.", "en"), [quote], ["Kit", "Kit Harington"]) is None


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("Macron never said that it was agreed.", "马克龙说，这已经商定，没有理由拒绝。", True),
        ("马克龙没有说，这已经商定。", "Macron said that it was agreed and that there was no reason to wait.", True),
        ("Macron hat das nicht gesagt.", "Macron did not say so.", False),
        ("Macron said nothing about Kursk.", "Macron said that he would not go to Kursk.", True),
        ("Macron said nothing about Kursk.", "Macron did not mention Kursk.", False),
        ("It is unknown when Macron arrived.", "Macron arrived in Bonn on Monday.", True),
        ("It is unknown when Macron arrived.", "Es ist unklar, wann Macron eintraf.", False),
        ("目前尚不清楚马克龙何时抵达。", "Officials would not say when Macron arrived.", False),
        ("He met him in Bonn.", "他在波恩会见了他，而不是在柏林。", False),
        ("Travelling there is hard.", "去那里不是件容易的事。", False),
        ("Nobody may enter the house.", "任何人不得进入该楼。", False),
        ("She could not help crying.", "她忍不住大哭。", False),
    ],
)
def test_denials_of_saying_and_idioms(sentence: str, quote: str, fails: bool) -> None:
    language: Language = "zh-Hans" if "马" in sentence else "de" if " hat " in sentence else "en"
    found = told(sentence, language, quote)
    assert (found is not None and "denies" in found) is fails, found


ROWING = "Die Ruderin Mia Schuster gewann am Samstag in Luzern die Silbermedaille im Einer."
CHAIR = "Vorsitzende ist seit 2019 Dr. Katharina Brandl, die auch das Archiv leitet."


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        # a person's name is one wherever it stands
        ("Hans Müller gewann in Luzern die Silbermedaille im Einer.", ROWING, True),
        ("Svenja Petersen gewann in Luzern die Silbermedaille im Einer.", ROWING, True),
        ("In Luzern gewann Svenja Petersen die Silbermedaille im Einer.", ROWING, True),
        ("Mia Schuster gewann in Luzern die Silbermedaille im Einer.", ROWING, False),
        ("Vorsitzende ist seit 2019 Dr. Angela Merkel.", CHAIR, True),
        ("Vorsitzende ist seit 2019 Dr. Hansen.", CHAIR, True),
        ("Angela Merkel ist seit 2019 Vorsitzende.", CHAIR, True),
        ("Vorsitzende ist seit 2019 Dr. Katharina Brandl.", CHAIR, False),
        ("Katharina Brandl ist seit 2019 Vorsitzende.", CHAIR, False),
        ("Emmanuel Macron traf am Montag ein.", "马克龙周一抵达。", False),
        ("Emmanuel Macron traf am Montag ein.", "普京周一抵达。", True),
        # what else opens a sentence before a noun is no name
        ("Neue Regeln gelten für Schulen.", "New rules apply to schools.", False),
        ("Rote Äpfel sind süß.", "Red apples are sweet.", False),
        ("Erstmals Frauen im Chor: Sie sangen.", "Women sang in the choir for the first time.", False),
        ("Deutsche Bahn: Die Preise steigen.", "The railway is raising its prices.", False),
    ],
)
def test_a_full_name_counts_where_a_german_sentence_opens_and_behind_a_title(
    sentence: str, quote: str, fails: bool
) -> None:
    found = told(sentence, "de", quote)
    assert (found is not None) is fails, found


@pytest.mark.parametrize(
    ("sentence", "language", "quote"),
    [
        ("Der Mietvertrag endet Ende Februar 2024.", "de", "租约于2024年2月底到期。"),
        ("Man darf ab 9 Uhr 30 Minuten bleiben.", "de", "上午9点起，最多可停留30分钟。"),
        ("Die Gebühr stieg um drei Prozent.", "de", "费用上涨3%。"),
        ("Die Gebühr beträgt 3000 Neue Taiwan-Dollar.", "de", "费用为3000新台币。"),
        ("The fee is 3000 New Taiwan dollars.", "en", "费用为3000新台币。"),
        ("The temperature is three degrees Celsius.", "en", "温度为3°C。"),
        (
            "Treasurer Ole Petersen said that the accounts were correct.",
            "en",
            "„Die Kasse stimmt“, sagte Kassenwart Ole Petersen.",
        ),
        ("Deputy mayor He Lifang said that the bridge will open.", "en", "副市长何丽芳表示，桥将开放。"),
    ],
)
def test_nouns_of_measure_money_and_office_are_no_names(sentence: str, language: Language, quote: str) -> None:
    known = ["Ende", "Uhr", "Minuten", "Prozent", "Celsius"]
    evidence = cited(quote, speaker="Kassenwart Ole Petersen" if "Kassenwart" in quote else "")
    assert objection(Sentence(sentence, language), [evidence], elsewhere=known) is None
