"""The catalog: everything that must never be lost, in one SQLite file.

A chunk's `seq` grows with every write and is never used again, so that "everything up to n" names a state of the
index: what is derived says how far it has come (see `ledger`), and what lies beyond is read from here.

All of the house's SQL stands in `schema`, `manifest`, `catalog` and `ledger`.
"""

# ruff: noqa: S608  what is put into a query here is a name or a number of this file's own making

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import NotFoundError
from rag.index import ledger, lexical, manifest, rows, schema
from rag.index.records import ChunkVectors, Row, StoredChunk
from rag.index.sqlite import Pool
from rag.types import Document, DocumentSummary, Language

_SLICE = 900
"""Rows at a time, and keys: SQLite before 3.32 takes no more than 999 parameters."""

_DOCUMENT = "id, source, media_type, text, sha256, file_sha256, title, outlet, published, languages, blocks"
_SUMMARY = (
    "d.id, d.source, d.sha256, d.title, d.outlet, d.published, d.languages,"
    " (SELECT COUNT(*) FROM chunk WHERE document = d.id)"
)
_CHUNK = "id, document, start, stop, kind, language, header, sentences"


class Catalog:
    """One catalog file. Every method is one snapshot or one commit; any thread may call any of them."""

    def __init__(self, pool: Pool, dimension: int) -> None:
        self._pool = pool
        self._dimension = dimension

    def generation(self) -> int:
        """How many commits there were, of any process."""
        return manifest.state(self._pool)[0]

    # Documents

    def put(self, document: Document, chunks: Sequence[Row]) -> None:
        """Insert the document, or replace it."""
        with manifest.writing(self._pool) as sql:
            self._forget(sql, document.id)
            _insert(sql, "document", _DOCUMENT, rows.from_document(document))
            for language, group in groupby(sorted(chunks, key=_language), key=_language):
                _insert_chunks(sql, language, list(group))

    def remove(self, ids: Iterable[str]) -> int:
        """Remove documents; how many there were."""
        with manifest.writing(self._pool) as sql:
            return sum(self._forget(sql, id_) for id_ in ids)

    def _forget(self, sql: sqlite3.Connection, document: str) -> bool:
        """Take a document out of everything; whether it was there."""
        languages = sql.execute("SELECT DISTINCT language FROM chunk WHERE document = ?", (document,)).fetchall()
        for (language,) in languages:
            ledger.sign_off(sql, document, language)
            _delete_terms(sql, document, language)
        known = sql.execute("DELETE FROM document WHERE id = ?", (document,)).rowcount > 0
        if known:
            manifest.put(sql, "unpurged", True)
        return known

    def summaries(self) -> list[DocumentSummary]:
        """All documents, by source."""
        with self._pool.transaction() as sql:
            found = sql.execute(f"SELECT {_SUMMARY} FROM document d ORDER BY d.source, d.id").fetchall()
        return [rows.to_summary(row) for row in found]

    def find(self, id_or_source: str) -> DocumentSummary:
        """One document, by its id or else its source path."""
        query = f"SELECT {_SUMMARY} FROM document d WHERE d.id = ?1 OR d.source = ?1 ORDER BY d.id <> ?1, d.id LIMIT 1"
        with self._pool.transaction() as sql:
            row = sql.execute(query, (id_or_source,)).fetchone()
        if row is None:
            raise _no_document(id_or_source)
        return rows.to_summary(row)

    def document(self, id_: str) -> Document:
        """One document with its text and blocks."""
        with self._pool.transaction() as sql:
            row = sql.execute(f"SELECT {_DOCUMENT} FROM document WHERE id = ?", (id_,)).fetchone()
        if row is None:
            raise _no_document(id_)
        return rows.to_document(row)

    def file_digests(self) -> dict[str, str]:
        """The sha256 of the file that each document came from."""
        with self._pool.transaction() as sql:
            return dict(sql.execute("SELECT id, file_sha256 FROM document"))

    # Chunks and their vectors

    def chunks(self, ids: Sequence[str]) -> dict[str, StoredChunk]:
        """Those of the chunks that exist."""
        with self._pool.transaction() as sql:
            chunks = [rows.to_chunk(row) for row in _select_in(sql, f"SELECT {_CHUNK} FROM chunk WHERE id IN", ids)]
            wanted = list({chunk.document for chunk in chunks})
            documents = {
                row[0]: (rows.to_summary(row[:-1]), row[-1])
                for row in _select_in(sql, f"SELECT {_SUMMARY}, d.text FROM document d WHERE d.id IN", wanted)
            }
        stored = {}
        for chunk in chunks:
            summary, text = documents[chunk.document]
            stored[chunk.id] = StoredChunk(chunk, chunk.span.of(text), summary)
        return stored

    def vectors(self, ids: Sequence[str]) -> ChunkVectors:
        """The vectors of those chunks that exist, in no order."""
        query = (
            "SELECT c.id, c.document, v.passage, v.sentence FROM chunk c JOIN vectors v ON v.seq = c.seq WHERE c.id IN"
        )
        with self._pool.transaction() as sql:
            found = list(_select_in(sql, query, ids))
        return rows.to_chunk_vectors(found, self._dimension)

    def sample(self, language: Language, n: int) -> list[str]:
        """The ids of up to n chunks of a language, always the same ones; ids are digests, so their order is chance."""
        with self._pool.transaction() as sql:
            query = "SELECT id FROM chunk WHERE language = ? ORDER BY id LIMIT ?"
            return [row[0] for row in sql.execute(query, (language, n))]

    def unchanged(self, ids: Sequence[str], language: Language, through: int) -> set[str]:
        """Those of the chunks that exist in that language and were written no later than `through`."""
        with self._pool.transaction() as sql:
            found = _select_in(sql, "SELECT id, language, seq FROM chunk WHERE id IN", ids)
            return {id_ for id_, code, seq in found if code == language and seq <= through}

    def beyond(self, language: Language, seq: int) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """The chunks of a language written after `seq`, in blocks of bounded size.

        Yields their ids and the vectors of their passages, shape (n, dimension).
        """
        query = (
            "SELECT c.id, v.passage FROM chunk c JOIN vectors v ON v.seq = c.seq"
            " WHERE c.language = ? AND c.seq > ? ORDER BY c.seq"
        )
        with self._pool.transaction() as sql:
            cursor = sql.execute(query, (language, seq))
            while block := cursor.fetchmany(_SLICE):
                vectors = rows.to_vectors(b"".join(blob for _, blob in block), self._dimension)
                yield [id_ for id_, _ in block], vectors

    def chunk_ids(self, language: Language) -> set[str]:
        """The chunks of a language."""
        with self._pool.transaction() as sql:
            return {row[0] for row in sql.execute("SELECT id FROM chunk WHERE language = ?", (language,))}

    def count_beyond(self, language: Language, seq: int) -> int:
        """How many chunks of a language were written after `seq`."""
        with self._pool.transaction() as sql:
            query = "SELECT COUNT(*) FROM chunk WHERE language = ? AND seq > ?"
            return int(sql.execute(query, (language, seq)).fetchone()[0])

    # Full text

    def document_frequency(self, terms: Sequence[str], languages: Iterable[Language]) -> dict[str, int]:
        """In how many chunks of these languages together each of the terms occurs, if in any."""
        atoms = {lexical.atom(term): term for term in terms}
        query = "SELECT atom, chunks FROM term WHERE language = ? AND atom IN"
        counts: Counter[str] = Counter()
        with self._pool.transaction() as sql:
            for language in languages:
                counts.update({atoms[atom]: n for atom, n in _select_in(sql, query, list(atoms), (language,))})
        return dict(counts)

    def occurrences(self, term: str, language: Language, through: int) -> list[int]:
        """The `seq` of a chunk for each time the term occurs in it, of those written no later than `through`."""
        with self._pool.transaction() as sql:
            query = f"SELECT doc FROM {_terms_table(sql, language)}_postings WHERE term = ? AND doc <= ?"
            return [row[0] for row in sql.execute(query, (lexical.atom(term), through))]

    def lengths(self, seq: int) -> list[tuple[int, int]]:
        """`seq` and number of terms of the chunks written after `seq`, in that order."""
        with self._pool.transaction() as sql:
            return sql.execute("SELECT seq, length FROM chunk WHERE seq > ? ORDER BY seq", (seq,)).fetchall()

    def sizes(self) -> dict[Language, tuple[int, int]]:
        """How many chunks each language has, and how many terms these have."""
        query = "SELECT language, COUNT(*), SUM(length) FROM chunk GROUP BY language ORDER BY language"
        with self._pool.transaction() as sql:
            return {language: (chunks, terms) for language, chunks, terms in sql.execute(query)}

    def ids(self, seqs: Sequence[int]) -> dict[int, str]:
        """The ids of those chunks that exist."""
        with self._pool.transaction() as sql:
            return dict(_select_in(sql, "SELECT seq, id FROM chunk WHERE seq IN", seqs))

    # Health

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        with self._pool.transaction() as sql:
            found = [row[0] for row in sql.execute("PRAGMA quick_check")]
            found += [
                f"a row of {row[0]} refers to no row of {row[2]}" for row in sql.execute("PRAGMA foreign_key_check")
            ]
        return [line for line in found if line != "ok"]

    def unindexed(self) -> int:
        """How many chunks are in the full text and not in the catalog, or the other way round."""
        with self._pool.transaction() as sql:
            count = 0
            for language, number in sql.execute("SELECT code, number FROM language").fetchall():
                known = "SELECT seq FROM chunk WHERE language = ?"
                indexed = f"SELECT id FROM terms_{number}_docsize"
                for one, other in ((known, indexed), (indexed, known)):
                    count += sql.execute(f"SELECT COUNT(*) FROM ({one} EXCEPT {other})", (language,)).fetchone()[0]
        return count


def _insert(sql: sqlite3.Connection, table: str, columns: str, values: Sequence[Any]) -> int | None:
    marks = ", ".join("?" * len(values))
    return sql.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values).lastrowid


def _select_in(
    sql: sqlite3.Connection, query: str, keys: Sequence[str] | Sequence[int], before: tuple[Any, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query that ends in `IN`, asked in slices that every SQLite takes."""
    for start in range(0, len(keys), _SLICE):
        some = keys[start : start + _SLICE]
        yield from sql.execute(f"{query} ({', '.join('?' * len(some))})", (*before, *some))


def _insert_chunks(sql: sqlite3.Connection, language: Language, chunks: Sequence[Row]) -> None:
    """Chunks of one language, with their vectors and terms."""
    table = _terms_table(sql, language)
    texts = [lexical.document(row.terms) for row in chunks]
    for row, text in zip(chunks, texts, strict=True):
        seq = _insert(sql, "chunk", f"{_CHUNK}, length", (*rows.from_chunk(row.chunk), len(_atoms(text))))
        blobs = (rows.from_array(row.passage), rows.from_array(row.sentences))
        _insert(sql, "vectors", "seq, passage, sentence", (seq, *blobs))
        _insert(sql, table, "rowid, terms", (seq, text))
    _count_terms(sql, language, texts, +1)


def _delete_terms(sql: sqlite3.Connection, document: str, language: Language) -> None:
    """Take a document's chunks of a language out of the full text."""
    table = _terms_table(sql, language)
    mine = "rowid IN (SELECT seq FROM chunk WHERE document = ? AND language = ?)"
    texts = sql.execute(f"SELECT terms FROM {table} WHERE {mine}", (document, language)).fetchall()
    _count_terms(sql, language, (text for (text,) in texts), -1)
    sql.execute(f"DELETE FROM {table} WHERE {mine}", (document, language))


def _count_terms(sql: sqlite3.Connection, language: Language, texts: Iterable[str], sign: int) -> None:
    """Count chunks in or out of the document frequency of their terms."""
    counts = Counter(atom for text in texts for atom in set(_atoms(text)))
    sql.executemany(
        "INSERT INTO term VALUES (?, ?, ?) ON CONFLICT (language, atom)"
        " DO UPDATE SET chunks = term.chunks + excluded.chunks",
        [(language, atom, sign * count) for atom, count in sorted(counts.items())],
    )
    if sign < 0:
        gone = "DELETE FROM term WHERE language = ? AND atom = ? AND chunks <= 0"
        sql.executemany(gone, [(language, atom) for atom in counts])


def _atoms(text: str) -> list[str]:
    return text.split(" ") if text else []  # at nothing else: a term may hold any other white space


def _terms_table(sql: sqlite3.Connection, language: Language) -> str:
    """The full-text table of a language, made if there is none."""
    row = sql.execute("SELECT number FROM language WHERE code = ?", (language,)).fetchone()
    if row is not None:
        return f"terms_{row[0]}"
    number = sql.execute("SELECT COUNT(*) FROM language").fetchone()[0]
    _insert(sql, "language", "code, number", (language, number))
    for statement in schema.full_text(number):
        sql.execute(statement)
    return f"terms_{number}"


def _language(row: Row) -> Language:
    return row.chunk.language


def _no_document(id_or_source: str) -> NotFoundError:
    return NotFoundError(f"There is no document {id_or_source!r}.", hint="`rag list` shows the documents.")
