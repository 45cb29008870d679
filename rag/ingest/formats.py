"""The formats that can be read, by the ending of the file's name."""

from __future__ import annotations

from pathlib import Path

from rag.errors import IngestError

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
CSV = "text/csv"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MEDIA_TYPES = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".csv": CSV,
    ".pdf": PDF,
    ".docx": DOCX,
}


def media_type_of(path: Path) -> str:
    """The format of a file by its name. Raises an `IngestError` with the code `format_unknown`."""
    try:
        return MEDIA_TYPES[path.suffix.lower()]
    except KeyError:
        known = " ".join(sorted(MEDIA_TYPES))
        raise IngestError(
            f"{path.name} is of no known format.", hint=f"Known are {known}.", code="format_unknown"
        ) from None
