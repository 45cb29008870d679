"""An office beside a name is the one that the quotes put beside it."""

from __future__ import annotations

import pytest

from rag.answer.checks import Sentence
from rag.answer.checks.offices import changed_office
from rag.answer.checks.proof import Proof
from rag.text.language import detect
from tests.answer.test_checks import cited

MAYOR = "Mayor Farrow said the bridge would stay closed."
FOREIGN = "Der russische Außenminister Sergej Lawrow kam am Montag nach Peking."
CHANCELLOR = "Bundeskanzler Karl Nehammer traf am Montag in Wien ein."
ZHOU = "市长周敏表示，新桥将于5月开放。"
CURATOR = "馆长李强介绍，博物馆周一不开放。"
FINANCE = "Finanzvorstand Lars Thomsen sagte, der Umsatz sei gestiegen."


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("Mayor Farrow spoke.", MAYOR, False),
        ("Bürgermeisterin Farrow sprach.", MAYOR, False),
        ("Deputy Mayor Farrow spoke.", MAYOR, True),
        ("Councillor Farrow spoke.", MAYOR, True),
        ("Der ehemalige Bürgermeister Farrow sprach.", MAYOR, True),
        ("Mayor Farrow spoke.", "Former mayor Farrow said so.", True),
        ("Bundespräsident Nehammer kam.", CHANCELLOR, True),
        ("Chancellor Nehammer came.", CHANCELLOR, False),
        ("总理内哈默来了。", CHANCELLOR, False),
        ("Russian Foreign Minister Sergei Lavrov came.", FOREIGN, False),
        ("Minister Lavrov came.", FOREIGN, False),
        ("俄罗斯外交部长拉夫罗夫来了。", FOREIGN, False),
        ("俄羅斯外長拉夫羅夫來了。", FOREIGN, False),
        ("Russian President Sergei Lavrov came.", FOREIGN, True),
        ("俄罗斯总统拉夫罗夫来了。", FOREIGN, True),
        ("市長周敏表示歡迎。", ZHOU, False),
        ("副市长周敏表示欢迎。", ZHOU, True),
        ("Deputy Mayor Zhou Min welcomed it.", ZHOU, True),
        ("Mayor Zhou Min welcomed it.", ZHOU, False),
        ("副館長李強介紹了情況。", CURATOR, True),
        ("館長李強介紹了情況。", CURATOR, False),
        ("目前市长周敏表示欢迎。", ZHOU, False),
        ("Vizekanzler Nehammer kam.", CHANCELLOR, True),
        ("CEO Lars Thomsen spoke.", FINANCE, True),
        ("CFO Lars Thomsen spoke.", FINANCE, False),
        ("Queen Frederik X came.", "King Frederik X visited the harbour.", True),
        ("König Frederik X. kam.", "King Frederik X visited the harbour.", False),
        # nothing is said where the quote has no office beside the name, or where a country has it
        ("Mayor Farrow spoke.", "Farrow said the bridge would stay closed.", False),
        ("Mayor Weber spoke.", MAYOR, False),
        ("俄罗斯总统来了。", "俄罗斯外长来了。", False),
        ("Deputy director Weber met Mayor Farrow.", MAYOR, False),
    ],
)
def test_an_office_beside_a_name_is_the_one_that_the_quotes_put_there(sentence: str, quote: str, fails: bool) -> None:
    found = changed_office(Sentence(sentence, detect(sentence)), Proof((cited(quote),)))
    assert (found is not None) is fails, found


def test_an_office_that_the_question_gives_is_granted() -> None:
    proof = Proof((cited(MAYOR),), question="What did Councillor Farrow say?")
    assert changed_office(Sentence("Councillor Farrow spoke.", "en"), proof) is None
