"""A question in another language, by a chat model: `retrieve(..., translate=translator(model))`.

Off by default: it costs a generation a language before anything is searched (`docs/retrieval.md`).
"""

from __future__ import annotations

from babel import Locale

from rag.errors import LLMError
from rag.llm.base import ChatModel
from rag.retrieve.ask import Translate
from rag.types import Language, Message

_TOKENS = 96
_ORDER = "You translate questions. Keep names and figures. Do not answer. Write only the translation, on one line."


def translator(model: ChatModel) -> Translate:
    """Translates with the model; None where it fails or says nothing, so that the question stands alone."""

    def translate(question: str, language: Language) -> str | None:
        name = Locale.parse(language, sep="-").english_name
        messages = [Message("system", _ORDER), Message("user", f"{question}\n\nThe same question in {name}:")]
        try:
            written = "".join(model.stream(messages, max_tokens=_TOKENS))
        except LLMError:
            return None
        return next((line.strip() for line in written.splitlines() if line.strip()), None)

    return translate
