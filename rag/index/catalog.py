"""The catalog: everything that must never be lost, in one SQLite file. All of the house's SQL stands here.

A chunk's `seq` grows with every write and is never used again, so that "everything up to n" names a state of the
index: Chroma and the sums each say how far they have come (`language.settled`, `.summed`), and what lies beyond is
read from here.
"""

# ruff: noqa: S608  what is put into a query here is a name or a number of this file's own making

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import NotFoundError
from rag.index import lexical, rows, schema
from rag.index.records import LEVELS, Arrived, ChunkVectors, Departed, Level, Progress, Row, StoredChunk
from rag.index.sqlite import Pool
from rag.index.sums import Sums
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

    def __init__(self, path: Path) -> None:
        self._pool = Pool(path)
        self.dimension = 0

    def close(self) -> None:
        """Give the file back."""
        self._pool.close()

    # What the index is

    def manifest(self) -> dict[str, Any]:
        """Everything the manifest says; empty for a file that is no catalog yet."""
        with self._pool.transaction() as sql:
            known = sql.execute("SELECT 1 FROM sqlite_master WHERE name = 'manifest'").fetchone()
            found = sql.execute("SELECT key, value FROM manifest").fetchall() if known else []
        return {key: json.loads(value) for key, value in found}

    def create(self, manifest: dict[str, Any]) -> None:
        """Lay out an empty catalog in place of whatever the file holds."""
        with self._pool.transaction("IMMEDIATE") as sql:
            sql.execute("PRAGMA defer_foreign_keys = ON")
            while found := sql.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                # A virtual table takes its shadow tables along; of the others, the referring ones go first.
                " ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC, rowid DESC LIMIT 1"
            ).fetchone():
                sql.execute(f'DROP TABLE "{found[0]}"')
            for statement in schema.TABLES.split(";"):
                sql.execute(statement)
            for key, value in manifest.items():
                _set(sql, key, value)

    def set_manifest(self, key: str, value: Any) -> None:
        """Put one entry into the manifest; `value` must go into JSON."""
        with self._writing() as sql:
            _set(sql, key, value)

    def state(self) -> tuple[int, int]:
        """How many commits the documents have seen, of any process, and at which of them the catalog was laid out."""
        query = "SELECT value FROM manifest WHERE key IN ('build', 'generation') ORDER BY key"
        with self._pool.connection() as sql:
            (build,), (generation,) = sql.execute(query)
        return int(generation), int(build)

    def generation(self) -> int:
        """How many commits the documents have seen, of any process."""
        return self.state()[0]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One commit, which makes a new generation."""
        with self._pool.transaction("IMMEDIATE") as sql:
            yield sql
            sql.execute("UPDATE manifest SET value = value + 1 WHERE key = 'generation'")

    # Documents

    def put(self, document: Document, chunks: Sequence[Row]) -> None:
        """Insert the document, or replace it."""
        with self._writing() as sql:
            self._forget(sql, document.id)
            _insert(sql, "document", _DOCUMENT, rows.from_document(document))
            for language, group in groupby(sorted(chunks, key=_language), key=_language):
                _insert_chunks(sql, language, list(group))

    def remove(self, ids: Iterable[str]) -> int:
        """Remove documents; how many there were."""
        with self._writing() as sql:
            return sum(self._forget(sql, id_) for id_ in ids)

    def _forget(self, sql: sqlite3.Connection, document_id: str) -> bool:
        """Take a document out of everything this file holds, and leave word for Chroma."""
        languages = sql.execute("SELECT DISTINCT language FROM chunk WHERE document = ?", (document_id,)).fetchall()
        for (language,) in languages:
            mine = "FROM chunk c JOIN vectors v ON v.seq = c.seq WHERE c.document = ? AND c.language = ?"
            key = (document_id, language)
            sql.execute(
                "INSERT INTO departed (language, chunk, sentences)"
                f" SELECT c.language, c.id, LENGTH(v.sentence) / LENGTH(v.passage) {mine}",
                key,
            )
            table = _terms_table(sql, language)
            texts = sql.execute(f"SELECT terms FROM {table} WHERE rowid IN (SELECT c.seq {mine})", key).fetchall()
            _count_terms(sql, language, (text for (text,) in texts), -1)
            sql.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT c.seq {mine})", key)
            for level in LEVELS:
                summed = f"SELECT v.{level} {mine} AND c.seq <= (SELECT summed FROM language WHERE code = c.language)"
                taken = rows.to_vectors(b"".join(row[0] for row in sql.execute(summed, key)), self.dimension)
                if len(taken):
                    _save_sums(sql, language, level, self._sums(sql, language, level) - Sums.of(taken))
            sql.execute("UPDATE language SET unpurged = 1 WHERE code = ?", (language,))
        known = sql.execute("DELETE FROM document WHERE id = ?", (document_id,)).rowcount > 0
        if known:
            _set(sql, "unpurged", True)
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

    def vectors(self, ids: Sequence[str]) -> dict[str, ChunkVectors]:
        """The vectors of those chunks that exist."""
        query = "SELECT c.id, v.passage, v.sentence FROM chunk c JOIN vectors v ON v.seq = c.seq WHERE c.id IN"
        with self._pool.transaction() as sql:
            found = _select_in(sql, query, ids)
            return {row[0]: rows.to_chunk_vectors(row[1], row[2], self.dimension) for row in found}

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

    def beyond(
        self, language: Language, level: Level, seq: int
    ) -> Iterator[tuple[list[tuple[str, int]], NDArray[np.float32]]]:
        """The vectors of the chunks of a language written after `seq`, in blocks of bounded size.

        Yields the chunks with their numbers of rows, and the rows, shape (n, dimension).
        """
        query = (
            f"SELECT c.id, v.{level} FROM chunk c JOIN vectors v ON v.seq = c.seq"
            " WHERE c.language = ? AND c.seq > ? ORDER BY c.seq"
        )
        with self._pool.transaction() as sql:
            cursor = sql.execute(query, (language, seq))
            while block := cursor.fetchmany(_SLICE):
                vectors = rows.to_vectors(b"".join(blob for _, blob in block), self.dimension)
                yield [(id_, len(blob) // (4 * self.dimension)) for id_, blob in block], vectors

    def sentence_counts(self, language: Language) -> list[tuple[str, int]]:
        """The chunks of a language, and how many sentence vectors each has."""
        query = (
            "SELECT c.id, LENGTH(v.sentence) / LENGTH(v.passage) FROM chunk c JOIN vectors v ON v.seq = c.seq"
            " WHERE c.language = ?"
        )
        with self._pool.transaction() as sql:
            return sql.execute(query, (language,)).fetchall()

    def count_beyond(self, language: Language, seq: int) -> int:
        """How many chunks of a language were written after `seq`."""
        with self._pool.transaction() as sql:
            query = "SELECT COUNT(*) FROM chunk WHERE language = ? AND seq > ?"
            return int(sql.execute(query, (language, seq)).fetchone()[0])

    # Full text

    def document_frequency(self, terms: Sequence[str], language: Language) -> dict[str, int]:
        """In how many chunks of a language each of the terms occurs, if in any."""
        atoms = {lexical.atom(term): term for term in terms}
        query = "SELECT atom, chunks FROM term WHERE language = ? AND atom IN"
        with self._pool.transaction() as sql:
            return {atoms[atom]: count for atom, count in _select_in(sql, query, list(atoms), (language,))}

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

    # What is derived: how far the sums and Chroma have come

    def progress(self) -> dict[Language, Progress]:
        """How far Chroma has come with each language."""
        query = (
            "SELECT code, epoch, settled, writes, suspect, dead, state,"
            " (SELECT COUNT(*) FROM chunk WHERE language = code),"
            " (SELECT COUNT(*) FROM chunk WHERE language = code AND seq > settled),"
            " (SELECT COUNT(*) FROM departed WHERE language = code) FROM language ORDER BY code"
        )
        with self._pool.transaction() as sql:
            return {row[0]: rows.to_progress(row[1:]) for row in sql.execute(query)}

    def errands(self, language: Language, seq: int, limit: int) -> tuple[list[Departed], list[Arrived]]:
        """The chunks of a language that Chroma is to delete, and the first written after `seq`, in one snapshot."""
        gone = "SELECT number, chunk, sentences FROM departed WHERE language = ? ORDER BY number"
        come = (
            "SELECT c.seq, c.id, v.passage, v.sentence FROM chunk c JOIN vectors v ON v.seq = c.seq"
            " WHERE c.language = ? AND c.seq > ? ORDER BY c.seq LIMIT ?"
        )
        with self._pool.transaction() as sql:
            departed = [
                Departed(number, chunk, sentences) for number, chunk, sentences in sql.execute(gone, (language,))
            ]
            arrived = [
                Arrived(seq, id_, rows.to_chunk_vectors(passage, sentence, self.dimension))
                for seq, id_, passage, sentence in sql.execute(come, (language, seq, limit))
            ]
        return departed, arrived

    def suspect(self, language: Language) -> int:
        """Note that Chroma's collections of a language are being written, for the n-th time.

        Who finds this note later cannot trust them.
        """
        with self._pool.transaction("IMMEDIATE") as sql:
            sql.execute("UPDATE language SET suspect = 1, writes = writes + 1 WHERE code = ?", (language,))
            return int(sql.execute("SELECT writes FROM language WHERE code = ?", (language,)).fetchone()[0])

    def settle(self, language: Language, through: int, departed: int, state: str) -> None:
        """Note that Chroma holds the chunks of a language up to `through`, and those up to `departed` no more."""
        gone = "FROM departed WHERE language = ?1 AND number <= ?2"
        with self._pool.transaction("IMMEDIATE") as sql:
            sql.execute(
                f"UPDATE language SET settled = ?3, state = ?4, suspect = 0, dead = dead + (SELECT COUNT(*) {gone})"
                " WHERE code = ?1",
                (language, departed, through, state),
            )
            sql.execute(f"DELETE {gone}", (language, departed))

    def unsettle(self, language: Language) -> None:
        """Note that Chroma is to start on a language from nothing, in new collections."""
        with self._pool.transaction("IMMEDIATE") as sql:
            sql.execute(
                "UPDATE language SET epoch = epoch + 1, settled = 0, writes = writes + 1, suspect = 0, dead = 0,"
                " state = '' WHERE code = ?",
                (language,),
            )
            sql.execute("DELETE FROM departed WHERE language = ?", (language,))

    def sums(self, language: Language, level: Level) -> Sums:
        """The sums of all vectors of a language."""
        with self._pool.transaction() as sql:
            return self._sums(sql, language, level) + Sums.of(self._unsummed(sql, language, level))

    def sum_up(self) -> None:
        """Bring the stored sums up to the last chunk."""
        with self._pool.transaction("IMMEDIATE") as sql:
            for (language,) in sql.execute("SELECT code FROM language").fetchall():
                for level in LEVELS:
                    new = self._unsummed(sql, language, level)
                    if len(new):
                        _save_sums(sql, language, level, self._sums(sql, language, level) + Sums.of(new))
                last = "(SELECT MAX(seq) FROM chunk WHERE language = code)"
                sql.execute(f"UPDATE language SET summed = {last} WHERE code = ? AND summed < {last}", (language,))

    def purge(self) -> None:
        """Overwrite what removed text has left in the full text and in the journal."""
        with self._pool.connection() as sql:
            if not sql.execute("SELECT 1 FROM manifest WHERE key = 'unpurged' AND value = 'true'").fetchone():
                return
        with self._pool.transaction("IMMEDIATE") as sql:
            for (language,) in sql.execute("SELECT code FROM language WHERE unpurged = 1").fetchall():
                table = _terms_table(sql, language)
                sql.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
            sql.execute("UPDATE language SET unpurged = 0")
        with self._pool.connection() as sql:  # waits for the readers of older snapshots
            (busy, *_) = sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            with self._pool.transaction("IMMEDIATE") as sql:
                _set(sql, "unpurged", False)

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

    def _sums(self, sql: sqlite3.Connection, language: Language, level: Level) -> Sums:
        row = sql.execute(
            "SELECT count, total, products FROM sums WHERE language = ? AND level = ?", (language, level)
        ).fetchone()
        return rows.to_sums(row, self.dimension) if row else Sums.of(np.zeros((0, self.dimension), np.float32))

    def _unsummed(self, sql: sqlite3.Connection, language: Language, level: Level) -> NDArray[np.float32]:
        blobs = sql.execute(
            f"SELECT v.{level} FROM chunk c JOIN vectors v ON v.seq = c.seq WHERE c.language = ?"
            " AND c.seq > (SELECT summed FROM language WHERE code = c.language)",
            (language,),
        )
        return rows.to_vectors(b"".join(row[0] for row in blobs), self.dimension)


def _set(sql: sqlite3.Connection, key: str, value: Any) -> None:
    sql.execute(
        "INSERT INTO manifest VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", (key, json.dumps(value))
    )


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


def _save_sums(sql: sqlite3.Connection, language: Language, level: Level, sums: Sums) -> None:
    sql.execute(
        "INSERT INTO sums VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (language, level)"
        " DO UPDATE SET count = ?3, total = ?4, products = ?5",
        (language, level, *rows.from_sums(sums)),
    )


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


def _count_terms(sql: sqlite3.Connection, language: Language, texts: Iterable[str], sign: int) -> None:
    """Count chunks in or out of the document frequency of their terms."""
    counts = Counter(atom for text in texts for atom in set(_atoms(text)))
    sql.executemany(
        "INSERT INTO term VALUES (?1, ?2, ?3) ON CONFLICT (language, atom) DO UPDATE SET chunks = chunks + ?3",
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
