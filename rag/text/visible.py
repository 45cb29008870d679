"""Text without what cannot be seen: control, format, private and half characters hide, reorder, or move a cursor."""

from __future__ import annotations

import unicodedata

_UNSEEN = ("Cc", "Cf", "Cs", "Co")


def visible(text: str) -> str:
    """`text` without these, line feeds and tabs kept."""
    return "".join(ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in _UNSEEN)
