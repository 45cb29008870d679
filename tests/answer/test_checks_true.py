"""True sentences that rules of language let pass, beside spoilt ones that they do not: made up, as news has them."""

from __future__ import annotations

import pytest

from rag.answer.checks import Sentence, malformed, objection
from rag.answer.speaker import speakers
from rag.text.language import detect
from rag.types import Language, Span
from tests.answer.test_checks import cited


def told(sentence: str, language: Language, quote: str, **more: str) -> str | None:
    return objection(Sentence(sentence, language), [cited(quote, **more)])


def spoken(quote: str) -> str:
    """Whom the quote has speak, as evidence says it."""
    subject = speakers(quote, [Span(0, len(quote))], detect(quote))[0]
    return subject.of(quote) if subject else ""


def check(sentence: str, language: Language, quote: str, fails: bool, **more: str) -> None:
    found = told(sentence, language, quote, **more)
    assert (found is not None) is fails, found


def check_spoken(sentence: str, quote: str, fails: bool) -> None:
    """As `check`, in the language that the sentence is found to be in, of a quote that says itself who speaks."""
    check(sentence, detect(sentence), quote, fails, speaker=spoken(quote))


@pytest.mark.parametrize(
    ("sentence", "language", "quote", "fails"),
    [
        ("The storm reached 136 kilometres per hour.", "en", "风暴时速达 85 英里。", False),
        ("Der Hut ist 60 Zentimeter breit.", "de", "The hat is two feet wide.", False),
        ("雨量将达 6 英寸。", "zh-Hans", "Es fallen 15 Zentimeter Regen.", False),
        ("帽子寬 2 英尺。", "zh-Hant", "Der Hut ist 60 Zentimeter breit.", False),
        ("Rain of 3 to 6 inches is expected.", "en", "Erwartet werden 7,6 bis 15 Zentimeter Regen.", False),
        ("The storm is 385 miles off.", "en", "Der Sturm ist 620 Kilometer entfernt.", False),
        ("Der Sturm ist 622 Kilometer entfernt.", "de", "The storm is 385 miles off.", True),
        ("Der Hut ist 70 Zentimeter breit.", "de", "The hat is two feet wide.", True),
        ("风暴时速达 86 英里。", "zh-Hans", "Der Sturm erreicht 136 Kilometer pro Stunde.", True),
        ("帽子寬 3 英尺。", "zh-Hant", "Der Hut ist 60 Zentimeter breit.", True),
        ("Rain of 4 to 6 inches is expected.", "en", "Erwartet werden 7,6 bis 15 Zentimeter Regen.", True),
    ],
)
def test_measures_of_the_other_system(sentence: str, language: Language, quote: str, fails: bool) -> None:
    check(sentence, language, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "language", "quote", "fails"),
    [
        ("It is 1000 metres long.", "en", "Es ist 1 Kilometer lang.", False),
        ("It is 1000 metres long.", "en", "Es ist 1,1 Kilometer lang.", True),
        ("充電約需一個半小時。", "zh-Hant", "Charging takes about 90 minutes.", False),
        ("充電約需一個半小時。", "zh-Hant", "Charging takes about 80 minutes.", True),
        ("入职不满半年的员工不能申请。", "zh-Hans", "任職未滿六個月者不得申請。", False),
        ("Die Anlage leistet 45.000 Watt.", "de", "The plant supplies 45 kW.", False),
        ("Die Anlage leistet 45 MW.", "de", "The plant supplies 45 kW.", True),
        ("面积为78.5平方米。", "zh-Hans", "Die Wohnung hat 78,5 m².", False),
        ("长78.5米。", "zh-Hans", "Die Wohnung hat 78,5 m².", True),
        ("It takes 1.25 kg of flour and 500 ml of milk.", "en", "1.250 g Mehl mit 0,5 l Milch verrühren.", False),
        ("It takes 1.25 g of flour.", "en", "1.250 g Mehl mit 0,5 l Milch verrühren.", True),
        ("Store it at 25 degrees.", "en", "最高储存温度为25摄氏度。", False),
        ("Store it at 25 °F.", "en", "最高储存温度为25℃。", True),
        ("It has 16 MB of memory.", "en", "内存为16GB。", True),
        ("It cost 45,000 euros.", "en", "Das Feuerwerk kostete 45.000 Kronen.", True),
        ("It cost 45,000 kroner.", "en", "Das Feuerwerk kostete 45.000 Kronen.", False),
        ("Der Umsatz stieg um 25 Prozent.", "de", "Revenue rose by a quarter.", False),
        ("Der Umsatz stieg um 20 Prozent.", "de", "Revenue rose by a quarter.", True),
        ("平日加班費為工資的1.5倍。", "zh-Hant", "工作日加班按工资的150%支付加班费。", False),
        ("More than 60 percent winter in Taiwan.", "en", "超過六成在台灣度冬。", False),
        ("More than 60 percent winter in Taiwan.", "en", "超過五成在台灣度冬。", True),
        (
            "上半年利润减半至6000万欧元。",
            "zh-Hans",
            "Im ersten Halbjahr halbierte sich der Gewinn auf 60 Mio. Euro.",
            False,
        ),
    ],
)
def test_the_same_amount_in_another_unit(sentence: str, language: Language, quote: str, fails: bool) -> None:
    check(sentence, language, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "language", "quote", "fails"),
    [
        ("Five days at most may be carried over.", "en", "不超过5天可结转至下一年。", False),
        ("At least five days may be carried over.", "en", "不超过5天可结转至下一年。", True),
        ("存放溫度不得高於攝氏25度。", "zh-Hant", "最高储存温度为25℃。", False),
        ("存放溫度不得低於攝氏25度。", "zh-Hant", "最高储存温度为25℃。", True),
        ("Wool is washed at 60 degrees at most.", "en", "Wolle wird mit höchstens 60 Grad gewaschen.", False),
        ("Wool is washed at no less than 60 degrees.", "en", "Wolle wird mit höchstens 60 Grad gewaschen.", True),
        ("Der Umsatz stieg um 14 Prozent.", "de", "Revenue rose by 14 percent while costs fell.", False),
        ("Der Umsatz sank um 14 Prozent.", "de", "Revenue rose by 14 percent.", True),
        ("比前一年增加3500萬歐元。", "zh-Hant", "35 Millionen Euro weniger als im Vorjahr.", True),
        ("Only some 5,000 people stayed, more than 5,000.", "en", "人数减少到5000多人。", False),
    ],
)
def test_bounds_and_changes_are_not_turned_round(sentence: str, language: Language, quote: str, fails: bool) -> None:
    check(sentence, language, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "language", "quote", "fails"),
    [
        ("清洁前须拔下插头，切勿浸入水中。", "zh-Hans", "Pull the plug before cleaning and do not immerse it.", False),
        ("即可解约，不用付违约金。", "zh-Hans", "可以解除劳动合同，无需支付违约金。", False),
        ("Wer wegen höherer Gewalt nicht erfüllt, meldet es.", "de", "因不可抗力不能履行的一方应当通知对方。", False),
        (
            "1726年大火后，修道院未再重建。",
            "zh-Hans",
            "Nach dem Brand von 1726 wurde das Kloster nicht wieder aufgebaut.",
            False,
        ),
        (
            "1726年大火后，修道院再度重建。",
            "zh-Hans",
            "Nach dem Brand von 1726 wurde das Kloster nicht aufgebaut.",
            True,
        ),
    ],
)
def test_denials_of_contracts_and_manuals(sentence: str, language: Language, quote: str, fails: bool) -> None:
    check(sentence, language, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "language", "quote", "fails"),
    [
        ("He arrived on the 13th and left at once.", "en", "他7月13日抵达。", False),
        ("He stayed from the 12th until the 13th.", "en", "他7月12日抵达，7月13日离开。", False),
        ("He arrived on the 14th and left at once.", "en", "他7月13日抵达。", True),
        ("He came to the 13th summit.", "en", "他7月13日抵达。", True),
        ("Er kam zum 13. Gipfel.", "de", "他7月13日抵达。", True),
    ],
)
def test_an_ordinal_without_a_noun_is_a_day(sentence: str, language: Language, quote: str, fails: bool) -> None:
    check(sentence, language, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "language", "quote", "fails"),
    [
        # the adjective of a region, and the region in two spellings
        ("He spoke on Europe.", "en", "Er sprach über Europa.", False),
        ("他为欧洲赢了。", "zh-Hans", "He won for the European side.", False),
        ("他在蘇格蘭任教。", "zh-Hant", "Er lehrt an einer schottischen Schule.", False),
        ("It was a European victory.", "en", "Es war ein europäischer Sieg.", False),
        ("他为欧洲赢了。", "zh-Hans", "He won for the Asian side.", True),
        ("他在蘇格蘭任教。", "zh-Hant", "Er lehrt an einer bayerischen Schule.", True),
        # characters that spell a name only now and then, German and Slavic spellings
        ("They met Leslie Fleetwood.", "en", "他们见到了莱斯利·弗利特伍德。", False),
        ("They toured Ohio and Pennsylvania.", "en", "他们参观了俄亥俄州和宾夕法尼亚州。", False),
        ("Sie trafen Minister Rudenko.", "de", "他们会见了鲁坚科部长。", False),
        ("Sie trafen Präsident Breschnew.", "de", "他們會見了主席勃列日涅夫。", False),
        ("总统莱斯莉的庄园很大。", "zh-Hans", "Präsidentin Leslies Anwesen ist groß.", False),
        ("They met Leslie Fleetwood.", "en", "他们见到了莫利纳里。", True),
        ("Sie trafen Präsident Breschnew.", "de", "他們會見了主席赫魯曉夫。", True),
        # what is named by its meaning
        ("He flew to Moscow, Reuters reported.", "en", "路透社报道，他飞往莫斯科。", False),
        ("He landed at Vostochny on Monday.", "en", "他周一在东方发射场降落。", False),
        ("They met at Baikonur airport.", "en", "他们在东风机场会面。", False),
        ("They met at Baikonur airport.", "en", "他们在会场会面。", True),
        ("He flew to Moscow, Bloomberg reported.", "en", "路透社报道，他飞往莫斯科。", True),
        ("He landed at Plesetsk on Monday.", "en", "他周一在东方发射场降落。", True),
    ],
)
def test_names_that_languages_write_in_their_own_way(
    sentence: str, language: Language, quote: str, fails: bool
) -> None:
    check(sentence, language, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "language", "quote", "fails"),
    [
        # un- in Chinese qualifies a noun and denies no clause
        ("Impractical hats are seen everywhere.", "en", "极不实用的帽子随处可见。", False),
        ("這些頗不實用的帽子隨處可見。", "zh-Hant", "Impractical hats are seen everywhere.", False),
        ("制裁加深了双方的不信任。", "zh-Hans", "The sanctions deepened our mistrust.", False),
        ("Die Hüte werden nicht gesehen.", "de", "极大的帽子随处可见。", True),
        ("不会出现极大的帽子。", "zh-Hans", "Very large hats will be seen.", True),
        # what is set right, what holds either way, what cannot be denied
        ("He landed not in Bonn but in Berlin.", "en", "He landed in Berlin, which is near Bonn.", False),
        ("不可否认，他们赢了。", "zh-Hans", "They did win.", False),
        ("Er landete nicht in Berlin.", "de", "He landed in Berlin.", True),
        ("It is not in an early stage but I would go.", "en", "It is in an early stage but I would go.", True),
        ("他们没有赢。", "zh-Hans", "They did win.", True),
        ("他們沒有贏。", "zh-Hant", "They did win.", True),
        # a denial by 无 and one by a verb of dissent
        ("They were told that help was not needed.", "en", "他们被告知无需帮助。", False),
        ("Sie waren nicht einer Meinung.", "de", "They disagreed.", False),
        ("They were told that help was needed.", "en", "他们被告知无需帮助。", True),
    ],
)
def test_denials_of_words_and_of_clauses(sentence: str, language: Language, quote: str, fails: bool) -> None:
    check(sentence, language, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "language", "quote", "fails"),
    [
        ("特朗普继续说道，会谈将继续。", "zh-Hans", 'Trump continued, "The talks will go on.', False),
        ("特朗普說，會談將繼續。", "zh-Hant", "Trump fuhr fort, die Gespräche gingen weiter.", False),
        ("Macron said that the talks would go on.", "en", "Macron gab an, dass die Gespräche weitergehen.", False),
        ("Macron sagte, die Gespräche gingen weiter.", "de", "Macron auf einem Foto.", True),
        ("特朗普說，會談將繼續。", "zh-Hant", "Trump auf einem Foto.", True),
    ],
)
def test_ways_to_go_on_speaking(sentence: str, language: Language, quote: str, fails: bool) -> None:
    check(sentence, language, quote, fails)


def test_an_abbreviation_before_a_speaker_is_not_the_speaker() -> None:
    quote = "The state should spend more, says investor Kai-Fu Lee."
    check("AI从业者李开复表示，国家应加大投入。", "zh-Hans", quote, False, speaker="Kai-Fu Lee")
    check("马克龙表示，国家应加大投入。", "zh-Hans", quote, True, speaker="Kai-Fu Lee")


@pytest.mark.parametrize(
    ("sentence", "language", "fails"),
    [
        # Chinese words told of, and Chinese words used
        ("The reports translate the name as 东方 or 東方.", "en", False),
        ("Die Berichte übersetzen den Namen mit 东方.", "de", False),
        ("He spoke about 合作 with the minister.", "en", True),
        ("He served as 外长 for ten years.", "en", True),
        ("Er sprach über 合作 mit dem Minister.", "de", True),
        # names of another language do not make a sentence of it
        ("John Edward ist Leiter des Scottish Council of Independent Schools.", "de", False),
        ("John Edward is the head of the Scottish Council of Independent Schools.", "de", True),
    ],
)
def test_words_and_names_of_other_languages(sentence: str, language: Language, fails: bool) -> None:
    assert (malformed(Sentence(sentence, language)) is not None) is fails


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Macron said in Berlin that bridges unite.", "en"),
        ("Macron sagte in Berlin, Brücken verbänden.", "de"),
        ("马克龙在柏林说，桥梁连接人们。", "zh-Hans"),
        ("馬克龍在柏林說，橋樑連接人們。", "zh-Hant"),
    ],
)
def test_where_one_spoke_has_to_be_told(sentence: str, language: Language) -> None:
    check(sentence, language, "Macron said that bridges unite.", True, speaker="Macron")
    check(sentence, language, "Macron said in Berlin that bridges unite.", False, speaker="Macron")


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("Anna Keller kam am 3. Mai nicht nach Bonn.", "Anna Keller did not come to Bonn on 3 May.", False),
        ("Das Haus wurde überflutet.", "房屋被淹没了。", False),
        ("Die Polizei beschlagnahmte den Wagen.", "警方没收了那辆车。", False),
        ("Eine Drohne flog über Bonn.", "一架无人驾驶飞机飞过波恩。", False),
        ("Höchstens fünf Menschen durften hinein.", "进去的不超过五人。", False),
        ("水温不得超过60度。", "Das Wasser ist höchstens 60 Grad warm.", False),
        ("Bewerber müssen mindestens 18 Jahre alt sein.", "申请人不得低于18岁。", False),
        ("The police did not seize the car.", "警方没收了那辆车。", True),
    ],
)
def test_denials_within_a_word(sentence: str, quote: str, fails: bool) -> None:
    told = objection(Sentence(sentence, detect(sentence)), [cited(quote)])
    assert (told is not None and ("denies" in told or "affirms" in told)) is fails


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("Bonn won the game 3-0 at home.", "Bonn gewann das Spiel zu Hause 3-1.", True),
        ("Bonn won the game 3-0 at home.", "Bonn gewann das Spiel zu Hause 3-0.", False),
        ("One third of the town has no power.", "Zwei Drittel der Stadt haben keinen Strom.", True),
        ("The storm destroyed 1 house.", "The storm destroyed 3 houses.", True),
        ("Two missiles hit the town.", "双方表示，五枚导弹击中该镇。", True),
        ("It happened for the second time.", "这是第三次发生。", True),
        ("It happened for the second time.", "这事再次发生。", False),
    ],
)
def test_small_numbers_beside_others(sentence: str, quote: str, fails: bool) -> None:
    told = objection(Sentence(sentence, detect(sentence)), [cited(quote)])
    assert (told is not None and "number" in told) is fails


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("Melania Trump said that the garden was open.", "Donald Trump said that the garden was open.", True),
        ("Donald J. Trump said that the garden was open.", "Donald Trump said that the garden was open.", False),
        ("Georg Weber sagte, der Garten sei offen.", "George Weber said that the garden was open.", False),
        ("The United Nations warned of a famine.", "Die Vereinten Nationen warnten vor einer Hungersnot.", False),
        ("Mario Draghi trat am Montag zurück.", "马里奥·德拉吉周一辞职。", False),
    ],
)
def test_bearers_of_one_surname_and_bodies(sentence: str, quote: str, fails: bool) -> None:
    assert (objection(Sentence(sentence, detect(sentence)), [cited(quote, speaker=spoken(quote))]) is not None) is fails


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("Der Präsident sagte, er werde nicht zurücktreten.", "The president said that he will not resign.", False),
        ("警方表示，没有人受伤。", "Nobody was hurt according to police.", False),
        ("Because of the storm, no trains are running.", "Wegen des Sturms fahren keine Züge.", False),
        ("Because of the storm, trains are running.", "Wegen des Sturms fahren keine Züge.", True),
        ("The flight was cancelled.", "航班没有取消。", True),
        ("Anna Keller fügte hinzu, die Brücke sei sicher.", "“The bridge is safe,” Anna Keller added.", False),
        ("安娜·韦伯说桥很安全。", "安娜·韦伯补充说，桥很安全。", False),
        ("According to Peter Braun, it is safe.", "“It is safe,” said Anna Keller after meeting Peter Braun.", True),
        ("According to Anna Keller, it is safe.", "“It is safe,” said Anna Keller after meeting Peter Braun.", False),
        ("据马克龙称，桥很安全。", "“桥很安全。”默克尔说。", True),
        ("据默克尔称，桥很安全。", "“桥很安全。”默克尔说。", False),
        ("Bonn has news at https://evil.example/x today.", "Bonn has news today.", True),
        ("Bonn has news at https://bonn.example/x today.", "Bonn has news at https://bonn.example/x today.", False),
        ("Bonn has news <img src=x> today.", "Bonn has news today.", True),
        ("Bonn has news at HTTPS://EVIL.EXAMPLE/x today.", "Bonn has news today.", True),
        ("Bonn has news at evil.com today.", "Bonn has news today.", True),
        ("Bonn has news at evil.com/login today.", "Bonn has news today.", True),
        ("Bonn has news, write to a@evil.example today.", "Bonn has news today.", True),
        ("Bonn has news, `rm -rf /` today.", "Bonn has news today.", True),
        ("Bonn has news &lt;b&gt; today.", "Bonn has news today.", True),
        ("Bonn hat z.B. Neues, u.a. am 3.5. um 8.30 Uhr.", "Bonn hat z.B. Neues, u.a. am 3.5. um 8.30 Uhr.", False),
        ("Bonn has news, see evil.example/pay today.", "Bonn has news today.", True),
        ("Bonn has news, see town.berlin/pay today.", "Bonn has news today.", True),
        ("Bonn has news, see town.berlin/pay today.", "Bonn has news, see town.berlin/pay today.", False),
        ("Bonn has news at evil\u2024example\u2024com today.", "Bonn has news today.", True),
        ("Bonn has news at ｅｖｉｌ．ｃｏｍ today.", "Bonn has news at evil.com today.", False),
        ("Bonn has news at https:evil.example today.", "Bonn has news today.", True),
        ("Bonn has news ＜script＞alert(1)＜/script＞ today.", "Bonn has news today.", True),
        (r"Bonn has news \u003cscript\u003e today.", "Bonn has news today.", True),
        ("Bonn has news <!-- x --> today.", "Bonn has news today.", True),
        (r"Bonn has news today.\n\nSystem: ok.", "Bonn has news today.", True),
        ("Bonn has news [click][ref] today.", "Bonn has news today.", True),
        ("Bonn has news [[evil]] today.", "Bonn has news today.", True),
        ("Bonn has news [-1] today.", "Bonn has news today.", True),
        ("Bonn has news [citation needed] today.", "Bonn has news today.", True),
        ("Bonn has news [Ⅰ] today.", "Bonn has news today.", True),
        ("Bonn has news [sic] today.", "Bonn has news [sic] today.", False),
        ("Bonn has ~~no~~ news today.", "Bonn has news today.", True),
        ("Bonn has n\u0336e\u0336w\u0336s\u0336 today.", "Bonn has news today.", True),
        ("Bonn has n\u0435ws today.", "Bonn has news today.", True),
        ("Bonn has n\u0435ws today.", "Bonn has n\u0435ws today.", False),
        ("Bonn hat Néws, ΔT und 5 μg heute.", "Bonn hat Néws, ΔT und 5 μg heute.", False),
        ("Bonn hat 5 μg im Wasser.", "Bonn hat 5 µg im Wasser.", False),
        ("Bonn zahlt 50 Euro/Monat, d.h. 600 Euro/Jahr.", "Bonn zahlt 50 Euro/Monat, d.h. 600 Euro/Jahr.", False),
        ("Bonn talks to the U.S./China group today.", "Bonn talks to the group of the U.S. and China today.", False),
        ("波恩今天有新闻〔点击〕。", "波恩今天有新闻。", True),
        ("波恩今天有新闻，见evil.example/付款。", "波恩今天有新闻。", True),
    ],
)
def test_what_is_denied_who_says_it_and_what_no_reader_reads(sentence: str, quote: str, fails: bool) -> None:
    check_spoken(sentence, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "language", "fails"),
    [
        ("Die koreanische Армия kämpfte in Bonn.", "de", True),
        ("The army フランス fought in Bonn.", "en", True),
        ("军队在ボン打仗。", "zh-Hans", True),
        ("Die α-Variante kam nach Bonn.", "de", False),
        ("Kim will Russland unconditionally unterstützen.", "de", True),
        ("Kim will Russland bedingungslos unterstützen.", "de", False),
        ("军队在 Bonn 打仗。", "zh-Hans", False),
    ],
)
def test_letters_of_other_scripts(sentence: str, language: Language, fails: bool) -> None:
    assert (malformed(Sentence(sentence, language)) is not None) is fails


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("金正恩说自己进行了长时间密谈。", "同金正恩“长时间密谈”", True),
        ("Lavrov said that the bridge was safe.", "In talks with Lavrov, the minister said that it was safe.", True),
        ("Lavrov said that the bridge was safe.", "The minister told Lavrov that the bridge was safe.", True),
        ("Lavrov said that the bridge was safe.", "The bridge is safe, he told Lavrov.", True),
        ("Lawrow sagte, die Brücke sei sicher.", "Der Minister sagte zu Lawrow, die Brücke sei sicher.", True),
        ("Lawrow sagte, die Brücke sei sicher.", "Im Gespräch mit Lawrow sagte der Minister, sie sei sicher.", True),
        ("拉夫罗夫表示，桥很安全。", "部长对拉夫罗夫表示，桥很安全。", True),
        ("拉夫罗夫表示，桥很安全。", "部长在会见俄罗斯外长拉夫罗夫时表示，桥很安全。", True),
        ("拉夫羅夫表示，橋很安全。", "他告訴拉夫羅夫：「橋很安全。」", True),
        ("Lavrov said that the bridge was safe.", "Lavrov told Kim that the bridge was safe.", False),
        (
            "Lavrov said that the bridge was safe.",
            "In an interview with Lavrov the paper quotes him: “It is safe.”",
            False,
        ),
        ("Lavrov said that the bridge was safe.", "According to Lavrov, the bridge is safe.", False),
        ("Lawrow sagte, die Brücke sei sicher.", "Nach dem Treffen mit Kim sagte Lawrow, sie sei sicher.", False),
        ("Lavrov said that it was safe.", "In a joint statement with Lavrov, the minister said so.", False),
        ("Lavrov said that it was safe.", "We met Lavrov in Bonn. “It is safe.”", False),
        ("Lavrov said that it was safe.", "The paper met Lavrov, who thinks that it is safe.", False),
        ("Lavrov said that it was safe.", "A statement attributed to Lavrov said that it was safe.", False),
        ("Lawrow sagte, sie sei sicher.", "Die Zeit sprach mit Lawrow: „Sie ist sicher.“", False),
        ("拉夫罗夫表示，桥很安全。", "新华社记者会见拉夫罗夫。“桥很安全。”他说。", False),
        ("拉夫罗夫说桥很安全。", "拉夫罗夫对记者说，桥很安全。", False),
        ("李明说桥很安全。", "对外经贸大学教授李明：“桥很安全。”", False),
        ("拉夫罗夫表示，桥很安全。", "同时，拉夫罗夫表示，桥很安全。", False),
        ("拉夫罗夫表示，桥很安全。", "对此，拉夫罗夫表示，桥很安全。", False),
        ("拉夫罗夫表示，桥很安全。", "向记者介绍情况的拉夫罗夫表示，桥很安全。", False),
    ],
)
def test_one_who_is_spoken_to_does_not_speak(sentence: str, quote: str, fails: bool) -> None:
    check_spoken(sentence, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("Sales fell from 38 million to 31 million.", "Der Umsatz fiel von 38 auf 31 Millionen.", False),
        ("Sales fell from 38 million to 31 million.", "销售额从38降至31万。", True),
        ("The mark was 3:50.07 minutes.", "Die Marke lag bei 3:50,07 Minuten.", False),
        ("The mark was 3:50.07 minutes.", "The mark was 3:50.73 minutes.", True),
        ("Grifo scored twice.", "Grifo traf doppelt.", False),
        ("Mehrere tausend Menschen kamen.", "Several thousand people came.", False),
        ("租金應於5日之前支付。", "租金应于5日前支付。", False),
        ("The plant has 20,000 kilowatts.", "电站装机容量2万千瓦。", False),
        ("Education Secretary Choi Yuk-lin praised the rate.", "Choi Yuk-lin praised the rate.", False),
        ("Education Secretary Wong Yuk-lin praised the rate.", "Choi Yuk-lin praised the rate.", True),
        ("The cut is justified.", "The cut would not justify the price.", True),
        ("Die Bank gab die Akten heraus.", "The bank did not hand over the records.", True),
    ],
)
def test_what_reports_and_results_say(sentence: str, quote: str, fails: bool) -> None:
    check(sentence, detect(sentence), quote, fails)


PUMP = "Never run the pump dry for more than 20 minutes, or the seal will be damaged."
PUMP_ZH = "切勿让水泵无水运行超过20分钟。"
DOGS = "Each household may keep at most two dogs in the flat."
OPEN_UNTIL = "The mine will stay open until at least 2027, the company said."


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        # a denied comparison is a bound, however far the denial stands before it
        ("Households are not allowed to keep more than two dogs.", DOGS, False),
        ("Ein Haushalt darf nicht mehr als zwei Hunde halten.", DOGS, False),
        ("每户养狗不得超过两只。", DOGS, False),
        ("每戶養狗不得超過兩隻。", DOGS, False),
        ("每户至少可养两只狗。", DOGS, True),
        ("Ein Haushalt muss mindestens zwei Hunde halten.", DOGS, True),
        ("The group has not more than four members.", "Die Gruppe hat höchstens vier Mitglieder.", False),
        (
            "Es müssen nicht weniger als zehn Personen teilnehmen.",
            "Mindestens zehn Personen müssen teilnehmen.",
            False,
        ),
        ("参加者不得少于十人。", "Mindestens zehn Personen müssen teilnehmen.", False),
        ("参加者不得多于十人。", "Mindestens zehn Personen müssen teilnehmen.", True),
        ("票价不会高于7元。", "票价最高为7元。", False),
        ("Die Fahrt dauert keine zwei Stunden.", "The journey takes less than two hours.", False),
        ("Die Fahrt dauert mehr als zwei Stunden.", "The journey takes less than two hours.", True),
        ("The pump may run dry for at most 20 minutes.", PUMP, False),
        ("Die Pumpe darf höchstens 20 Minuten trocken laufen.", PUMP, False),
        ("水泵无水运行最多20分钟。", PUMP, False),
        ("水泵无水运行至少20分钟。", PUMP, True),
        ("The pump may run dry for at most 20 minutes.", PUMP_ZH, False),
        ("Die Pumpe muss mindestens 20 Minuten trocken laufen.", PUMP_ZH, True),
        ("Do not run the pump dry for longer than 20 minutes.", PUMP_ZH, False),
        ("隧道施工最多还需要14个月。", "隧道施工至少还需要14个月。", True),
        ("The tunnel needs at least another 14 months.", "隧道施工至少还需要14个月。", False),
        # so is a date before which something does not happen
        ("The mine would not close before 2027.", OPEN_UNTIL, False),
        ("Die Mine schließt nicht vor 2027.", OPEN_UNTIL, False),
        ("The mine will close before 2027.", "The mine will not close before 2027.", True),
        ("该矿将在2027年之前关闭。", "The mine will not close before 2027.", True),
        ("该矿不会在2027年之前关闭。", "The mine will not close before 2027.", False),
        ("The pool opens no earlier than 7 am.", "Das Schwimmbad öffnet frühestens um 7 Uhr.", False),
        # a denial that sets no bound is one
        (
            "The house has been used for more than 20 years.",
            "The house has not been used for more than 20 years.",
            True,
        ),
        ("The club did not admit 20 members.", "The club admitted 20 members.", True),
    ],
)
def test_a_denied_comparison_is_a_bound(sentence: str, quote: str, fails: bool) -> None:
    check(sentence, detect(sentence), quote, fails)


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("博物館每週一休館。", "博物館每週一不開放。", False),
        ("博物馆每周一不开放。", "博物馆每周一休馆。", False),
        ("Das Museum ist montags geschlossen.", "The museum does not open on Mondays.", False),
        ("The museum does not open on Mondays.", "博物馆每周一休馆。", False),
        ("博物館每週一開放。", "博物館每週一不開放。", True),
        ("The museum is not closed on Mondays.", "Das Museum ist montags geschlossen.", True),
        ("Hunde sind am Strand verboten.", "Dogs are not permitted on the beach.", False),
        ("Dogs are permitted on the beach.", "Dogs are not permitted on the beach.", True),
    ],
)
def test_what_is_closed_is_not_open(sentence: str, quote: str, fails: bool) -> None:
    check(sentence, detect(sentence), quote, fails)
