from __future__ import annotations

import pytest

from rag.answer.dispute import denials, denies, with_denials
from rag.answer.evidence import rank, select
from rag.answer.question import read_question
from rag.types import Hit
from tests.answer.seeds import hits_of, seed_hits

IN_OCTOBER = "001_a8882e35be9c3e11.txt"


@pytest.mark.parametrize(
    "sentence",
    [
        "The Kremlin denied the report.",
        "Moscow dismissed these allegations as propaganda.",
        "“This unfounded accusation is a lie,” she said.",
        "He said there was no evidence for the claims.",
        "The allegations are false, the ministry said.",
        "Rosenstein dementierte den Bericht.",
        "Das Paar wies die Rassismus-Vorwürfe zurück.",
        "Der Sprecher nannte die Behauptung haltlos.",
        "Für diese Vorwürfe gibt es keine Beweise.",
        "克里姆林宫发言人佩斯科夫表示,西方的指控没有证据。",
        "但罗森斯坦否认了这一报道。",
        "外交部發言人說，有關報導純屬捏造。",
        "他駁斥了這種說法。",
    ],
)
def test_a_denial_of_a_claim(sentence: str) -> None:
    assert denies(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Rangers were denied by the goalkeeper.",
        "The report was published on Monday.",
        "U.S. officials denied her request for asylum.",
        "Kavanaugh denied allegations that he had lied to the Senate.",  # it says itself what is denied
        "Der Minister wies auf den Bericht hin.",
        "Es gibt keine Beweise.",
        "不可否认，教育很重要。",
        "报道说，会谈没有结果。",
    ],
)
def test_what_denies_no_claim(sentence: str) -> None:
    assert not denies(sentence)


CLAIM = "Kyiv said on Monday that Belarus had sold the drones."
DENIAL = "A spokesman in Minsk denied the report."


def shown(*hits: Hit) -> list[str]:
    """The claim, chosen alone, as it is shown."""
    evidence = select("Who sold the drones?", hits, limit=9)
    return [one.quote for one in with_denials([one for one in evidence if one.quote == CLAIM], evidence)]


@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_claim_is_not_shown_without_its_denial(between: str) -> None:
    assert shown(*hits_of(f"{CLAIM}{between}{DENIAL} It rained in Kyiv.")) == [CLAIM, DENIAL]


def test_what_follows_and_denies_nothing_stays_out() -> None:
    assert shown(*hits_of(f"{CLAIM} It rained in Kyiv all day. {DENIAL}")) == [CLAIM]


def test_a_denial_in_another_document_stays_out() -> None:
    assert shown(*hits_of(CLAIM), *hits_of(DENIAL, "b.txt")) == [CLAIM]


def test_a_denial_is_evidence_however_far_down_it_is_ranked() -> None:
    ranked = rank(read_question("Has North Korea supplied Russia with weapons?"), seed_hits(IN_OCTOBER))
    claim = [one for one in ranked if one.candidate.statement.quote.startswith("白宫上周表示")]
    denial = "克里姆林宫发言人佩斯科夫表示,西方的指控没有证据。"
    assert [one.candidate.statement.quote for one in denials(claim, ranked)] == [denial]
    assert denials([*claim, *denials(claim, ranked)], ranked) == []
