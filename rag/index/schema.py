"""The tables of the catalog."""

from __future__ import annotations

from rag.index.lexical import TOKENIZER

VERSION = 2

TABLES = """
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE document (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, media_type TEXT NOT NULL, text TEXT NOT NULL, sha256 TEXT NOT NULL,
    file_sha256 TEXT NOT NULL, title TEXT, outlet TEXT, published TEXT, languages TEXT NOT NULL, blocks TEXT NOT NULL
);
CREATE INDEX document_by_source ON document (source);
CREATE TABLE language (
    code TEXT PRIMARY KEY, number INTEGER NOT NULL, unpurged INTEGER NOT NULL DEFAULT 0,
    settled INTEGER NOT NULL DEFAULT 0, writes INTEGER NOT NULL DEFAULT 0,
    suspect INTEGER NOT NULL DEFAULT 0, dead INTEGER NOT NULL DEFAULT 0, epoch INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT ''
);
CREATE TABLE chunk (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, kind TEXT NOT NULL,
    language TEXT NOT NULL REFERENCES language (code), header TEXT NOT NULL, sentences TEXT NOT NULL,
    length INTEGER NOT NULL
);
CREATE INDEX chunk_by_document ON chunk (document);
CREATE INDEX chunk_by_language ON chunk (language, seq, length);
CREATE INDEX chunk_by_chance ON chunk (language, id);
CREATE TABLE vectors (
    seq INTEGER PRIMARY KEY REFERENCES chunk (seq) ON DELETE CASCADE, passage BLOB NOT NULL, sentence BLOB NOT NULL
);
CREATE TABLE term (
    language TEXT NOT NULL REFERENCES language (code), atom TEXT NOT NULL, chunks INTEGER NOT NULL,
    PRIMARY KEY (language, atom)
) WITHOUT ROWID;
CREATE TABLE departed (
    number INTEGER PRIMARY KEY AUTOINCREMENT, language TEXT NOT NULL REFERENCES language (code),
    chunk TEXT NOT NULL
);
"""


def full_text(number: int) -> tuple[str, str]:
    """The full-text table of the language with a number, and the view of its postings that FTS5 gives.

    Each language has its own in each script; how rare a term is counts over all of these (see `lexicon`).
    """
    return (
        f"CREATE VIRTUAL TABLE terms_{number} USING fts5 (terms, tokenize = '{TOKENIZER}')",
        f"CREATE VIRTUAL TABLE terms_{number}_postings USING fts5vocab (terms_{number}, instance)",
    )
