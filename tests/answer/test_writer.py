"""A dictated answer goes through the writer: what is shown, and which citations it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import pytest

from rag.answer.checks import Sentence, asks
from rag.answer.draft import Claim
from rag.answer.question import read_question
from rag.answer.support import Support
from rag.answer.writer import Writer
from rag.embed.base import Vectors
from rag.llm.scripted import ScriptedModel
from rag.types import AnswerSentence, Evidence, Span
from tests.answer.seeds import document

QUOTES = (
    "Macron opened the new bridge on 12 July.",
    "Scholz closed the old bridge, which is 75 metres long.",
    "The zoo has two elephants.",
)


class Topics:
    """A vector a topic: bridges, zoos, anything else; so that meaning can tell a bridge from a zoo."""

    name, digest, dimension, max_tokens = "topics", "0", 3, 512

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        rows = [[float("bridge" in t), float("zoo" in t or "elephant" in t), 0.1] for t in texts]
        return np.array([np.array(row) / np.linalg.norm(row) for row in rows], np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text)


ASKED = read_question("What happened to the bridges?")
EVIDENCE = [Evidence(n, document(quote), Span(0, len(quote)), quote, "en", 1.0) for n, quote in enumerate(QUOTES, 1)]


def write(text: str, embedder: Topics | None = None) -> list[AnswerSentence]:
    return list(Writer(ScriptedModel.of(text), embedder, ASKED, []).write(EVIDENCE))


@pytest.mark.parametrize(
    ("text", "verdict", "citations"),
    [
        ("Macron opened a bridge [1], and Scholz closed one [2].", "supported", (1, 2)),
        ("Scholz opened a bridge [1], and Macron closed one [2].", "quoted", (1,)),  # each is named by the other quote
        ("Macron opened it on 12 July [1], the other is 75 metres long [2].", "supported", (1, 2)),
        ("Macron opened it on 12 July [2], the other is 75 metres long [1].", "quoted", (1,)),
        ("Macron opened a bridge [1][7].", "supported", (1,)),
        ("Macron opened a bridge [7].", "unsupported", ()),
    ],
)
def test_each_stretch_rests_on_what_it_cites_itself(text: str, verdict: str, citations: tuple[int, ...]) -> None:
    (told,) = write(text)
    assert (told.verdict, told.citations) == (verdict, citations)


@pytest.fixture
def _means(monkeypatch: pytest.MonkeyPatch) -> None:
    """No language is centred: the fake's vectors are their own."""

    zero = SimpleNamespace(sentence=np.zeros(3, np.float32))
    means = SimpleNamespace(languages={}, generic=zero)
    monkeypatch.setattr("rag.answer.meaning.means_of", lambda _: means)


@pytest.mark.usefixtures("_means")
@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("There is a new bridge in town now [1].", (1,)),
        ("There is a new bridge in town now [3].", (1,)),  # moved to the zoo: mended
        ("There is a new bridge in town now [9].", (1,)),  # invented: the one that was meant
        ("It reads “The zoo has two elephants” about the bridge [3].", (3,)),  # what is quoted is meant
    ],
)
def test_a_citation_that_means_another_is_mended(text: str, citations: tuple[int, ...]) -> None:
    (told,) = write(text, Topics())
    assert (told.verdict, told.citations) == ("supported", citations)


@pytest.mark.usefixtures("_means")
@pytest.mark.parametrize(("agrees", "expected"), [(True, (1,)), (False, ())])
def test_the_model_is_asked_of_what_was_meant(agrees: bool, expected: tuple[int, ...]) -> None:
    asked_of: list[Sequence[Evidence]] = []
    support = Support(ASKED, EVIDENCE, (), Topics(), lambda _, cited: bool(asked_of.append(cited)) or agrees)
    held = support.hold(Claim("There is a new bridge in town now.", (3,)))
    assert held.cited == expected
    assert asked_of == [EVIDENCE[:1]]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Who closed the old bridge, which is 75 metres long? [2]", "quoted"),
        ("Who closed the old bridge, which is 75 metres long?", "unsupported"),
        ("Scholz closed the old bridge. [2]", "supported"),
    ],
)
def test_a_question_is_no_answer(text: str, verdict: str) -> None:
    assert [sentence.verdict for sentence in write(text)] == [verdict]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Wer war das?", True),
        ("是谁？", True),
        ("他问：“是谁？”", False),
        ("Lawrow fragte: „Wann?“", False),
        ("Ja.", False),
    ],
)
def test_what_asks(text: str, is_one: bool) -> None:
    assert asks(Sentence(text, "de")) is is_one
