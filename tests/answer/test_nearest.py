"""Layers that hold a clause against the clause of the quotes that is nearest by meaning: places and ranks."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from rag.answer.checks import Sentence
from rag.answer.checks.other_places import place_from_elsewhere
from rag.answer.checks.proof import Proof
from rag.answer.checks.rank import first_instead_of_ranked
from rag.text.language import detect
from rag.types import Evidence
from tests.answer.test_checks import cited


def by_characters(clause: str, evidence: Sequence[Evidence]) -> list[tuple[str, float]]:
    """Clauses by the pairs of characters they share: a nearness that needs no embedder, within a language."""
    parts = [part for one in evidence for part in re.split("(?<=[,，。])", one.quote) if part.strip()]
    own = _pairs(clause)
    return [(part, len(own & _pairs(part)) / len(own | _pairs(part))) for part in parts]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2].casefold() for at in range(len(text) - 1)}


def proof(quote: str, question: str = "") -> Proof:
    return Proof((cited(quote),), question=question, nearness=by_characters)


VISIT = "Kenyatta visited China on the invitation of President Xi, after he had stopped in Russia for a day."


@pytest.mark.parametrize(
    ("sentence", "quote", "question", "found"),
    [
        ("Kenyatta visited Russia on the invitation of President Xi.", VISIT, "", "China"),
        ("Kenyatta visited China on the invitation of President Xi.", VISIT, "", None),
        ("Kenyatta stopped in Russia for a day.", VISIT, "", None),
        # the place of that clause is the question's own, or the sentence's in another clause
        ("Kenyatta visited Russia on the invitation of President Xi.", VISIT, "Was it before China?", None),
        ("Kenyatta visited Russia on the invitation of President Xi, not China.", VISIT, "", None),
        # a place that the quotes do not have at all is the affair of the layer of names
        ("Kenyatta visited France on the invitation of President Xi.", VISIT, "", None),
        ("肯雅塔应主席邀请访问俄罗斯。", "肯雅塔应主席邀请访问中国，此前他在俄罗斯停留一天。", "", "中国"),
        ("肯雅塔应主席邀请访问中国。", "肯雅塔应主席邀请访问中国，此前他在俄罗斯停留一天。", "", None),
        (
            "Kenyatta besuchte auf Einladung Russland.",
            "Kenyatta besuchte auf Einladung China, nachdem er in Moskau und Russland war.",
            "",
            "China",
        ),
        # Jordan is no place in a name
        ("The team of Jordan Spieth won in France.", "Jordan Spieth won, his team led in France.", "", None),
    ],
)
def test_a_place_from_another_clause(sentence: str, quote: str, question: str, found: str | None) -> None:
    told = place_from_elsewhere(Sentence(sentence, detect(sentence)), proof(quote, question))
    assert told == (found and f"the excerpt says it of {found}")


@pytest.mark.parametrize(
    ("sentence", "quote", "fails"),
    [
        ("Bonn is the oldest town of the land.", "Bonn is the third-oldest town of the land.", True),
        ("Bonn is the third-oldest town of the land.", "Bonn is the third-oldest town of the land.", False),
        ("Bonn is the oldest town after Trier.", "Bonn is the second oldest town after Trier.", False),
        ("Bonn is the oldest town.", "Bonn is the oldest town, and the third largest.", False),
        ("Bonn has the most readers.", "Bonn is second only to Trier in the number of readers.", True),
        # the one ahead, one of several, and what is no superlative
        ("Mount Everest is the highest mountain.", "K2 is the second-highest mountain after Mount Everest.", False),
        ("Berlin ist die größte Stadt.", "Hamburg ist nach Berlin die zweitgrößte Stadt.", False),
        ("美国是最大的经济体。", "中国是仅次于美国的第二大经济体。", False),
        ("It is one of the longest rivers.", "It is the second-longest of the rivers.", False),
        ("Es ist einer der längsten Flüsse.", "Es ist der zweitlängste Fluss.", False),
        ("它是最长的河流之一。", "它是第二长的河流。", False),
        ("Most people of the city fled.", "Half of the people of the second-largest city fled.", False),
        ("最高法院裁定该公司付款。", "最高法院裁定第二大公司付款。", False),
        ("Brasilien ist der größte Erzeuger von Soja.", "Brasilien ist der zweitgrößte Erzeuger von Soja.", True),
        ("Brasilien ist der größte Erzeuger von Soja.", "Brasilien ist der größte Erzeuger von Soja.", False),
        ("Bonn ist die reichste Stadt.", "Bonn ist die 12. reichste Stadt.", True),
        ("重庆是中国最大的城市。", "重庆是中国第二大城市。", True),
        ("重庆是中国第二大城市。", "重庆是中国第二大城市。", False),
        ("多倫多大學發表的論文最多。", "多倫多大學發表的論文僅次於哈佛大學。", True),
        ("除哈佛大學外，多倫多大學發表的論文最多。", "多倫多大學發表的論文僅次於哈佛大學。", False),
    ],
)
def test_second_is_not_first(sentence: str, quote: str, fails: bool) -> None:
    told = first_instead_of_ranked(Sentence(sentence, detect(sentence)), proof(quote))
    assert (told is not None) is fails, told


def test_without_nearness_nothing_is_said() -> None:
    bare = Proof((cited(VISIT),))
    assert place_from_elsewhere(Sentence("Kenyatta visited Russia on invitation.", "en"), bare) is None
    assert (
        first_instead_of_ranked(Sentence("It is the largest.", "en"), Proof((cited("It is the second largest."),)))
        is None
    )
