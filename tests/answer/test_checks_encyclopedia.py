"""True sentences of the kind that encyclopedias have, beside spoilt ones: old years, ranges, exonyms, languages."""

from __future__ import annotations

import pytest

from tests.answer.test_checks_true import check_spoken


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("从 1073 年到 1074 年，军队驻扎在那里。", "The army stayed there from 1073 to 1074.", False),
        ("从 1073 年到 1075 年，军队驻扎在那里。", "The army stayed there from 1073 to 1074.", True),
        ("Die Brücke erreichte bereits 1519 Besucher aus Bonn.", "As early as 1519 the bridge had guests.", False),
        ("Das Kloster wurde 843 während eines Krieges gegründet.", "修道院于843年战争期间建立。", False),
        ("Das Kloster wurde 844 während eines Krieges gegründet.", "修道院于843年战争期间建立。", True),
        ("Die Stadt verlor 1620-21 viele Einwohner.", "该城在1620至1621年间失去许多居民。", False),
        ("Die Stadt verlor 1620-22 viele Einwohner.", "该城在1620至1621年间失去许多居民。", True),
        ("1654-57年疫病再起。", "The disease came back from 1654 to 1657.", False),
        ("In the 1780s the bridge was built.", "桥建于18世纪70年代到80年代。", False),
        ("In the 1980s the bridge was built.", "桥建于80年代。", False),
        ("In the 1970s the bridge was built.", "桥建于80年代。", True),
        ("The town lost 30 to 50 thousand people.", "该城失去3到5万人。", False),
        ("The town lost 30 to 60 thousand people.", "该城失去3到5万人。", True),
        ("Die Stadt verlor 30.000 bis 50.000 Menschen.", "The town lost 30 to 50 thousand people.", False),
        ("第49届超级碗在这里举行。", "Super Bowl XLIX was held here.", False),
        ("第48届超级碗在这里举行。", "Super Bowl XLIX was held here.", True),
        ("第二次世界大战后城市扩大。", "After World War II the town grew.", False),
        ("五成以上的气体来自这里。", "Over half of the gas comes from here.", False),
        ("Über 50 Prozent des Gases kommt von hier.", "一半以上的气体来自这里。", False),
        ("Über 60 Prozent des Gases kommt von hier.", "一半以上的气体来自这里。", True),
        ("该机构在头十年建立。", "The office was set up in the first decade.", False),
        ("两个世纪后桥倒塌了。", "After 200 years the bridge fell.", False),
        ("两个世纪后桥倒塌了。", "After 300 years the bridge fell.", True),
        ("他是史上最年长的四分卫。", "He is the oldest quarterback ever.", False),
        ("A product of two numbers is computed.", "Das Produkt zweier Zahlen wird berechnet.", False),
        ("A product of four numbers is computed.", "Das Produkt zweier Zahlen wird berechnet.", True),
    ],
)
def test_years_ranges_and_numerals(sentence: str, quote: str, fails: bool) -> None:
    check_spoken(sentence, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("Many settled in Prussia.", "Viele ließen sich in Preußen nieder.", False),
        ("Many settled in Bavaria.", "Viele ließen sich in Preußen nieder.", True),
        ("许多人定居在安纳托利亚。", "Viele ließen sich in Ostanatolien nieder.", False),
        ("They were joined by Castilian settlers.", "Es kamen kastilische Siedler hinzu.", False),
        ("They were joined by settlers from Castile.", "Es kamen Siedler aus Flandern hinzu.", True),
        ("Plague struck the towns of North Africa.", "瘟疫袭击北非的城市。", False),
        ("Plague struck the towns of Asia.", "瘟疫袭击北非的城市。", True),
        ("They left for North America.", "他们前往北美。", False),
        ("韩国经济学家当选主席。", "The Korean economist was elected chair.", False),
        ("韩国经济学家当选主席。", "The North Korean economist was elected chair.", True),
        ("罗马皇帝建造了城墙。", "The Roman emperor built the wall.", False),
        ("Scientists of Public Health England were there.", "英国公共卫生科学家在场。", False),
        ("The African-American community lives there.", "Dort lebt die afroamerikanische Gemeinde.", False),
        ("The Chinese-style elements came from there.", "Die Elemente chinesischen Stils kamen von dort.", False),
        ("Er kennt New Englands Versuch.", "He knows New England's attempt.", False),
        ("The hero of the Battle of Tannenberg lived here.", "Hier lebte der Held der Schlacht bei Tannenberg.", False),
        ("The hero of the Battle of Leipzig lived here.", "Hier lebte der Held der Schlacht bei Tannenberg.", True),
        ("Das sagte Kim Jong Un zu Budanow.", "金正恩对拉夫罗夫说了这句话。", True),
        ("Die Brücke wurde von Avonbury bezahlt.", "The bridge was paid for by Wexhampton.", True),
        ("Die Brücke wurde von Wexhampton bezahlt.", "The bridge was paid for by Wexhampton.", False),
        (
            "Das Video blieb in Schwarz-Weiß und auf Fernseh- und Rundfunkkanälen.",
            "It stayed black and white on air.",
            False,
        ),
        ("Er kam als Perrier-Flasche verkleidet.", "He came as a bottle of water.", False),
        ("这对文学的发展有贡献。", "It was a contribution to the literature.", False),
        ("森林的破坏令人担心。", "Die Zerstörung des Waldes macht Sorgen.", False),
        ("考古学家巴尼斯隆这样认为。", "The archaeologist Barney Sloane thinks so.", False),
        ("米基·史密斯也来了。", "Mickey Smith came as well.", False),
        ("米基·史密斯也来了。", "Mickey Johnson came as well.", True),
        ("海顿·伯恩斯市长建了市政厅。", "Mayor Haydon Burns built the hall.", False),
        ("斯科特和邓肯认为这是传染病。", "Scott and Duncan have argued that it was infectious.", False),
        (
            "Scott and Duncan argued that it was infectious.",
            "Scott und Duncan argumentierten, sie sei ansteckend.",
            False,
        ),
        (
            "Scott and Miller argued that it was infectious.",
            "Scott und Duncan argumentierten, sie sei ansteckend.",
            True,
        ),
    ],
)
def test_places_and_names(sentence: str, quote: str, fails: bool) -> None:
    check_spoken(sentence, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("中世纪医学停滞不前。", "Medicine stagnated in the Middle Ages.", False),
        ("这是公民不服从的例子。", "Dies ist ein Beispiel für zivilen Ungehorsam.", False),
        ("它既不便宜也不安全。", "It is neither cheap nor safe.", False),
        ("它便宜也安全。", "It is neither cheap nor safe.", True),
        ("The group of non-Hispanic whites shrank.", "非西班牙裔白人群体缩小了。", False),
        (
            "Their goals are different, if not opposed.",
            "Ihre Ziele sind verschieden, wenn nicht gar entgegengesetzt.",
            False,
        ),
        ("桥没有开放。", "The bridge is open.", True),
        ("However, the bridge is open.", "However, the bridge is not open.", True),
        ("However, the bridge is not open.", "However, the bridge is not open.", False),
    ],
)
def test_denials(sentence: str, quote: str, fails: bool) -> None:
    check_spoken(sentence, quote, fails)


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("The machine says “yes” or “no”.", "Die Maschine sagt „ja“ oder „nein“.", False),
        ("Sie gründeten „christliche Akademien“.", "They founded “Christian academies”.", False),
        ("They founded “Christian acadamies”.", "They founded “Christian academies”.", True),
        ("Sie gründeten „Christian acadamies“.", "They founded “Christian academies”.", True),
        ("他们建立了“Christian acadamies”。", "They founded “Christian academies”.", True),
    ],
)
def test_what_is_quoted_in_translation(sentence: str, quote: str, fails: bool) -> None:
    check_spoken(sentence, quote, fails)
