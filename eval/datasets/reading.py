"""Question answering sets as suites: SQuAD-like files, and RGB's snippets with and without an answer among them."""

from __future__ import annotations

from pathlib import Path

from eval.datasets import rgb, squad_like
from eval.records import GoldQuote, GoldRow
from eval.suite import Corpus, Suite
from rag.text.language import detect


def load_squad(path: Path) -> Suite:
    """Every question of a SQuAD-like file, asked of all its paragraphs under names that say nothing.

    The gold quote is the whole paragraph, the slot any of the accepted answers.
    """
    paragraphs = squad_like.read(path)
    texts = {f"{paragraph.index:05}.txt": paragraph.text for paragraph in paragraphs}
    gold = tuple(
        GoldRow(
            id=question.id,
            group=question.id,
            language=(language := detect(question.text)),
            kind="reading",
            question=question.text,
            answerable=True,
            slots=({language: question.answers},),
            quotes=(_whole(f"{paragraph.index:05}.txt", paragraph.text),),
        )
        for paragraph in paragraphs
        for question in paragraph.questions
        if any(answer.strip() for answer in question.answers)
    )
    return Suite(path.stem, gold, {"": Corpus(texts=texts)})


def load_rgb(path: Path) -> Suite:
    """Each question twice: among its positive and negative snippets, and among five negatives alone.

    Only the second may be refused. Every question has its own closed corpus.
    """
    gold: list[GoldRow] = []
    corpora: dict[str, Corpus] = {}
    for row in rgb.read(path):
        for answerable in (True, False):
            name = f"{row.id} {'with' if answerable else 'without'}"
            snippets = (*row.positive, *row.negative) if answerable else row.negative[:5]
            texts = {f"{place:02}.txt": text for place, text in enumerate(snippets) if text.strip()}
            corpora[name] = Corpus(texts=texts)
            gold.append(_rgb_row(row, name, answerable, texts))
    return Suite(path.stem, tuple(gold), corpora)


def _rgb_row(row: rgb.Row, name: str, answerable: bool, texts: dict[str, str]) -> GoldRow:
    language = detect(row.question)
    positive = [file for file, text in texts.items() if text in row.positive] if answerable else []
    sides = [[n for n, file in enumerate(positive, start=1) if texts[file] in part] for part in row.parts]
    sides = [side for side in sides if side]
    return GoldRow(
        id=name,
        group=row.id,
        language=language,
        kind="answerable" if answerable else "noise",
        question=row.question,
        answerable=answerable,
        slots=tuple({language: strings} for strings in row.answers) if answerable else (),
        quotes=tuple(_whole(file, texts[file]) for file in positive),
        needed=1 if answerable and not sides else None,
        sides=tuple(map(tuple, sides)),
        corpus=name,
    )


def _whole(name: str, text: str) -> GoldQuote:
    return GoldQuote(document=name, start=0, end=len(text), quote=text)
