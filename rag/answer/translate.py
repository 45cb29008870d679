"""Translations of quotes into the reader's language, by the model; only what the checks find true to the quote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import Any, cast

from rag.answer.checks import Sentence, malformed, objection
from rag.answer.compose import written_names
from rag.answer.draft import lines
from rag.answer.meaning import Meaning
from rag.answer.phrases import phrases
from rag.answer.prompt import as_data, load
from rag.answer.question import Asked
from rag.answer.script import grammar_for, in_script
from rag.answer.statements import weight
from rag.answer.support import known_names
from rag.embed.base import Embedder
from rag.errors import LLMError
from rag.llm.base import ChatModel
from rag.text.language import primary, same_language
from rag.text.spelling import made_up_words
from rag.types import Evidence, Hit, Language

MOST = 2
"""Quotes of an answer that are translated; each costs about as much as a sentence of the answer."""
LONGEST = 450
"""Weight of the longest quote that a small model translates whole."""
TRANSLATION_TOKENS = 128
LEAST = 1.1
"""Likeness (`Meaning`) of a translation to its quote. Of 40 sentences of NTREX with their published translations the
median is 1.15 in German and 1.31 in English, of sentences that are not each other's none is above .64; between lies
what a small model half understood. A translation more or less costs the reader less than a wrong one."""


def translations(
    asked: Asked,
    cited: Sequence[Evidence],
    hits: Sequence[Hit],
    model: ChatModel,
    embedder: Embedder | None,
    *,
    on_progress: Callable[[], None] = lambda: None,
) -> dict[int, str]:
    """By the number of a quote its translation; without those in the reader's language and those that fail a check.

    A model that fails leaves the rest untranslated.
    """
    foreign = [one for one in cited if _is_foreign(one, asked.reply_language) and weight(one.quote) <= LONGEST]
    meaning = Meaning(embedder, "", asked.reply_language) if embedder is not None else None
    found: dict[int, str] = {}
    try:
        for one in foreign[:MOST]:
            written = _written(asked, one, hits, model, on_progress)
            if written and _is_true(written, one, asked, known_names(asked, foreign), meaning):
                found[one.id] = written
    except LLMError:
        return found
    return found


def _is_foreign(one: Evidence, language: Language) -> bool:
    return primary(one.language) != primary(language)


def _written(
    asked: Asked, one: Evidence, hits: Sequence[Hit], model: ChatModel, on_progress: Callable[[], None]
) -> str:
    language = asked.reply_language
    names = ", ".join(f"{there} = {here}" for here, there in written_names(asked, [one], hits))
    values = {"quote": as_data(one.quote), "names": as_data(names or "-"), "language": phrases(language).name}
    grammar = grammar_for(language, [asked.text])
    stream = model.stream(load("translate").fill(values), max_tokens=TRANSLATION_TOKENS, grammar=grammar)
    with closing(cast(Any, stream)) as pieces:
        for line in lines(islice(pieces, 20 * TRANSLATION_TOKENS)):
            on_progress()
            if line.strip():
                return in_script(line.strip(), language)
    return ""


def _is_true(written: str, one: Evidence, asked: Asked, known: Sequence[str], meaning: Meaning | None) -> bool:
    """Whether a translation passes what a sentence of an answer must: language, numbers, dates, names, meaning."""
    sentence = Sentence(written, asked.reply_language)
    if malformed(sentence, [asked.text]) or objection(sentence, [replace(one, context="")], known):
        return False
    if sentence.language == "de" and any(made_up_words(written, [asked.text, one.quote, *known])):
        return False
    return meaning is None or meaning.likenesses(written, [one])[one.id] >= LEAST


def in_readers_script(one: Evidence, language: Language) -> str | None:
    """A Chinese quote in the other Chinese script; None for any other pair of languages, or if it is the same."""
    if not (one.language.startswith("zh") and language.startswith("zh")) or same_language(one.language, language):
        return None
    converted = in_script(one.quote, language)
    return converted if converted != one.quote else None
