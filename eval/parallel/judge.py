"""The checker under test, a layer at a time."""

from __future__ import annotations

from eval.corrupt.check import Remembering
from eval.parallel.texts import Pair
from rag.answer.checks import LAYERS, malformed
from rag.answer.checks.proof import Proof, Sentence
from rag.answer.meaning import Meaning
from rag.config import load_settings
from rag.service import Service
from rag.types import Language


class Judge:
    """Says which layer objects to a sentence; every text is embedded once."""

    def __init__(self) -> None:
        with Service(load_settings()) as service:
            self._embedder = Remembering(service.embedder)
        self._meanings: dict[Language, Meaning] = {}

    def objecting(self, pair: Pair, text: str, question: str = "") -> str | None:
        """The name of the first layer that objects to `text` beside the pair's quote; None if none does."""
        sentence = Sentence(text, pair.language)
        if malformed(sentence, [question, pair.quote.quote]):
            return "malformed"
        if pair.language not in self._meanings:
            self._meanings[pair.language] = Meaning(self._embedder, "", pair.language)
        nearness = self._meanings[pair.language].nearness
        proof = Proof((pair.quote,), pair.known, question, nearness, pair.elsewhere)
        return next((layer.__name__ for layer in LAYERS if layer(sentence, proof)), None)
