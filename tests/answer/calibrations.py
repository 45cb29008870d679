"""Calibrations made by hand: the probability of an answer is what a test says it is."""

from __future__ import annotations

from rag.answer.confidence import Calibration, Judged
from rag.answer.verdict import log_odds

CURVE = ((0.1, 0.6, 0.0), (0.4, 0.2, 0.1), (0.8, 0.1, 0.5))
JUDGED = Judged(least=0.03, most=0.8, bias=0.0, confidence=1.0, verdict=1.0, score=0.0, curve=CURVE)


def calibrated(confidence: float, judged: Judged | None = JUDGED) -> Calibration:
    """What the evidence shows is always so probable an answer."""
    return Calibration("e", ("m",), log_odds(confidence), {}, {}, {}, CURVE, judged)
