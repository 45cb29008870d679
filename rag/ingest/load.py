"""From a file to a document: its bytes checked, decoded and read by its format's reader."""

from __future__ import annotations

import hashlib
from pathlib import Path

from rag.errors import EmptyFileError, TooLargeError, UnreadableError
from rag.ingest import markup
from rag.ingest.decode import decode
from rag.ingest.discover import document_id
from rag.ingest.formats import CSV, DOCX, HTML, PDF, media_type_of
from rag.ingest.head import read_front_matter, read_head
from rag.ingest.page import extract
from rag.ingest.sheet import rows_of
from rag.types import Document


def load(path: Path, source: str, *, max_bytes: int, id: str | None = None) -> Document:
    """The document in `path`, shown as `source`; blocks are hinted where there is markup, and empty for text.

    `id` derives from the resolved path unless given. Raises an `IngestError` that says why a file cannot be read.
    """
    media_type = media_type_of(path)
    data = _read(path, max_bytes)
    identity = id or document_id(path)
    digest = hashlib.sha256(data).hexdigest()
    if media_type in (PDF, DOCX):
        from rag.ingest import pdf, word

        text, blocks = pdf.read(path) if media_type == PDF else word.read(path, max_bytes)
        return _document(identity, source, media_type, text, digest, blocks=blocks)
    text = decode(data)
    if media_type == CSV:
        return _document(identity, source, media_type, rows_of(text), digest)
    if media_type != HTML and not markup.has_html(text):
        return _document(identity, source, media_type, text, digest)
    end, front = read_front_matter(text) if media_type != HTML else (0, None)
    page = extract(text[end:], in_plain_text=media_type != HTML)
    head = front if front and end else read_head(page.root)
    return _document(
        identity,
        source,
        HTML,
        page.text,
        digest,
        title=head.title,
        outlet=head.outlet,
        published=head.published,
        blocks=page.blocks,
    )


def fingerprint(path: Path, *, max_bytes: int) -> str:
    """sha256 of the file, which must be one that `load` would open. Raises an `IngestError` if it is not."""
    return hashlib.sha256(_read(path, max_bytes)).hexdigest()


def _document(identity: str, source: str, media_type: str, text: str, file_sha256: str, **stated: object) -> Document:
    if not text.strip():
        hint = "Pages that are pictures need OCR first." if media_type == PDF else "Remove it, or fill it."
        raise EmptyFileError("The file holds no text.", hint=hint)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(identity, source, media_type, text, sha256, file_sha256, **stated)  # type: ignore[arg-type]


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableError("It is not a regular file.", hint="Links must lead to a file that exists.")
        size = path.stat().st_size
        if size > max_bytes:
            raise TooLargeError(
                f"The file has {size / 1e6:.1f} MB and {max_bytes / 1e6:.0f} are allowed.",
                hint="Split it, or set RAG_MAX_FILE_MB.",
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"The file cannot be read: {error.strerror}.", hint="Check its permissions.") from None
