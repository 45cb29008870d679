"""A catalogue in four languages whose parts differ by their numbers alone: gold that only exact words can answer."""

from __future__ import annotations

import random

from eval.records import GoldQuote, GoldRow
from eval.suite import Corpus, Suite

PARTS = 240
ASKED = 40

_WORDS = {
    "en": ("The valve {part} costs {price} euros and is delivered within a week.", "What does the valve {part} cost?"),
    "de": (
        "Das Ventil {part} kostet {price} Euro und wird binnen einer Woche geliefert.",
        "Was kostet das Ventil {part}?",
    ),
    "zh-Hans": ("阀门{part}售价{price}欧元，一周内交货。", "阀门{part}多少钱？"),
    "zh-Hant": ("閥門{part}售價{price}歐元，一週內交貨。", "閥門{part}多少錢？"),
}


def parts() -> Suite:
    """A document and a question for every part, languages in turn."""
    rng = random.Random(4)
    prices = rng.sample(range(101, 999), PARTS)
    texts, gold = {}, []
    for number, price in enumerate(prices):
        language = sorted(_WORDS)[number % len(_WORDS)]
        part = "".join(rng.sample("11337799", 8))
        document, question = (text.format(part=part, price=price) for text in _WORDS[language])
        name = f"{number:02}.txt"
        texts[name] = document
        if number >= ASKED:
            continue
        gold.append(
            GoldRow(
                id=f"part-{number}",
                group=f"part-{number}",
                language=language,
                kind="number",
                question=question,
                answerable=True,
                slots=({language: (str(price),)},),
                quotes=(GoldQuote(document=name, start=0, end=len(document), quote=document),),
            )
        )
    return Suite("parts", tuple(gold), {"": Corpus(texts=texts)})
