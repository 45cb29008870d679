"""Language of the answer: 1 if a reader of the question's language and script can read what is said, else 0.

What is quoted may be in any language, so the quotes of the citations and everything within quotation marks is taken
out first. Where nothing else was said, the quotes themselves must be in the question's language.
"""

from __future__ import annotations

import re

from eval.metrics.base import Case, Metric, always
from eval.metrics.text import unmarked
from rag.text.language import UNDETERMINED, chinese_script, detect, same_language
from rag.types import Language

_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|「[^」]*」|『[^』]*』|«[^»]*»|»[^«]*«|\"[^\"]*\"")


def own_words(case: Case) -> str:
    """The answer without marks, without the quotes it cites, and without anything in quotation marks."""
    text = unmarked(case.answer.answer)
    for citation in sorted(case.answer.citations, key=lambda citation: -len(citation.quote)):
        text = text.replace(citation.quote, " ")
    return _QUOTED.sub(" ", text)


def _readable(text: str, language: Language) -> bool | None:
    found = detect(text)
    if found == UNDETERMINED:
        return None
    if found.startswith("zh") and chinese_script(text) != chinese_script(f"{text}「"):
        found = language if language.startswith("zh") else found  # no character tells the scripts apart
    return same_language(found, language)


def answer_language(case: Case) -> float | None:
    """0 or 1; None where the words cannot be told (names alone)."""
    text, language = own_words(case), case.gold.language
    if not any(character.isalpha() for character in text):
        quoted = {citation.language for citation in case.answer.citations}
        return float(all(same_language(other, language) for other in quoted)) if quoted else None
    readable = _readable(text, language)
    return None if readable is None else float(readable)


METRIC = Metric("answer_language", answer_language, always, gated=True)
