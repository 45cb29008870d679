"""The sentences that are ours, in the reader's language: frames around quotes, and why there is no answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from rag.types import Language, RefusalReason


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences of one language, with places to fill. `name` is what a prompt calls the language."""

    name: str
    documents_say: str
    speaker_says: str
    asked: str
    columns: str
    under: str
    quotes: tuple[str, str]
    comma: str
    stop: str
    not_mentioned: str
    not_told: str
    instead: str
    unanswered: str
    refusals: Mapping[RefusalReason, str]


_ENGLISH: Final = Phrases(
    name="English",
    documents_say="The documents say:",
    speaker_says="According to the documents, {speaker} said:",
    asked="(asked: {question})",
    columns="(columns: {columns})",
    under="(under {heading})",
    quotes=("“", "”"),
    comma=", ",
    stop=".",
    not_mentioned="Not found in the nearest passages: {names}.",
    not_told="Not found: “{deed}”.",
    instead="The nearest passage says: {quote}",
    unanswered="“{question}” {why}",
    refusals={
        "no_evidence": "The documents do not answer this question clearly.",
        "off_topic": "The documents do not deal with this subject.",
        "false_premise": "The question takes something for granted that was not found in the documents.",
        "conflicting": "The documents contradict each other on this, and neither side can be quoted.",
        "unsupported_draft": "An answer was drafted, but the documents do not support it.",
    },
)

_BY_LANGUAGE: Final[dict[Language, Phrases]] = {
    "en": _ENGLISH,
    "de": Phrases(
        name="German",
        documents_say="In den Dokumenten heißt es:",
        speaker_says="Den Dokumenten zufolge sagte {speaker}:",
        asked="(gefragt: {question})",
        columns="(Spalten: {columns})",
        under="(unter {heading})",
        quotes=("„", "“"),
        comma=", ",
        stop=".",
        not_mentioned="In den nächstliegenden Stellen nicht gefunden: {names}.",
        not_told="Nicht gefunden: „{deed}“.",
        instead="Die nächstliegende Stelle lautet: {quote}",
        unanswered="„{question}“ {why}",
        refusals={
            "no_evidence": "Die Dokumente beantworten diese Frage nicht eindeutig.",
            "off_topic": "Die Dokumente behandeln dieses Thema nicht.",
            "false_premise": "Die Frage setzt etwas voraus, was sich in den Dokumenten nicht fand.",
            "conflicting": "Die Dokumente widersprechen sich hierin, und keine Seite lässt sich zitieren.",
            "unsupported_draft": "Ein Antwortentwurf lag vor, aber die Dokumente stützen ihn nicht.",
        },
    ),
    "zh-Hans": Phrases(
        name="Simplified Chinese",
        documents_say="文件中写道：",
        speaker_says="据文件记载，{speaker}说：",
        asked="（提问：{question}）",
        columns="（表头：{columns}）",
        under="（标题：{heading}）",
        quotes=("“", "”"),
        comma="、",
        stop="。",
        not_mentioned="在最接近的段落中没有找到：{names}。",
        not_told="没有找到：“{deed}”。",
        instead="最接近的段落写道：{quote}",
        unanswered="“{question}”：{why}",
        refusals={
            "no_evidence": "文件没有明确回答这个问题。",
            "off_topic": "文件没有涉及这个主题。",
            "false_premise": "在文件中没有找到这个问题的前提。",
            "conflicting": "文件在这一点上互相矛盾，而且任何一方都无法引用。",
            "unsupported_draft": "已拟出答案，但文件不支持它。",
        },
    ),
    "zh-Hant": Phrases(
        name="Traditional Chinese",
        documents_say="文件中寫道：",
        speaker_says="據文件記載，{speaker}說：",
        asked="（提問：{question}）",
        columns="（表頭：{columns}）",
        under="（標題：{heading}）",
        quotes=("「", "」"),
        comma="、",
        stop="。",
        not_mentioned="在最接近的段落中沒有找到：{names}。",
        not_told="沒有找到：「{deed}」。",
        instead="最接近的段落寫道：{quote}",
        unanswered="「{question}」：{why}",
        refusals={
            "no_evidence": "文件沒有明確回答這個問題。",
            "off_topic": "文件沒有涉及這個主題。",
            "false_premise": "在文件中沒有找到這個問題的前提。",
            "conflicting": "文件在這一點上互相矛盾，而且任何一方都無法引用。",
            "unsupported_draft": "已擬出答案，但文件不支持它。",
        },
    ),
}

LOCALES: Final = {"en": "en_GB", "de": "de", "zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant"}


def phrases(language: Language) -> Phrases:
    """The phrases of `language`; English where we have none."""
    return _BY_LANGUAGE.get(language, _ENGLISH)


def without_frame(text: str) -> str:
    """An answer of ours without what leads in to its quotes, the names of a table's columns among that."""
    for words in _BY_LANGUAGE.values():
        text = text.replace(words.documents_say, "")
        before, after = words.columns.split("{columns}")
        text = re.sub(f"{re.escape(before)}.*?{re.escape(after)}", "", text)
    return text


def date_in_words(published: str, language: Language) -> str:
    """An ISO date, or one without its year (`--07-13`), as a reader of `language` writes it; anything else as it is."""
    from babel.dates import format_date, format_skeleton

    locale = LOCALES.get(language, "en_GB")
    try:
        if published.startswith("--"):
            return format_skeleton("MMMMd", date.fromisoformat(f"2000{published[1:]}"), locale=locale)
        return format_date(date.fromisoformat(published[:10]), "long", locale=locale)
    except ValueError:
        return published
