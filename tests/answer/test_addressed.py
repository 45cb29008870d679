"""What one says of whom he speaks to is not said of himself."""

from __future__ import annotations

import pytest

from rag.answer.checks import Sentence, objection
from rag.types import Evidence, Language, Span
from tests.answer.seeds import document

HOSTED = "Kim Jong Un sagte: „Ich freue mich. Sie sind der erste Gast unseres Ferienorts.“"
GUEST = "金正恩说:“很高兴见面。您是我们度假村接待的第一位外国客人。”"


def evidence(quote: str, language: Language, speaker: str) -> Evidence:
    return Evidence(1, document(quote), Span(0, len(quote)), quote, language, 1.0, speaker=speaker)


def nearest_is(*clauses: str):
    """Clauses in the order of their likeness to whatever is asked."""
    return lambda _, cited: [(one, 1.0 - place / 10) for place, one in enumerate(clauses)] if cited else []


YOU_ARE = nearest_is(
    "您是我们度假村接待的第一位外国客人。", "很高兴见面。您是我们度假村接待的第一位外国客人。", "很高兴见面。"
)
PLEASED = nearest_is("很高兴见面。您是我们度假村接待的第一位外国客人。", "很高兴见面。")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("金正恩是度假村接待的第一位外国客人。", "zh-Hans"),
        ("Kim Jong Un was the first foreign guest of the resort.", "en"),
        ("Kim Jong Un war der erste Gast des Ferienorts.", "de"),
        ("Kim Jong Un said that he was the first foreign guest of the resort.", "en"),
        ("Kim Jong Un sagte, er sei der erste Gast des Ferienorts.", "de"),
        ("金正恩表示，他是度假村接待的第一位外国客人。", "zh-Hans"),
    ],
)
def test_the_speaker_is_not_who_he_speaks_to(text: str, language: Language) -> None:
    said = objection(Sentence(text, language), [evidence(GUEST, "zh-Hans", "金正恩")], nearness=YOU_ARE)
    assert said is not None
    assert "speaks to" in said


@pytest.mark.parametrize(
    ("text", "speaker", "nearness"),
    [
        ("Kim Jong Un was pleased.", "金正恩", PLEASED),  # of himself
        ("Kim Jong Un said that his guest was the first.", "金正恩", YOU_ARE),  # what he says
        ("Kim Jong Un said that he was pleased.", "金正恩", PLEASED),
        ("The first guest was received by Kim Jong Un in summer.", "金正恩", YOU_ARE),  # about the guest
        ("Kim Jong Un was the first guest.", "", YOU_ARE),  # nobody is known to speak
        ("Kim Jong Un was the first guest.", "金正恩", None),  # nothing compares meanings
    ],
)
def test_other_sentences_pass(text: str, speaker: str, nearness) -> None:
    assert objection(Sentence(text, "en"), [evidence(GUEST, "zh-Hans", speaker)], nearness=nearness) is None


def test_german_capital_sie() -> None:
    cited = [evidence(HOSTED, "de", "Kim Jong Un")]
    near = nearest_is("„Sie sind der erste Gast unseres Ferienorts.“")
    assert objection(Sentence("Kim Jong Un ist der erste Gast des Ferienorts.", "de"), cited, nearness=near)
    they = nearest_is("sie sind die ersten Gäste")
    assert objection(Sentence("Kim Jong Un ist der erste Gast des Ferienorts.", "de"), cited, nearness=they) is None
